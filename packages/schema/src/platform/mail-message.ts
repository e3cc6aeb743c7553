import { choice, defineRecord, enumeration, instant, integer, json, ref, text } from "../kit/index.ts";

export const mailKind = enumeration("MailKind", {
  notice: { en: "Notice", zh: "通知" },
  digest: { en: "Daily digest", zh: "每日汇总" },
  test: { en: "Test", zh: "测试" },
});

export const mailLanguage = enumeration("MailLanguage", {
  zh: { en: "Chinese", zh: "中文" },
  en: { en: "English", zh: "英文" },
});

/**
 * One mail to one person, and what became of it. It names records by type and number and leads to them; it holds nothing else of
 * them, and nothing can be decided by it (ADR 44).
 */
export const mailMessage = defineRecord({
  name: "MailMessage",
  area: "platform",
  number: "ML-{yy}-{seq:6}",
  label: { en: "Mail", zh: "邮件" },
  plural: { en: "Mails sent", zh: "已发邮件" },
  title: ["subject"],
  fields: {
    recipient: ref({ en: "To", zh: "收件人" }, "Person", { system: true }),
    address: text({ en: "Address", zh: "收件地址" }, { system: true, max: 254, masked: "personMail.read" }),
    kind: choice({ en: "Kind", zh: "类别" }, mailKind, { system: true }),
    language: choice({ en: "Language", zh: "语言" }, mailLanguage, { system: true }),
    subject: text({ en: "Subject", zh: "主题" }, { system: true, max: 200 }),
    // Which records it names: kind of message, type of record, number.
    items: json({ en: "Records named", zh: "涉及记录" }, { system: true }),
    notBefore: instant({ en: "Not before", zh: "最早发送时间" }, { system: true }),
    tries: integer({ en: "Tries", zh: "尝试次数" }, { system: true, max: 1000 }),
    sentAt: instant({ en: "Taken by the mail server", zh: "邮件服务器接收时间" }, { system: true, optional: true }),
    answer: text({ en: "Answer of the mail server", zh: "邮件服务器应答" }, { system: true, optional: true, max: 500 }),
  },
  states: {
    held: { en: "Held until work begins", zh: "待工作时间发送" },
    waiting: { en: "On its way", zh: "发送中" },
    sent: { en: "Sent", zh: "已发送" },
    failed: { en: "Not delivered", zh: "未送达" },
  },
  initial: "held",
  actions: {
    release: { label: { en: "Release", zh: "放出" }, from: ["held"], to: "waiting" },
    deliver: { label: { en: "Taken by the mail server", zh: "邮件服务器已接收" }, from: ["waiting"], to: "sent" },
    giveUp: { label: { en: "Given up", zh: "放弃投递" }, from: ["waiting"], to: "failed" },
    sendAgain: {
      label: { en: "Send again", zh: "重新发送" },
      from: ["failed"],
      to: "waiting",
      permit: "operations.run",
      primary: true,
    },
  },
  read: "operations.read",
  list: {
    columns: ["number", "recipient", "kind", "subject", "state", "tries", "sentAt", "answer", "createdAt"],
    sort: "-createdAt",
    search: ["number", "subject"],
  },
  retention: "quality-record",
});
