import {
  choice,
  defineRecord,
  enumeration,
  flag,
  integer,
  ref,
  revisionActions,
  revisionFields,
  revisionStates,
  text,
  withdrawImport,
  withdrawnState,
} from "../kit/index.ts";
import { storageFields } from "./storage.ts";

export const itemClass = enumeration("ItemClass", {
  raw: { en: "Raw material", zh: "原材料" },
  component: { en: "Component", zh: "零部件" },
  subassembly: { en: "Sub-assembly", zh: "半成品" },
  packaging: { en: "Packaging", zh: "包装材料" },
  consumable: { en: "Consumable", zh: "耗材" },
  finished: { en: "Finished device", zh: "成品" },
});

export const itemSource = enumeration("ItemSource", { bought: { en: "Bought", zh: "外购" }, made: { en: "Made", zh: "自制" } });

export const deviceClass = enumeration("DeviceClass", {
  I: { en: "Class I", zh: "第一类" },
  II: { en: "Class II", zh: "第二类" },
  III: { en: "Class III", zh: "第三类" },
});

/** What an item is, for good; what may change with a revision stands in ItemRevision. */
export const item = defineRecord({
  name: "Item",
  area: "master",
  number: "entered",
  numberLabel: { en: "Item", zh: "物料" },
  label: { en: "Item", zh: "物料" },
  plural: { en: "Items", zh: "物料" },
  title: ["nameEn", "nameZh"],
  fields: {
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 120, critical: true }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 120, critical: true }),
    itemClass: choice({ en: "Class", zh: "类别" }, itemClass, { fixed: true }),
    source: choice({ en: "Source", zh: "来源" }, itemSource, { fixed: true }),
    unit: ref({ en: "Unit", zh: "单位" }, "Unit", { fixed: true }),
    deviceClass: choice({ en: "Device class", zh: "医疗器械类别" }, deviceClass, { optional: true, critical: true }),
    // Records about implants are kept for good (CN-DIST 38).
    implantable: flag({ en: "Implantable", zh: "植入" }, { optional: true, critical: true }),
    // R201-{yy}{mm} gives R201-2607, then R201-2607-2; lot numbers are unique in the company.
    lotPattern: text(
      { en: "Lot number pattern", zh: "批号规则" },
      { optional: true, max: 40, help: { en: "For example R201-{yy}{mm}", zh: "例如 R201-{yy}{mm}" } },
    ),
    inspectionRequired: flag({ en: "Inspected before use", zh: "使用前检验" }, { critical: true }),
    // For good: what was received without serial numbers could not be told apart later.
    serialTracked: flag({ en: "Serial-tracked", zh: "按序列号管理" }, { optional: true, fixed: true }),
  },
  attributes: { kinds: "itemClass" },
  states: { active: { en: "Active", zh: "在用" }, blocked: { en: "Blocked", zh: "停用" }, ...withdrawnState },
  initial: "active",
  actions: {
    block: { label: { en: "Block", zh: "停用" }, from: ["active"], to: "blocked", permit: "item.approve", reason: true },
    unblock: { label: { en: "Unblock", zh: "恢复" }, from: ["blocked"], to: "active", permit: "item.approve", reason: true },
    ...withdrawImport,
  },
  read: "item.read",
  create: { permit: "item.change", undo: "withdrawImport" },
  edit: {
    permit: "item.change",
    in: ["active"],
    approved: ["nameEn", "nameZh", "deviceClass", "implantable", "inspectionRequired"],
  },
  list: {
    columns: ["number", "nameEn", "nameZh", "itemClass", "source", "unit", "deviceClass", "state"],
    sort: "number",
    search: ["number", "nameEn", "nameZh"],
  },
  retention: "device",
});

/** One dated revision of an item's specification. */
export const itemRevision = defineRecord({
  name: "ItemRevision",
  area: "master",
  number: "effect",
  label: { en: "Item revision", zh: "物料版本" },
  plural: { en: "Item revisions", zh: "物料版本" },
  title: ["specification"],
  revisionOf: "item",
  fields: {
    item: ref({ en: "Item", zh: "物料" }, "Item", { fixed: true }),
    ...revisionFields,
    specification: text({ en: "Specification", zh: "规格" }, { max: 1000, multiline: true, critical: true }),
    shelfLifeMonths: integer(
      { en: "Shelf life", zh: "有效期" },
      { optional: true, min: 1, max: 240, critical: true, unit: { en: "months", zh: "个月" } },
    ),
    // The class and the temperatures decide where its lots may stand (REQ-GATE-19); the text says what else a label must.
    ...storageFields,
    storage: text({ en: "Storage conditions", zh: "储存条件" }, { optional: true, max: 120, critical: true }),
    registration: text({ en: "Registration certificate", zh: "注册证编号" }, { optional: true, max: 60, critical: true }),
  },
  attributes: { kinds: "item.itemClass" },
  states: revisionStates,
  initial: "draft",
  actions: revisionActions({ of: "item", approve: "item.approve", edit: "item.change" }),
  read: "item.read",
  create: { permit: "item.change", undo: "withdraw" },
  edit: { permit: "item.change", in: ["draft"] },
  list: {
    columns: ["number", "item", "revision", "shelfLifeMonths", "storageClass", "effectiveFrom", "effectiveTo", "state"],
    sort: "-createdAt",
    search: ["number"],
  },
  due: { draft: { action: "approve", within: { days: 5 } } },
  risk: ["item.deviceClass"],
  retention: "device",
});
