import { asOption, type Command, reasonOption } from "./command.ts";
import { aboutPerson, reasonOf, withPerson } from "./person.ts";

export const userReset: Command = {
  name: "user reset",
  about: {
    en: "Gives a one-time password for a lost one; signing is suspended until a second person confirms.",
    zh: "密码丢失时给出一次性密码；签名权暂停，直至第二人确认。",
  },
  takes: [{ name: "login", about: { en: "Whose password.", zh: "密码所属人员。" } }],
  options: { as: asOption, reason: reasonOption },
  more: {
    en: "Then: the owner replaces it (`user password`), and a second administrator confirms (`user confirm`).",
    zh: "之后：本人修改密码（`user password`），第二名管理员确认（`user confirm`）。",
  },
  run: (call) =>
    withPerson(call, async (acting) => {
      const { hashSecret, oneTimePassword, resetPassword } = await import("../modules/platform/index.ts");
      const password = oneTimePassword();
      const hash = await hashSecret(password);
      const what = { operation: "resetPassword", ...reasonOf(call) };
      const person = await aboutPerson(acting, call.arguments[0] ?? "", what, (tx, { id }) => resetPassword(tx, id, hash));
      const text = call.pick({
        en: `${person.number} ${person.login}: one-time password ${password}\nSigning is suspended until somebody else confirms: user confirm ${person.login}`,
        zh: `${person.number} ${person.login}：一次性密码 ${password}\n签名权已暂停，须由他人确认：user confirm ${person.login}`,
      });
      return { json: { ...person, password, mustChange: true, signingSuspended: true }, text };
    }),
};
