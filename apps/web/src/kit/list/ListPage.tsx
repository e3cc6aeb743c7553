/** The list of a record type: head, query area, count and tools, grid. Its whole view is its address. */

import {
  type AnyRecord,
  type Attribute,
  asksAttributes,
  columnField,
  groupColumns,
  isAttributePath,
  type ListView,
  type RecordName,
  type Search,
  writeView,
} from "@lotline/schema";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, type RefObject, useCallback, useEffect, useRef } from "react";
import { Button, ButtonLink } from "../Button.tsx";
import { useZone } from "../clock.tsx";
import { useAttributes } from "../data/attributes.ts";
import { type Row, textOf } from "../data/row.ts";
import { useLazy } from "../feature.tsx";
import { useKeys } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { newPath, recordOfSlug, recordPath } from "../path.ts";
import { useMay, useSession } from "../session.tsx";
import { EmptyState, ErrorState, FailureText, Skeleton } from "../states.tsx";
import { Cell } from "./Cell.tsx";
import { ColumnsPanel } from "./ColumnsPanel.tsx";
import type { Column } from "./columns.ts";
import { ExportMenu } from "./ExportMenu.tsx";
import { GridFoot } from "./GridFoot.tsx";
import { GroupMenu } from "./GroupMenu.tsx";
import type { ColumnState } from "./grid-columns.ts";
import { Count, Density, useRowHeight } from "./ListTools.tsx";
import { QueryBar } from "./QueryBar.tsx";
import css from "./query.module.css";
import { type GridHandle, type GridProps, RecordGrid } from "./RecordGrid.tsx";
import { firstSearch, ownView, type SavedViews, useSavedViews, viewParameter, waitsForViews } from "./saved-views.ts";
import { pageParameters, useColumns, useList, usePlaceMemory, useSelection } from "./useList.ts";
import { useListWork } from "./useListWork.tsx";
import { usePeek } from "./usePeek.ts";
import { pageSize, type RecordList } from "./useRecordList.ts";
import { ViewTabs } from "./ViewTabs.tsx";
import { type Peeked, sortBy, toggleSort, writePeek } from "./view.ts";

export function ListPage() {
  const { record } = useParams({ from: "/$record" });
  const name = recordOfSlug(record);
  // Another record type is another page: nothing of the last one is kept.
  return name ? <Defined key={name} name={name} /> : null;
}

/**
 * A list without parameters opens with the view chosen for it. Waits for the definitions of the own fields only when the address
 * speaks of them.
 */
function Defined({ name }: { name: RecordName }) {
  const search = useSearch({ from: "/$record" });
  const navigate = useNavigate();
  const own = useAttributes(name);
  const saved = useSavedViews(name);
  const first = firstSearch(search, saved);
  useEffect(() => {
    if (first) void navigate({ to: ".", search: first, replace: true });
  }, [first, navigate]);
  if (first || waitsForViews(search, saved)) return <Skeleton rows={14} />;
  if (own.failure && asksAttributes(search)) return <ErrorState failure={own.failure} onRetry={own.again} />;
  return own.loading && asksAttributes(search) ? (
    <Skeleton rows={14} />
  ) : (
    <List name={name} attributes={own.attributes} saved={saved} />
  );
}

const loadPeek = () => import("./Peek.tsx");

function List({ name, attributes, saved }: { name: RecordName; attributes: readonly Attribute[]; saved: SavedViews }) {
  const { t, say } = useWords();
  const zone = useZone();
  const navigate = useNavigate();
  const { record, view, faults, columns, own, arrangement, select } = useColumns(name, attributes);
  const query = { name, record, view, zone, extra: select };
  const { list, totals, toggle } = useList(query, view.group);
  const [selection, setSelection] = useSelection(view);
  const [rowHeight, setRowHeight] = useRowHeight();
  const { peeked, show: showPeek, toggle: togglePeek, follow } = usePeek();
  const total = totals?.count ?? (list.capped ? undefined : list.total);
  const work = useListWork({ name, record, view, list, total, columns, arrangement, selection, onSelect: setSelection });

  const show = (next: ListView) =>
    void navigate({
      to: ".",
      search: (before) => ({ ...writeView(record, next), ...keptView(record, next, before), ...writePeek(peeked) }),
    });
  const arrange = (next: ColumnState) => show({ ...view, ...next, ...split(next.hidden, own) });
  const may = useMay();
  const create = may(record.create?.permit) ? newPath(name) : undefined;
  const grid = useRef<GridHandle>(null);
  const closePeek = () => {
    showPeek(undefined);
    grid.current?.step(0);
  };
  useListKeys({ grid, create, closePeek: peeked && closePeek });

  return work.around(
    <div className={css.page}>
      <header className={css.head}>
        <h1>{say(record.plural)}</h1>
        <ViewTabs name={name} record={record} saved={saved} others={pageParameters} />
        {create && (
          <ButtonLink to={create} icon={IconPlus} data-tour="new">
            {t("form.new", { label: say(record.label) })}
          </ButtonLink>
        )}
      </header>
      {faults.length > 0 && (
        <p role="alert" className={css.faults}>
          {t("filter.faults", { parts: faults.join(t("word.comma")) })}
        </p>
      )}
      <QueryBar record={record} view={view} onQuery={show} />
      <div className={css.tools}>
        <Count total={total} capped={list.capped} readAt={list.readAt} zone={zone} />
        <GroupMenu record={record} view={view} onChange={show} />
        <ColumnsPanel
          columns={columns}
          arrangement={arrangement}
          onArrange={arrange}
          onReset={() => show({ ...view, order: [], pinned: [], widths: {}, hidden: [], shown: [] })}
        />
        <ExportMenu name={name} record={record} view={view} columns={columns} arrangement={arrangement} total={total} />
        <Density value={rowHeight} onChange={setRowHeight} />
      </div>
      <div className={css.split}>
        <div className={css.rows}>
          <Body list={list} filtered={isFiltered(view)} create={create}>
            <Grid
              ref={grid}
              name={name}
              record={record}
              view={view}
              columns={columns}
              list={list}
              total={total}
              onToggle={toggle}
              rowHeight={rowHeight}
              arrangement={arrangement}
              onArrange={arrange}
              onShow={show}
              selection={selection}
              onSelect={setSelection}
              peeked={peeked?.number}
              onPeek={togglePeek}
              onCurrent={follow}
              edit={work.edit}
              onPasteText={work.onPasteText}
            />
            {work.bar}
            <GridFoot query={query} totals={totals} wait={list.loading} />
          </Body>
        </div>
        {peeked && <Beside name={name} peeked={peeked} onShow={showPeek} onClose={closePeek} />}
      </div>
    </div>,
  );
}

interface GridHere
  extends Pick<
    GridProps,
    | "ref"
    | "total"
    | "onToggle"
    | "columns"
    | "rowHeight"
    | "arrangement"
    | "onArrange"
    | "selection"
    | "onSelect"
    | "peeked"
    | "onPeek"
    | "onCurrent"
    | "edit"
    | "onPasteText"
  > {
  name: RecordName;
  /** With what the person may see of it. */
  record: AnyRecord;
  view: ListView;
  list: RecordList;
  onShow: (view: ListView) => void;
}

/** The grid with what of it belongs to this list: where it was left, how its verbs go on, what a cell shows. */
function Grid({ name, record, view, list, onShow, ...rest }: GridHere) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const [start, onPlace] = usePlaceMemory();
  const open = (row: Row, newTab: boolean) => {
    const path = recordPath(name, textOf(row.number));
    if (newTab) window.open(path, "_blank", "noopener");
    else void navigate({ to: path });
  };
  const cell = useCallback(
    (row: Row, column: Column) => <Cell name={name} row={row} column={column} first={column.leads} />,
    [name],
  );
  return (
    <RecordGrid
      {...rest}
      label={t("list.grid", { label: say(record.plural) })}
      rows={list.rows}
      sort={view.sort}
      group={view.group}
      groupable={groupColumns(record)}
      groupWord={(by) => say(columnField(record, by.split(":")[0] ?? by)?.label ?? { en: by, zh: by })}
      onGroupBy={(group) => onShow({ ...view, group })}
      pageSize={pageSize}
      viewKey={list.viewKey}
      stale={list.loading}
      start={start}
      onSort={(column, how) => onShow({ ...view, sort: sorted(view.sort, column, how) })}
      onOpen={open}
      onPlace={onPlace}
      cell={cell}
    />
  );
}

const sorted = (sort: ListView["sort"], column: string, how: Parameters<GridProps["onSort"]>[1]) =>
  how === "toggle" || how === "add" ? toggleSort(sort, column, how === "add") : sortBy(sort, column, how);

function Beside({
  name,
  peeked,
  onShow,
  onClose,
}: {
  name: RecordName;
  peeked: Peeked;
  onShow: (next: Peeked) => void;
  onClose: () => void;
}) {
  const { component: Peek } = useLazy(loadPeek);
  return Peek ? <Peek name={name} peeked={peeked} onTab={(tab) => onShow({ ...peeked, tab })} onClose={onClose} /> : null;
}

/** The keys of the list, those that the grid acts on itself shown only. */
function useListKeys({
  grid,
  create,
  closePeek,
}: {
  grid: RefObject<GridHandle | null>;
  create: `/${string}` | undefined;
  closePeek: (() => void) | undefined;
}) {
  const { t } = useWords();
  const navigate = useNavigate();
  useKeys([
    { key: "j", label: t("list.toRows"), run: () => grid.current?.step(1) },
    { key: "k", label: t("grid.rowUp"), run: () => grid.current?.step(-1), quiet: true },
    { key: "Enter", label: t("grid.openKey") },
    { key: " ", label: t("grid.peekKey") },
    { key: "F2", label: t("edit.keys"), quiet: true },
    { key: "x", label: t("grid.selectRowKey"), run: () => grid.current?.select() },
    ...(create ? [{ key: "n", label: t("do.new"), run: () => void navigate({ to: create }) }] : []),
    ...(closePeek ? [{ key: "Escape", label: t("do.close"), run: closePeek }] : []),
  ]);
}

// The list stays with the view that was opened; an address that says nothing else means the record's own one.
function keptView(record: AnyRecord, next: ListView, before: Readonly<Record<string, string | undefined>>): Search {
  const isOwn = Object.keys(writeView(record, next)).length === 0;
  const view = before[viewParameter] ?? (isOwn ? ownView : undefined);
  return view === undefined ? {} : { [viewParameter]: view };
}

const isFiltered = (view: ListView): boolean =>
  view.text !== "" || view.where !== undefined || Object.keys(view.conditions).length > 0;

/** Which declared columns are hidden and which of the own fields are shown. */
const split = (hidden: readonly string[], own: readonly Column[]) => ({
  hidden: hidden.filter((id) => !isAttributePath(id)),
  shown: own.flatMap(({ id }) => (hidden.includes(id) ? [] : [id])),
});

function Body({
  list,
  filtered,
  create,
  children,
}: {
  list: RecordList;
  filtered: boolean;
  create: `/${string}` | undefined;
  children: ReactNode;
}) {
  const { t } = useWords();
  const { demo } = useSession();
  const none = list.rows.count === 0;
  if (list.failure && none) return <ErrorState failure={list.failure} onRetry={list.again} />;
  if (list.loading && none) return <Skeleton rows={14} />;
  if (!none) {
    return (
      <>
        {children}
        {list.failure && (
          <div className={css.foot} role="alert">
            <FailureText failure={list.failure} />
            <Button look="quiet" onClick={list.retry}>
              {t("do.retry")}
            </Button>
          </div>
        )}
      </>
    );
  }
  return (
    <EmptyState
      title={filtered ? t("list.empty") : t("list.none")}
      hint={filtered ? t("list.emptyHint") : demo ? `${t("list.noneHint")} ${t("list.noneDemo")}` : t("list.noneHint")}
    >
      {!filtered && create && <ButtonLink to={create}>{t("do.new")}</ButtonLink>}
    </EmptyState>
  );
}
