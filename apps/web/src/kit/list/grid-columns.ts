/** How the columns of a grid stand: order, pins and widths, as values; every way of changing them (pointer, keys, menu, panel) ends here. */

import { clampWidth } from "@lotline/schema";

/** What a person arranged; nothing in it is as the record file has it. */
export interface ColumnState {
  /** Column ids in the order wanted; those it does not name stay beside their neighbour of the record file. */
  readonly order: readonly string[];
  /** Columns held at the left edge, in their order. */
  readonly pinned: readonly string[];
  /** Widths in pixels of columns that were made wider or narrower. */
  readonly widths: Readonly<Record<string, number>>;
  readonly hidden: readonly string[];
}

/** All columns in the order they stand: pinned ones first, then as ordered; new ones beside their neighbour of the record file. */
export function arrange(declared: readonly string[], { order, pinned }: Pick<ColumnState, "order" | "pinned">): string[] {
  const known = order.filter((id, at) => declared.includes(id) && order.indexOf(id) === at);
  const all = [...known];
  for (const [at, id] of declared.entries()) {
    if (all.includes(id)) continue;
    const before = at === 0 ? -1 : all.indexOf(declared[at - 1] ?? "");
    all.splice(before + 1, 0, id);
  }
  const held = pinned.filter((id) => all.includes(id));
  return [...held, ...all.filter((id) => !held.includes(id))];
}

/** Puts a column in front of another, at the end for undefined; it is pinned when its new neighbours are. */
export function placeColumn(
  declared: readonly string[],
  state: ColumnState,
  id: string,
  before: string | undefined,
): ColumnState {
  if (id === before) return state;
  const rest = arrange(declared, state).filter((other) => other !== id);
  const at = before === undefined ? rest.length : rest.indexOf(before);
  if (at < 0) return state;
  const held = rest.filter((other) => state.pinned.includes(other));
  // In front of a pinned column is among the pinned; behind the last of them a pinned one stays pinned, any other does not become it.
  const pinned = at < held.length || (at === held.length && held.length > 0 && state.pinned.includes(id));
  const order = [...rest.slice(0, at), id, ...rest.slice(at)];
  return { ...state, order, pinned: order.filter((other) => (other === id ? pinned : held.includes(other))) };
}

/** Moves a column one visible place to the left (−1) or right (1), among the pinned or among the others. */
export function moveColumn(declared: readonly string[], state: ColumnState, id: string, by: -1 | 1): ColumnState {
  const isPinned = state.pinned.includes(id);
  const peers = arrange(declared, state).filter(
    (other) => state.pinned.includes(other) === isPinned && (other === id || !state.hidden.includes(other)),
  );
  const at = peers.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= peers.length) return state;
  const swapped = peers.with(at, peers[to] ?? id).with(to, id);
  const all = arrange(declared, state);
  const queue = [...swapped];
  const order = all.map((other) => (peers.includes(other) ? (queue.shift() ?? other) : other));
  return { ...state, order, pinned: order.filter((other) => state.pinned.includes(other)) };
}

/** Holds a column at the left edge behind the others held there, or lets it go. */
export function pinColumn(state: ColumnState, id: string, pinned: boolean): ColumnState {
  const others = state.pinned.filter((other) => other !== id);
  return { ...state, pinned: pinned ? [...others, id] : others };
}

/** Gives a column a width; undefined gives it that of the record file again. */
export function widenColumn(state: ColumnState, id: string, width: number | undefined): ColumnState {
  const { [id]: _, ...others } = state.widths;
  return { ...state, widths: width === undefined ? others : { ...others, [id]: clampWidth(width) } };
}

/** Shows or hides a column; a hidden one keeps its place and width. */
export function hideColumn(state: ColumnState, id: string, hidden: boolean): ColumnState {
  const others = state.hidden.filter((other) => other !== id);
  return { ...state, hidden: hidden ? [...others, id] : others };
}
