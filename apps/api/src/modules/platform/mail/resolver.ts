import type { Reason } from "@lotline/schema";
import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import { refused } from "../../../base/error.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { WebRequest } from "../web-request.ts";
import { addressees, mailRule, queueMail } from "./queue.ts";

const noServer: Reason = {
  code: "NO_MAIL_SERVER",
  text: { en: "No mail server is set: LOTLINE_SMTP_URL.", zh: "未设置邮件服务器：LOTLINE_SMTP_URL。" },
};
const noRule: Reason = {
  code: "NO_MAIL_RULE",
  text: {
    en: 'No rule "mail" is in force; it says who sends, and QA approves it.',
    zh: "没有生效的“mail”规则；该规则规定发件人，须经 QA 批准。",
  },
};
const noAddress: Reason = {
  code: "NO_ADDRESS",
  text: { en: "You have no mail address; it stands on your person.", zh: "您没有电子邮箱；请在人员记录中填写。" },
};

/** A mail that was given up goes out again with all its tries. */
export const mailBehaviour = behaviour({
  record: "MailMessage",
  actions: {
    sendAgain: {
      effect: async (tx, mail) => {
        tx.update("MailMessage", mail, { tries: 0 });
        tx.emit("mail.due", { mail: mail.id });
      },
    },
  },
});

@Resolver()
export class MailResolver {
  /** Sends a test mail to whoever asks, on the way that every mail takes. @returns the number of the mail */
  @Mutation(() => String)
  async sendTestMail(@Ctx() request: WebRequest, @Arg("commandId", () => ID) commandId: string): Promise<string> {
    let id = "";
    const done = await request.command({ id: commandId, operation: "sendTestMail", input: {} }, async (tx) => {
      if (!tx.actor.permits.has("operations.run")) throw refused(permitReason("operations.run"));
      const rule = await mailRule(tx);
      const [to] = rule ? await addressees(tx, [tx.actor.id], rule) : [];
      const [own] = await tx.sql<{ mail: string | null }>("select mail from person where id = ?", [tx.actor.id]);
      tx.require([
        ...(request.installation.sendsMail ? [] : [noServer]),
        ...(rule ? [] : [noRule]),
        ...(own?.mail ? [] : [noAddress]),
      ]);
      if (!to) throw refused(noAddress);
      const items = [{ message: "", record: "", number: "" }];
      id = (await queueMail(tx, to, { kind: "test", items, notBefore: tx.now })).id;
      return { record: "MailMessage", id };
    });
    const reader = await request.reader();
    const [mail] = await reader.sql<{ number: string }>("select number from mail_message where id = ?", [done?.id ?? id]);
    return mail?.number ?? "";
  }
}
