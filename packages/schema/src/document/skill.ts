import { defineRecord, flag, integer, text } from "../kit/index.ts";

/**
 * What somebody can be qualified for: a kind of inspection, an operation, a method. Who is qualified, and for how long, say the
 * qualifications (ISO 13485 6.2; CN-GMP).
 */
export const skill = defineRecord({
  name: "Skill",
  area: "document",
  number: "entered",
  numberLabel: { en: "Skill", zh: "资质编号" },
  label: { en: "Skill", zh: "资质项目" },
  plural: { en: "Skills", zh: "资质项目" },
  title: ["nameEn", "nameZh"],
  fields: {
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 120 }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 120 }),
    description: text({ en: "What it covers", zh: "适用范围" }, { optional: true, max: 500, multiline: true }),
    validityMonths: integer(
      { en: "Valid for", zh: "有效期" },
      { min: 1, max: 120, critical: true, unit: { en: "months", zh: "个月" } },
    ),
    isCritical: flag(
      { en: "Critical task", zh: "关键岗位" },
      {
        optional: true,
        critical: true,
        help: {
          en: "Reading the instruction is not enough: it must have been shown that the person can do it.",
          zh: "仅阅读文件不足以授予资质，须证明其具备实际操作能力。",
        },
      },
    ),
  },
  states: {
    draft: { en: "Draft", zh: "草稿" },
    inUse: { en: "In use", zh: "在用" },
    retired: { en: "Retired", zh: "停用" },
  },
  initial: "draft",
  actions: {
    approve: {
      label: { en: "Approve", zh: "批准" },
      from: ["draft"],
      to: "inUse",
      permit: "skill.approve",
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author"],
      primary: true,
    },
    change: {
      label: { en: "Open for change", zh: "申请变更" },
      from: ["inUse"],
      to: "draft",
      permit: "skill.change",
      duty: "author",
      reason: true,
    },
    retire: {
      label: { en: "Retire", zh: "停用" },
      from: ["draft", "inUse"],
      to: "retired",
      permit: "skill.approve",
      reason: true,
    },
  },
  read: "skill.read",
  create: { permit: "skill.change" },
  edit: { permit: "skill.change", in: ["draft"] },
  list: {
    columns: ["number", "nameEn", "nameZh", "validityMonths", "isCritical", "state"],
    sort: "number",
    search: ["number", "nameEn", "nameZh"],
  },
  due: { draft: { action: "approve", within: { days: 5 } } },
  risk: [],
  retention: "quality-record",
});
