import type { ApprovalRoute } from "../kit/approval.ts";
import type { Duty } from "../kit/role.ts";
import type { CurrencyRule } from "./currency.ts";
import { type Permit, permitCitations, permits } from "./permits.ts";
import { legalMinima } from "./retention.ts";
import { shippedExclusiveRoles } from "./separation.ts";
import type { TaxRateRule } from "./tax-rate.ts";
import { udiRules } from "./udi-rules.ts";

/** One row of rule data as the product ships it; a firm replaces it by an approved version of its own. */
export interface ShippedRule {
  readonly ruleName: string;
  readonly key: string;
  readonly content: unknown;
  readonly citation: string;
}

const separation = (key: string, pair: readonly [Duty, Duty], citation: string): ShippedRule => ({
  ruleName: "separation",
  key,
  content: pair,
  citation: `Lotline baseline §C ${citation}`,
});

const retention = (key: string, years: number | null, citation: string): ShippedRule => ({
  ruleName: "retention",
  key,
  content: { years },
  citation,
});

const kpiGoal = (key: string, goal: string, limit: string): ShippedRule => ({
  ruleName: "kpi-goal",
  key,
  content: { goal, limit },
  citation: "internal",
});

const route = (key: string, citation: string, ...stages: ApprovalRoute["stages"]): ShippedRule => ({
  ruleName: "approval-route",
  key,
  content: { stages },
  citation,
});

const clause = (key: string, en: string, zh: string, citation: string): ShippedRule => ({
  ruleName: "quality-clause",
  key,
  content: { en, zh },
  citation,
});

const currency = (key: string, nameEn: string, nameZh: string): ShippedRule => ({
  ruleName: "currency",
  key,
  content: { nameEn, nameZh, decimals: 2, inUse: true } satisfies CurrencyRule,
  citation: "ISO 4217",
});

const taxRate = (key: string, percent: string, nameEn: string, nameZh: string, citation: string): ShippedRule => ({
  ruleName: "tax-rate",
  key,
  content: { percent, nameEn, nameZh, inUse: true } satisfies TaxRateRule,
  citation,
});

// Not read against the text of the standard: nothing is skipped before QA has approved a version that says `confirmed`.
const skipLot = (key: string): ShippedRule => ({
  ruleName: "skip-lot",
  key,
  content: { lots: 10, riskClassA: false, confirmed: false },
  citation: "SkSP-2 (Dodge and Perry); the number of lots is not confirmed against ISO 2859-3",
});

/** What a person accepts before the first signature and once a year; the firm replaces it by its own wording. */
const accountability = {
  en: "My electronic signature in this system binds me like my handwritten signature. I alone use my password and my signing code, and I tell them to nobody. I answer for everything that is done under my signature, and I report at once when somebody else could have used it.",
  zh: "本人在本系统中的电子签名与本人手写签名具有同等约束力。密码和签名口令仅由本人使用，不告知任何人。本人对以本人签名完成的一切操作负责；如发现可能被他人使用，立即报告。",
};

/** The rules in force in a new database; valid from 2000-01-01. */
export const shippedRules: readonly ShippedRule[] = [
  ...Object.entries(permits).map(([key, content]) => ({
    ruleName: "role-permit",
    key,
    content,
    citation: permitCitations[key as Permit] ?? "Lotline baseline §C",
  })),
  separation("1", ["performer", "verifier"], "rule 1"),
  separation("2a", ["author", "approver"], "rules 2 and 22"),
  separation("2b", ["orderer", "approver"], "rule 2"),
  separation("3", ["inspector", "releaser"], "rule 3"),
  separation("4a", ["performer", "releaser"], "rule 4"),
  separation("4b", ["picker", "releaser"], "rule 4"),
  separation("4c", ["inspector", "releaser"], "rule 4: anyone who inspected × market releaser"),
  separation("5", ["orderer", "receiver"], "rule 5"),
  separation("6", ["receiver", "inspector"], "rule 6"),
  separation("8", ["supplierAuthor", "approver"], "rule 8"),
  separation("10", ["reporter", "disposer"], "rule 10"),
  separation("11", ["holdPlacer", "holdLifter"], "rule 11"),
  separation("16", ["calibrator", "approver"], "rule 16"),
  separation("17", ["performer", "reviewer"], "rule 17"),
  separation("20", ["counter", "approver"], "rule 20"),
  separation("23", ["picker", "checker"], "rule 23"),
  ...Object.entries(shippedExclusiveRoles).map(([key, content]) => ({
    ruleName: "exclusive-roles",
    key,
    content,
    citation: `Lotline baseline §C rule ${key}`,
  })),
  {
    ruleName: "mitigation",
    key: "default",
    content: { maxDays: 366, reviewDays: 31 },
    citation: "Lotline baseline §C: override with reason and monthly review",
  },
  { ruleName: "access-review", key: "default", content: { unusedDays: 90 }, citation: "Lotline baseline REQ-ACC-05; EU11d §11" },
  {
    ruleName: "sign-in",
    key: "default",
    content: { passwords: "everybody", loginClaim: null, trustedAmr: [], trustedAcr: [] },
    citation: "Lotline baseline REQ-ACC-01, §D; ADR 47",
  },
  { ruleName: "passkey", key: "default", content: { synced: true }, citation: "Lotline baseline REQ-ACC-06, §D; ADR 46" },
  route(
    "purchase-order",
    "Lotline baseline A4, §C",
    {
      title: { en: "Purchasing manager", zh: "采购经理" },
      permits: ["purchase.approve"],
      hours: 24,
      escalateTo: "purchase.approveAmount",
    },
    {
      title: { en: "Finance, above the limit", zh: "财务（超限额）" },
      permits: ["purchase.approveAmount"],
      hours: 24,
      when: [{ field: "amount", above: { CNY: "50000", EUR: "6500", USD: "7000" }, unit: "currency" }],
    },
  ),
  route(
    "mrb",
    "Lotline baseline §B NCR; ISO 13485 8.3",
    {
      title: { en: "Review board", zh: "评审委员会（MRB）" },
      permits: ["nonconformity.disposition", "nonconformity.board"],
      hours: 72,
    },
    {
      title: { en: "Regulatory affairs, for a concession", zh: "法规事务（让步接收）" },
      permits: ["nonconformity.concession"],
      hours: 48,
      when: [{ field: "input.decision", in: ["useAsIs"] }],
    },
  ),
  route("master-change", "Lotline baseline REQ-DQ-04, §C", {
    title: { en: "Quality", zh: "质量部" },
    permits: ["masterChange.approve"],
    hours: 72,
  }),
  route(
    "device-record",
    "Lotline baseline §C: RA and QA approve; REQ-APR-02",
    { title: { en: "Regulatory affairs", zh: "法规事务" }, permits: ["deviceRecord.agree"], hours: 72 },
    { title: { en: "Quality", zh: "质量部" }, permits: ["deviceRecord.approve"], hours: 72 },
  ),
  retention("device", 15, "ISO 13485 4.2.5; CN-GMP 45(4)"),
  retention("quality-record", 15, "ISO 13485 4.2.5; CN-GMP 45(4)"),
  retention("distribution", 10, "CN-DIST 32, 38"),
  retention("permanent", null, "21 CFR 11.10(e)"),
  ...legalMinima.map(({ key, clause: citation, ...content }) => ({ ruleName: "retention-minimum", key, content, citation })),
  {
    ruleName: "accountability-statement",
    key: "default",
    content: { version: "1", months: 12, text: accountability },
    citation: "21 CFR 11.10(j)",
  },
  kpiGoal("poToReceiptCycle", "7", "10"),
  kpiGoal("inspectionsWaiting", "10", "20"),
  kpiGoal("lotAcceptanceRate", "98", "95"),
  kpiGoal("exceptionHandlingTime", "10", "20"),
  kpiGoal("supplierPpm", "5000", "20000"),
  {
    ruleName: "supplier-score",
    key: "default",
    content: {
      limit: "70",
      parts: {
        deliveryOnTime: { weight: "40", full: "100", none: "80" },
        supplierPpm: { weight: "40", full: "0", none: "50000" },
        supplierNonconformities: { weight: "20", full: "0", none: "5" },
      },
    },
    citation: "Lotline baseline REQ-SUP-02; ISO 13485 7.4.1",
  },
  { ruleName: "job-retention", key: "default", content: { days: 90 }, citation: "internal" },
  { ruleName: "import-retention", key: "default", content: { days: 90 }, citation: "internal" },
  {
    ruleName: "sampling-standard",
    key: "default",
    content: { standard: "iso-2859-1" },
    citation: "ISO 2859-1:1999 = GB/T 2828.1; tables 1, 2-A, 2-B",
  },
  ...["oneOf2", "oneOf3", "oneOf4", "oneOf5"].map(skipLot),
  {
    ruleName: "licence-warning",
    key: "default",
    content: { days: [90, 60, 30] },
    citation: "Lotline baseline REQ-GATE-15",
  },
  {
    ruleName: "qualification-warning",
    key: "default",
    content: { days: [30] },
    citation: "ISO 13485 6.2",
  },
  currency("CNY", "Chinese yuan", "人民币"),
  currency("EUR", "Euro", "欧元"),
  currency("USD", "US dollar", "美元"),
  taxRate("CN-13", "13", "VAT, goods", "增值税（货物）", "CN VAT Law 2026, art. 10"),
  taxRate(
    "CN-9",
    "9",
    "VAT, transport, farm products, utilities",
    "增值税（运输、农产品、公用事业等）",
    "CN VAT Law 2026, art. 10",
  ),
  taxRate("CN-6", "6", "VAT, services", "增值税（服务）", "CN VAT Law 2026, art. 10"),
  taxRate("CN-3", "3", "VAT, levy rate of small-scale taxpayers", "增值税征收率（小规模纳税人）", "CN VAT Law 2026, art. 11"),
  taxRate("CN-0", "0", "No VAT charged", "零税率或免税", "CN VAT Law 2026"),
  { ruleName: "purchase-tax", key: "default", content: { rate: "CN-13" }, citation: "CN VAT Law 2026, goods" },
  clause(
    "Q1",
    "The goods conform to the specification in the revision printed on this order. Another revision needs our written consent.",
    "所供货物须符合本订单所列版本的规格；采用其他版本须经我方书面同意。",
    "ISO 13485 7.4.2",
  ),
  clause(
    "Q2",
    "The supplier notifies us before any change of product, material, process, site or sub-supplier, and waits for our approval.",
    "产品、材料、工艺、生产场所或分供方发生变更前，供方须书面通知我方并取得同意后方可实施。",
    "ISO 13485 7.4.2",
  ),
  clause(
    "Q3",
    "Each delivery comes with a certificate of conformity that names this order, the supplier's lot and the dates.",
    "每批交货须附合格证明，注明订单号、供方批号及生产日期、有效期。",
    "ISO 13485 7.4.2, 7.4.3",
  ),
  ...udiRules,
  { ruleName: "near-expiry", key: "default", content: { days: 90 }, citation: "CN-GSP" },
  { ruleName: "lot-part-number", key: "default", content: { pattern: "{lot}-{n:2}" }, citation: "internal" },
  {
    ruleName: "retained-sample",
    key: "default",
    content: { monthsAfterExpiry: 12, monthsWithoutExpiry: 36 },
    citation: "internal",
  },
  {
    ruleName: "working-days",
    key: "default",
    content: { weekdays: [1, 2, 3, 4, 5], off: [], worked: [], hours: { from: "08:00", to: "17:00" } },
    citation: "Lotline baseline §B Deviation; ISO 8601 days of the week",
  },
  {
    ruleName: "patient-risk",
    key: "default",
    content: {
      unknown: "medium",
      values: {
        Severity: { critical: "high", major: "medium", minor: "low" },
        RiskToPatient: { high: "high", low: "low", none: "low" },
        RiskClass: { A: "high", B: "medium", C: "low" },
        DeviceClass: { III: "high", II: "medium", I: "low" },
        ChangedRecord: {
          Item: "high",
          Unit: "high",
          DefectCode: "medium",
          Location: "medium",
          Site: "medium",
          Supplier: "low",
          Customer: "low",
        },
      },
    },
    citation: "ISO 14971 4.4; ISO 13485 4.1.2",
  },
  {
    ruleName: "delegation",
    key: "default",
    // Same or higher qualification: who holds the role already, or one that stands above it.
    content: {
      mostDays: 30,
      to: {
        PURCHASING_MANAGER: ["PURCHASING_MANAGER", "FINANCE", "MANAGEMENT"],
        FINANCE: ["FINANCE", "MANAGEMENT"],
        PLANNER: ["PLANNER"],
        WAREHOUSE: ["WAREHOUSE"],
        INSPECTOR: ["INSPECTOR", "QC_VERIFIER"],
        QC_VERIFIER: ["QC_VERIFIER", "QA_REVIEWER"],
        QA_REVIEWER: ["QA_REVIEWER", "QA_HEAD"],
        QA_HEAD: ["QA_HEAD", "QA_REVIEWER"],
        RELEASER: ["RELEASER"],
        RA: ["RA"],
        SUPPLIER_QUALITY: ["SUPPLIER_QUALITY"],
        METROLOGY: ["METROLOGY"],
        STEWARD: ["STEWARD"],
        SALES: ["SALES"],
      },
    },
    citation: "Lotline baseline §C; REQ-ACC-08",
  },
  { ruleName: "emergency-access", key: "default", content: { mostMinutes: 60 }, citation: "Lotline baseline REQ-ACC-09" },
  { ruleName: "inspector-access", key: "default", content: { mostDays: 30 }, citation: "Lotline baseline §C, REQ-ACC-12" },
  // A task of high risk stands in the queue as if it were due two days earlier.
  { ruleName: "review-order", key: "default", content: { high: 48, medium: 24, low: 0 }, citation: "internal" },
  {
    ruleName: "batch-signing",
    key: "default",
    content: { most: 50, except: [] },
    citation: "21 CFR 11.200; Lotline baseline §D",
  },
  // Stated and measured: how much work may be lost, how long a restore may take, how often one is tried.
  {
    ruleName: "continuity",
    key: "default",
    content: { rpoHours: 26, rtoHours: 4, drillDays: 90 },
    citation: "Lotline baseline REQ-BCP-01, REQ-BCP-02; EU11 §16; WHO 11.19",
  },
  { ruleName: "receipt-tolerance", key: "default", content: { percent: "10" }, citation: "internal" },
  {
    ruleName: "terminal-limit",
    key: "default",
    content: { unregistered: "record", sites: [], locations: [] },
    citation: "21 CFR 11.10(h), REQ-ACC-07",
  },
];
