/** The rules that the product knows, and what their contents must look like: the code that decides by them relies on it. */
import { standards } from "@lotline/sampling";
import {
  allKpis,
  areShifts,
  currency,
  dutyLabels,
  type Issue,
  isDate,
  isNeverOverridden,
  isOpening,
  mostCurrencyDecimals,
  patientRisk,
  registry,
  retentionMoments,
  role as roles,
  separationNumber,
  skipLotRule,
  supplierKpis,
} from "@lotline/schema";
import { isMailRule } from "./mail/rule.ts";
import { areDays, areRoles, isAmount, isObject, isRisk, isScoreParts, isWithin, isWritten } from "./rule-checks.ts";
import { terminalLimitShape } from "./terminal/limit.ts";
import { udiShapes } from "./udi-shapes.ts";

interface Shape {
  readonly fits: (content: unknown) => boolean;
  readonly shape: string;
  /** Where not every key means something: which ones do. */
  readonly keys?: { readonly known: readonly string[]; readonly code: string; readonly text: Issue["text"] };
}

const onlyDefault = (code: string): Shape["keys"] => ({
  known: ["default"],
  code,
  text: { en: "The key of this rule is default.", zh: "该规则的键为 default。" },
});

const warningShape: Shape = {
  fits: (content) =>
    isObject(content) &&
    Array.isArray(content.days) &&
    content.days.length <= 10 &&
    content.days.every((days) => Number.isInteger(days) && Number(days) >= 1 && Number(days) <= 365),
  shape: '{"days": [90, 60, 30]}, each from 1 to 365',
};

/** The rules the product knows, each with the shape its content must have: the code that decides by it relies on that. */
const shapes: { readonly [rule: string]: Shape } = {
  "role-permit": {
    fits: (content) =>
      content === "*" ||
      (Array.isArray(content) && content.every((role) => typeof role === "string" && Object.hasOwn(roles.values, role))),
    shape: '["QA_HEAD", …] or "*"',
  },
  separation: {
    fits: (content) =>
      Array.isArray(content) &&
      content.length === 2 &&
      content.every((duty) => typeof duty === "string" && Object.hasOwn(dutyLabels, duty)),
    shape: '["author", "approver"]',
  },
  "exclusive-roles": {
    fits: (content) => isObject(content) && areRoles(content.a) && areRoles(content.b) && typeof content.override === "boolean",
    shape: '{"a": ["SECURITY_ADMIN"], "b": ["AUDIT_ADMIN"], "override": false}',
  },
  "access-review": {
    fits: (content) => isObject(content) && content.unusedDays !== undefined && isWithin(content.unusedDays, 1, 730),
    shape: '{"unusedDays": 90}, from 1 to 730',
    keys: onlyDefault("accessReview"),
  },
  mitigation: {
    fits: (content) =>
      isObject(content) &&
      content.maxDays !== undefined &&
      isWithin(content.maxDays, 1, 732) &&
      content.reviewDays !== undefined &&
      isWithin(content.reviewDays, 1, 92),
    shape: '{"maxDays": 366, "reviewDays": 31}, at most 732 and 92',
    keys: onlyDefault("mitigation"),
  },
  retention: {
    fits: (content) =>
      isObject(content) &&
      (content.years === null || (Number.isInteger(content.years) && Number(content.years) >= 1 && Number(content.years) <= 100)),
    shape: '{"years": 15} or {"years": null}',
  },
  "retention-minimum": {
    fits: (content) =>
      isObject(content) &&
      isWritten(content.class, 40) &&
      typeof content.from === "string" &&
      Object.hasOwn(retentionMoments, content.from) &&
      (content.years === null || (Number.isInteger(content.years) && isWithin(content.years, 1, 100))) &&
      (content.when === undefined || content.when === "implant" || content.when === "noExpiry"),
    shape:
      '{"class": "distribution", "from": "expiry", "years": 2} with "when": "implant" or "noExpiry" where it applies to those only',
  },
  "accountability-statement": {
    fits: (content) =>
      isObject(content) &&
      isWritten(content.version, 20) &&
      Number.isInteger(content.months) &&
      Number(content.months) >= 1 &&
      Number(content.months) <= 12 &&
      isObject(content.text) &&
      isWritten(content.text.en, 2000) &&
      isWritten(content.text.zh, 2000),
    shape: '{"version": "2", "months": 12, "text": {"en": "…", "zh": "…"}}, at most 12 months',
  },
  "second-factor": {
    fits: (content) => isObject(content) && typeof content.required === "boolean",
    shape: '{"required": true}',
    // A key that is no role would ask nobody, and nobody would notice.
    keys: {
      known: Object.keys(roles.values),
      code: "role",
      text: { en: "The key of this rule is a role, e.g. QA_HEAD.", zh: "该规则的键为角色，例如 QA_HEAD。" },
    },
  },
  "sign-in": {
    fits: (content) =>
      isObject(content) &&
      (content.passwords === "everybody" || content.passwords === "administrators") &&
      (content.loginClaim === null || isWritten(content.loginClaim, 60)) &&
      [content.trustedAmr, content.trustedAcr].every(
        (list) => Array.isArray(list) && list.length <= 20 && list.every((one) => isWritten(one, 200)),
      ),
    shape:
      '{"passwords": "everybody" or "administrators", "loginClaim": null or "preferred_username", "trustedAmr": ["mfa"], "trustedAcr": []}',
    keys: onlyDefault("signIn"),
  },
  passkey: {
    fits: (content) => isObject(content) && typeof content.synced === "boolean",
    shape: '{"synced": true}',
    keys: onlyDefault("passkey"),
  },
  "go-live": {
    fits: (content) => isObject(content) && Array.isArray(content.open) && content.open.every((key) => isWritten(key, 40)),
    shape: '{"open": ["customers"]}',
    keys: onlyDefault("key"),
  },
  "signing-code": {
    fits: (content) => isObject(content) && typeof content.allowed === "boolean",
    shape: '{"allowed": false}',
    keys: onlyDefault("key"),
  },
  "opening-stock": {
    fits: (content) => isObject(content) && typeof content.until === "string" && isDate(content.until),
    shape: '{"until": "2026-12-31"}',
    keys: onlyDefault("key"),
  },
  "import-retention": {
    fits: (content) =>
      isObject(content) && Number.isInteger(content.days) && Number(content.days) >= 7 && Number(content.days) <= 3650,
    shape: '{"days": 90}, from 7 to 3650',
  },
  "job-retention": {
    fits: (content) =>
      isObject(content) && Number.isInteger(content.days) && Number(content.days) >= 7 && Number(content.days) <= 3650,
    shape: '{"days": 90}, from 7 to 3650',
  },
  "kpi-goal": {
    fits: (content) => isObject(content) && isAmount(content.goal) && isAmount(content.limit),
    shape: '{"goal": "7", "limit": "10"}',
    keys: {
      known: allKpis.map((kpi) => kpi.name),
      code: "kpi",
      text: {
        en: `The key of this rule is a figure: ${allKpis.map((kpi) => kpi.name).join(", ")}.`,
        zh: `该规则的键为指标名：${allKpis.map((kpi) => kpi.name).join("、")}。`,
      },
    },
  },
  "supplier-score": {
    fits: (content) =>
      isObject(content) && isAmount(content.limit) && Number(content.limit) <= 100 && isScoreParts(content.parts),
    shape: `{"limit": "70", "parts": {"deliveryOnTime": {"weight": "40", "full": "100", "none": "80"}}}; parts: ${supplierKpis.map(({ name }) => name).join(", ")}`,
    keys: onlyDefault("score"),
  },
  "sampling-standard": {
    fits: (content) => isObject(content) && typeof content.standard === "string" && Object.hasOwn(standards, content.standard),
    shape: `{"standard": "iso-2859-1"}, one of ${Object.keys(standards).join(", ")}`,
  },
  "sampling-table": {
    fits: (content) => isObject(content) && typeof content.confirmed === "boolean",
    shape: '{"confirmed": true}',
    keys: {
      known: ["reduced", "aql-above-10"],
      code: "table",
      text: { en: "The key of this rule is reduced or aql-above-10.", zh: "该规则的键为 reduced 或 aql-above-10。" },
    },
  },
  "skip-lot": {
    fits: (content) =>
      isObject(content) &&
      Number.isInteger(content.lots) &&
      isWithin(content.lots, 2, 50) &&
      typeof content.riskClassA === "boolean" &&
      typeof content.confirmed === "boolean",
    shape: '{"lots": 10, "riskClassA": false, "confirmed": true}, lots from 2 to 50',
    keys: {
      known: Object.keys(skipLotRule.values),
      code: "skipLot",
      text: {
        en: "The key of this rule is oneOf2, oneOf3, oneOf4 or oneOf5.",
        zh: "该规则的键为 oneOf2、oneOf3、oneOf4 或 oneOf5。",
      },
    },
  },
  "licence-warning": warningShape,
  "qualification-warning": warningShape,
  currency: {
    fits: (content) =>
      isObject(content) &&
      isWritten(content.nameEn, 60) &&
      isWritten(content.nameZh, 60) &&
      content.decimals !== undefined &&
      isWithin(content.decimals, 0, mostCurrencyDecimals) &&
      typeof content.inUse === "boolean",
    shape: '{"nameEn": "Swiss franc", "nameZh": "瑞士法郎", "decimals": 2, "inUse": true}, decimals from 0 to 2',
    keys: {
      known: Object.keys(currency.values),
      code: "currency",
      text: {
        en: "The key of this rule is the ISO 4217 code of a currency of at most two decimals, e.g. CHF.",
        zh: "该规则的键为 ISO 4217 币种代码（小数不超过两位），例如 CHF。",
      },
    },
  },
  "purchase-tax": {
    fits: (content) => isObject(content) && isWritten(content.rate, 120),
    shape: '{"rate": "CN-13"}, the key of a rule tax-rate',
    keys: onlyDefault("key"),
  },
  "tax-rate": {
    fits: (content) =>
      isObject(content) &&
      typeof content.percent === "string" &&
      /^\d{1,2}(\.\d{1,2})?$/.test(content.percent) &&
      isWritten(content.nameEn, 60) &&
      isWritten(content.nameZh, 60) &&
      typeof content.inUse === "boolean",
    shape: '{"percent": "13", "nameEn": "VAT, goods", "nameZh": "增值税（货物）", "inUse": true}',
  },
  "quality-clause": {
    fits: (content) => isObject(content) && isWritten(content.en, 1000) && isWritten(content.zh, 1000),
    shape: '{"en": "…", "zh": "…"}',
  },
  "near-expiry": {
    fits: (content) => isObject(content) && Number.isInteger(content.days) && isWithin(content.days, 1, 730),
    shape: '{"days": 90}, from 1 to 730',
  },
  "lot-part-number": {
    fits: (content) =>
      isObject(content) &&
      typeof content.pattern === "string" &&
      /^[A-Z0-9._/-]*\{lot\}[A-Z0-9._/-]*\{n:[1-4]\}[A-Z0-9._/-]*$/.test(content.pattern),
    shape: '{"pattern": "{lot}-{n:2}"}',
  },
  "retained-sample": {
    fits: (content) =>
      isObject(content) &&
      Number.isInteger(content.monthsAfterExpiry) &&
      isWithin(content.monthsAfterExpiry, 1, 240) &&
      Number.isInteger(content.monthsWithoutExpiry) &&
      isWithin(content.monthsWithoutExpiry, 1, 240),
    shape: '{"monthsAfterExpiry": 12, "monthsWithoutExpiry": 36}, each from 1 to 240',
  },
  "working-days": {
    fits: (content) =>
      isObject(content) &&
      Array.isArray(content.weekdays) &&
      content.weekdays.length > 0 &&
      content.weekdays.every((day) => Number.isInteger(day) && isWithin(day, 1, 7)) &&
      areDays(content.off) &&
      areDays(content.worked) &&
      (content.hours === undefined || isOpening(content.hours)) &&
      (content.shifts === undefined || (content.hours === undefined && areShifts(content.shifts))),
    shape:
      '{"weekdays": [1, 2, 3, 4, 5], "off": ["2026-10-01"], "worked": ["2026-10-10"], "hours": {"from": "08:00", "to": "17:00"}}, or instead of hours "shifts": [{"from": "22:00", "to": "06:00", "break": {"from": "02:00", "to": "02:30"}}]; 1 is Monday, each list at most 400 days, 1 to 6 shifts',
  },
  delegation: {
    fits: (content) =>
      isObject(content) &&
      Number.isInteger(content.mostDays) &&
      isWithin(content.mostDays, 1, 30) &&
      isObject(content.to) &&
      Object.entries(content.to).every(
        ([role, holders]) =>
          Object.hasOwn(roles.values, role) &&
          Array.isArray(holders) &&
          holders.every((holder) => typeof holder === "string" && Object.hasOwn(roles.values, holder)),
      ),
    shape: '{"mostDays": 30, "to": {"PURCHASING_MANAGER": ["FINANCE"]}}, from 1 to 30 days',
    keys: onlyDefault("key"),
  },
  "inspector-access": {
    fits: (content) => isObject(content) && Number.isInteger(content.mostDays) && isWithin(content.mostDays, 1, 90),
    shape: '{"mostDays": 30}, from 1 to 90 days',
    keys: onlyDefault("key"),
  },
  "terminal-limit": terminalLimitShape,
  "emergency-access": {
    fits: (content) => isObject(content) && Number.isInteger(content.mostMinutes) && isWithin(content.mostMinutes, 1, 60),
    shape: '{"mostMinutes": 60}, from 1 to 60 minutes',
    keys: onlyDefault("key"),
  },
  "patient-risk": {
    fits: (content) =>
      isObject(content) &&
      isRisk(content.unknown) &&
      isObject(content.values) &&
      Object.values(content.values).every((values) => isObject(values) && Object.values(values).every(isRisk)),
    shape: '{"unknown": "medium", "values": {"Severity": {"critical": "high", "major": "medium", "minor": "low"}}}',
    keys: onlyDefault("key"),
  },
  "review-order": {
    fits: (content) =>
      isObject(content) &&
      Object.keys(patientRisk.values).every((risk) => Number.isInteger(content[risk]) && isWithin(content[risk], 0, 720)),
    shape: '{"high": 48, "medium": 24, "low": 0}, hours from 0 to 720',
    keys: onlyDefault("key"),
  },
  "batch-signing": {
    fits: (content) =>
      isObject(content) &&
      Number.isInteger(content.most) &&
      isWithin(content.most, 0, 50) &&
      Array.isArray(content.except) &&
      content.except.every((record) => typeof record === "string" && Object.hasOwn(registry, record)),
    shape: '{"most": 50, "except": ["Nonconformity"]}, most from 0 (off) to 50',
    keys: onlyDefault("key"),
  },
  continuity: {
    fits: (content) =>
      isObject(content) &&
      (["rpoHours", "rtoHours", "drillDays"] as const).every(
        (name) => content[name] !== undefined && isWithin(content[name], 1, name === "drillDays" ? 366 : 744),
      ),
    shape: '{"rpoHours": 26, "rtoHours": 4, "drillDays": 90}, hours from 1 to 744, days from 1 to 366',
    keys: onlyDefault("key"),
  },
  mail: {
    fits: isMailRule,
    shape:
      '{"sender": {"address": "lotline@example.com", "name": "Lotline"}, "language": "zh", "atOnce": ["approval.overdue"], "digest": ["lot.released"], "never": [], "quietOutsideWork": true}',
    keys: onlyDefault("key"),
  },
  ...udiShapes,
  "receipt-tolerance": {
    fits: (content) => isObject(content) && typeof content.percent === "string" && /^\d{1,2}(\.\d{1,2})?$/.test(content.percent),
    shape: '{"percent": "10"}',
  },
};

/** What is wrong with a rule's name, key or content, or null. Attributes say more: see `attributeRuleFaults`. */
export function ruleFault(ruleName: string, content: unknown, key?: string): Issue | null {
  const known = Object.hasOwn(shapes, ruleName) ? shapes[ruleName] : undefined;
  const names = [...Object.keys(shapes), "approval-route", "attribute", "letterhead", "number-pattern", "print-form"];
  if (!known)
    return {
      path: "ruleName",
      code: "rule",
      text: { en: `The product knows these rules: ${names.join(", ")}.`, zh: `可用的规则：${names.join("、")}。` },
    };
  if (known.keys && key !== undefined && !known.keys.known.includes(key))
    return { path: "key", code: known.keys.code, text: known.keys.text };
  if (
    key !== undefined &&
    ruleName === "exclusive-roles" &&
    isObject(content) &&
    content.override === true &&
    isNeverOverridden(key)
  )
    return {
      path: "content",
      code: "NEVER_OVERRIDDEN",
      text: {
        en: `Separation rule ${separationNumber(key)} has no override.`,
        zh: `职责分离规则 ${separationNumber(key)} 不允许例外。`,
      },
    };
  if (known.fits(content)) return null;
  return {
    path: "content",
    code: "shape",
    text: { en: `The content of this rule has the form ${known.shape}.`, zh: `该规则的内容格式为 ${known.shape}。` },
  };
}
