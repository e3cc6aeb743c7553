import { choice, defineRecord, enumeration, integer, text, withdrawImport, withdrawnState } from "../kit/index.ts";
import { storageFields } from "./storage.ts";

/** A place of the firm with its own stock and time zone. */
export const site = defineRecord({
  name: "Site",
  area: "master",
  number: "entered",
  numberLabel: { en: "Site", zh: "场所" },
  label: { en: "Site", zh: "场所" },
  plural: { en: "Sites", zh: "场所" },
  title: ["nameEn", "nameZh"],
  fields: {
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 120 }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 120 }),
    zone: text({ en: "Time zone", zh: "时区" }, { max: 60, critical: true }),
    address: text({ en: "Address", zh: "地址" }, { max: 300 }),
  },
  read: "site.read",
  create: { permit: "site.change" },
  edit: { permit: "site.change", approved: ["zone"] },
  list: { columns: ["number", "nameEn", "nameZh", "zone", "address"], sort: "number", search: ["number", "nameEn", "nameZh"] },
  retention: "permanent",
});

/** A unit of measure. */
export const unit = defineRecord({
  name: "Unit",
  area: "master",
  number: "effect",
  label: { en: "Unit of measure", zh: "计量单位" },
  plural: { en: "Units of measure", zh: "计量单位" },
  title: ["symbol"],
  fields: {
    symbol: text({ en: "Symbol", zh: "符号" }, { max: 12, unique: true, fixed: true }),
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 60 }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 60 }),
    decimals: integer({ en: "Decimals", zh: "小数位" }, { max: 6, critical: true }),
  },
  read: "unit.read",
  create: { permit: "item.change" },
  edit: { permit: "item.change", approved: ["decimals"] },
  list: { columns: ["symbol", "nameEn", "nameZh", "decimals"], sort: "number", search: ["symbol", "nameEn", "nameZh"] },
  retention: "permanent",
});

export const locationType = enumeration("LocationType", {
  quarantine: { en: "Quarantine", zh: "待验区" },
  storage: { en: "Storage", zh: "合格品区" },
  production: { en: "Production", zh: "生产现场" },
  blocked: { en: "Blocked stock", zh: "不合格品区" },
  retained: { en: "Retained samples", zh: "留样区" },
  dispatch: { en: "Dispatch", zh: "发货区" },
  supplier: { en: "Outside: supplier", zh: "外部：供应商" },
  customer: { en: "Outside: customer", zh: "外部：客户" },
  transit: { en: "In transit", zh: "在途" },
  consumed: { en: "Used in production", zh: "生产耗用" },
  output: { en: "Made in production", zh: "生产产出" },
  scrap: { en: "Scrapped", zh: "报废" },
  sample: { en: "Sampled, used up in tests", zh: "取样耗用" },
  adjustment: { en: "Counted differences", zh: "盘点差异" },
  regroup: { en: "Split and merged", zh: "拆批与合批" },
});

/** Location types that are not shelves of ours but the other side of a posting; their amounts may be negative. */
export const outsideTypes = ["supplier", "customer", "consumed", "output", "scrap", "sample", "adjustment", "regroup"] as const;

/** A place where stock stands, or one of the outside places that make each posting sum to zero. */
export const location = defineRecord({
  name: "Location",
  area: "master",
  number: "entered",
  numberLabel: { en: "Location", zh: "库位" },
  label: { en: "Location", zh: "库位" },
  plural: { en: "Locations", zh: "库位" },
  title: ["nameEn", "nameZh"],
  site: true,
  fields: {
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 80 }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 80 }),
    type: choice({ en: "Type", zh: "类型" }, locationType, { fixed: true }),
    ...storageFields,
    storage: text({ en: "Storage conditions", zh: "储存条件" }, { optional: true, max: 120, critical: true }),
  },
  states: { active: { en: "Active", zh: "在用" }, ...withdrawnState },
  initial: "active",
  actions: { ...withdrawImport },
  read: "location.read",
  create: { permit: "location.change", undo: "withdrawImport" },
  edit: { permit: "location.change", in: ["active"], approved: ["storageClass", "storageMin", "storageMax", "storage"] },
  list: {
    columns: ["number", "nameEn", "nameZh", "type", "storageClass", "storageMin", "storageMax", "site", "state"],
    sort: "number",
    sorts: ["type"],
    search: ["number", "nameEn", "nameZh"],
  },
  retention: "permanent",
});
