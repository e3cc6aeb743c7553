/** The current cell of a grid and its keys: the grid has the focus, the cell is named by aria-activedescendant. */
import { type KeyboardEvent, type RefObject, useCallback, useRef, useState } from "react";
import { type GridVerb, gridVerb, isComposing, moveCell, type Place } from "./grid-move.ts";
import { type AfterEdit, type GridRows, rowAt } from "./grid-rows.ts";
import { isSelected, type Selection, select } from "./selection.ts";

interface Wanted {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: GridRows;
  /** Columns with the check box. */
  readonly columns: number;
  readonly rowHeight: number;
  readonly headerHeight: number;
  readonly start: Place;
  /** Of which view the rows are; in another one the current cell is where it was left there. */
  readonly viewKey: string;
  readonly selection: Selection;
  readonly onSelect: (next: Selection) => void;
  /** A verb that is not the grid's own. */
  readonly onVerb: (verb: GridVerb, place: Place) => void;
  /** Opens or closes the group at a row; undefined turns it. */
  readonly onGroup: (index: number, open: boolean | undefined) => void;
  readonly onPlace: (place: Place) => void;
}

export function useGridKeys(wanted: Wanted) {
  const { scroller, rows, columns, rowHeight, headerHeight } = wanted;
  const [place, setPlace] = useState<Place>(wanted.start);
  const view = useRef(wanted.viewKey);
  if (view.current !== wanted.viewKey) {
    view.current = wanted.viewKey;
    // The header that was just sorted by stays the current cell.
    if (place.row >= 0) setPlace({ ...place, row: wanted.start.row });
  }
  const latest = useRef(wanted);
  latest.current = wanted;
  const move = useCallback(
    (next: Place) => {
      setPlace(next);
      latest.current.onPlace(next);
      reveal(scroller.current, next.row, rowHeight, headerHeight);
      // Sideways the browser brings the cell in; pinned columns and the header are kept free by scroll-padding.
      requestAnimationFrame(() =>
        scroller.current
          ?.querySelector("[data-current]:not([data-pinned])")
          ?.scrollIntoView({ block: "nearest", inline: "nearest" }),
      );
    },
    [scroller, rowHeight, headerHeight],
  );

  const selecting = useSelecting(wanted, place);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Boxes and menus inside the grid have their own keys.
    if (isComposing(event.nativeEvent) || (event.target instanceof HTMLElement && event.target !== event.currentTarget)) return;
    const item = rows.at(place.row);
    const on = place.row < 0 ? "head" : item?.kind === "group" ? "group" : "row";
    const verb = gridVerb(event, on, place.column === 0);
    if (verb) {
      event.preventDefault();
      if (verb === "select" && on === "row") return selecting.toggle(place.row);
      if (verb === "toggle") return wanted.onGroup(place.row, undefined);
      return wanted.onVerb(verb, place);
    }
    if (event.altKey) return;
    if (treeKey(event, place, rows, wanted.onGroup, move)) return event.preventDefault();
    const next = moveCell(place, event, {
      rows: rows.count,
      columns,
      page: Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1),
    });
    if (!next) return;
    event.preventDefault();
    if (event.shiftKey && next.row !== place.row && next.row >= 0) selecting.extendTo(next.row);
    else selecting.rest();
    move(next);
  };

  const afterEdit = (next: AfterEdit) => {
    scroller.current?.focus();
    const by = { stay: [0, 0], up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] }[next];
    const [row = 0, column = 0] = by;
    if (next !== "stay") {
      move({
        row: Math.max(0, Math.min(rows.count - 1, place.row + row)),
        column: Math.max(1, Math.min(columns - 1, place.column + column)),
      });
    }
  };

  const onBox = (row: number, range: boolean) => {
    selecting.onBox(row, range);
    move({ row, column: place.row === row ? place.column : 0 });
  };
  /** For the letters of the page: goes by rows, or selects the current one. */
  const step = (by: number) => move({ ...place, row: Math.max(0, Math.min(rows.count - 1, place.row + by)) });
  const selectHere = () => selecting.toggle(place.row);
  return { place, move, step, selectHere, onKeyDown, onBox, afterEdit };
}

/** Rows by Space, Shift+arrows and Shift+click: a range goes from where it began, besides what was selected before. */
function useSelecting({ rows, selection, onSelect }: Wanted, place: Place) {
  const anchor = useRef<{ row: number; base: Selection }>(undefined);
  const extendTo = (row: number) => {
    anchor.current ??= { row: Math.max(0, place.row), base: selection };
    const { row: from, base } = anchor.current;
    const ids: string[] = [];
    for (let at = Math.min(from, row); at <= Math.max(from, row); at++) {
      const id = rowAt(rows, at)?.id;
      if (id !== undefined) ids.push(id);
    }
    onSelect(select(base, ids, true));
  };
  const toggle = (row: number) => {
    const id = rowAt(rows, row)?.id;
    anchor.current = undefined;
    if (id !== undefined) onSelect(select(selection, [id], !isSelected(selection, id)));
  };
  const onBox = (row: number, range: boolean) => {
    if (range) return extendTo(row);
    toggle(row);
    anchor.current = { row, base: selection };
  };
  const rest = () => {
    anchor.current = undefined;
  };
  return { extendTo, toggle, onBox, rest };
}

/** In groups → opens and ← closes; ← at the first column of what is inside goes to its group. True when the key was one of these. */
function treeKey(
  event: KeyboardEvent,
  place: Place,
  rows: GridRows,
  onGroup: Wanted["onGroup"],
  move: (place: Place) => void,
): boolean {
  const item = rows.at(place.row);
  if (!item || event.shiftKey || event.ctrlKey || event.metaKey) return false;
  if (item.kind === "group" && event.key === "ArrowRight" && !item.group.open) {
    onGroup(place.row, true);
    return true;
  }
  if (event.key !== "ArrowLeft") return false;
  if (item.kind === "group" && item.group.open) {
    onGroup(place.row, false);
    return true;
  }
  const level = item.kind === "group" ? item.group.level : item.level;
  if (level < 2 || place.column > 1) return false;
  for (let at = place.row - 1; at >= 0; at--) {
    const above = rows.at(at);
    if (above?.kind === "group" && above.group.level < level) {
      move({ row: at, column: place.column });
      return true;
    }
  }
  return false;
}

/** Scrolls a row into the frame below the header; all rows are of one height. */
function reveal(scroller: HTMLElement | null, row: number, rowHeight: number, headerHeight: number): void {
  if (!scroller || row < 0) return;
  const top = row * rowHeight;
  const frame = scroller.clientHeight - headerHeight;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + rowHeight > scroller.scrollTop + frame) scroller.scrollTop = top + rowHeight - frame;
}
