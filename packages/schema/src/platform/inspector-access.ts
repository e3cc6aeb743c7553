import { choice, date, defineRecord, enumeration, ref, text } from "../kit/index.ts";

/** The areas of record files, as an inspection asks for them. */
export const inspectedArea = enumeration("InspectedArea", {
  platform: { en: "People, roles, rules", zh: "人员、角色、规则" },
  document: { en: "Skills and qualifications", zh: "技能与资质" },
  master: { en: "Master data", zh: "主数据" },
  inventory: { en: "Lots and stock", zh: "批与库存" },
  quality: { en: "Inspection and quality events", zh: "检验与质量事件" },
  procurement: { en: "Purchasing and receiving", zh: "采购与收货" },
  label: { en: "Labels", zh: "标签" },
  production: { en: "Production", zh: "生产" },
  distribution: { en: "Sales and distribution", zh: "销售与发运" },
  governance: { en: "Retention, legal holds, copies", zh: "保存期限、法律保全与副本" },
});

/**
 * A read-only account of an inspector for some days and a chosen scope: sites and areas of records, perhaps only some items or lots,
 * perhaps only a period. Proposed by one administrator, confirmed by another; everything looked at is logged (REQ-ACC-12, ADR 42).
 */
export const inspectorAccess = defineRecord({
  name: "InspectorAccess",
  area: "platform",
  number: "IA-{yy}-{seq:3}",
  label: { en: "Inspector account", zh: "检查员账户" },
  plural: { en: "Inspector accounts", zh: "检查员账户" },
  title: ["inspection"],
  fields: {
    person: ref({ en: "Inspector", zh: "检查员" }, "Person", { fixed: true }),
    inspection: text({ en: "Inspection and authority", zh: "检查名称及机构" }, { max: 200 }),
    why: text({ en: "Reason", zh: "开立原因" }, { max: 500, multiline: true }),
    validFrom: date({ en: "First day", zh: "起始日期" }),
    validTo: date({ en: "Last day", zh: "截止日期" }),
    periodFrom: date({ en: "Records from", zh: "记录起始日" }, { optional: true }),
    periodTo: date({ en: "Records to", zh: "记录截止日" }, { optional: true }),
  },
  lines: {
    sites: { label: { en: "Sites", zh: "场所" }, fields: { place: ref({ en: "Site", zh: "场所" }, "Site") } },
    areas: { label: { en: "Areas", zh: "记录范围" }, fields: { area: choice({ en: "Area", zh: "范围" }, inspectedArea) } },
    items: { label: { en: "Only these items", zh: "仅限物料" }, fields: { item: ref({ en: "Item", zh: "物料" }, "Item") } },
    lots: { label: { en: "Only these lots", zh: "仅限批" }, fields: { lot: ref({ en: "Lot", zh: "批" }, "Lot") } },
    types: {
      label: { en: "Types of record it reads", zh: "可查看的记录类型" },
      system: true,
      fields: { recordType: text({ en: "Type of record", zh: "记录类型" }, { max: 80 }) },
    },
    rights: {
      label: { en: "Rights it gives", zh: "所给权限" },
      system: true,
      fields: { permit: text({ en: "Permit", zh: "权限" }, { max: 80 }) },
    },
  },
  states: {
    proposed: { en: "Proposed", zh: "待确认" },
    active: { en: "Confirmed", zh: "已确认" },
    ended: { en: "Ended", zh: "已终止" },
  },
  initial: "proposed",
  actions: {
    confirm: {
      label: { en: "Confirm", zh: "确认" },
      from: ["proposed"],
      to: "active",
      permit: "inspector.confirm",
      notBy: ["author"],
      duty: "granter",
      locks: ["person"],
      gate: "inspector.confirm",
      primary: true,
    },
    end: {
      label: { en: "End", zh: "终止" },
      from: ["proposed", "active"],
      to: "ended",
      permit: "inspector.propose",
      reason: true,
    },
    // Its last day is over.
    expire: { label: { en: "Expired", zh: "到期" }, from: ["proposed", "active"], to: "ended" },
  },
  read: "inspector.read",
  create: { permit: "inspector.propose" },
  edit: { permit: "inspector.propose", in: ["proposed"] },
  list: {
    columns: ["number", "inspection", "person", "state", "validFrom", "validTo", "createdAt"],
    sort: "-createdAt",
    search: ["number", "inspection"],
  },
  due: { proposed: { action: "confirm", within: { days: 1 } } },
  retention: "permanent",
});
