import { randomUUID } from "node:crypto";
import type { New } from "@lotline/schema";
import { asOption, type Call, type Command, needed, textOf } from "./command.ts";
import { type Acting, withPerson } from "./person.ts";

export const userAdd: Command = {
  name: "user add",
  about: { en: "Adds a person and gives a one-time password.", zh: "新增人员并给出一次性密码。" },
  options: {
    as: asOption,
    login: {
      type: "string",
      value: "login",
      needed: true,
      about: { en: "User name, never given again.", zh: "用户名，永不重复使用。" },
    },
    "name-en": { type: "string", value: "text", needed: true, about: { en: "Name (English).", zh: "姓名（英文）。" } },
    "name-zh": {
      type: "string",
      value: "text",
      about: { en: "Name (Chinese); otherwise the English one.", zh: "姓名（中文）；缺省同英文。" },
    },
    "title-en": { type: "string", value: "text", needed: true, about: { en: "Job title (English).", zh: "职务（英文）。" } },
    "title-zh": {
      type: "string",
      value: "text",
      about: { en: "Job title (Chinese); otherwise the English one.", zh: "职务（中文）；缺省同英文。" },
    },
  },
  more: {
    en: "The person can work once a role is granted by one administrator and confirmed by another, and sign once the password\nis changed and the identity proved.",
    zh: "角色经一名管理员授予、另一名管理员确认后方可工作；修改密码并核验身份后方可签名。",
  },
  run: (call) =>
    withPerson(call, async (acting) => {
      const { hashSecret, oneTimePassword } = await import("../modules/platform/index.ts");
      const password = oneTimePassword();
      const made = await add(acting, inputOf(call), await hashSecret(password));
      const text = call.pick({
        en: `${made.number} ${made.login}: one-time password ${password}`,
        zh: `${made.number} ${made.login}：一次性密码 ${password}`,
      });
      return { json: { ...made, password, mustChange: true }, text };
    }),
};

function inputOf(call: Call): New<"Person"> {
  const nameEn = needed(call, "name-en");
  const titleEn = needed(call, "title-en");
  return {
    login: needed(call, "login"),
    nameEn,
    nameZh: textOf(call, "name-zh") ?? nameEn,
    titleEn,
    titleZh: textOf(call, "title-zh") ?? titleEn,
  };
}

async function add(
  { kernel, ctx }: Acting,
  input: New<"Person">,
  passwordHash: string,
): Promise<{ number: string; login: string }> {
  const { command } = await import("../kernel/command.ts");
  const { create } = await import("../kernel/lifecycle.ts");
  const { issuePassword } = await import("../modules/platform/index.ts");
  let number = "";
  let login = "";
  await command(kernel, ctx, { id: randomUUID(), operation: "createPerson", input }, async (tx) => {
    const person = await create(tx, "Person", input);
    await issuePassword(tx, person.id, passwordHash);
    number = person.number;
    login = person.login;
    return { record: "Person", id: person.id };
  });
  return { number, login };
}
