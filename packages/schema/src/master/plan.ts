import {
  choice,
  decimal,
  defineRecord,
  enumeration,
  flag,
  integer,
  quantity,
  ref,
  revisionActions,
  revisionFields,
  revisionStates,
  text,
} from "../kit/index.ts";
import { attachmentKind } from "../platform/index.ts";
import { equipmentType } from "./equipment.ts";

export const characteristicKind = enumeration("CharacteristicKind", {
  variable: { en: "Measured", zh: "计量" },
  attribute: { en: "Pass or fail by defect", zh: "计数" },
});

/** How a reading is brought to the decimals of the plan before it is judged. */
export const rounding = enumeration("Rounding", {
  halfUp: { en: "Half away from zero", zh: "四舍五入" },
  halfEven: { en: "Half to even (GB/T 8170)", zh: "四舍六入五成双（GB/T 8170）" },
});

/** Kinds of attachments that a plan may ask for. */
export const supplierCertificate = enumeration("SupplierCertificate", {
  conformity: attachmentKind.values.conformity,
  analysis: attachmentKind.values.analysis,
});

/** How many are inspected, and how many may be nonconforming. A percentage of the lot is no sampling rule. */
export const samplingRule = enumeration("SamplingRule", {
  fixed: { en: "Fixed number", zh: "固定样本量" },
  aql: { en: "By AQL", zh: "按 AQL 抽样" },
  zero: { en: "c = 0 by LTPD", zh: "c = 0（按 LTPD）" },
  all: { en: "All units", zh: "全检" },
});

export const samplingLevel = enumeration("SamplingLevel", {
  S1: { en: "S-1", zh: "S-1" },
  S2: { en: "S-2", zh: "S-2" },
  S3: { en: "S-3", zh: "S-3" },
  S4: { en: "S-4", zh: "S-4" },
  I: { en: "I", zh: "I" },
  II: { en: "II", zh: "II" },
  III: { en: "III", zh: "III" },
});

/** How many of a qualified supplier's lots are inspected; how it qualifies is the rule `skip-lot` of the same key. */
export const skipLotRule = enumeration("SkipLotRule", {
  oneOf2: { en: "1 of 2 lots", zh: "每 2 批检 1 批" },
  oneOf3: { en: "1 of 3 lots", zh: "每 3 批检 1 批" },
  oneOf4: { en: "1 of 4 lots", zh: "每 4 批检 1 批" },
  oneOf5: { en: "1 of 5 lots", zh: "每 5 批检 1 批" },
});

/** What is inspected on an item, with limits and how many; frozen by each inspection (REQ-GATE-11). */
export const inspectionPlan = defineRecord({
  name: "InspectionPlan",
  area: "master",
  number: "effect",
  label: { en: "Inspection plan", zh: "检验规程" },
  plural: { en: "Inspection plans", zh: "检验规程" },
  title: ["nameEn", "nameZh"],
  revisionOf: "item",
  fields: {
    item: ref({ en: "Item", zh: "物料" }, "Item", { fixed: true }),
    ...revisionFields,
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 120 }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 120 }),
    skill: ref({ en: "Qualification needed", zh: "所需资质" }, "Skill", {
      optional: true,
      help: {
        en: "Whoever inspects by this plan, and whoever verifies it, is qualified for it on that day.",
        zh: "按本规程检验及复核的人员，当日须具备该项资质。",
      },
    }),
    // Asked of each bought lot before it is released (REQ-SUP-05).
    certificate: choice({ en: "Certificate of the supplier", zh: "供应商证明文件" }, supplierCertificate, {
      optional: true,
      critical: true,
    }),
    // Of bought lots only; a pair of supplier and item qualifies for it (REQ-GATE-01).
    skipLot: choice({ en: "Skip-lot, once qualified", zh: "跳批（取得资格后）" }, skipLotRule, {
      optional: true,
      critical: true,
    }),
  },
  lines: {
    characteristics: {
      label: { en: "Characteristics", zh: "检验项目" },
      fields: {
        nameEn: text({ en: "Characteristic", zh: "项目（英文）" }, { max: 80 }),
        nameZh: text({ en: "Characteristic (Chinese)", zh: "项目" }, { max: 80 }),
        kind: choice({ en: "Kind", zh: "类型" }, characteristicKind),
        lower: decimal({ en: "Lower limit", zh: "下限" }, { optional: true, critical: true }),
        upper: decimal({ en: "Upper limit", zh: "上限" }, { optional: true, critical: true }),
        unit: text({ en: "Unit", zh: "单位" }, { optional: true, max: 20 }),
        decimals: integer({ en: "Rounded to decimals", zh: "修约位数" }, { max: 6 }),
        rounding: choice({ en: "Rounding, half away from zero when empty", zh: "修约规则（空为四舍五入）" }, rounding, {
          optional: true,
          critical: true,
        }),
        instrument: choice({ en: "Measured with", zh: "测量设备" }, equipmentType, { optional: true, critical: true }),
        isVerified: flag({ en: "Verified by a second person", zh: "需第二人复核" }, { optional: true, critical: true }),
        isDestructive: flag({ en: "Destructive", zh: "破坏性" }, { optional: true }),
        isCoded: flag({ en: "Defect code for what fails", zh: "不合格须填缺陷代码" }, { optional: true, critical: true }),
        method: text({ en: "Method", zh: "方法" }, { optional: true, max: 160 }),
        // Each rule has its own figures; the gate of the approval says which are missing or not used.
        samplingRule: choice({ en: "Sampling", zh: "抽样规则" }, samplingRule, { critical: true }),
        level: choice({ en: "Inspection level", zh: "检验水平" }, samplingLevel, { optional: true, critical: true }),
        aql: decimal({ en: "AQL", zh: "AQL" }, { optional: true, critical: true, scale: 3 }),
        ltpd: decimal({ en: "LTPD (%)", zh: "极限质量 LTPD（%）" }, { optional: true, critical: true, scale: 3 }),
        beta: decimal({ en: "Consumer's risk β (%)", zh: "使用方风险 β（%）" }, { optional: true, critical: true, scale: 3 }),
        sampleSize: integer({ en: "Samples", zh: "样本量" }, { optional: true, min: 1, max: 2000, critical: true }),
        acceptUpTo: integer({ en: "Accepted defects (Ac)", zh: "接收数 Ac" }, { optional: true, max: 100, critical: true }),
      },
    },
  },
  states: revisionStates,
  initial: "draft",
  actions: revisionActions({ of: "item", approve: "plan.approve", edit: "plan.change", gate: "inspectionPlan.approve" }),
  read: "plan.read",
  create: { permit: "plan.change", undo: "withdraw" },
  edit: { permit: "plan.change", in: ["draft"] },
  list: {
    columns: ["number", "item", "revision", "nameEn", "nameZh", "effectiveFrom", "effectiveTo", "state"],
    sort: "-createdAt",
    search: ["number", "nameEn", "nameZh"],
  },
  due: { draft: { action: "approve", within: { days: 5 } } },
  risk: ["item.deviceClass"],
  retention: "device",
});

/** One level of what an item is made of. */
export const bom = defineRecord({
  name: "Bom",
  area: "master",
  number: "effect",
  label: { en: "Bill of materials", zh: "物料清单" },
  plural: { en: "Bills of materials", zh: "物料清单" },
  revisionOf: "item",
  fields: { item: ref({ en: "Item", zh: "物料" }, "Item", { fixed: true }), ...revisionFields },
  lines: {
    components: {
      label: { en: "Components", zh: "组成" },
      fields: {
        component: ref({ en: "Component", zh: "组件" }, "Item"),
        quantityPer: quantity({ en: "Quantity per unit", zh: "单位用量" }, { critical: true, unitOf: "component" }),
      },
    },
  },
  states: revisionStates,
  initial: "draft",
  actions: revisionActions({ of: "item", approve: "bom.approve", edit: "bom.change", gate: "bom.approve" }),
  read: "bom.read",
  create: { permit: "bom.change", undo: "withdraw" },
  edit: { permit: "bom.change", in: ["draft"] },
  list: {
    columns: ["number", "item", "revision", "effectiveFrom", "effectiveTo", "state"],
    sort: "-createdAt",
    search: ["number"],
  },
  due: { draft: { action: "approve", within: { days: 5 } } },
  risk: ["item.deviceClass"],
  retention: "device",
});
