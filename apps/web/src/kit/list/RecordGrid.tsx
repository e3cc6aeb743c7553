/**
 * The grid of every list: columns that are pinned, sized and moved, virtual rows, groups, selection, editing in place. One tab stop
 * with the keys of the WAI-ARIA grid (useGridKeys); what it shows and what its verbs do is given by the page.
 */
import type { SortKey } from "@lotline/schema";
import {
  type ClipboardEvent,
  type CSSProperties,
  type ReactNode,
  type Ref,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Row } from "../data/row.ts";
import type { Column } from "./columns.ts";
import { GridHead, type HeadHandlers } from "./GridHead.tsx";
import { cellId, GridRow, GroupRow, type RowHandlers, type RowPlace } from "./GridRow.tsx";
import css from "./grid.module.css";
import type { ColumnState } from "./grid-columns.ts";
import type { GridVerb, Place } from "./grid-move.ts";
import { type CellEdit, type GridRows, rowAt } from "./grid-rows.ts";
import { isSelected, type Selection, select, selectedOf } from "./selection.ts";
import { useArrange } from "./useArrange.ts";
import { useColumnDrag } from "./useColumnDrag.ts";
import { useGridKeys } from "./useGridKeys.ts";
import { type GridColumns, type ShownColumn, useGridColumns } from "./useGridTable.ts";

/** What the letters of the page do with the grid. */
export interface GridHandle {
  /** Goes to the rows, or by so many rows when it is there. */
  readonly step: (by: number) => void;
  /** Selects the current row, or takes it out. */
  readonly select: () => void;
}

export interface GridProps {
  ref?: Ref<GridHandle>;
  label: string;
  /** All columns there are; which are shown, where and how wide is the arrangement's. */
  columns: readonly Column[];
  arrangement: ColumnState;
  onArrange: (next: ColumnState) => void;
  rows: GridRows;
  /** Rows that match, for those who cannot see; undefined when not known. */
  total: number | undefined;
  sort: readonly SortKey[];
  onSort: (column: string, how: "toggle" | "add" | "up" | "down" | "off") => void;
  /** What rows are grouped by, what they may be, and the word of each. */
  group: readonly string[];
  groupable: readonly string[];
  groupWord: (by: string) => string;
  onGroupBy: (group: readonly string[]) => void;
  /** Opens or closes a group by its path; undefined turns it. */
  onToggle: (path: string, open: boolean | undefined) => void;
  rowHeight: number;
  /** Rows that "the page" means for selecting, in numbers of rows. */
  pageSize: number;
  /** Changes with what is asked for; the rows then begin where this view was left. */
  viewKey: string;
  /** Rows are those of the view before, until the new ones come. */
  stale: boolean;
  start: { scrollTop: number; row: number };
  selection: Selection;
  onSelect: (next: Selection) => void;
  edit?: CellEdit | undefined;
  onOpen: (row: Row, newTab: boolean) => void;
  onPeek: (row: Row) => void;
  /** Number of the record shown beside the list. */
  peeked: string | undefined;
  /** The row the person is at; undefined in the header, in a group and before it is read. */
  onCurrent: (row: Row | undefined) => void;
  /** A text pasted onto the current cell. */
  onPasteText?: ((text: string, at: { index: number; row: Row | undefined; column: Column | undefined }) => void) | undefined;
  onPlace: (place: { scrollTop: number; row: number }) => void;
  /** Must not change between renders, or every row is drawn again. */
  cell: (row: Row, column: Column) => ReactNode;
}

const headerHeight = 32;

export function RecordGrid(props: GridProps) {
  const { rows, group, total } = props;
  const grid = useGrid(props);
  const { gridId, scroller, columns, place } = grid;
  const { shown, totalWidth } = columns;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a grid, or a treegrid when it has groups
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: see above
    <div
      ref={scroller}
      role={group.length > 0 ? "treegrid" : "grid"}
      tabIndex={0}
      className={css.grid}
      style={styleOf(columns)}
      data-stale={props.stale || undefined}
      aria-label={props.label}
      aria-multiselectable
      aria-rowcount={total === undefined ? -1 : total + 1}
      aria-colcount={shown.length + 1}
      aria-activedescendant={cellId(gridId, place.row, place.column)}
      aria-busy={props.stale}
      onKeyDown={grid.onKeyDown}
      onPaste={(event) => pasteAt(event, props, place, shown)}
      onScroll={(event) => {
        grid.look();
        props.onPlace({ scrollTop: event.currentTarget.scrollTop, row: Math.max(0, place.row) });
      }}
    >
      <div role="rowgroup" className={css.headGroup} style={{ width: totalWidth }}>
        <GridHead
          gridId={gridId}
          columns={shown}
          sort={props.sort}
          grouped={group}
          groupable={props.groupable}
          current={place.row < 0 ? place.column : -1}
          page={grid.page}
          menu={grid.menu}
          drag={grid.drag}
          handlers={grid.handlers.head}
        />
      </div>
      <div role="rowgroup" className={css.body} style={{ height: rows.count * props.rowHeight, width: totalWidth }}>
        {grid.items.map((index) => (
          <Item
            key={index}
            props={props}
            editing={index === place.row ? grid.editing : undefined}
            at={{
              gridId,
              index,
              top: index * props.rowHeight,
              height: props.rowHeight,
              columns: shown,
              current: index === place.row ? place.column : -1,
              handlers: grid.handlers.row,
            }}
          />
        ))}
      </div>
    </div>
  );
}

/** State of the grid that is nobody else's: current cell, open menu and editor, what is dragged, which rows are drawn. */
function useGrid(props: GridProps) {
  const { rows, selection, onCurrent } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const moved = useRef(false);
  const [menu, setShownMenu] = useState<string>();
  // A menu that opens within the key that asked for it takes that key for its own and closes.
  const setMenu = useCallback((column: string | undefined) => {
    if (column === undefined) setShownMenu(undefined);
    else requestAnimationFrame(() => setShownMenu(column));
  }, []);
  const [editing, setEditing] = useState<string>();
  const arrange = useArrange(scroller, latest);
  const dragging = useColumnDrag(scroller, arrange);
  const columns = useGridColumns(props.columns, props.arrangement, dragging.draft);
  const { shown } = columns;
  const { items, look } = useRows(scroller, props);
  const keys = useGridKeys({
    scroller,
    rows,
    columns: shown.length + 1,
    rowHeight: props.rowHeight,
    headerHeight,
    start: { row: props.start.row, column: 1 },
    viewKey: props.viewKey,
    selection,
    onSelect: props.onSelect,
    onVerb: (verb, place) => doVerb(verb, place, { props, shown, scroller, setMenu, setEditing }),
    onGroup: (index, open) => toggleGroup(props, index, open),
    onPlace: ({ row }) => {
      moved.current = true;
      setEditing(undefined);
      props.onPlace({ scrollTop: scroller.current?.scrollTop ?? 0, row: Math.max(0, row) });
    },
  });
  const handlers = useHandlers({ latest, scroller, arrange, now: { keys, shown, dragging }, setMenu, setEditing });
  const { place, onKeyDown, step, selectHere } = keys;
  useImperativeHandle(props.ref, () => ({
    step: (by) => {
      const here = document.activeElement === scroller.current;
      scroller.current?.focus();
      if (here) step(by);
    },
    select: selectHere,
  }));

  const [first, last] = [items[0] ?? 0, items.at(-1) ?? 0];
  useEffect(() => rows.show(first, last), [rows, first, last]);
  const current = rowAt(rows, place.row);
  // A list that is opened with a record beside it keeps that one until the person moves.
  useEffect(() => {
    if (moved.current) onCurrent(current);
  }, [current, onCurrent]);
  // The check box above tells of the rows of the page in the frame that are read.
  const top = Math.floor(first / props.pageSize) * props.pageSize;
  const page = useMemo(() => selectedOf(selection, pageIds(rows, top, props.pageSize)), [selection, rows, top, props.pageSize]);
  // The current row is always drawn, for it is the one that assistive technology is told of.
  const drawn = place.row < 0 || place.row >= rows.count || items.includes(place.row) ? items : [...items, place.row];
  return { gridId, scroller, columns, items: drawn, look, place, onKeyDown, handlers, page, menu, editing, drag: dragging.drag };
}

const styleOf = ({ tracks, lefts, pinnedWidth }: GridColumns): CSSProperties =>
  // CSS variables are no properties that the type knows.
  ({
    "--tracks": tracks,
    "--pinned": `${pinnedWidth}px`,
    ...Object.fromEntries(lefts.map((left, at) => [`--left-${at}`, `${left}px`])),
  }) as CSSProperties;

/** A row or a group; what is handed on is compared, so that only what changed is drawn again. */
function Item({ props, at, editing }: { props: GridProps; at: RowPlace; editing: string | undefined }) {
  const item = props.rows.at(at.index);
  if (item?.kind === "group") return <GroupRow {...at} group={item.group} word={props.groupWord(item.group.by)} />;
  const row = item?.row;
  return (
    <GridRow
      {...at}
      row={row}
      level={props.group.length > 0 ? props.group.length + 1 : 0}
      selected={row !== undefined && isSelected(props.selection, row.id)}
      peeked={props.peeked !== undefined && row?.number === props.peeked}
      editing={editing}
      edit={props.edit}
      cell={props.cell}
    />
  );
}

interface Here {
  readonly props: GridProps;
  readonly shown: readonly ShownColumn[];
  readonly scroller: RefObject<HTMLElement | null>;
  readonly setMenu: (column: string | undefined) => void;
  readonly setEditing: (column: string | undefined) => void;
}

function doVerb(verb: GridVerb, at: Place, { props, shown, scroller, setMenu, setEditing }: Here): void {
  const row = rowAt(props.rows, at.row);
  const column = shown[at.column - 1]?.spec;
  if (verb === "select" || verb === "selectPage") selectPage(props, at.row, scroller.current);
  if (verb === "menu") setMenu(column?.id);
  if (verb === "sort" && column?.sortable) props.onSort(column.id, "toggle");
  if (verb === "addSort" && column?.sortable) props.onSort(column.id, "add");
  if (!row) return;
  if (verb === "peek") props.onPeek(row);
  if (verb === "edit" && column && props.edit) {
    if (props.edit.may(row, column)) setEditing(column.id);
    else props.edit.refuse(row, column);
  }
  if (verb === "open" || verb === "openTab") props.onOpen(row, verb === "openTab");
}

function toggleGroup({ rows, onToggle }: GridProps, index: number, open: boolean | undefined): void {
  const item = rows.at(index);
  if (item?.kind === "group") onToggle(item.group.path, open);
}

interface Handling {
  readonly latest: RefObject<GridProps>;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly arrange: ReturnType<typeof useArrange>;
  readonly now: {
    readonly keys: ReturnType<typeof useGridKeys>;
    readonly shown: readonly ShownColumn[];
    readonly dragging: ReturnType<typeof useColumnDrag>;
  };
  readonly setMenu: (column: string | undefined) => void;
  readonly setEditing: (column: string | undefined) => void;
}

/** The handlers of rows and headers stay the same objects, so that a row is drawn again only for a change of its own. */
function useHandlers({ latest, scroller, arrange, now: given, setMenu, setEditing }: Handling) {
  const now = useRef(given);
  now.current = given;
  return useMemo<{ row: RowHandlers; head: HeadHandlers }>(
    () => ({
      row: {
        onPress: (row, column, event) => {
          const { keys } = now.current;
          if (event.ctrlKey || event.metaKey) keys.onBox(row, false);
          else if (event.shiftKey) keys.onBox(row, true);
          else keys.move({ row, column });
        },
        onDouble: (index, column) => {
          const row = rowAt(latest.current.rows, index);
          const spec = now.current.shown[column - 1]?.spec;
          if (row && spec && latest.current.edit?.may(row, spec)) setEditing(spec.id);
          else if (row) latest.current.onOpen(row, false);
        },
        onBox: (index, range) => now.current.keys.onBox(index, range),
        onToggle: (index) => {
          now.current.keys.move({ row: index, column: 1 });
          toggleGroup(latest.current, index, undefined);
        },
        onEdited: (next) => {
          setEditing(undefined);
          now.current.keys.afterEdit(next);
        },
      },
      head: {
        onSort: (column, at, add) => {
          if (now.current.dragging.wasDragged()) return;
          now.current.keys.move({ row: -1, column: at + 1 });
          latest.current.onSort(column, add ? "add" : "toggle");
        },
        onVerb: arrange.onColumnVerb,
        onMenu: (column) => {
          setMenu(column);
          if (column === undefined) scroller.current?.focus();
        },
        onPage: () => selectPage(latest.current, -1, scroller.current),
        onResize: (event, column) => now.current.dragging.onResize(event, column),
        onGrab: (event, column) => now.current.dragging.onGrab(event, column),
        onFit: (column) => arrange.onColumnVerb(column, "fit"),
      },
    }),
    [latest, scroller, arrange, setMenu, setEditing],
  );
}

/** Ids of the read records of the page around a row. */
function pageIds(rows: GridRows, row: number, pageSize: number): string[] {
  const from = Math.floor(Math.max(0, row) / pageSize) * pageSize;
  const ids: string[] = [];
  for (let at = from; at < Math.min(rows.count, from + pageSize); at++) {
    const id = rowAt(rows, at)?.id;
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

/** Selects the page around a row, in the header around the first row in the frame; all selected already: takes them out. */
function selectPage({ rows, pageSize, rowHeight, selection, onSelect }: GridProps, row: number, frame: HTMLElement | null): void {
  const ids = pageIds(rows, row < 0 ? Math.floor((frame?.scrollTop ?? 0) / rowHeight) : row, pageSize);
  onSelect(select(selection, ids, selectedOf(selection, ids) !== "all"));
}

function pasteAt(event: ClipboardEvent, props: GridProps, place: Place, shown: readonly ShownColumn[]): void {
  if (!props.onPasteText || event.target !== event.currentTarget || place.row < 0) return;
  event.preventDefault();
  const at = { index: place.row, row: rowAt(props.rows, place.row), column: shown[place.column - 1]?.spec };
  props.onPasteText(event.clipboardData.getData("text/plain"), at);
}

/** Rows drawn above and below the frame, so that none is blank while it scrolls. */
const overscan = 12;

/**
 * Which rows are drawn. All are of one height, so that the place of each is a product; a library that measures rows would cost the
 * list 10 kB and say the same.
 */
function useRows(scroller: RefObject<HTMLDivElement | null>, { rows, rowHeight, start, viewKey }: GridProps) {
  const [frame, setFrame] = useState({ first: Math.floor(start.scrollTop / rowHeight), last: 0 });
  const look = useCallback(() => {
    const { scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    const first = Math.floor(scrollTop / rowHeight);
    const last = Math.ceil((scrollTop + clientHeight) / rowHeight);
    setFrame((was) => (was.first === first && was.last === last ? was : { first, last }));
  }, [scroller, rowHeight]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    look();
    const watching = new ResizeObserver(look);
    watching.observe(element);
    return () => watching.disconnect();
  }, [scroller, look]);
  // A list that is opened again stands where it was left, and another view of it at its own place.
  const view = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (view.current === viewKey) return;
    view.current = viewKey;
    scroller.current?.scrollTo({ top: start.scrollTop });
    look();
  }, [scroller, viewKey, start, look]);
  const from = Math.max(0, Math.min(frame.first, rows.count - 1) - overscan);
  const to = Math.min(rows.count, frame.last + overscan);
  return { items: Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at), look };
}
