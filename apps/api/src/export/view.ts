/** The view that is exported, as the browser sends it: read and checked, and how its columns are called. */
import {
  type AnyRecord,
  type Attribute,
  attributePath,
  columnField,
  type Field,
  type Fields,
  isAttributePath,
  type Language,
} from "@lotline/schema";
import { invalid } from "../base/error.ts";
import type { Filter } from "../read/filter.ts";

export interface View {
  readonly filter: Filter | undefined;
  readonly search: string | undefined;
  /** Columns, "-" in front for descending; none is the list's own order. */
  readonly sort: readonly string[] | undefined;
  /** What the list is grouped by, from the outer level inwards. */
  readonly groups: readonly string[];
  readonly columns: readonly string[];
  readonly format: "csv" | "xlsx";
  readonly lang: Language;
  /** CSV without the lines about the export above it, for programs. */
  readonly plain: boolean;
}

/** Levels of groups at most, as on the screen. */
const maxGroups = 3;

/** Reads the body of an export; `filter` is its filter, checked against the record's filter type. @throws BAD_USER_INPUT */
export function readView(body: unknown, filter: Filter | undefined): View {
  const given = Object(body) as { readonly [member: string]: unknown };
  const texts = (member: string, most: number): readonly string[] | undefined => {
    const value = given[member] ?? undefined;
    if (value === undefined) return undefined;
    const isList =
      Array.isArray(value) && value.length <= most && value.every((text) => typeof text === "string" && text.length <= 100);
    if (!isList) throw unread(member);
    // Just checked.
    return value as readonly string[];
  };
  const oneOf = <const T extends string>(member: string, values: readonly T[]): T => {
    const found = values.find((value) => value === given[member]);
    if (!found) throw unread(member);
    return found;
  };
  const search = given.search ?? undefined;
  const plain = given.plain ?? false;
  if (search !== undefined && typeof search !== "string") throw unread("search");
  if (typeof plain !== "boolean") throw unread("plain");
  return {
    filter,
    search,
    sort: texts("sort", 3),
    groups: texts("groups", maxGroups) ?? [],
    columns: texts("columns", 100) ?? [],
    format: oneOf("format", ["csv", "xlsx"]),
    lang: oneOf("lang", ["en", "zh"]),
    plain,
  };
}

/** What is said of a part that is none. */
export const unread = (path: string) =>
  invalid({ path, code: "export", text: { en: "This part of the view cannot be read.", zh: "无法识别视图的这一部分。" } });

/** The field behind a column of an export: of the record, of the firm, or added to the list by the record's area. */
export function exportedField(spec: AnyRecord, own: readonly Attribute[], name: string): Field | undefined {
  if (isAttributePath(name)) return own.find((attribute) => attributePath(attribute.name) === name)?.field;
  const extra: Fields = spec.list.extra ?? {};
  return Object.hasOwn(extra, name) ? extra[name] : columnField(spec, name);
}

/** How a column is called, with the unit that its numbers have in common. */
export function columnLabel(spec: AnyRecord, own: readonly Attribute[], name: string, lang: Language): string {
  const field = exportedField(spec, own, name);
  if (!field) return name;
  const fixed = field.kind === "integer" || field.kind === "decimal" ? field.unit?.[lang] : undefined;
  return fixed ? `${field.label[lang]} (${fixed})` : field.label[lang];
}
