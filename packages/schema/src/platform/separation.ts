import type { Label } from "../kit/label.ts";
import type { Role } from "./roles.ts";

/** Content of the rule `exclusive-roles`: nobody holds one of `a` and one of `b`, but with a mitigation where `override` says so. */
export interface ExclusiveRoles {
  readonly a: readonly Role[];
  readonly b: readonly Role[];
  readonly override: boolean;
}

/** Those who administer the system; they make, change and sign no quality record (REQ-ACC-03). */
export const administrators: readonly Role[] = ["SYSADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"];

/** Every role that edits or signs quality records. */
const qualityRoles: readonly Role[] = [
  "BUYER",
  "PURCHASING_MANAGER",
  "FINANCE",
  "WAREHOUSE",
  "INSPECTOR",
  "QC_VERIFIER",
  "OPERATOR",
  "LINE_VERIFIER",
  "PLANNER",
  "QA_REVIEWER",
  "QA_HEAD",
  "RELEASER",
  "RA",
  "EVENT_OWNER",
  "DOC_CONTROLLER",
  "TRAINER",
  "SUPPLIER_QUALITY",
  "STEWARD",
  "SALES",
  "LAB",
  "METROLOGY",
];

/** The rules marked S in compliance.md §C, as shipped; rule 14 is about an act and stands in the behaviour of grants. */
export const shippedExclusiveRoles: { readonly [rule: string]: ExclusiveRoles } = {
  "7": { a: ["BUYER", "SUPPLIER_QUALITY"], b: ["QA_REVIEWER", "QA_HEAD"], override: false },
  "12": { a: administrators, b: qualityRoles, override: false },
  "13": { a: ["SECURITY_ADMIN"], b: ["AUDIT_ADMIN"], override: false },
};

/** The number that compliance.md §C gives a rule, of the key it is kept under: "2b" is a part of rule 2. 0 for a firm's own. */
export const separationNumber = (key: string): number => Number(/^\d{1,3}/.exec(key)?.[0] ?? 0);

// Marked "!" in compliance.md §C.
const withoutOverride = new Set([1, 2, 3, 4, 7, 9, 11, 12, 13, 14, 15, 16, 17, 18, 22, 24]);

/** Whether the rule of this key is one of those that nothing overrides (marked "!" in compliance.md §C). */
export const isNeverOverridden = (key: string): boolean => withoutOverride.has(separationNumber(key));

/** What a firm with too few people does instead of what a rule asks for (compliance.md §C, minimum staffing). */
export const compensations: { readonly never: Label; readonly other: Label } = {
  never: {
    en: "External verifier: a qualified person from outside with a named account and a dated role. This rule has no override.",
    zh: "外部复核人：外聘有资质人员，使用实名账户并限期授权。本规则不得例外。",
  },
  other: {
    en: "Later independent review: the QA head confirms the second role with a mitigation and an expiry date, and reviews it monthly.",
    zh: "事后独立审查：由 QA 负责人确认第二角色，写明补偿措施和截止日期，并每月复核。",
  },
};
