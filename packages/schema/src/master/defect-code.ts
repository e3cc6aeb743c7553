import { choice, defineRecord, enumeration, text } from "../kit/index.ts";
import { characteristicKind } from "./plan.ts";

/** How grave a defect is; a nonconformity and a deviation are graded by the same words. */
export const severity = enumeration("Severity", {
  critical: { en: "Critical", zh: "严重" },
  major: { en: "Major", zh: "主要" },
  minor: { en: "Minor", zh: "次要" },
});

/** A defect by its code, so that what inspectors find can be counted. */
export const defectCode = defineRecord({
  name: "DefectCode",
  area: "master",
  number: "entered",
  numberLabel: { en: "Defect code", zh: "缺陷代码" },
  label: { en: "Defect code", zh: "缺陷代码" },
  plural: { en: "Defect codes", zh: "缺陷代码" },
  title: ["nameEn", "nameZh"],
  fields: {
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 120, critical: true }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 120, critical: true }),
    severity: choice({ en: "Severity", zh: "严重度" }, severity, { critical: true }),
    // Offered where it can be found: nobody measures a scratch.
    kind: choice({ en: "Only for characteristics", zh: "仅用于项目类型" }, characteristicKind, {
      optional: true,
      critical: true,
    }),
  },
  states: { active: { en: "In use", zh: "在用" }, withdrawn: { en: "Withdrawn", zh: "停用" } },
  initial: "active",
  actions: {
    withdraw: {
      label: { en: "Withdraw", zh: "停用" },
      from: ["active"],
      to: "withdrawn",
      permit: "plan.approve",
      reason: true,
    },
  },
  read: "plan.read",
  create: { permit: "plan.approve" },
  // Another severity changes what every reading says that is told by it.
  edit: { permit: "plan.approve", in: ["active"], approved: ["severity", "kind"] },
  list: {
    columns: ["number", "nameEn", "nameZh", "severity", "kind", "state"],
    sort: "number",
    search: ["number", "nameEn", "nameZh"],
  },
  retention: "permanent",
});
