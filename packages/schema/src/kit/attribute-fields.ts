/** What the definition of an attribute consists of, as fields and words; apart from its reading, which needs the validation. */
import { choice, decimal, enumeration, type Field, flag, integer, text } from "./field.ts";
import type { Label } from "./label.ts";

/** The kinds an attribute may have. */
export const attributeKind = enumeration("AttributeKind", {
  text: { en: "Text", zh: "文字" },
  integer: { en: "Whole number", zh: "整数" },
  decimal: { en: "Number", zh: "数值" },
  date: { en: "Date", zh: "日期" },
  flag: { en: "Yes or no", zh: "是否" },
  choice: { en: "One of a list", zh: "单选" },
});

// The content of an attribute's rule, in the words of record fields: checked and worded by the validation of all inputs.
export const contentFields = {
  labelEn: text({ en: "Label (English)", zh: "标签（英文）" }, { max: 60 }),
  labelZh: text({ en: "Label (Chinese)", zh: "标签（中文）" }, { max: 60 }),
  kind: choice({ en: "Kind", zh: "类型" }, attributeKind),
  unit: text({ en: "Unit", zh: "单位" }, { optional: true, max: 20 }),
  required: flag({ en: "Required", zh: "必填" }, { optional: true }),
  min: decimal({ en: "At least", zh: "下限" }, { optional: true }),
  max: decimal({ en: "At most", zh: "上限" }, { optional: true }),
  maxLength: integer({ en: "Most characters", zh: "最多字符数" }, { optional: true, min: 1, max: 2000 }),
  order: integer({ en: "Order", zh: "顺序" }, { optional: true, max: 9999 }),
  withdrawn: flag({ en: "Withdrawn", zh: "停用" }, { optional: true }),
};
export const optionFields = {
  value: text({ en: "Value", zh: "值" }, { max: 40 }),
  en: text({ en: "English", zh: "英文" }, { max: 80 }),
  zh: text({ en: "Chinese", zh: "中文" }, { max: 80 }),
};

/** The words of a definition's members, for who reads its rule. */
export const attributeWords: { readonly [member: string]: Label } = {
  ...Object.fromEntries(Object.entries<Field>({ ...contentFields, ...optionFields }).map(([name, { label }]) => [name, label])),
  options: { en: "Options", zh: "选项" },
  itemKinds: { en: "Classes of items", zh: "物料类别" },
};
