import { asOption, type Command, reasonOption } from "./command.ts";
import { aboutPerson, reasonOf, withPerson } from "./person.ts";

export const userResetFactor: Command = {
  name: "user reset-factor",
  about: {
    en: "Takes off the second factor of somebody who has lost it; signing is suspended until a second person confirms.",
    zh: "为丢失验证设备的人员解除双因素认证；签名权暂停，直至第二人确认。",
  },
  takes: [{ name: "login", about: { en: "Whose second factor.", zh: "所属人员。" } }],
  options: { as: asOption, reason: reasonOption },
  more: {
    en: "Then a second administrator confirms (`user confirm`), and the owner enrols a new one.",
    zh: "之后由第二名管理员确认（`user confirm`），本人重新绑定。",
  },
  run: (call) =>
    withPerson(call, async (acting) => {
      const { resetFactor } = await import("../modules/platform/index.ts");
      const what = { operation: "resetSecondFactor", ...reasonOf(call) };
      const person = await aboutPerson(acting, call.arguments[0] ?? "", what, (tx, { id }) => resetFactor(tx, id));
      const text = call.pick({
        en: `${person.number} ${person.login} has no second factor any more.\nSigning is suspended until somebody else confirms: user confirm ${person.login}`,
        zh: `${person.number} ${person.login} 的双因素认证已解除。\n签名权已暂停，须由他人确认：user confirm ${person.login}`,
      });
      return { json: { ...person, secondFactor: false, signingSuspended: true }, text };
    }),
};
