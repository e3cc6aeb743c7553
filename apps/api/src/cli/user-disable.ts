import { asOption, type Command, reasonOption } from "./command.ts";
import { aboutPerson, reasonOf, withPerson } from "./person.ts";

export const userDisable: Command = {
  name: "user disable",
  about: { en: "Disables a person and ends the open sessions.", zh: "停用人员并结束其会话。" },
  takes: [{ name: "login", about: { en: "Whom.", zh: "被停用的人员。" } }],
  options: { as: asOption, reason: reasonOption },
  run: (call) =>
    withPerson(call, async (acting) => {
      const { act } = await import("../kernel/lifecycle.ts");
      const what = { operation: "disablePerson", ...reasonOf(call) };
      const person = await aboutPerson(acting, call.arguments[0] ?? "", what, async (tx, { id, version }) => {
        await act(tx, "Person", { id, version, action: "disable", input: {} });
      });
      const text = call.pick({
        en: `${person.number} ${person.login} is disabled.`,
        zh: `${person.number} ${person.login} 已停用。`,
      });
      return { json: { ...person, state: "disabled" }, text };
    }),
};
