/** What the browser adds to the view of a list: the record shown beside it, and the next order after a click on a header. */
import { maxSorts, type Search, type SortKey } from "@lotline/schema";

/** The record shown beside the list and its tab; part of the address, but of no saved view. */
export interface Peeked {
  readonly number: string;
  readonly tab: string;
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

<<<<<<< HEAD
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

/** The order with one column sorted up or down; it keeps its rank, else it is the only one. */
export function sortBy(sort: readonly SortKey[], column: string, how: "up" | "down" | "off"): SortKey[] {
  if (how === "off") return sort.filter((key) => key.column !== column);
  const next = { column, desc: how === "down" };
  return sort.some((key) => key.column === column) ? sort.map((key) => (key.column === column ? next : key)) : [next];
}

=======
>>>>>>> main
/** The next order after a click on a header: up, down, none; with Shift it is added to the others. */
export function toggleSort(sort: readonly SortKey[], column: string, add: boolean): SortKey[] {
  const current = sort.find((key) => key.column === column);
  const next: SortKey | undefined = !current ? { column, desc: false } : !current.desc ? { column, desc: true } : undefined;
  if (!add) return next ? [next] : [];
  if (!current) return next ? [...sort, next].slice(-maxSorts) : [...sort];
  return sort.flatMap((key) => (key.column !== column ? [key] : next ? [next] : []));
}
