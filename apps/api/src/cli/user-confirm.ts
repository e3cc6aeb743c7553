import { asOption, type Command } from "./command.ts";
import { aboutPerson, withPerson } from "./person.ts";

export const userConfirm: Command = {
  name: "user confirm",
  about: {
    en: "The second person's word for a password reset; the owner may sign again.",
    zh: "第二人确认密码重置；本人恢复签名权。",
  },
  takes: [{ name: "login", about: { en: "Whose reset.", zh: "被重置密码的人员。" } }],
  options: { as: asOption },
  run: (call) =>
    withPerson(call, async (acting) => {
      const { confirmReset } = await import("../modules/platform/index.ts");
      const person = await aboutPerson(acting, call.arguments[0] ?? "", { operation: "confirmReset" }, (tx, { id }) =>
        confirmReset(tx, id),
      );
      const text = call.pick({
        en: `${person.number} ${person.login} may sign again.`,
        zh: `${person.number} ${person.login} 已恢复签名权。`,
      });
      return { json: { ...person, signingSuspended: false }, text };
    }),
};
