import { contentFields, optionFields } from "./attribute-fields.ts";
import { isAttributePath, isObject, type Row } from "./attribute-path.ts";
import type { Issue } from "./error.ts";
import type { Field, Fields, ValuesOf } from "./field.ts";
import { kindSource } from "./kind-source.ts";
import type { AnyRecord, Registry } from "./record.ts";
import { actionSchema, compareDecimals, validate, wordIssue } from "./validate.ts";

/** A customer's own field of a record, as rule data defines it; a declared field in everything but where it is declared. */
export interface Attribute {
  readonly name: string;
  readonly field: Field;
  readonly order: number;
  /** The kinds of record (item classes) that have it; null for all. */
  readonly kinds: readonly string[] | null;
  /** A later version of its rule ended it: its values stay as they are and are shown, new ones are refused. */
  readonly withdrawn: boolean;
}

const largest = 2_000_000_000;

type Content = ValuesOf<typeof contentFields> & {
  readonly options: readonly ValuesOf<typeof optionFields>[];
  readonly itemKinds: readonly string[] | null;
};
const contentSchema = actionSchema({ fields: contentFields, rows: { options: optionFields } });

const fault = (path: string, code: string, en: string, zh: string): Issue => ({ path, code, text: { en, zh } });
const notObject = fault(
  "content",
  "shape",
  'The content of an attribute has the form {"labelEn": …, "labelZh": …, "kind": "text", …}.',
  '自定义字段的内容格式为 {"labelEn": …, "labelZh": …, "kind": "text", …}。',
);

function readContent(content: unknown): { content: Content } | { issues: Issue[] } {
  if (!isObject(content)) return { issues: [notObject] };
  const { itemKinds = null, ...rest } = content;
  const result = validate(contentSchema, rest);
  if (!result.ok)
    return { issues: result.issues.map((issue) => ({ ...issue, path: ["content", issue.path].filter(Boolean).join(".") })) };
  const kinds = Array.isArray(itemKinds) && itemKinds.every((kind) => typeof kind === "string") ? itemKinds : null;
  if (itemKinds !== null && (kinds === null || kinds.length === 0))
    return { issues: [fault("content.itemKinds", "rows", 'A list such as ["raw"] is expected.', '应为列表，例如 ["raw"]。')] };
  // The schema has just given each field its declared kind of value.
  return { content: { ...(result.value as unknown as Omit<Content, "itemKinds">), itemKinds: kinds } };
}

/** The names a record has of its own: an attribute called so would be taken for one of them. */
const headNames =
  "id number state version createdAt createdBy retainUntil site title actions timeline asOf links attachments attributes";

function keyFault(records: Registry, name: string, own: string): Issue | null {
  const record = Object.hasOwn(records, name) ? records[name] : undefined;
  if (!/^[a-z][A-Za-z0-9]{0,39}$/.test(own) || own in {})
    return fault(
      "key",
      "key",
      "The key has the form Record.name, the name of letters and digits beginning with a small letter: Supplier.paymentTerms.",
      "键的格式为 记录.名称，名称由字母和数字组成，以小写字母开头：Supplier.paymentTerms。",
    );
  if (!record?.attributes) {
    const takers = Object.keys(records).filter((key) => records[key]?.attributes);
    return fault(
      "key",
      "attributeRecord",
      `These records take own fields: ${takers.join(", ")}.`,
      `可设自定义字段的记录：${takers.join("、")}。`,
    );
  }
  const taken = own in record.fields || own in (record.lines ?? {}) || headNames.split(" ").includes(own);
  return taken
    ? fault("key", "attributeTaken", `${record.label.en} has a field ${own} already.`, `${record.label.zh}已有字段 ${own}。`)
    : null;
}

/** What is wrong with the key or the content of an attribute's rule; all of it at once. */
export function attributeFaults(records: Registry, key: string, content: unknown): Issue[] {
  const [name = "", own = ""] = key.split(/\.(.*)/s);
  const wrongKey = keyFault(records, name, own);
  const read = readContent(content);
  const record = records[name];
  const wrongContent = "issues" in read ? read.issues : wrongKey || !record ? [] : contentFaults(read.content, record, records);
  return [...(wrongKey ? [wrongKey] : []), ...wrongContent];
}

function contentFaults(content: Content, record: AnyRecord, records: Registry): Issue[] {
  const { kind, options, min, max, itemKinds } = content;
  const only = (member: keyof Content, kinds: readonly string[], given: boolean) =>
    given && !kinds.includes(kind)
      ? [fault(`content.${member}`, "kind", `Only for the kind ${kinds.join(" or ")}.`, `仅用于类型 ${kinds.join(" 或 ")}。`)]
      : [];
  const whole = (member: "min" | "max") => {
    const value = content[member];
    return kind === "integer" && value !== null && (value.includes(".") || Math.abs(Number(value)) > largest)
      ? [{ path: `content.${member}`, code: "integer", text: wordIssue("integer") }]
      : [];
  };
  const known = kindSource(record, records)?.of.values ?? {};
  const strange = itemKinds?.filter((value) => !Object.hasOwn(known, value)) ?? [];
  const doubled = options.findIndex((option, i) => options.findIndex((other) => other.value === option.value) < i);
  return [
    ...only("unit", ["integer", "decimal"], content.unit !== null),
    ...only("min", ["integer", "decimal"], min !== null),
    ...only("max", ["integer", "decimal"], max !== null),
    ...only("maxLength", ["text"], content.maxLength !== null),
    ...only("options", ["choice"], options.length > 0),
    // A box that is not ticked says no: there is nothing to require.
    ...only("required", ["text", "integer", "decimal", "date", "choice"], content.required === true),
    ...whole("min"),
    ...whole("max"),
    ...(min !== null && max !== null && compareDecimals(min, max) > 0
      ? [{ path: "content.max", code: "min", text: wordIssue("min", { min }) }]
      : []),
    ...(kind === "choice" && options.length === 0
      ? [fault("content.options", "required", "A choice needs its options.", "单选须列出选项。")]
      : []),
    ...options.flatMap((option, i) =>
      /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(option.value) && i !== doubled
        ? []
        : [
            fault(
              `content.options.${i}.value`,
              "option",
              "Each option has a value of its own, of letters, digits and . _ - only.",
              "每个选项须有不重复的值，仅限字母、数字和 . _ -。",
            ),
          ],
    ),
    ...(strange.length > 0
      ? [
          fault(
            "content.itemKinds",
            "choice",
            Object.keys(known).length > 0
              ? `Of these: ${Object.keys(known).join(", ")}.`
              : `${record.label.en} belongs to no class of items.`,
            Object.keys(known).length > 0 ? `可选：${Object.keys(known).join("、")}。` : `${record.label.zh}不属于任何物料类别。`,
          ),
        ]
      : []),
  ];
}

/** An attribute from the content of its rule. @throws Error when the content is none: it was checked when it was written. */
export function readAttribute(name: string, content: unknown): Attribute {
  const read = readContent(content);
  if ("issues" in read) throw new Error(`attribute ${name}: ${read.issues[0]?.path} ${read.issues[0]?.text.en}`);
  const { order, itemKinds, withdrawn } = read.content;
  return { name, field: fieldOf(name, read.content), order: order ?? 0, kinds: itemKinds, withdrawn: withdrawn === true };
}

function fieldOf(name: string, content: Content): Field {
  const { kind, min, max } = content;
  const optional = content.required !== true;
  const label = { en: content.labelEn, zh: content.labelZh };
  const unit = content.unit === null ? {} : { unit: { en: content.unit, zh: content.unit } };
  switch (kind) {
    case "text": {
      const length = content.maxLength ?? 200;
      return { kind, label, optional, max: length, multiline: length > 200 };
    }
    case "integer":
      return { kind, label, optional, ...unit, min: Number(min ?? -largest), max: Number(max ?? largest) };
    case "decimal":
      return { kind, label, optional, ...unit, scale: 6, ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
    case "date":
    case "flag":
      return { kind, label, optional };
    case "choice": {
      const values = Object.fromEntries(content.options.map(({ value, en, zh }) => [value, { en, zh }]));
      return { kind, label, optional, of: { name, values } };
    }
  }
}

/** The attributes of a record among the rules in force, in their order. */
export function attributesAmong(record: string, rules: Iterable<readonly [key: string, content: unknown]>): Attribute[] {
  return [...rules]
    .filter(([key]) => key.startsWith(`${record}.`))
    .map(([key, content]) => readAttribute(key.slice(record.length + 1), content))
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}

/** Attributes that must be filled and are not: also on a record that is older than the requirement. */
export function missingAttributes(record: AnyRecord, row: Row): Issue[] {
  return Object.entries(record.fields as Fields)
    .filter(([key, field]) => isAttributePath(key) && !field.optional && (row[key] ?? null) === null)
    .map(([path]) => ({ path, code: "required", text: wordIssue("required") }));
}
