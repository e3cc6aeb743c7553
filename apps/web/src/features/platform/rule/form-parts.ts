/**
 * What a form of a rule is made of, and how a content goes through it: shown in boxes and read back, unchanged where nobody typed.
 * Pure, so that it is tested without a screen.
 */
import {
  type AnyRecord,
  type Enumeration,
  enumeration,
  type Field,
  type Fields,
  integer,
  type Label,
  label,
  registry,
} from "@lotline/schema";
import { fromValue, type Value } from "../../../kit/form/values.ts";

/** Several of a closed list; `all` stands for every one of them. */
export interface Many {
  readonly label: Label;
  readonly of: Enumeration;
  readonly all?: { readonly value: string; readonly label: Label };
  /** None of them is no list at all. */
  readonly optional?: boolean;
  /** What an empty list says. */
  readonly none?: Label;
  /** Its boxes stay closed until somebody opens them: one of many such lists. */
  readonly folded?: boolean;
}

export interface RuleForm {
  /** What the key names: nothing (`default`), the code of a site, a route, one of a list, or a word of the firm's own. */
  readonly key: "default" | "site" | "route" | Enumeration | { readonly label: Label };
  /** By path in the content, e.g. `text.en`. */
  readonly fields: Fields;
  /** By path; an empty one is the content itself. */
  readonly many?: Readonly<Record<string, Many>>;
  /** Lists of whole numbers, written with commas between them. */
  readonly numbers?: Readonly<Record<string, Label>>;
  /** Lists of words, written with commas between them. */
  readonly texts?: Readonly<Record<string, Label>>;
  readonly rows?: Readonly<Record<string, { readonly label: Label; readonly fields: Fields }>>;
  /** The content is a list, its members are fields 0, 1, … */
  readonly isList?: true;
  /** Fields that are left out of the content when they are empty, where others are null. */
  readonly leftOut?: readonly string[];
  /** What an empty field says, where that is more than nothing. */
  readonly empty?: Readonly<Record<string, Label>>;
  /** One thing to a line when it is told in words. */
  readonly inLines?: true;
}

const records: readonly [string, AnyRecord][] = Object.entries(registry);

export const recordList = (name: string, which: (record: AnyRecord) => boolean): Enumeration =>
  enumeration(
    name,
    Object.fromEntries(records.filter(([, record]) => which(record)).map(([key, record]) => [key, record.label])),
  );

export const namesOf = (name: string, of: Readonly<Record<string, { readonly label: Label }>>): Enumeration =>
  enumeration(name, Object.fromEntries(Object.entries(of).map(([key, value]) => [key, value.label])));

export const days: Label = label("days", "天");
export const months: Label = label("months", "个月");
export const hours: Label = label("hours", "小时");

export const keptYears = integer(label("Kept for", "保存年限"), {
  optional: true,
  min: 1,
  max: 100,
  unit: label("years", "年"),
  help: label("Left empty, they are kept for good.", "留空为永久保存。"),
});
export const keptForGood: Label = label("kept for good", "永久保存");

type Content = { readonly [member: string]: unknown };
const isContent = (value: unknown): value is Content => typeof value === "object" && value !== null;

/** What stands at a path of a content; undefined where nothing does. */
export function valueAt(content: unknown, path: string): unknown {
  if (path === "") return content;
  return path.split(".").reduce<unknown>((at, member) => (isContent(at) ? at[member] : undefined), content);
}

/** The content with another value at a path. What has no value is null at the top and goes away further down, with what is empty then. */
export function withValue(content: unknown, path: string, value: unknown): unknown {
  if (path === "") return value;
  const [member = "", ...rest] = path.split(".");
  if (Array.isArray(content)) {
    const next = rest.length === 0 ? value : (pruned(withValue(content[Number(member)], rest.join("."), value)) ?? {});
    return Object.assign([...content], { [member]: next });
  }
  const own = isContent(content) ? content : {};
  return { ...own, [member]: rest.length === 0 ? value : pruned(withValue(own[member], rest.join("."), value)) };
}

const pruned = (content: unknown): unknown => {
  if (Array.isArray(content)) return content;
  const left = isContent(content) ? Object.entries(content).filter(([, value]) => value !== null && value !== undefined) : [];
  return left.length > 0 ? Object.fromEntries(left) : undefined;
};

/** A typed value as a content holds it: whole numbers as numbers, everything else as it was typed. */
export function held(field: Field, value: Value): unknown {
  const sent = fromValue(field, value);
  return field.kind === "integer" && typeof sent === "string" && /^\d{1,15}$/.test(sent) ? Number(sent) : sent;
}

/** The content after a person has put a value into a box. */
export function typedInto({ leftOut = [] }: RuleForm, content: unknown, path: string, value: unknown): unknown {
  const next = withValue(content, path, value);
  if (value !== null || !leftOut.includes(path)) return next;
  return Object.fromEntries(Object.entries(isContent(next) ? next : {}).filter(([member]) => member !== path));
}

/** A list as it stands in its box. */
export const shownList = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : "");

/** What was typed into the box of a list. What is no number goes as it was typed, for the server to refuse. */
export const readList = (text: string, ofNumbers: boolean): (string | number)[] =>
  text
    .split(/[,，、\s]+/)
    .filter((part) => part !== "")
    .map((part) => (ofNumbers && /^\d{1,6}$/.test(part) ? Number(part) : part));

/** With what a form begins: what is ticked or listed is so or not, never unknown. Undefined where it has no such boxes. */
export function emptyOf({ fields, many = {}, texts = {}, isList }: RuleForm): unknown {
  const flags = Object.entries(fields).filter(([, field]) => field.kind === "flag" && !field.optional);
  const lists = [...Object.entries(many).filter(([, one]) => !one.optional), ...Object.entries(texts)];
  if (isList || flags.length + lists.length === 0) return undefined;
  const begun: [string, unknown][] = [
    ...flags.map(([path]): [string, unknown] => [path, false]),
    ...lists.map(([path]): [string, unknown] => [path, []]),
  ];
  return begun.reduce<unknown>((content, [path, value]) => withValue(content, path, value), {});
}
