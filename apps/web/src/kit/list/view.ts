/** What the browser adds to the view of a list: the record shown beside it, and the next order after a click on a header. */
import { maxSorts, type Search, type SortKey } from "@lotline/schema";

/** The record shown beside the list and its tab; part of the address, but of no saved view. */
export interface Peeked {
  readonly number: string;
  readonly tab: string;
}

const tabNames = /^[a-z][A-Za-z]{0,19}$/;

/** The record peeked at, if any. */
export function readPeek(search: Readonly<Record<string, string | undefined>>): Peeked | undefined {
  return search.peek ? { number: search.peek, tab: tabNames.test(search.tab ?? "") ? (search.tab ?? "") : "" } : undefined;
}

/** The part of the address that says which record is peeked at. */
export function writePeek(peeked: Peeked | undefined): Search {
  return peeked ? { peek: peeked.number, ...(peeked.tab ? { tab: peeked.tab } : {}) } : {};
}

/** The order with one column sorted up or down; it keeps its rank, else it is the only one. */
export function sortBy(sort: readonly SortKey[], column: string, how: "up" | "down" | "off"): SortKey[] {
  if (how === "off") return sort.filter((key) => key.column !== column);
  const next = { column, desc: how === "down" };
  return sort.some((key) => key.column === column) ? sort.map((key) => (key.column === column ? next : key)) : [next];
}

/** The next order after a click on a header: up, down, none; with Shift it is added to the others. */
export function toggleSort(sort: readonly SortKey[], column: string, add: boolean): SortKey[] {
  const current = sort.find((key) => key.column === column);
  const next: SortKey | undefined = !current ? { column, desc: false } : !current.desc ? { column, desc: true } : undefined;
  if (!add) return next ? [next] : [];
  if (!current) return next ? [...sort, next].slice(-maxSorts) : [...sort];
  return sort.flatMap((key) => (key.column !== column ? [key] : next ? [next] : []));
}
