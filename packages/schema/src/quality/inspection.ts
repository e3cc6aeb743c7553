import { serialsField } from "../inventory/index.ts";
import {
  choice,
  code,
  decimal,
  defineRecord,
  enumeration,
  flag,
  instant,
  integer,
  json,
  quantity,
  ref,
  text,
} from "../kit/index.ts";
import { samplingLevel, samplingRule, severity } from "../master/index.ts";

export const inspectionResult = enumeration("InspectionResult", {
  accepted: { en: "Accepted", zh: "合格" },
  rejected: { en: "Rejected", zh: "不合格" },
});

const lotOrigin = enumeration("LotOrigin", {
  received: { en: "Received", zh: "来料" },
  // It, or the lot it was split from, was inspected before: what a supplier sent counts once.
  again: { en: "Received, inspected again", zh: "来料，再次检验" },
  made: { en: "Made", zh: "自制" },
});

export const samplingSeverity = enumeration("SamplingSeverity", {
  normal: { en: "Normal", zh: "正常" },
  tightened: { en: "Tightened", zh: "加严" },
  reduced: { en: "Reduced", zh: "放宽" },
});

/** The inspection of one lot by a frozen plan. Nobody types pass or fail: readings are judged against the limits. */
export const inspection = defineRecord({
  name: "Inspection",
  area: "quality",
  number: "IN-{yy}-{seq:4}",
  label: { en: "Inspection", zh: "检验" },
  plural: { en: "Inspections", zh: "检验" },
  site: true,
  fields: {
    lot: ref({ en: "Lot", zh: "批" }, "Lot", { fixed: true }),
    item: ref({ en: "Item", zh: "物料" }, "Item", { system: true, fixed: true }),
    // Frozen when the lot arrives, or with the first reading when no plan was in force then.
    plan: ref({ en: "Inspection plan", zh: "检验规程" }, "InspectionPlan", { system: true, fixed: true, optional: true }),
    lotQuantity: quantity({ en: "Lot quantity", zh: "批量" }, { system: true, fixed: true, unitOf: "item" }),
    result: choice({ en: "Result", zh: "结论" }, inspectionResult, { system: true, optional: true }),
    summary: json({ en: "Result by characteristic", zh: "分项结论" }, { system: true, optional: true }),
    // Whose lot it is; figures about a supplier are made of these rows.
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", { system: true, fixed: true, optional: true, unsigned: true }),
    // The whole lot when it was not accepted, else the parts that were held out of it, also after the conclusion.
    rejectedQuantity: quantity(
      { en: "Rejected quantity", zh: "拒收数量" },
      { system: true, optional: true, unsigned: true, allow: "zero", unitOf: "item" },
    ),
    // The same as a share of the lot.
    rejectedShare: decimal(
      { en: "Rejected share", zh: "拒收占比" },
      { system: true, optional: true, unsigned: true, min: "0", max: "1" },
    ),
    origin: choice({ en: "Origin of the lot", zh: "批来源" }, lotOrigin, { system: true, fixed: true }),
    // Why the lot was not inspected: the rule that skips, and the draw told so that anybody can make it again (REQ-GATE-01).
    skipRule: ref({ en: "Skip-lot rule", zh: "跳批规则" }, "Rule", { system: true, optional: true }),
    skipDraw: json({ en: "Skip-lot draw", zh: "跳批抽签" }, { system: true, optional: true }),
    concludedAt: instant({ en: "Concluded", zh: "完成时间" }, { system: true, optional: true, unsigned: true }),
  },
  lines: {
    // The sample of each characteristic, decided for this lot when the plan was frozen; nothing changes it afterwards.
    samples: {
      label: { en: "Samples", zh: "抽样方案" },
      system: true,
      fields: {
        characteristic: integer({ en: "Characteristic", zh: "项目" }, { min: 1, max: 200 }),
        rule: choice({ en: "Sampling", zh: "抽样规则" }, samplingRule),
        standard: text({ en: "Standard", zh: "标准" }, { optional: true, max: 40 }),
        citation: text({ en: "Citation", zh: "依据" }, { optional: true, max: 300 }),
        // By which data, for whoever asks in years: the edition of the tables, the rule that chose the standard, the one that confirmed.
        tables: text({ en: "Edition of the tables", zh: "表格数据版本" }, { optional: true, max: 40 }),
        standardRule: ref({ en: "Standard chosen by", zh: "标准依据规则" }, "Rule", { optional: true }),
        confirmedBy: ref({ en: "Tables confirmed by", zh: "表格确认依据" }, "Rule", { optional: true }),
        level: choice({ en: "Inspection level", zh: "检验水平" }, samplingLevel, { optional: true }),
        aql: decimal({ en: "AQL", zh: "AQL" }, { optional: true, scale: 3 }),
        severity: choice({ en: "Severity", zh: "检验严格度" }, samplingSeverity, { optional: true }),
        codeLetter: text({ en: "Code letter", zh: "样本量字码" }, { optional: true, max: 1 }),
        sampleSize: integer({ en: "Samples", zh: "样本量" }, { min: 1 }),
        acceptUpTo: integer({ en: "Accepted defects (Ac)", zh: "接收数 Ac" }),
        rejectFrom: integer({ en: "Rejected from (Re)", zh: "拒收数 Re" }, { min: 1 }),
        inspectAll: flag({ en: "All units", zh: "全检" }),
        steps: json({ en: "Why this sample", zh: "样本量依据" }),
        switching: ref({ en: "Decided by", zh: "严格度依据" }, "SamplingState", { optional: true }),
      },
    },
  },
  states: {
    open: { en: "To inspect", zh: "待检" },
    started: { en: "Under way", zh: "检验中" },
    toVerify: { en: "To verify", zh: "待复核" },
    concluded: { en: "Concluded", zh: "已完成" },
    skipped: { en: "Skipped by rule", zh: "按规则跳批" },
  },
  initial: "open",
  actions: {
    record: {
      label: { en: "Record readings", zh: "录入读数" },
      from: ["open", "started"],
      to: "started",
      permit: "inspection.perform",
      duty: "inspector",
      locks: ["lot"],
      gate: "inspection.record",
      input: {
        rows: {
          readings: {
            characteristic: integer({ en: "Characteristic", zh: "项目" }, { min: 1, max: 200 }),
            sample: integer({ en: "Sample", zh: "样品" }, { min: 1, max: 1_000_000 }),
            value: text({ en: "Value", zh: "读数" }, { max: 40, critical: true }),
            equipment: ref({ en: "Measured with", zh: "测量设备" }, "Equipment", { optional: true }),
            defect: ref({ en: "Defect code", zh: "缺陷代码" }, "DefectCode", { optional: true }),
          },
        },
        // 200 samples of 20 characteristics, and as much again for whoever samples more.
        most: 8000,
      },
    },
    requestRetest: {
      label: { en: "Ask for a retest", zh: "申请复测" },
      from: ["started"],
      permit: "inspection.perform",
      locks: ["lot"],
      gate: "inspection.retest",
      input: {
        fields: {
          characteristic: integer({ en: "Characteristic", zh: "项目" }, { min: 1, max: 200 }),
          sample: integer({ en: "Sample, all when empty", zh: "样品（空为全部）" }, { optional: true, min: 1, max: 1_000_000 }),
          why: text({ en: "Why the first result is doubted", zh: "对首次结果存疑的原因" }, { max: 500, multiline: true }),
        },
      },
    },
    // Part of the lot goes on, part stays behind under a number of its own with a nonconformity and its hold (product.md P5).
    holdPart: {
      label: { en: "Hold a part", zh: "部分冻结" },
      from: ["started", "toVerify", "concluded"],
      permit: "inspection.perform",
      duty: "inspector",
      locks: ["lot"],
      input: {
        fields: {
          from: ref({ en: "Stands at", zh: "所在库位" }, "Location"),
          quantity: quantity({ en: "Quantity to hold", zh: "冻结数量" }),
          serials: serialsField,
          lotNumber: code({ en: "Number of the held part", zh: "冻结部分批号" }, { max: 40 }),
          severity: choice({ en: "Severity", zh: "严重度" }, severity),
          description: text({ en: "What is wrong with it", zh: "不合格描述" }, { max: 240 }),
        },
      },
    },
    conclude: {
      label: { en: "Conclude", zh: "签署结论" },
      from: ["started"],
      permit: "inspection.perform",
      sign: { meaning: "PERFORMED" },
      authorMay: true,
      duty: "inspector",
      locks: ["lot"],
      gate: "inspection.conclude",
      primary: true,
    },
    skip: { label: { en: "Skipped by rule", zh: "按规则跳批" }, from: ["open"], to: "skipped" },
    // Skip-lot has ended and the lot is not released yet: it is inspected after all.
    callBack: { label: { en: "Called back for inspection", zh: "恢复检验" }, from: ["skipped"], to: "open" },
    finish: { label: { en: "Concluded", zh: "已完成" }, from: ["started"], to: "concluded" },
    awaitVerification: { label: { en: "Waits for verification", zh: "待复核" }, from: ["started"], to: "toVerify" },
    verify: {
      label: { en: "Verify", zh: "复核" },
      from: ["toVerify"],
      to: "concluded",
      permit: "inspection.verify",
      sign: { meaning: "VERIFIED" },
      duty: "verifier",
      notBy: ["author", "inspector"],
      locks: ["lot"],
      gate: "inspection.verify",
      primary: true,
    },
  },
  read: "inspection.read",
  // Receipts and orders open theirs by themselves; QA asks for another one, e.g. after taking a released lot back.
  create: { permit: "lot.reevaluate" },
  list: {
    columns: ["number", "lot", "item", "plan", "lotQuantity", "result", "createdAt", "state"],
    sort: "-createdAt",
    sorts: ["supplier"],
    search: ["number"],
  },
  due: {
    open: { action: "record", within: { days: 1 } },
    started: { action: "conclude", within: { days: 1 } },
    toVerify: { action: "verify", within: { days: 1 } },
  },
  risk: ["item.deviceClass", "supplierItem.riskClass"],
  retention: "device",
});
