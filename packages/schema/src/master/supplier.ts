import {
  choice,
  date,
  decimal,
  defineRecord,
  enumeration,
  integer,
  json,
  ref,
  text,
  withdrawImport,
  withdrawnState,
} from "../kit/index.ts";

const partner = {
  nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 160, critical: true }),
  nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 160, critical: true }),
  address: text({ en: "Address", zh: "地址" }, { max: 300 }),
  contact: text({ en: "Contact", zh: "联系人" }, { optional: true, max: 160, masked: "contact.read" }),
} as const;

// How their licences stand today; read from them, never stored.
const licences = text({ en: "Licences", zh: "证照" });

const partnerStates = {
  active: { en: "Active", zh: "在用" },
  blocked: { en: "Blocked", zh: "停用" },
  ...withdrawnState,
} as const;

/** Who we buy from. What may be bought from them is decided item by item in SupplierItem. */
export const supplier = defineRecord({
  name: "Supplier",
  area: "master",
  number: "entered",
  numberLabel: { en: "Supplier", zh: "供应商" },
  label: { en: "Supplier", zh: "供应商" },
  plural: { en: "Suppliers", zh: "供应商" },
  title: ["nameEn", "nameZh"],
  fields: partner,
  attributes: true,
  states: partnerStates,
  initial: "active",
  actions: {
    block: { label: { en: "Block", zh: "停用" }, from: ["active"], to: "blocked", permit: "supplierItem.approve", reason: true },
    unblock: {
      label: { en: "Unblock", zh: "恢复" },
      from: ["blocked"],
      to: "active",
      permit: "supplierItem.approve",
      reason: true,
    },
    ...withdrawImport,
  },
  read: "supplier.read",
  create: { permit: "supplier.change", undo: "withdrawImport" },
  edit: { permit: "supplier.change", in: ["active"], approved: ["nameEn", "nameZh"] },
  list: {
    columns: ["number", "nameEn", "nameZh", "address", "state"],
    sort: "number",
    search: ["number", "nameEn", "nameZh"],
    extra: { licences },
  },
  retention: "quality-record",
});

export const riskClass = enumeration("RiskClass", {
  A: { en: "A, critical", zh: "A 关键" },
  B: { en: "B, important", zh: "B 重要" },
  C: { en: "C, general", zh: "C 一般" },
});

/** The approval of one supplier for one item (REQ-SUP-01). */
export const supplierItem = defineRecord({
  name: "SupplierItem",
  area: "master",
  number: "SI-{seq:4}",
  label: { en: "Approved supplier of an item", zh: "合格供应商物料" },
  plural: { en: "Approved suppliers by item", zh: "合格供应商物料" },
  fields: {
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", { fixed: true }),
    item: ref({ en: "Item", zh: "物料" }, "Item", { fixed: true }),
    riskClass: choice({ en: "Risk class", zh: "风险等级" }, riskClass, { critical: true }),
    supplierPart: text({ en: "Supplier's part number", zh: "供应商料号" }, { optional: true, max: 40 }),
    gtin: text({ en: "GTIN on its packages", zh: "包装 GTIN" }, { optional: true, max: 14 }),
    basis: text({ en: "Basis of approval", zh: "准入依据" }, { max: 500, multiline: true }),
    validTo: date({ en: "Approved to", zh: "准入有效期至" }, { critical: true }),
    conditions: text({ en: "Conditions", zh: "附加条件" }, { optional: true, system: true, max: 500, multiline: true }),
    conditionalTo: date({ en: "Conditional to", zh: "有条件有效期至" }, { optional: true, system: true }),
    // By the rule `supplier-score`, once a month; what is decided about it is signed with it.
    score: decimal(
      { en: "Score", zh: "绩效评分" },
      { optional: true, system: true, unsigned: true, scale: 1, min: "0", max: "100", rate: true },
    ),
    scoredOn: date({ en: "Scored on", zh: "评分日期" }, { optional: true, system: true, unsigned: true }),
    scoreBasis: json({ en: "What the score is made of", zh: "评分依据" }, { optional: true, system: true, unsigned: true }),
  },
  states: {
    underEvaluation: { en: "Under evaluation", zh: "评审中" },
    approved: { en: "Approved", zh: "合格" },
    // Still approved: a score below the limit proposes, a person decides.
    reviewDue: { en: "Re-evaluation due", zh: "待再评价" },
    conditional: { en: "Conditionally approved", zh: "有条件合格" },
    rejected: { en: "Rejected", zh: "不合格" },
    suspended: { en: "Suspended", zh: "暂停" },
    ...withdrawnState,
  },
  initial: "underEvaluation",
  actions: {
    approve: {
      label: { en: "Approve", zh: "批准" },
      from: ["underEvaluation", "conditional", "suspended"],
      to: "approved",
      permit: "supplierItem.approve",
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author"],
      locks: ["supplier"],
      primary: true,
    },
    reject: {
      label: { en: "Reject", zh: "否决" },
      from: ["underEvaluation"],
      to: "rejected",
      permit: "supplierItem.approve",
      insteadOf: "approve",
      sign: { meaning: "REVIEWED" },
      notBy: ["author"],
      reason: true,
    },
    askReview: { label: { en: "Score below the limit", zh: "评分低于限值" }, from: ["approved"], to: "reviewDue" },
    makeConditional: {
      label: { en: "Approve under conditions", zh: "降为有条件合格" },
      from: ["approved", "reviewDue"],
      to: "conditional",
      permit: "supplierItem.change",
      overturns: ["approve"],
      sign: { meaning: "REVIEWED" },
      authorMay: true,
      locks: ["supplier"],
      primary: true,
      input: {
        fields: {
          conditions: text({ en: "Conditions", zh: "附加条件" }, { max: 500, multiline: true }),
          conditionalTo: date({ en: "Conditional to", zh: "有条件有效期至" }),
        },
      },
    },
    // Against the proposal: somebody else than who looks after the supplier.
    keep: {
      label: { en: "Keep approved", zh: "维持合格" },
      from: ["reviewDue"],
      to: "approved",
      permit: "supplierItem.approve",
      sign: { meaning: "REVIEWED" },
      notBy: ["author"],
      reason: true,
      locks: ["supplier"],
    },
    suspend: {
      label: { en: "Suspend", zh: "暂停" },
      from: ["approved", "reviewDue", "conditional"],
      to: "suspended",
      permit: "supplierItem.change",
      overturns: ["approve"],
      reason: true,
      locks: ["supplier"],
    },
    withdrawImport: { ...withdrawImport.withdrawImport, from: ["underEvaluation"] },
  },
  read: "supplier.read",
  create: { permit: "supplierItem.change", undo: "withdrawImport" },
  edit: { permit: "supplierItem.change", in: ["underEvaluation"] },
  list: {
    columns: ["number", "supplier", "item", "riskClass", "score", "validTo", "state"],
    sort: "-createdAt",
    sorts: ["score"],
    search: ["number"],
  },
  due: {
    underEvaluation: { action: "approve", within: { days: 5 } },
    reviewDue: { action: "makeConditional", within: { days: 10 } },
    conditional: { action: "approve", within: { days: 90 } },
  },
  risk: ["riskClass"],
  retention: "quality-record",
});

/** Where a customer sells or uses our devices: whose database of devices must show them before they are shipped (REQ-TRC-09). */
export const customerMarket = enumeration("CustomerMarket", {
  CN: { en: "China", zh: "中国" },
  US: { en: "United States", zh: "美国" },
  EU: { en: "European Union", zh: "欧盟" },
  OTHER: { en: "Elsewhere", zh: "其他" },
});

/** Who receives our devices; the consignee data are statutory (REQ-TRC-05). */
export const customer = defineRecord({
  name: "Customer",
  area: "master",
  number: "entered",
  numberLabel: { en: "Customer", zh: "客户" },
  label: { en: "Customer", zh: "客户" },
  plural: { en: "Customers", zh: "客户" },
  title: ["nameEn", "nameZh"],
  fields: {
    ...partner,
    // May be missing on a customer not yet complete; nothing is shipped before it is known (REQ-TRC-05).
    address: text({ en: "Address", zh: "地址" }, { optional: true, max: 300 }),
    kind: choice(
      { en: "Kind", zh: "类型" },
      enumeration("CustomerKind", {
        hospital: { en: "Hospital", zh: "医疗机构" },
        distributor: { en: "Distributor", zh: "经销商" },
      }),
      { critical: true },
    ),
    market: choice({ en: "Market", zh: "销售市场" }, customerMarket, {
      optional: true,
      critical: true,
      help: {
        en: "Whose UDI database must show what is shipped; empty: China",
        zh: "发货前须已在该市场的 UDI 数据库发布；空为中国",
      },
    }),
    minRemainingMonths: integer(
      { en: "Least remaining shelf life", zh: "最低剩余有效期" },
      { optional: true, max: 120, critical: true, unit: { en: "months", zh: "个月" } },
    ),
  },
  attributes: true,
  states: partnerStates,
  initial: "active",
  actions: {
    block: { label: { en: "Block", zh: "停用" }, from: ["active"], to: "blocked", permit: "customer.change", reason: true },
    unblock: { label: { en: "Unblock", zh: "恢复" }, from: ["blocked"], to: "active", permit: "customer.change", reason: true },
    ...withdrawImport,
  },
  read: "customer.read",
  create: { permit: "customer.change", undo: "withdrawImport" },
  edit: { permit: "customer.change", in: ["active"], approved: ["nameEn", "nameZh", "kind", "market", "minRemainingMonths"] },
  list: {
    columns: ["number", "nameEn", "nameZh", "kind", "address", "state"],
    sort: "number",
    search: ["number", "nameEn", "nameZh"],
    extra: { licences },
  },
  retention: "distribution",
});
