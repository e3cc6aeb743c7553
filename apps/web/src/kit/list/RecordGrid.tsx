/**
 * The grid of every list: TanStack Table for columns, order and sizes, virtual rows, one tab stop. Arrows move the current cell,
 * Enter opens the record or sorts by the header, Home/End/PgUp/PgDown and Ctrl+Home/End jump. No other file imports the table.
 */
import type { SortKey } from "@lotline/schema";
import {
  type ColumnDef,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { Row } from "../data/row.ts";
import { useWords } from "../lang.tsx";
import { Hidden } from "../mark/Text.tsx";
import type { Column } from "./columns.ts";
import css from "./grid.module.css";
import { moveCell, type Place } from "./grid-move.ts";

interface Props {
  label: string;
  columns: readonly Column[];
  hidden: readonly string[];
  rows: readonly Row[];
  total: number | undefined;
  sort: readonly SortKey[];
  rowHeight: number;
  loadingMore: boolean;
  hasMore: boolean;
  /** Changes with what is asked for; the rows then begin at the top. */
  viewKey: string;
  /** Rows are those of the view before, until the new ones come. */
  stale: boolean;
  start: { scrollTop: number; row: number };
  onSort: (column: string, add: boolean) => void;
  onOpen: (row: Row, newTab: boolean) => void;
  onMore: () => void;
  onPlace: (place: { scrollTop: number; row: number }) => void;
  cell: (row: Row, column: Column) => ReactNode;
}

const features = tableFeatures({ rowSortingFeature, columnSizingFeature, columnResizingFeature, columnVisibilityFeature });
const headerHeight = 32;
const ahead = 30;

export function RecordGrid(props: Props) {
  const { t } = useWords();
  const { rows, hasMore, onMore } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRecordTable(props);
  const virtual = useRows(scroller, props);
  const { place, setPlace, onKeyDown } = usePlace(scroller, table, virtual.scrollToIndex, props);
  const shown = table.getVisibleLeafColumns();
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - ahead) onMore();
  }, [last, rows.length, hasMore, onMore]);

  const width = table.getTotalSize();
  const active = `${place.row < 0 ? "head" : (rows[place.row]?.id ?? "head")}-${shown[place.column]?.id ?? ""}`;
  return (
    // The grid pattern of WAI-ARIA: the grid has the focus, the current cell is named by aria-activedescendant.
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      className={css.grid}
      data-stale={props.stale || undefined}
      aria-label={props.label}
      aria-rowcount={props.total === undefined ? -1 : props.total + 1}
      aria-colcount={shown.length}
      aria-activedescendant={`cell-${active}`}
      aria-busy={props.stale}
      onKeyDown={onKeyDown}
      onScroll={(event) => props.onPlace({ scrollTop: event.currentTarget.scrollTop, row: Math.max(0, place.row) })}
    >
      <div role="rowgroup" className={css.headGroup} style={{ width }}>
        {table.getHeaderGroups().map((group) => (
          <div key={group.id} role="row" aria-rowindex={1} className={css.head}>
            {group.headers.map((header, index) => (
              <HeaderCell key={header.id} header={header} index={index} place={place} props={props} onPlace={setPlace} />
            ))}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={css.body} style={{ height: virtual.getTotalSize(), width }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <BodyRow
                key={row.id}
                row={row}
                index={index}
                top={start}
                columns={shown}
                place={place}
                props={props}
                onPlace={setPlace}
              />
            )
          );
        })}
      </div>
      {props.loadingMore && <p className={css.more}>{t("list.loadingMore")}</p>}
    </div>
  );
}

type Table = ReturnType<typeof useRecordTable>;
type TableHeader = ReturnType<Table["getHeaderGroups"]>[number]["headers"][number];
type TableColumn = ReturnType<Table["getVisibleLeafColumns"]>[number];
type SetPlace = (set: (before: Place) => Place) => void;

/** Columns, order and sizes by the table; rows come sorted from the server. */
function useRecordTable({ columns, rows, sort, hidden }: Props) {
  const defs = useMemo<ColumnDef<typeof features, Row>[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row) => row[column.id],
        size: column.width,
        minSize: 60,
        enableSorting: column.sortable,
      })),
    [columns],
  );
  return useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: (row) => row.id,
    manualSorting: true,
    columnResizeMode: "onChange",
    state: {
      sorting: sort.map(({ column, desc }) => ({ id: column, desc })),
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
    },
  });
}

function useRows(scroller: RefObject<HTMLDivElement | null>, { rows, rowHeight, start, viewKey }: Props) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: headerHeight,
    initialOffset: start.scrollTop,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heights are measured anew when the density changes
  useEffect(() => virtual.measure(), [rowHeight]);
  const view = useRef(viewKey);
  useEffect(() => {
    if (view.current === viewKey) return;
    view.current = viewKey;
    scroller.current?.scrollTo({ top: 0 });
  }, [scroller, viewKey]);
  return virtual;
}

/** The current cell and the keys that move it. */
function usePlace(
  scroller: RefObject<HTMLDivElement | null>,
  table: Table,
  scrollTo: (index: number, options: { align: "auto" }) => void,
  props: Props,
) {
  const { rows } = props;
  const [place, setPlace] = useState<Place>({ row: props.start.row, column: 0 });
  const onKeyDown = (event: KeyboardEvent) => {
    const current = rows[place.row];
    if (event.key === "Enter" && current) return props.onOpen(current, event.ctrlKey || event.metaKey);
    const columns = table.getVisibleLeafColumns();
    const header = columns[place.column];
    if ((event.key === "Enter" || event.key === " ") && place.row < 0 && header?.getCanSort()) {
      event.preventDefault();
      return props.onSort(header.id, event.shiftKey);
    }
    const frame = (scroller.current?.clientHeight ?? 0) - headerHeight;
    const next = moveCell(place, event, {
      rows: rows.length,
      columns: columns.length,
      page: Math.max(1, Math.floor(frame / props.rowHeight)),
    });
    if (!next) return;
    event.preventDefault();
    setPlace(next);
    if (next.row >= 0) scrollTo(next.row, { align: "auto" });
    showColumn(scroller, next);
    props.onPlace({ scrollTop: scroller.current?.scrollTop ?? 0, row: Math.max(0, next.row) });
  };
  return { place, setPlace, onKeyDown };
}

interface HeaderCellProps {
  header: TableHeader;
  index: number;
  place: Place;
  props: Props;
  onPlace: SetPlace;
}

function HeaderCell({ header, index, place, props, onPlace }: HeaderCellProps) {
  const { say } = useWords();
  const { id } = header.column;
  const column = props.columns.find((candidate) => candidate.id === id);
  const rank = props.sort.findIndex((key) => key.column === id);
  const key = props.sort[rank];
  return (
    <div
      id={`cell-head-${id}`}
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={key ? (key.desc ? "descending" : "ascending") : header.column.getCanSort() ? "none" : undefined}
      className={css.headCell}
      data-right={column?.right || undefined}
      data-current={(place.row < 0 && place.column === index) || undefined}
      data-grows={column?.grows || undefined}
      style={{ width: header.getSize() }}
    >
      <HeaderWord
        word={column ? say(column.label) : id}
        sortable={header.column.getCanSort()}
        desc={key?.desc}
        rank={props.sort.length > 1 ? rank + 1 : 0}
        onSort={(add) => {
          onPlace(() => ({ row: -1, column: index }));
          props.onSort(id, add);
        }}
      />
      <span
        className={css.resize}
        onPointerDown={(event) => event.stopPropagation()}
        onMouseDown={header.getResizeHandler()}
        onTouchStart={header.getResizeHandler()}
        aria-hidden
      />
    </div>
  );
}

interface BodyRowProps {
  row: Row;
  index: number;
  top: number;
  columns: readonly TableColumn[];
  place: Place;
  props: Props;
  onPlace: SetPlace;
}

function BodyRow({ row, index, top, columns, place, props, onPlace }: BodyRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of a row are those of its grid
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={index === place.row}
      className={css.row}
      style={{ height: props.rowHeight, transform: `translateY(${top}px)` }}
      onClick={() => onPlace((before) => ({ ...before, row: index }))}
      onDoubleClick={() => props.onOpen(row, false)}
    >
      {columns.map((column, at) => {
        const spec = props.columns.find(({ id }) => id === column.id);
        return (
          <div
            key={column.id}
            id={`cell-${row.id}-${column.id}`}
            role="gridcell"
            aria-colindex={at + 1}
            className={css.cell}
            data-right={spec?.right || undefined}
            data-grows={spec?.grows || undefined}
            data-current={(index === place.row && at === place.column) || undefined}
            style={{ width: column.getSize() }}
          >
            <div className={css.inner}>{spec && props.cell(row, spec)}</div>
          </div>
        );
      })}
    </div>
  );
}

interface HeaderProps {
  word: string;
  sortable: boolean;
  desc: boolean | undefined;
  rank: number;
  onSort: (add: boolean) => void;
}

function HeaderWord({ word, sortable, desc, rank, onSort }: HeaderProps) {
  const { t } = useWords();
  if (!sortable) return <span className={css.word}>{word}</span>;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={css.sort}
      title={t("list.sortHint")}
      onClick={(event) => onSort(event.shiftKey)}
    >
      <span className={css.word}>{word}</span>
      {desc !== undefined && (
        <span className={css.arrow} aria-hidden>
          {desc ? "↓" : "↑"}
          {rank > 0 && rank}
        </span>
      )}
      {desc !== undefined && rank > 0 && <Hidden>{t(desc ? "word.sortedDown" : "word.sortedUp", { n: rank })}</Hidden>}
    </button>
  );
}

// The cell may lie outside the frame sideways; the browser brings it in without moving the rows.
function showColumn(scroller: RefObject<HTMLDivElement | null>, place: Place): void {
  requestAnimationFrame(() =>
    scroller.current
      ?.querySelector(`[data-current][aria-colindex="${place.column + 1}"]`)
      ?.scrollIntoView({ block: "nearest", inline: "nearest" }),
  );
}
