/**
 * The view of a list as its address holds it: text, conditions, order and columns, checked against the record file on reading.
 * Browser and server read it by the same function; what it cannot understand is told, part by part.
 */
import type { Search } from "./address.ts";
import type { Attribute } from "./attribute.ts";
import { attributePath, isAttributePath, withAttributes } from "./attribute-path.ts";
import { columnField } from "./column.ts";
import { type Ask, readParameter, readWhere, type Where, writeParameter, writeWhere } from "./condition.ts";
import type { AnyRecord } from "./record.ts";

export interface SortKey {
  readonly column: string;
  readonly desc: boolean;
}

export interface ListView {
  readonly text: string;
  /** What is asked of each column. */
  readonly conditions: Readonly<Record<string, Ask>>;
  /** What is asked besides, with and/or. */
  readonly where: Where | undefined;
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

/** A view and the parts of its address that could not be understood. */
export interface ReadView {
  readonly view: ListView;
  readonly faults: readonly string[];
}

/** Every column that may be asked about: the record's own in the order of its file, with its attributes, and what every record has. */
export function askColumns(record: AnyRecord): string[] {
  const all = [
    "number",
    ...(record.states ? ["state"] : []),
    ...Object.keys(record.list.flags ?? {}),
    ...Object.keys(record.fields),
    ...(record.site ? ["site"] : []),
    "createdAt",
    "createdBy",
  ];
  return all.filter((column) => columnField(record, column)?.kind !== "json");
}

/** The columns with a control of their own in the query area, in the order of the grid: what is picked from a list, days, flags. */
export function filterColumns(record: AnyRecord): string[] {
  const kinds: readonly (string | undefined)[] = ["choice", "ref", "date", "instant", "flag"];
  return [...Object.keys(record.list.flags ?? {}), ...record.list.columns].filter((column: string) =>
    kinds.includes(columnField(record, column)?.kind),
  );
}

/** Columns a list may be sorted by. */
export function sortColumns(record: AnyRecord): string[] {
  return ["number", "createdAt", ...(record.list.sorts ?? [])];
}

export const maxSorts = 3;

/** "-createdAt,number" → keys; unknown and doubled columns are left out. */
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

const list = (text: string | undefined): string[] => (text ? text.split(",") : []);

/** The names of an address that are no conditions. */
const layout = ["q", "where", "sort", "group", "hide", "show", "cols", "pin", "wide"];

/** Levels of groups at most. */
export const maxGroupings = 3;

/** Columns a list may be grouped by, days by their month. */
export function groupColumns(record: AnyRecord): string[] {
  return record.list.columns.flatMap((column: string) => {
    const field = columnField(record, column);
    if (isAttributePath(column)) return [];
    if (field?.kind === "choice" || field?.kind === "ref" || field?.kind === "flag") return [column];
    return field?.kind === "date" || field?.kind === "instant" ? [`${column}:month`] : [];
  });
}

const narrowest = 60;
const widest = 900;
/** A width a column may have, in pixels. */
export const clampWidth = (width: number): number => Math.round(Math.max(narrowest, Math.min(widest, width)));

/** What an address says of groups and columns; what the list has not is told with the parameter it stands in. */
function readLayout(record: AnyRecord, search: Search, faults: string[]) {
  const own = Object.keys(record.fields).filter(isAttributePath);
  const columns: readonly string[] = [...record.list.columns, ...Object.keys(record.list.extra ?? {}), ...own];
  const known = (name: string, allowed: readonly string[]) => {
    const given = [...new Set(list(search[name]))];
    faults.push(...given.filter((item) => !allowed.includes(item)).map((item) => `${name}=${item}`));
    return given.filter((item) => allowed.includes(item));
  };
  const group = known("group", groupColumns(record));
  faults.push(...group.slice(maxGroupings).map((by) => `group=${by}`));
  const widths: Record<string, number> = {};
  for (const pair of list(search.wide)) {
    const [, id = "", width = ""] = /^(.+):(\d{2,3})$/.exec(pair) ?? [];
    if (columns.includes(id)) widths[id] = clampWidth(Number(width));
    else faults.push(`wide=${pair}`);
  }
  return {
    group: group.slice(0, maxGroupings),
    hidden: known("hide", columns),
    shown: known("show", own),
    order: known("cols", columns),
    pinned: known("pin", columns),
    widths,
  };
}

/** Reads the view of a record's list from its address; `others` are names that the page itself uses. */
export function readView(record: AnyRecord, search: Search, others: readonly string[] = []): ReadView {
  const faults: string[] = [];
  const ask = askColumns(record);
  const fieldOf = (column: string) => (ask.includes(column) ? columnField(record, column) : undefined);
  const conditions: Record<string, Ask> = {};
  for (const [name, given] of Object.entries(search)) {
    if (layout.includes(name) || others.includes(name)) continue;
    const read = readParameter(fieldOf(name), name, given);
    faults.push(...read.faults);
    if (read.value) conditions[name] = read.value;
  }
  const where = search.where ? readWhere(fieldOf, search.where) : { value: undefined, faults: [] };
  const sort = readSort(search.sort ?? "", sortColumns(record));
  faults.push(...where.faults, ...(writeSort(sort) === (search.sort ?? "") ? [] : [`sort=${search.sort}`]));
  return {
    view: {
      text: search.q ?? "",
      conditions: Object.fromEntries(ask.flatMap((column) => (conditions[column] ? [[column, conditions[column]]] : []))),
      where: where.value,
      sort: sort.length > 0 ? sort : ownSort(record),
      ...readLayout(record, search, faults),
    },
    faults,
  };
}

const ownSort = (record: AnyRecord): SortKey[] =>
  readSort(record.list.sort, [...sortColumns(record), record.list.sort.replace(/^-/, "")]);

/** Writes a view as an address; what is as the record file has it is left out. */
export function writeView(record: AnyRecord, view: ListView): Search {
  const search: Record<string, string> = {};
  if (view.text.trim()) search.q = view.text.trim();
  for (const [column, asked] of Object.entries(view.conditions))
    search[column] = writeParameter(columnField(record, column), asked);
  if (view.where) search.where = writeWhere(view.where);
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

const shownIn = (search: Search): string[] => list(search.show).filter(isAttributePath);
const ownIn = (search: Search): string[] => [
  ...shownIn(search),
  ...Object.keys(search).filter(isAttributePath),
  ...(search.where?.match(/attributes\.[A-Za-z0-9]+(?=:)/g) ?? []),
];

/** True when a view cannot be read without the definitions of the attributes. */
export const asksAttributes = (search: Search): boolean => ownIn(search).length > 0;

/** The record with all its attributes as fields, those withdrawn marked, and those that a view shows as columns of its list. */
export function withOwnColumns(record: AnyRecord, attributes: readonly Attribute[], search: Search): AnyRecord {
  if (attributes.length === 0) return record;
  const asked = new Set(ownIn(search));
  const own = attributes.map(({ name }) => attributePath(name)).filter((path) => asked.has(path));
  return { ...shownRecord(record, attributes), list: { ...record.list, columns: [...record.list.columns, ...own] } };
}

/** The record with these attributes as fields, withdrawn ones marked. */
export function shownRecord(record: AnyRecord, attributes: readonly Attribute[]): AnyRecord {
  const mark = ({ en, zh }: Attribute["field"]["label"]) => ({ en: `${en} (withdrawn)`, zh: `${zh}（已停用）` });
  return withAttributes(
    record,
    attributes.map((a) => (a.withdrawn ? { ...a, field: { ...a.field, label: mark(a.field.label) } } : a)),
  );
}
