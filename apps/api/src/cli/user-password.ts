import { asOption, type Command } from "./command.ts";
import { newSecret, withPerson } from "./person.ts";

export const userPassword: Command = {
  name: "user password",
  about: { en: "Changes one's own password.", zh: "修改本人密码。" },
  options: { as: asOption },
  more: {
    en: "The new password is asked twice, or taken from LOTLINE_NEW_PASSWORD. At least 12 characters.",
    zh: "新密码在终端询问两次，或取自 LOTLINE_NEW_PASSWORD。至少 12 个字符。",
  },
  run: (call) =>
    withPerson(
      call,
      async ({ kernel, ctx, login }) => {
        const { changePassword } = await import("../modules/platform/index.ts");
        const question = call.pick({ en: "New password", zh: "新密码" });
        await changePassword(
          kernel.orm,
          { id: ctx.sessionId, personId: ctx.personId },
          login,
          await newSecret(call, "LOTLINE_NEW_PASSWORD", question),
        );
        return { json: { login, changed: true }, text: call.pick({ en: "The password is changed.", zh: "密码已修改。" }) };
      },
      true,
    ),
};
