/** The list of a record type: head, query area, count and tools, grid. Its whole view is its address. */

import {
  type Attribute,
  asksAttributes,
  isAttributePath,
  type ListView,
  type RecordName,
  readView,
  registry,
  withOwnColumns,
  writeView,
} from "@lotline/schema";
import { IconPlus } from "@tabler/icons-react";
import { useLocation, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, type RefObject, useCallback, useMemo, useRef, useState } from "react";
import { Button, ButtonLink } from "../Button.tsx";
import { useClockOffset, useZone } from "../clock.tsx";
import { useAttributes } from "../data/attributes.ts";
import { type Row, textOf } from "../data/row.ts";
import { useFeature, useLazy } from "../feature.tsx";
import { inZone } from "../format.ts";
import { useKeys } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { newPath, recordOfSlug, recordPath } from "../path.ts";
import { useMay } from "../session.tsx";
import { EmptyState, ErrorState, FailureText, Skeleton } from "../states.tsx";
import { Cell } from "./Cell.tsx";
import { ColumnsPanel } from "./ColumnsPanel.tsx";
import { type Column, columnsOf, ownColumns } from "./columns.ts";
import type { ColumnState } from "./grid-columns.ts";
import { keepPlace, type ListPlace, placeAt } from "./place-memory.ts";
import { QueryBar } from "./QueryBar.tsx";
import css from "./query.module.css";
import { type GridHandle, type GridProps, RecordGrid } from "./RecordGrid.tsx";
import { SelectionBar } from "./SelectionBar.tsx";
import { nothingSelected, type Selection } from "./selection.ts";
import { usePeek } from "./usePeek.ts";
import { pageSize, type RecordList, useRecordList } from "./useRecordList.ts";
import { type Peeked, sortBy, toggleSort, writePeek } from "./view.ts";

export function ListPage() {
  const { record } = useParams({ from: "/$record" });
  const name = recordOfSlug(record);
  // Another record type is another page: nothing of the last one is kept.
  return name ? <Defined key={name} name={name} /> : null;
}

/** Waits for the definitions of the own fields only when the address speaks of them. */
function Defined({ name }: { name: RecordName }) {
  const search = useSearch({ from: "/$record" });
  const own = useAttributes(name);
  if (own.failure && asksAttributes(search)) return <ErrorState failure={own.failure} onRetry={own.again} />;
  return own.loading && asksAttributes(search) ? <Skeleton rows={14} /> : <List name={name} attributes={own.attributes} />;
}

const densities = [28, 34, 42] as const;
const densityKey = "lotline.rowHeight";
const noGroups: readonly string[] = [];
const loadPeek = () => import("./Peek.tsx");

function List({ name, attributes }: { name: RecordName; attributes: readonly Attribute[] }) {
  const { t, say } = useWords();
  const zone = useZone();
  const navigate = useNavigate();
  const { record, view, faults, columns, own, arrangement, select } = useColumns(name, attributes);
  const list = useRecordList({ name, record, view, zone, extra: select });
  const [selection, setSelection] = useSelection(view);
  const [rowHeight, setRowHeight] = useState<number>(firstDensity);
  const { peeked, show: showPeek, toggle: togglePeek, follow } = usePeek();
  const total = list.capped ? undefined : list.total;

  const show = (next: ListView) => void navigate({ to: ".", search: { ...writeView(record, next), ...writePeek(peeked) } });
  const arrange = (next: ColumnState) => show({ ...view, ...next, ...split(next.hidden, own) });
  const may = useMay();
  const create = may(record.create?.permit) ? newPath(name) : undefined;
  const grid = useRef<GridHandle>(null);
  const closePeek = () => {
    showPeek(undefined);
    grid.current?.step(0);
  };
  useListKeys({ grid, create, closePeek: peeked && closePeek });

  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{say(record.plural)}</h1>
        {create && (
          <ButtonLink to={create} icon={IconPlus}>
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
        <Count list={list} zone={zone} />
        <ColumnsPanel
          columns={columns}
          arrangement={arrangement}
          onArrange={arrange}
          onReset={() => show({ ...view, order: [], pinned: [], widths: {}, hidden: [], shown: [] })}
        />
        <Density value={rowHeight} onChange={setRowHeight} />
      </div>
      <div className={css.split}>
        <div className={css.rows}>
          <Body list={list} filtered={isFiltered(view)} create={create}>
            <Grid
              ref={grid}
              name={name}
              view={view}
              columns={columns}
              list={list}
              rowHeight={rowHeight}
              arrangement={arrangement}
              onArrange={arrange}
              onShow={show}
              selection={selection}
              onSelect={setSelection}
              peeked={peeked?.number}
              onPeek={togglePeek}
              onCurrent={follow}
            />
            <SelectionBar selection={selection} total={total} onSelect={setSelection} />
          </Body>
        </div>
        {peeked && <Beside name={name} peeked={peeked} onShow={showPeek} onClose={closePeek} />}
      </div>
    </div>
  );
}

interface GridHere
  extends Pick<
    GridProps,
    "ref" | "columns" | "rowHeight" | "arrangement" | "onArrange" | "selection" | "onSelect" | "peeked" | "onPeek" | "onCurrent"
  > {
  name: RecordName;
  view: ListView;
  list: RecordList;
  onShow: (view: ListView) => void;
}

/** The grid with what of it belongs to this list: where it was left, how its verbs go on, what a cell shows. */
function Grid({ name, view, list, onShow, ...rest }: GridHere) {
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
      label={t("list.grid", { label: say(registry[name].plural) })}
      rows={list.rows}
      total={list.capped ? undefined : list.total}
      sort={view.sort}
      group={noGroups}
      groupable={noGroups}
      groupWord={String}
      onGroupBy={() => undefined}
      onToggle={() => undefined}
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
    { key: "x", label: t("grid.selectRowKey"), run: () => grid.current?.select() },
    ...(create ? [{ key: "n", label: t("do.new"), run: () => void navigate({ to: create }) }] : []),
    ...(closePeek ? [{ key: "Escape", label: t("do.close"), run: closePeek }] : []),
  ]);
}

/** Where this entry of the history was left, and what keeps it; an entry that is replaced by a peek goes on where it was. */
function usePlaceMemory() {
  const entry = useLocation({ select: (location) => location.state.__TSR_key ?? location.href });
  const start = useMemo(() => placeAt(entry), [entry]);
  const keep = useCallback((place: ListPlace) => keepPlace(entry, place), [entry]);
  return [start, keep] as const;
}

/** What is selected, as long as the same rows are asked for. */
function useSelection({ text, conditions, where }: ListView) {
  const key = JSON.stringify([text, conditions, where]);
  const [held, setHeld] = useState<{ key: string; selection: Selection }>({ key, selection: nothingSelected });
  const set = useCallback((selection: Selection) => setHeld({ key, selection }), [key]);
  return [held.key === key ? held.selection : nothingSelected, set] as const;
}

/** The view of the address with its columns; those of own fields are offered, and shown when the view asks for them. */
function useColumns(name: RecordName, attributes: readonly Attribute[]) {
  const { lang } = useWords();
  const feature = useFeature(name);
  const search = useSearch({ from: "/$record" });
  const record = useMemo(() => withOwnColumns(registry[name], attributes, search), [name, attributes, search]);
  const { view, faults } = useMemo(() => readView(record, search, pageParameters), [record, search]);
  const own = useMemo(() => ownColumns(registry[name], attributes, lang), [name, attributes, lang]);
  const columns = useMemo(() => [...columnsOf(registry[name], lang, feature), ...own], [name, lang, feature, own]);
  const arrangement = useMemo<ColumnState>(
    () => ({
      order: view.order,
      pinned: view.pinned,
      widths: view.widths,
      hidden: [...view.hidden, ...own.flatMap(({ id }) => (view.shown.includes(id) ? [] : [id]))],
    }),
    [view, own],
  );
  const select = [feature.listSelect ?? "", ...(asksAttributes(search) ? ["attributes"] : [])].join(" ");
  return { record, view, faults, columns, own, arrangement, select };
}

/** What of the address is the page's: the record beside the list, the saved view that was opened. */
const pageParameters = ["peek", "tab", "view"];

const isFiltered = (view: ListView): boolean =>
  view.text !== "" || view.where !== undefined || Object.keys(view.conditions).length > 0;

/** Which declared columns are hidden and which of the own fields are shown. */
const split = (hidden: readonly string[], own: readonly Column[]) => ({
  hidden: hidden.filter((id) => !isAttributePath(id)),
  shown: own.flatMap(({ id }) => (hidden.includes(id) ? [] : [id])),
});

const firstDensity = () => densities.find((height) => String(height) === localStorage.getItem(densityKey)) ?? 34;

function Density({ value, onChange }: { value: number; onChange: (height: number) => void }) {
  const { t } = useWords();
  return (
    <fieldset className={css.density}>
      <legend className={css.legend}>{t("list.density")}</legend>
      {densities.map((height) => (
        <button
          key={height}
          type="button"
          aria-pressed={height === value}
          onClick={() => {
            localStorage.setItem(densityKey, String(height));
            onChange(height);
          }}
        >
          {height}
        </button>
      ))}
    </fieldset>
  );
}

function Count({ list, zone }: { list: RecordList; zone: string }) {
  const { t } = useWords();
  const offset = useClockOffset();
  const at = list.readAt ? inZone(list.readAt + offset, zone) : undefined;
  return (
    <>
      <span role="status" className={css.count}>
        {list.capped
          ? t("list.countCapped")
          : list.total !== undefined && t("list.count", { n: list.total.toLocaleString("en") })}
      </span>
      <span className={css.asOf}>{at && t("word.asOf", { time: at.seconds })}</span>
    </>
  );
}

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
    <EmptyState title={filtered ? t("list.empty") : t("list.none")} hint={filtered ? t("list.emptyHint") : t("list.noneHint")}>
      {!filtered && create && <ButtonLink to={create}>{t("do.new")}</ButtonLink>}
    </EmptyState>
  );
}
