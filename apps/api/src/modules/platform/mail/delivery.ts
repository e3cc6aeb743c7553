/**
 * Hands mails to the mail server, as a consumer of the outbox: each mail once, again with growing delays while the server is away,
 * put aside for a person after the last try, and at once when the server refuses it for good.
 */
import { randomUUID } from "node:crypto";
import { type Rec, slugOf } from "@lotline/schema";
import { systemPersonId } from "../../../base/context.ts";
import { type Consumer, consumer } from "../../../kernel/behaviour.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Letter, type Mailer, MailRefused } from "./mailer.ts";
import { itemText, type MailItem, mailRule } from "./queue.ts";
import type { MailRule } from "./rule.ts";

export interface Delivering {
  /** Undefined while no mail server is set. */
  readonly mailer: Mailer | undefined;
  /** Where the app is reached: links lead there. */
  readonly baseUrl: () => string;
  /** Tries of one round; seconds before the second one, doubled each time. */
  readonly tries?: number;
  readonly firstDelay?: number;
}

/** Ten tries within about two hours. */
const usual = { tries: 10, firstDelay: 15 };

/** The consumer that sends; one for each server. */
export function mailWorker(options: Delivering): Consumer {
  const { tries = usual.tries, firstDelay = usual.firstDelay } = options;
  return consumer({
    name: "platform.send-mail",
    message: "mail.due",
    retry: { limit: tries - 1, delaySeconds: firstDelay },
    work: (kernel, { mail }) => deliverMail(kernel, mail, { ...options, tries }),
  });
}

async function note(kernel: Kernel, id: string, operation: string, change: (tx: Tx) => Promise<void>): Promise<void> {
  const ctx = { personId: systemPersonId, sessionId: null, source: "job", request: `mail ${id}`, language: "en" } as const;
  await command(kernel, ctx, { id: randomUUID(), operation, input: { mail: id } }, async (tx) => {
    await change(tx);
    return null;
  });
}

async function deliverMail(kernel: Kernel, id: string, options: Delivering & { tries: number }): Promise<void> {
  let letter: Letter | undefined;
  let tried = 0;
  await note(kernel, id, "tryMail", async (tx) => {
    const [mail] = await tx.lock("MailMessage", [id]);
    const rule = await mailRule(tx);
    // Sent already, or given up: a message may come twice.
    if (mail?.state !== "waiting") return;
    tried = mail.tries + 1;
    if (!options.mailer || !rule) return giveUp(tx, id, "no mail server is set (LOTLINE_SMTP_URL), or no rule mail is in force");
    tx.update("MailMessage", mail, { tries: tried });
    letter = letterOf(mail, rule, options.baseUrl());
  });
  if (!letter || !options.mailer) return;
  try {
    const answer = await options.mailer.send(letter);
    await note(kernel, id, "mailSent", (tx) => sent(tx, id, answer));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const isLast = error instanceof MailRefused || tried >= options.tries;
    await note(kernel, id, "mailFailed", (tx) => (isLast ? giveUp(tx, id, why) : remember(tx, id, why)));
    if (!isLast) throw error;
  }
}

async function sent(tx: Tx, id: string, answer: string): Promise<void> {
  const [mail] = await tx.lock("MailMessage", [id]);
  if (mail?.state !== "waiting") return;
  tx.update("MailMessage", mail, { sentAt: tx.now, answer: answer.slice(0, 500) });
  // The action reads the mail afresh.
  await tx.flush();
  await tx.act("MailMessage", id, "deliver", {});
}

async function giveUp(tx: Tx, id: string, why: string): Promise<void> {
  await remember(tx, id, why);
  await tx.flush();
  await tx.act("MailMessage", id, "giveUp", {});
}

async function remember(tx: Tx, id: string, why: string): Promise<void> {
  const [mail] = await tx.lock("MailMessage", [id]);
  if (mail) tx.update("MailMessage", mail, { answer: why.slice(0, 500) });
}

const words = {
  en: {
    open: "Open in Lotline",
    foot: "This mail was sent by Lotline. Nothing can be decided by answering it; how you are told is chosen under Notices.",
    test: "This is a test mail. Mail works.",
  },
  zh: {
    open: "在 Lotline 中打开",
    foot: "本邮件由 Lotline 自动发送，回复无效，不能通过邮件作任何审批。通知方式可在“通知”中选择。",
    test: "这是一封测试邮件，邮件功能正常。",
  },
} as const;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The letter of a mail: text and the same as simple HTML. Pure. */
export function letterOf(mail: Rec<"MailMessage">, rule: MailRule, baseUrl: string): Letter {
  const { language, subject, address, number } = mail;
  const { open, foot, test } = words[language];
  // Written by `queueMail` only.
  const items = mail.items as unknown as readonly MailItem[];
  const lines = items.map((item) => ({
    text: item.record === "" ? test : itemText(item, language),
    url: item.record === "" ? `${baseUrl}/` : `${baseUrl}/${slugOf(item.record)}/${encodeURIComponent(item.number)}`,
  }));
  const html = lines.map(({ text, url }) => `<p>${escaped(text)}<br><a href="${escaped(url)}">${open}</a></p>`);
  return {
    from: rule.sender,
    to: address,
    subject: `[Lotline] ${subject}`,
    text: `${lines.map(({ text, url }) => `${text}\n${url}`).join("\n\n")}\n\n-- \n${foot}\n${number}\n`,
    html: `<html lang="${language}"><body style="font-family:sans-serif">${html.join("")}<hr><p style="color:#43514F">${foot}<br>${number}</p></body></html>`,
    messageId: `<${number}.${mail.id}@${rule.sender.address.split("@")[1]}>`,
    language,
  };
}
