import { code, date, defineRecord, text } from "../kit/index.ts";

/** A signed decision to keep records longer than their rules say; it lengthens, and never shortens (compliance.md A15). */
export const retentionDecision = defineRecord({
  name: "RetentionDecision",
  area: "governance",
  number: "RD-{yy}-{seq:3}",
  label: { en: "Retention decision", zh: "保存决定" },
  plural: { en: "Retention decisions", zh: "保存决定" },
  title: ["reason"],
  fields: {
    keepUntil: date({ en: "Keep until", zh: "保存至" }, { critical: true }),
    reason: text({ en: "Reason", zh: "理由" }, { max: 500, multiline: true }),
  },
  lines: {
    named: {
      label: { en: "Records", zh: "记录" },
      fields: {
        recordType: text(
          { en: "Type of record", zh: "记录类型" },
          { max: 60, help: { en: "As the product calls it, e.g. Lot.", zh: "系统中的名称，例如“批”。" } },
        ),
        recordNumber: code({ en: "Number", zh: "编号" }, { max: 80 }),
      },
    },
  },
  states: {
    draft: { en: "Draft", zh: "草稿" },
    decided: { en: "Decided", zh: "已决定" },
    withdrawn: { en: "Withdrawn", zh: "已撤回" },
  },
  initial: "draft",
  actions: {
    decide: {
      label: { en: "Keep longer", zh: "延长保存" },
      from: ["draft"],
      to: "decided",
      permit: "retention.decide",
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author"],
      primary: true,
    },
    withdraw: {
      label: { en: "Withdraw", zh: "撤回" },
      from: ["draft"],
      to: "withdrawn",
      permit: "retention.propose",
      reason: true,
      secondary: true,
    },
  },
  read: "retention.read",
  create: { permit: "retention.propose" },
  edit: { permit: "retention.propose", in: ["draft"] },
  list: { columns: ["number", "keepUntil", "reason", "state", "createdAt"], sort: "-createdAt", search: ["number", "reason"] },
  due: { draft: { action: "decide", within: { days: 14 } } },
  retention: "permanent",
});
