import { choice, defineRecord, enumeration, instant, integer, ref, text } from "../kit/index.ts";

const skipMode = enumeration("SkipMode", {
  lotByLot: { en: "Every lot", zh: "逐批检验" },
  skipLot: { en: "Skip-lot", zh: "跳批" },
});

/**
 * How severely a supplier's item is inspected now, and the results that decide the next switch (ISO 2859-1 9.3, 9.4). Its state
 * is the severity; the system switches it with the conclusion of an inspection, QA alone resumes what was discontinued.
 */
export const samplingState = defineRecord({
  name: "SamplingState",
  area: "quality",
  number: "effect",
  label: { en: "Sampling severity", zh: "检验严格度" },
  plural: { en: "Sampling severities", zh: "检验严格度" },
  fields: {
    item: ref({ en: "Item", zh: "物料" }, "Item", { system: true, fixed: true }),
    // None for what we make ourselves.
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", { system: true, fixed: true, optional: true }),
    recent: text(
      { en: "Last results (+ accepted, - not accepted)", zh: "最近结果（+ 接收，- 不接收）" },
      { system: true, optional: true, max: 5 },
    ),
    rejectedTightened: integer({ en: "Not accepted under tightened", zh: "加严检验下不接收批数" }, { system: true }),
    score: integer({ en: "Switching score", zh: "转移得分" }, { system: true }),
    since: instant({ en: "Since", zh: "起始时间" }, { system: true }),
    // Skip-lot: empty as long as no plan of the item has a rule for it. What the qualification rests on ends it by changing.
    skipMode: choice({ en: "Lots inspected", zh: "检验批次" }, skipMode, { system: true, optional: true }),
    acceptedInRow: integer({ en: "Accepted in a row", zh: "连续接收批数" }, { system: true, optional: true }),
    skipArrived: integer({ en: "Lots since skip-lot began", zh: "跳批后到货批数" }, { system: true, optional: true }),
    skipSeed: text({ en: "Draws made from", zh: "抽签种子" }, { system: true, optional: true, max: 120 }),
    skipPlan: ref({ en: "Qualified by plan", zh: "资格所依规程" }, "InspectionPlan", { system: true, optional: true }),
    skipApproval: ref({ en: "Under the approval", zh: "资格所依准入" }, "SupplierItem", { system: true, optional: true }),
    skipApprovedAt: instant({ en: "Approval signed", zh: "准入签署时间" }, { system: true, optional: true }),
    skipRule: ref({ en: "Skip-lot rule", zh: "跳批规则" }, "Rule", { system: true, optional: true }),
  },
  states: {
    normal: { en: "Normal", zh: "正常" },
    tightened: { en: "Tightened", zh: "加严" },
    reduced: { en: "Reduced", zh: "放宽" },
    discontinued: { en: "Discontinued", zh: "暂停" },
  },
  initial: "normal",
  actions: {
    tighten: { label: { en: "Switched to tightened", zh: "转为加严" }, from: ["normal"], to: "tightened" },
    normalise: { label: { en: "Switched to normal", zh: "转为正常" }, from: ["tightened", "reduced"], to: "normal" },
    reduce: { label: { en: "Switched to reduced", zh: "转为放宽" }, from: ["normal"], to: "reduced" },
    discontinue: { label: { en: "Discontinued", zh: "暂停检验" }, from: ["tightened"], to: "discontinued" },
    resume: {
      label: { en: "Resume, tightened", zh: "恢复（加严）" },
      from: ["discontinued"],
      to: "tightened",
      permit: "sampling.resume",
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author", "inspector"],
      reason: true,
      primary: true,
    },
  },
  read: "sampling.read",
  list: {
    columns: [
      "number",
      "item",
      "supplier",
      "recent",
      "rejectedTightened",
      "score",
      "skipMode",
      "acceptedInRow",
      "since",
      "state",
    ],
    sort: "-createdAt",
    search: ["number"],
  },
  due: { discontinued: { action: "resume", within: { days: 10 } } },
  risk: ["item.deviceClass", "supplierItem.riskClass"],
  retention: "quality-record",
});
