/** The rows of a list and what is done to them: where one stands, what is selected, edited or pasted, the record beside. */
import { type AnyRecord, columnField, groupColumns, type ListView, type RecordName } from "@lotline/schema";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, type RefObject, useCallback, useRef } from "react";
import { Button, ButtonLink } from "../Button.tsx";
import { type Row, textOf } from "../data/row.ts";
import { useLazy } from "../feature.tsx";
import { useKeys } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { recordPath } from "../path.ts";
import { useSession } from "../session.tsx";
import { EmptyState, ErrorState, FailureText, Skeleton } from "../states.tsx";
import { Cell } from "./Cell.tsx";
import type { Column } from "./columns.ts";
import { GridFoot, type Totals } from "./GridFoot.tsx";
import css from "./query.module.css";
import { type GridHandle, type GridProps, RecordGrid } from "./RecordGrid.tsx";
import { usePlaceMemory, useSelection } from "./useList.ts";
import { useListWork } from "./useListWork.tsx";
import { usePeek } from "./usePeek.ts";
import { type ListQuery, pageSize, type RecordList } from "./useRecordList.ts";
import { type Peeked, sortBy, toggleSort } from "./view.ts";

const loadPeek = () => import("./Peek.tsx");

interface Props extends Pick<GridProps, "columns" | "arrangement" | "onArrange" | "onToggle" | "rowHeight" | "total"> {
  query: ListQuery;
  view: ListView;
  list: RecordList;
  totals: Totals | undefined;
  /** Where a new one is made, for those who may. */
  create: `/${string}` | undefined;
  onShow: (view: ListView) => void;
}

export function ListRows({ query, view, list, totals, create, onShow, ...rest }: Props) {
  const { name, record } = query;
  const { total, columns, arrangement } = rest;
  const [selection, onSelect] = useSelection(view);
  const work = useListWork({ name, record, view, list, total, columns, arrangement, selection, onSelect });
  const { peeked, show: showPeek, toggle: togglePeek, follow } = usePeek();
  const grid = useRef<GridHandle>(null);
  const closePeek = () => {
    showPeek(undefined);
    grid.current?.step(0);
  };
  useListKeys({ grid, create, closePeek: peeked && closePeek });
  return work.around(
    <div className={css.split}>
      <div className={css.rows}>
        <Body list={list} filtered={isFiltered(view)} create={create}>
          <Grid
            {...rest}
            ref={grid}
            name={name}
            record={record}
            view={view}
            list={list}
            onShow={onShow}
            selection={selection}
            onSelect={onSelect}
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

const isFiltered = (view: ListView): boolean =>
  view.text !== "" || view.where !== undefined || Object.keys(view.conditions).length > 0;

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
