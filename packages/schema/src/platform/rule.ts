import { date, defineRecord, json, type Label, text } from "../kit/index.ts";

/** What the product decides by the rules of a name, in words. */
export const ruleMeanings: Readonly<Record<string, Label>> = {
  "accountability-statement": { en: "What a signer accepts before the first signature", zh: "首次签名前须确认的责任声明" },
  attribute: { en: "A field of the firm's own", zh: "企业自定义字段" },
  "receipt-tolerance": { en: "How much more than ordered may arrive", zh: "允许超订购量收货的幅度" },
  retention: { en: "How long records are kept", zh: "记录保存年限" },
  "role-permit": { en: "Which roles may do it", zh: "哪些角色可以操作" },
  separation: { en: "Two duties that one person may not have on one record", zh: "同一记录上不得由一人兼任的两项职责" },
};

/** One version of one rule: what the product decides by, kept as data with its citation. */
export const rule = defineRecord({
  name: "Rule",
  area: "platform",
  number: "RULE-{seq:4}",
  label: { en: "Rule", zh: "规则" },
  plural: { en: "Rules", zh: "规则" },
  title: ["ruleName"],
  fields: {
    ruleName: text({ en: "Rule", zh: "规则" }, { max: 80, fixed: true }),
    key: text({ en: "Key", zh: "键" }, { max: 120, fixed: true }),
    content: json({ en: "Content", zh: "内容" }, { critical: true }),
    validFrom: date({ en: "Valid from", zh: "生效日期" }, { critical: true }),
    citation: text({ en: "Citation", zh: "依据" }, { max: 300 }),
  },
  states: {
    draft: { en: "Draft", zh: "草稿" },
    approved: { en: "Approved", zh: "已批准" },
    withdrawn: { en: "Withdrawn", zh: "已撤回" },
  },
  initial: "draft",
  actions: {
    approve: {
      label: { en: "Approve", zh: "批准" },
      from: ["draft"],
      to: "approved",
      permit: "rule.approve",
      sign: { meaning: "APPROVED" },
      notBy: ["author"],
      duty: "approver",
      gate: "rule.approve",
      primary: true,
    },
    withdraw: { label: { en: "Withdraw", zh: "撤回" }, from: ["draft"], to: "withdrawn", permit: "rule.propose", reason: true },
  },
  read: "rule.read",
  create: { permit: "rule.propose" },
  edit: { permit: "rule.propose", in: ["draft"] },
  list: {
    columns: ["number", "ruleName", "key", "validFrom", "citation", "state"],
    sort: "-createdAt",
    search: ["ruleName", "key", "citation"],
    extra: { meaning: text({ en: "What it says", zh: "含义" }) },
  },
  due: { draft: { action: "approve", within: { days: 3 } } },
  retention: "permanent",
});
