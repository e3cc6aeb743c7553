/** The groups of a list as rows of a grid: which are open, what of them is read, and which row stands where. */
import type { Row } from "../data/row.ts";
import type { GridItem, Group } from "./grid-rows.ts";

/** A group without its place in the list. */
export type ReadGroup = Pick<Group, "key" | "label" | "number" | "count" | "sums">;

/** The groups inside a group; those of the top are inside "". */
export interface Level {
  readonly groups: readonly ReadGroup[];
  readonly more: boolean;
  readonly cursor: string | null;
}

export interface Tree {
  readonly levels: ReadonlyMap<string, Level>;
  /** Pages of the rows inside innermost groups, by the path and the number of the page. */
  readonly pages: ReadonlyMap<string, readonly Row[]>;
  readonly open: ReadonlySet<string>;
}

export const noTree: Tree = { levels: new Map(), pages: new Map(), open: new Set() };

/** A stretch of rows of the grid: one group, the rows of an innermost one, or what of a level is not read yet. */
export type Stretch =
  | { readonly kind: "group"; readonly start: number; readonly count: 1; readonly group: Group }
  | { readonly kind: "rows"; readonly start: number; readonly count: number; readonly path: string }
  | { readonly kind: "more"; readonly start: number; readonly count: 1; readonly path: string };

/** The keys of a path; null is the group without a value. */
export const keysOf = (path: string): readonly (string | null)[] => (path === "" ? [] : JSON.parse(path));

/** The path of a group inside another. */
export const pathIn = (path: string, key: string | null): string => JSON.stringify([...keysOf(path), key]);

export const pageKey = (path: string, number: number): string => `${number} ${path}`;

/** The rows of the grid in their order. @param by what rows are grouped by, outermost first */
export function stretchesOf({ levels, open }: Tree, by: readonly string[]): Stretch[] {
  const all: Stretch[] = [];
  let start = 0;
  const push = (make: (start: number) => Stretch) => {
    const made = make(start);
    all.push(made);
    start += made.count;
  };
  const walk = (path: string, depth: number) => {
    const level = levels.get(path);
    for (const read of level?.groups ?? []) {
      const inner = pathIn(path, read.key);
      const isOpen = open.has(inner);
      const group: Group = { ...read, path: inner, level: depth + 1, by: by[depth] ?? "", open: isOpen };
      push((at) => ({ kind: "group", start: at, count: 1, group }));
      if (!isOpen) continue;
      if (depth + 1 < by.length) walk(inner, depth + 1);
      else if (read.count > 0) push((at) => ({ kind: "rows", start: at, count: read.count, path: inner }));
    }
    if (!level || level.more) push((at) => ({ kind: "more", start: at, count: 1, path }));
  };
  walk("", 0);
  return all;
}

/** The stretch that a row is in. */
export function stretchAt(stretches: readonly Stretch[], index: number): Stretch | undefined {
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((stretches[middle]?.start ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const found = stretches[low];
  return found && index < found.start + found.count ? found : undefined;
}

/** What stands in a row. */
export function itemAt(tree: Tree, stretches: readonly Stretch[], pageSize: number, index: number): GridItem | undefined {
  const stretch = stretchAt(stretches, index);
  if (!stretch) return undefined;
  if (stretch.kind === "group") return { kind: "group", group: stretch.group };
  if (stretch.kind === "more") return { kind: "row", row: undefined, level: keysOf(stretch.path).length + 1 };
  const within = index - stretch.start;
  const page = tree.pages.get(pageKey(stretch.path, Math.floor(within / pageSize)));
  return { kind: "row", row: page?.[within % pageSize], level: keysOf(stretch.path).length + 1 };
}

/** The rest of the groups inside a group, or a page of its rows. */
export type Unread = { readonly level: string } | { readonly path: string; readonly page: number };

/** What of the rows from first to last is not read yet. */
export function unread(tree: Tree, stretches: readonly Stretch[], pageSize: number, first: number, last: number): Unread[] {
  return stretches
    .filter(({ start, count }) => start <= last && start + count > first)
    .flatMap((stretch): Unread[] => {
      if (stretch.kind === "more") return [{ level: stretch.path }];
      if (stretch.kind === "group") return [];
      const from = Math.floor(Math.max(0, first - stretch.start) / pageSize);
      const to = Math.floor(Math.min(stretch.count - 1, last - stretch.start) / pageSize);
      return Array.from({ length: to - from + 1 }, (_, at) => from + at)
        .filter((page) => !tree.pages.has(pageKey(stretch.path, page)))
        .map((page) => ({ path: stretch.path, page }));
    });
}
