import {
  choice,
  code,
  decimal,
  defineRecord,
  enumeration,
  flag,
  ref,
  revisionActions,
  revisionFields,
  revisionStates,
  text,
} from "../kit/index.ts";
import { printLanguage } from "../platform/index.ts";
import { packLevel } from "./pack-level.ts";

/** What a part of a label is. */
export const labelPart = enumeration("LabelPart", {
  text: { en: "Text", zh: "文字" },
  hri: { en: "UDI as text", zh: "UDI 供人识读文字" },
  symbol: { en: "Symbol", zh: "条码" },
  graphic: { en: "Graphic symbol", zh: "图形符号" },
  rule: { en: "Line", zh: "线条" },
});

/** The carriers of a UDI; each belongs to one issuing agency. */
export const labelSymbol = enumeration("LabelSymbol", {
  gs1DataMatrix: { en: "GS1 DataMatrix", zh: "GS1 DataMatrix 码" },
  gs1Code128: { en: "GS1-128", zh: "GS1-128" },
  gs1Qr: { en: "GS1 QR Code", zh: "GS1 QR 码" },
  digitalLink: { en: "QR Code, GS1 Digital Link", zh: "QR 码（GS1 数字链接）" },
  hibcDataMatrix: { en: "HIBC Data Matrix", zh: "HIBC Data Matrix 码" },
  hibcCode128: { en: "HIBC Code 128", zh: "HIBC Code 128 条码" },
  maQr: { en: "QR Code, MA code", zh: "QR 码（MA 码）" },
});

/** Graphic symbols by their number in ISO 15223-1. */
export const labelGraphic = enumeration("LabelGraphic", {
  lot: { en: "Lot (5.1.5)", zh: "批代码（5.1.5）" },
  serial: { en: "Serial number (5.1.7)", zh: "序列号（5.1.7）" },
  madeOn: { en: "Made on (5.1.3)", zh: "生产日期（5.1.3）" },
  expiresOn: { en: "Use by (5.1.4)", zh: "使用期限（5.1.4）" },
  sterileEo: { en: "Sterilized by ethylene oxide (5.2.3)", zh: "环氧乙烷灭菌（5.2.3）" },
  singleUse: { en: "Do not reuse (5.4.2)", zh: "不得二次使用（5.4.2）" },
  temperature: { en: "Temperature limits (5.3.7)", zh: "温度限制（5.3.7）" },
});

export const labelAlign = enumeration("LabelAlign", {
  left: { en: "Left", zh: "左对齐" },
  centre: { en: "Centre", zh: "居中" },
  right: { en: "Right", zh: "右对齐" },
});

/** The label of an item at one level of its packaging; what it looks like stands in the revisions of its template. */
export const itemLabel = defineRecord({
  name: "ItemLabel",
  area: "label",
  number: "entered",
  numberLabel: { en: "Label", zh: "标签" },
  label: { en: "Item label", zh: "物料标签" },
  plural: { en: "Item labels", zh: "物料标签" },
  title: ["nameEn", "nameZh"],
  fields: {
    item: ref({ en: "Item", zh: "物料" }, "Item", { fixed: true }),
    level: choice({ en: "Packaging level", zh: "包装层级" }, packLevel, { fixed: true }),
    // Needed only where an item is packed in several ways at one level.
    packName: text(
      { en: "Package in the device record", zh: "器械档案中的包装级别" },
      {
        optional: true,
        max: 40,
        help: {
          en: "Only where the item has several packages at this level: the name of the one that is meant.",
          zh: "仅当物料在该层级有多个包装时填写：所指包装的名称。",
        },
      },
    ),
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 120 }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 120 }),
  },
  states: { active: { en: "Active", zh: "在用" }, retired: { en: "Retired", zh: "停用" } },
  initial: "active",
  actions: {
    retire: {
      label: { en: "Retire", zh: "停用" },
      from: ["active"],
      to: "retired",
      permit: "label.approve",
      reason: true,
    },
  },
  read: "label.read",
  create: { permit: "label.change", undo: "retire" },
  edit: { permit: "label.change", in: ["active"] },
  list: {
    columns: ["number", "item", "level", "nameEn", "nameZh", "createdAt", "state"],
    sort: "number",
    search: ["number", "nameEn", "nameZh"],
  },
  retention: "device",
});

/** How a label looks and what its symbol says, as data, in millimetres from its upper left corner; dated and approved. */
export const labelTemplate = defineRecord({
  name: "LabelTemplate",
  area: "label",
  number: "effect",
  label: { en: "Label template", zh: "标签模板" },
  plural: { en: "Label templates", zh: "标签模板" },
  revisionOf: "itemLabel",
  fields: {
    itemLabel: ref({ en: "Item label", zh: "物料标签" }, "ItemLabel", { fixed: true }),
    ...revisionFields,
    widthMm: decimal({ en: "Width", zh: "宽" }, { scale: 2, min: "5", max: "300", unit: { en: "mm", zh: "mm" } }),
    heightMm: decimal({ en: "Height", zh: "高" }, { scale: 2, min: "5", max: "300", unit: { en: "mm", zh: "mm" } }),
    language: choice({ en: "Printed in", zh: "打印语言" }, printLanguage),
    // What the symbol carries besides the DI. The plain text of the label says the same, or neither does (REQ-TRC-07).
    carriesLot: flag({ en: "Symbol carries the lot (10)", zh: "条码含批号（10）" }, { critical: true }),
    carriesSerial: flag({ en: "Symbol carries the serial number (21)", zh: "条码含序列号（21）" }, { critical: true }),
    carriesMadeOn: flag({ en: "Symbol carries made on (11)", zh: "条码含生产日期（11）" }, { critical: true }),
    carriesExpiresOn: flag({ en: "Symbol carries expires on (17)", zh: "条码含有效期（17）" }, { critical: true }),
    // Only of templates with a Digital Link.
    linkHost: text(
      { en: "Web address of the Digital Link", zh: "数字链接网址" },
      { optional: true, max: 80, help: { en: "https://id.gs1.org when empty", zh: "为空时用 https://id.gs1.org" } },
    ),
  },
  lines: {
    parts: {
      label: { en: "Parts", zh: "组成" },
      fields: {
        kind: choice({ en: "Kind", zh: "类型" }, labelPart),
        x: decimal({ en: "Left (mm)", zh: "左（mm）" }, { scale: 2, min: "0", max: "300" }),
        y: decimal({ en: "Top (mm)", zh: "上（mm）" }, { scale: 2, min: "0", max: "300" }),
        width: decimal({ en: "Width (mm)", zh: "宽（mm）" }, { scale: 2, min: "0.1", max: "300" }),
        height: decimal({ en: "Height (mm)", zh: "高（mm）" }, { scale: 2, min: "0.1", max: "300" }),
        textEn: text({ en: "Text (English)", zh: "文字（英文）" }, { optional: true, max: 300 }),
        textZh: text({ en: "Text (Chinese)", zh: "文字（中文）" }, { optional: true, max: 300 }),
        sizePt: decimal({ en: "Type size (pt)", zh: "字号（pt）" }, { optional: true, scale: 1, min: "3", max: "72" }),
        isBold: flag({ en: "Bold", zh: "粗体" }, { optional: true }),
        align: choice({ en: "Alignment", zh: "对齐" }, labelAlign, { optional: true }),
        symbol: choice({ en: "Symbol", zh: "条码" }, labelSymbol, { optional: true }),
        moduleMm: decimal({ en: "Module (mm)", zh: "模块（mm）" }, { optional: true, scale: 3, min: "0.1", max: "2" }),
        graphic: choice({ en: "Graphic symbol", zh: "图形符号" }, labelGraphic, { optional: true }),
      },
    },
  },
  states: revisionStates,
  initial: "draft",
  actions: revisionActions({ of: "itemLabel", approve: "label.approve", edit: "label.change", gate: "labelTemplate.approve" }),
  read: "label.read",
  create: { permit: "label.change", undo: "withdraw" },
  edit: { permit: "label.change", in: ["draft"] },
  list: {
    columns: ["number", "itemLabel", "revision", "widthMm", "heightMm", "effectiveFrom", "effectiveTo", "state"],
    sort: "-createdAt",
    search: ["number"],
  },
  due: { draft: { action: "approve", within: { days: 5 } } },
  risk: ["itemLabel.item.deviceClass"],
  retention: "device",
});

/** What may stand in a text between braces. */
export const labelPlaceholders = {
  item: { en: "item number", zh: "物料编号" },
  nameEn: { en: "name of the item in English", zh: "物料英文名称" },
  nameZh: { en: "name of the item in Chinese", zh: "物料中文名称" },
  specification: { en: "specification of the revision in force", zh: "现行版本的规格" },
  registration: { en: "registration certificate", zh: "注册证编号" },
  storage: { en: "storage conditions", zh: "储存条件" },
  temperatureMin: { en: "lowest storage temperature", zh: "最低储存温度" },
  temperatureMax: { en: "highest storage temperature", zh: "最高储存温度" },
  lot: { en: "lot", zh: "批号" },
  serial: { en: "serial number", zh: "序列号" },
  madeOn: { en: "made on", zh: "生产日期" },
  expiresOn: { en: "expires on", zh: "有效期至" },
  di: { en: "device identifier", zh: "产品标识（DI）" },
  udi: { en: "UDI", zh: "UDI" },
  contents: { en: "how many units it holds", zh: "内装数量" },
  firmEn: { en: "name of the firm in English", zh: "企业英文名称" },
  firmZh: { en: "name of the firm in Chinese", zh: "企业中文名称" },
  addressEn: { en: "address of the firm in English", zh: "企业英文地址" },
  addressZh: { en: "address of the firm in Chinese", zh: "企业中文地址" },
} as const;

/** The pieces of a text: words as they stand, and what is put in; null for a brace that names nothing. */
export function labelText(text: string): readonly (string | { readonly name: keyof typeof labelPlaceholders | null })[] {
  return text
    .split(/(\{[^{}]*\})/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      const name = /^\{([^{}]*)\}$/.exec(piece)?.[1];
      if (name === undefined) return piece;
      // Own keys only: "constructor" is no placeholder.
      return { name: Object.hasOwn(labelPlaceholders, name) ? (name as keyof typeof labelPlaceholders) : null };
    });
}

/** The longest lot number that a label carries (GS1 AI 10, HIBC: 18). */
export const labelLot = code({ en: "Lot number", zh: "批号" }, { max: 20, fixed: true });
