import { date, type Field, integer, type Label, ref, text } from "./kit/index.ts";

/** What the house tells after a commit: to its own areas, and to systems beside it. Values are ids and texts, never secrets. */
export interface MessageSpec {
  /** Grows when the fields change in a way that a receiver must know. */
  readonly version: number;
  readonly label: Label;
  readonly fields: { readonly [field: string]: Field };
  /**
   * People are told of it: by the channel they chose, or always at once when it is about security or waits for a signature.
   * Without it the message is between programs.
   */
  readonly notice?: "chosen" | "always";
}

const defineMessage = <const S extends MessageSpec>(spec: S): S => spec;

const lot = ref({ en: "Lot", zh: "批" }, "Lot");
const comment = text({ en: "Comment", zh: "评论" });
const shipment = ref({ en: "Shipment", zh: "发货单" }, "Shipment");

/** Every message by name: subject, dot, what happened to it. */
export const messages = {
  "lot.released": defineMessage({ version: 1, notice: "chosen", label: { en: "Lot released", zh: "批已放行" }, fields: { lot } }),
  "lot.rejected": defineMessage({
    version: 1,
    notice: "chosen",
    label: { en: "Lot rejected", zh: "批判为不合格" },
    fields: { lot },
  }),
  "hold.placed": defineMessage({
    version: 1,
    notice: "chosen",
    label: { en: "Hold placed", zh: "批已冻结" },
    fields: { hold: ref({ en: "Hold", zh: "冻结单" }, "Hold"), lot },
  }),
  "shipment.shipped": defineMessage({
    version: 1,
    notice: "chosen",
    label: { en: "Shipment left", zh: "已发货" },
    fields: { shipment },
  }),
  "comment.mentioned": defineMessage({
    version: 1,
    notice: "chosen",
    label: { en: "You were mentioned", zh: "有人提到您" },
    fields: { comment },
  }),
  "comment.replied": defineMessage({
    version: 1,
    notice: "chosen",
    label: { en: "Reply to your comment", zh: "有人回复您" },
    fields: { comment },
  }),
  "approval.decided": defineMessage({
    version: 1,
    notice: "chosen",
    label: { en: "Your record was approved or sent back", zh: "您的记录已批准或退回" },
    fields: {
      record: text({ en: "Type of record", zh: "记录类型" }),
      id: text({ en: "Key of the record", zh: "记录主键" }),
      action: text({ en: "Decided", zh: "所审操作" }),
      decision: text({ en: "Decision", zh: "结论" }),
    },
  }),
  "approval.copied": defineMessage({
    version: 1,
    notice: "chosen",
    label: { en: "A decision was copied to you", zh: "抄送给您的审批结果" },
    fields: {},
  }),
  "delegation.changed": defineMessage({
    version: 1,
    label: { en: "A role was lent to you, or is no longer", zh: "受托角色有变更" },
    fields: { delegation: ref({ en: "Delegation", zh: "授权委托" }, "Delegation") },
    notice: "always",
  }),
  "emergency.opened": defineMessage({
    version: 1,
    label: { en: "Emergency access was opened", zh: "已开启应急访问" },
    fields: { access: ref({ en: "Emergency access", zh: "应急访问" }, "EmergencyAccess") },
    notice: "always",
  }),
  "role.changed": defineMessage({
    version: 1,
    label: { en: "Your roles changed", zh: "您的角色有变更" },
    fields: { grant: ref({ en: "Role grant", zh: "角色授权" }, "RoleGrant") },
    notice: "always",
  }),
  "licence.expiring": defineMessage({
    version: 1,
    notice: "chosen",
    label: { en: "Licence runs out", zh: "证照临近到期" },
    fields: {
      licence: ref({ en: "Licence", zh: "证照" }, "Licence"),
      days: integer({ en: "Days before", zh: "提前天数" }),
    },
  }),
  "qualification.expiring": defineMessage({
    version: 1,
    notice: "chosen",
    label: { en: "Qualification runs out", zh: "人员资质临近到期" },
    fields: {
      qualification: ref({ en: "Qualification", zh: "人员资质" }, "Qualification"),
      days: integer({ en: "Days before", zh: "提前天数" }),
    },
  }),
  // To the house itself: a calendar day of the firm has begun, told once for each day.
  "day.begun": defineMessage({
    version: 1,
    label: { en: "A day has begun", zh: "新的一天" },
    fields: { day: date({ en: "Day", zh: "日期" }) },
  }),
  // An escalation: nobody can switch it off.
  "approval.overdue": defineMessage({
    version: 1,
    notice: "always",
    label: { en: "Approval overdue", zh: "审批超期" },
    fields: { record: text({ en: "Record", zh: "记录" }), number: text({ en: "Number", zh: "编号" }) },
  }),
  "health.worse": defineMessage({
    version: 1,
    label: { en: "The installation needs attention", zh: "系统运行需要关注" },
    fields: { alert: ref({ en: "System alert", zh: "系统告警" }, "SystemAlert") },
    notice: "always",
  }),
  // To the house itself: an hour has begun, told once for each hour.
  "hour.begun": defineMessage({
    version: 1,
    label: { en: "An hour has begun", zh: "新的一小时" },
    fields: { hour: text({ en: "Hour", zh: "小时" }) },
  }),
  // To the house itself: the next turn of a long job is due.
  "job.due": defineMessage({
    version: 1,
    label: { en: "Turn of a job due", zh: "作业待续" },
    fields: { job: text({ en: "Job", zh: "作业" }), turn: integer({ en: "Turn", zh: "轮次" }) },
  }),
  // To the house itself: a signing key is to be replaced, or is not to be believed any longer.
  "key.replacement": defineMessage({
    version: 1,
    label: { en: "Signing key to be replaced", zh: "待更换签名密钥" },
    fields: { key: ref({ en: "Signing key", zh: "签名密钥" }, "SigningKey") },
  }),
  "key.revoked": defineMessage({
    version: 1,
    label: { en: "Signing key revoked", zh: "签名密钥已吊销" },
    fields: { key: ref({ en: "Signing key", zh: "签名密钥" }, "SigningKey") },
  }),
  // To the house itself: a mail is to be handed to the mail server.
  "mail.due": defineMessage({
    version: 1,
    label: { en: "Mail to be sent", zh: "待发邮件" },
    fields: { mail: ref({ en: "Mail", zh: "邮件" }, "MailMessage") },
  }),
  // To the house itself: an import is to be checked, committed or undone.
  "import.due": defineMessage({
    version: 1,
    label: { en: "Turn of an import due", zh: "导入待续" },
    fields: { batch: text({ en: "Import", zh: "导入" }), turn: integer({ en: "Turn", zh: "轮次" }) },
  }),
  // To the house itself: the next turn of making an inspection copy is due.
  "copy.due": defineMessage({
    version: 1,
    label: { en: "Turn of an inspection copy due", zh: "检查副本待续" },
    fields: {
      copy: ref({ en: "Inspection copy", zh: "检查副本" }, "InspectionCopy"),
      turn: integer({ en: "Turn", zh: "轮次" }),
    },
  }),
} as const;

export type MessageName = keyof typeof messages;

/** The fields of a message with their values as texts. */
export type PayloadOf<M extends MessageName> = { readonly [K in keyof (typeof messages)[M]["fields"]]: string };

/** How a person may be told of something. By mail only within what the rule `mail` allows, and beside the app, never instead. */
export const noticeChannels = {
  inApp: { en: "At once", zh: "立即" },
  mail: { en: "At once, also by mail", zh: "立即，并发邮件" },
  digest: { en: "In the daily digest", zh: "每日汇总" },
  off: { en: "Not at all", zh: "不通知" },
} as const satisfies { readonly [channel: string]: Label };

export type NoticeChannel = keyof typeof noticeChannels;

/** The hour of the daily digest until a person chooses another, on the clock of the firm. */
export const usualDigestHour = 8;

/** Notices are derived and kept for this long, and not more than this many for a person; the oldest go first. */
export const noticeLimits = { days: 180, count: 1000 } as const;
