/** The view of a list as its address holds it: text, conditions, order and columns, checked against the record file on reading. */
import { type AnyRecord, type Attribute, attributePath, type Field, isAttributePath } from "@lotline/schema";
import { shownRecord } from "../data/attributes.ts";
import { clampWidth } from "./grid-columns.ts";
import type { Search } from "./search.ts";

export interface SortKey {
  readonly column: string;
  readonly desc: boolean;
}

/** A condition on one column. */
export type Condition =
  | { readonly kind: "in"; readonly values: readonly string[] }
  | { readonly kind: "range"; readonly from: string; readonly to: string }
  | { readonly kind: "flag"; readonly value: boolean };

export interface ListView {
  readonly text: string;
  readonly conditions: Readonly<Record<string, Condition>>;
  readonly sort: readonly SortKey[];
  /** What rows are grouped by, outermost first: a column, or the month of a day ("createdAt:month"). */
  readonly group: readonly string[];
  readonly hidden: readonly string[];
  /** Attributes shown as columns; they are not unless somebody asks. */
  readonly shown: readonly string[];
  /** The arrangement of the columns; empty as the record file has it. */
  readonly order: readonly string[];
  readonly pinned: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

/** The record shown beside the list and its tab; part of the address, but of no saved view. */
export interface Peeked {
  readonly number: string;
  readonly tab: string;
}

/** How a column is asked about; undefined when it is not. */
export type ConditionKind = Condition["kind"];

/** The fields every record has, as fields, so that lists treat them alike. */
const head: Readonly<Record<string, Field>> = {
  number: { kind: "text", code: true, max: 60, label: { en: "Number", zh: "编号" } },
  createdAt: { kind: "instant", label: { en: "Created", zh: "创建时间" } },
  site: { kind: "ref", target: "Site", label: { en: "Site", zh: "场所" } },
  createdBy: { kind: "ref", target: "Person", label: { en: "Created by", zh: "创建人" } },
  retainUntil: { kind: "date", label: { en: "Retain until", zh: "保存至" } },
};

/** The field behind a column of a list; the state is a choice of the record's states. */
export function columnField(record: AnyRecord, column: string): Field | undefined {
  if (column === "state") {
    return (
      record.states && {
        kind: "choice",
        of: { name: `${record.name}State`, values: record.states },
        label: { en: "Status", zh: "状态" },
      }
    );
  }
  if (column === "number" && record.numberLabel) return { kind: "text", code: true, max: 60, label: record.numberLabel };
  // Own property only: a column called "constructor" is no field.
  return Object.hasOwn(record.fields, column) ? (record.fields as Readonly<Record<string, Field>>)[column] : head[column];
}

/** Columns that can be filtered by, in the order of the grid. */
export function filterColumns(record: AnyRecord): string[] {
  return record.list.columns.filter((column: string) => conditionKind(columnField(record, column)) !== undefined);
}

/** Which kind of condition fits a field. */
export function conditionKind(field: Field | undefined): ConditionKind | undefined {
  switch (field?.kind) {
    case "choice":
    case "ref":
      return "in";
    case "date":
    case "instant":
      return "range";
    case "flag":
      return "flag";
    default:
      return undefined;
  }
}

/** Columns a list may be sorted by. */
export function sortColumns(record: AnyRecord): string[] {
  return ["number", "createdAt", ...(record.list.sorts ?? [])];
}

const maxSorts = 3;

/** "-createdAt,number" → keys; unknown and doubled columns are dropped. */
export function readSort(text: string, allowed: readonly string[]): SortKey[] {
  const keys = text
    .split(",")
    .map((part) => ({ column: part.replace(/^-/, ""), desc: part.startsWith("-") }))
    .filter(({ column }) => allowed.includes(column));
  return keys.filter((key, index) => keys.findIndex(({ column }) => column === key.column) === index).slice(0, maxSorts);
}

/** Keys as the address and the API write them. */
export function writeSort(sort: readonly SortKey[]): string {
  return sort.map(({ column, desc }) => (desc ? `-${column}` : column)).join(",");
}

/** Reads the view of a record's list from its address. */
export function readView(record: AnyRecord, search: Search): ListView {
  const sort = readSort(search.sort ?? "", sortColumns(record));
  const conditions: Record<string, Condition> = {};
  for (const column of filterColumns(record)) {
    const condition = readCondition(columnField(record, column), search[column]);
    if (condition) conditions[column] = condition;
  }
  const listed = (text: string | undefined) => [...new Set((text ?? "").split(","))].filter((id) => gridIds.test(id));
  return {
    text: search.q ?? "",
    conditions,
    sort: sort.length > 0 ? sort : readSort(record.list.sort, [...sortColumns(record), record.list.sort.replace(/^-/, "")]),
    group: readGroup(record, search.group),
    hidden: listed(search.hide),
    shown: shownIn(search).filter((column) => record.list.columns.includes(column)),
    order: listed(search.cols),
    pinned: listed(search.pin),
    widths: readWidths(search.wide),
  };
}

// Columns of a grid are those of the record file and those of its feature ("blocked"); unknown ones have no effect.
const gridIds = /^(attributes\.)?[A-Za-z][A-Za-z0-9]{0,39}$/;
const maxGroups = 3;

/** Columns a list may be grouped by, days by their month. */
export function groupColumns(record: AnyRecord): string[] {
  return record.list.columns.flatMap((column: string) => {
    const field = columnField(record, column);
    if (isAttributePath(column)) return [];
    if (field?.kind === "choice" || field?.kind === "ref" || field?.kind === "flag") return [column];
    return field?.kind === "date" || field?.kind === "instant" ? [`${column}:month`] : [];
  });
}

function readGroup(record: AnyRecord, text = ""): string[] {
  const allowed = groupColumns(record);
  return [...new Set(text.split(","))].filter((by) => allowed.includes(by)).slice(0, maxGroups);
}

function readWidths(text = ""): Record<string, number> {
  const pairs = text.split(",").map((pair) => pair.split(":"));
  return Object.fromEntries(
    pairs.flatMap(([id = "", width = ""]) =>
      gridIds.test(id) && /^\d{2,3}$/.test(width) ? [[id, clampWidth(Number(width))]] : [],
    ),
  );
}

const tabNames = /^[a-z][A-Za-z]{0,19}$/;

/** The record peeked at, if any. */
export function readPeek(search: Search): Peeked | undefined {
  return search.peek ? { number: search.peek, tab: tabNames.test(search.tab ?? "") ? (search.tab ?? "") : "" } : undefined;
}

/** The part of the address that says which record is peeked at. */
export function writePeek(peeked: Peeked | undefined): Search {
  return peeked ? { peek: peeked.number, ...(peeked.tab ? { tab: peeked.tab } : {}) } : {};
}

const shownIn = (search: Search): string[] => (search.show ?? "").split(",").filter(isAttributePath);

/** The record with the attributes that a view shows or asks about as columns of its list. */
export function withOwnColumns(record: AnyRecord, attributes: readonly Attribute[], search: Search): AnyRecord {
  const asked = new Set([...shownIn(search), ...Object.keys(search)]);
  const own = attributes.map(({ name }) => attributePath(name)).filter((path) => asked.has(path));
  const list = { ...record.list, columns: [...record.list.columns, ...own] };
  return own.length === 0 ? record : { ...shownRecord(record, attributes), list };
}

/** True when a view cannot be read without the definitions of the attributes. */
export const asksAttributes = (search: Search): boolean =>
  shownIn(search).length > 0 || Object.keys(search).some(isAttributePath);

function readCondition(field: Field | undefined, text: string | undefined): Condition | undefined {
  const kind = conditionKind(field);
  if (!field || !kind || !text) return undefined;
  if (kind === "flag") return text === "true" || text === "false" ? { kind, value: text === "true" } : undefined;
  if (kind === "range") {
    const match = /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/.exec(text);
    return match && (match[1] || match[2]) ? { kind, from: match[1] ?? "", to: match[2] ?? "" } : undefined;
  }
  const values = [...new Set(text.split(","))].filter((value) =>
    field.kind === "choice" ? Object.hasOwn(field.of.values, value) : /^[1-9]\d{0,17}$/.test(value),
  );
  return values.length > 0 ? { kind: "in", values } : undefined;
}

/** Writes a view as an address; what is as the record file has it is left out. */
export function writeView(record: AnyRecord, view: ListView): Search {
  const search: Record<string, string> = {};
  if (view.text.trim()) search.q = view.text.trim();
  for (const [column, condition] of Object.entries(view.conditions)) search[column] = writeCondition(condition);
  const sort = writeSort(view.sort);
  if (sort && sort !== record.list.sort) search.sort = sort;
  if (view.hidden.length > 0) search.hide = view.hidden.join(",");
  if (view.shown.length > 0) search.show = view.shown.join(",");
  if (view.group.length > 0) search.group = view.group.join(",");
  if (view.order.length > 0) search.cols = view.order.join(",");
  if (view.pinned.length > 0) search.pin = view.pinned.join(",");
  const widths = Object.entries(view.widths).map(([id, width]) => `${id}:${width}`);
  if (widths.length > 0) search.wide = widths.join(",");
  return search;
}

function writeCondition(condition: Condition): string {
  switch (condition.kind) {
    case "in":
      return condition.values.join(",");
    case "range":
      return `${condition.from}..${condition.to}`;
    case "flag":
      return String(condition.value);
  }
}

/** The next order after a click on a header: up, down, none; with Shift it is added to the others. */
export function toggleSort(sort: readonly SortKey[], column: string, add: boolean): SortKey[] {
  const current = sort.find((key) => key.column === column);
  const next: SortKey | undefined = !current ? { column, desc: false } : !current.desc ? { column, desc: true } : undefined;
  if (!add) return next ? [next] : [];
  if (!current) return next ? [...sort, next].slice(-maxSorts) : [...sort];
  return sort.flatMap((key) => (key.column !== column ? [key] : next ? [next] : []));
}
