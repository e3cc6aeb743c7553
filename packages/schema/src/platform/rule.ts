import { date, defineRecord, json, text } from "../kit/index.ts";

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
  risk: [],
  retention: "permanent",
});
