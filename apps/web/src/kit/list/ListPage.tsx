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
import { Checkbox, Popover } from "@mantine/core";
import { IconColumns, IconPlus } from "@tabler/icons-react";
import { useLocation, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Button, ButtonLink } from "../Button.tsx";
import { useClockOffset, useZone } from "../clock.tsx";
import { useAttributes } from "../data/attributes.ts";
import { type Row, textOf } from "../data/row.ts";
import { useFeature } from "../feature.tsx";
import { inZone } from "../format.ts";
import { useKeys } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { newPath, recordOfSlug, recordPath } from "../path.ts";
import { useMay } from "../session.tsx";
import { EmptyState, ErrorState, FailureText, Skeleton } from "../states.tsx";
import { Cell } from "./Cell.tsx";
import { type Column, columnsOf, ownColumns } from "./columns.ts";
import { keepPlace, placeAt } from "./place-memory.ts";
import { QueryBar } from "./QueryBar.tsx";
import css from "./query.module.css";
import { RecordGrid } from "./RecordGrid.tsx";
import { type RecordList, useRecordList } from "./useRecordList.ts";
import { toggleSort } from "./view.ts";

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

function List({ name, attributes }: { name: RecordName; attributes: readonly Attribute[] }) {
  const { t, say } = useWords();
  const zone = useZone();
  const navigate = useNavigate();
  const entry = useLocation({ select: (location) => location.state.__TSR_key ?? location.href });
  const { record, view, faults, columns, own, hidden, select } = useColumns(name, attributes);
  const place = useMemo(() => placeAt(entry), [entry]);
  const list = useRecordList(name, record, view, zone, place.rows, select);
  const [rowHeight, setRowHeight] = useState<number>(firstDensity);

  const show = useCallback((next: ListView) => void navigate({ to: ".", search: writeView(record, next) }), [navigate, record]);
  const open = (row: Row, newTab: boolean) => {
    const path = recordPath(name, textOf(row.number));
    if (newTab) window.open(path, "_blank", "noopener");
    else void navigate({ to: path });
  };
  const may = useMay();
  const create = may(record.create?.permit) ? newPath(name) : undefined;
  useKeys([
    { key: "j", label: t("list.toRows"), run: () => focusGrid() },
    ...(create ? [{ key: "n", label: t("do.new"), run: () => void navigate({ to: create }) }] : []),
  ]);

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
        <ColumnsMenu
          columns={[...columns.filter(({ id }) => !isAttributePath(id)), ...own]}
          hidden={hidden}
          onChange={(next) => show({ ...view, ...split(next, own) })}
        />
        <Density value={rowHeight} onChange={setRowHeight} />
      </div>
      <Body list={list} filtered={isFiltered(view)} create={create}>
        <RecordGrid
          label={t("list.grid", { label: say(record.plural) })}
          columns={columns}
          hidden={hidden}
          rows={list.rows}
          total={list.capped ? undefined : list.total}
          sort={view.sort}
          rowHeight={rowHeight}
          loadingMore={list.loadingMore}
          hasMore={list.hasMore}
          stale={list.loading}
          viewKey={JSON.stringify([view.text, view.conditions, view.where, view.sort])}
          start={place}
          onSort={(column, add) => show({ ...view, sort: toggleSort(view.sort, column, add) })}
          onOpen={open}
          onMore={list.more}
          onPlace={(next) => keepPlace(entry, { ...next, rows: list.rows.length })}
          cell={(row, column) => <Cell name={name} row={row} column={column} first={column === columns[0]} />}
        />
      </Body>
    </div>
  );
}

/** The view of the address with its columns; those of own fields are offered, and shown when the view asks for them. */
function useColumns(name: RecordName, attributes: readonly Attribute[]) {
  const { lang } = useWords();
  const feature = useFeature(name);
  const search = useSearch({ from: "/$record" });
  const record = useMemo(() => withOwnColumns(registry[name], attributes, search), [name, attributes, search]);
  const { view, faults } = useMemo(() => readView(record, search, pageParameters), [record, search]);
  const columns = useMemo(() => columnsOf(record, lang, feature), [record, lang, feature]);
  const own = useMemo(() => ownColumns(registry[name], attributes, lang), [name, attributes, lang]);
  const hidden = [...view.hidden, ...own.flatMap(({ id }) => (view.shown.includes(id) ? [] : [id]))];
  const select = [feature.listSelect ?? "", ...(asksAttributes(search) ? ["attributes"] : [])].join(" ");
  return { record, view, faults, columns, own, hidden, select };
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

const focusGrid = () => document.querySelector<HTMLElement>('[role="grid"]')?.focus();

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
  if (list.failure && list.rows.length === 0) return <ErrorState failure={list.failure} onRetry={list.again} />;
  if (list.loading && list.rows.length === 0) return <Skeleton rows={14} />;
  if (list.rows.length > 0) {
    return (
      <>
        {children}
        {list.failure && (
          <div className={css.foot} role="alert">
            <FailureText failure={list.failure} />
            <Button look="quiet" onClick={list.retryMore}>
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

function ColumnsMenu({
  columns,
  hidden,
  onChange,
}: {
  columns: readonly Column[];
  hidden: readonly string[];
  onChange: (hidden: string[]) => void;
}) {
  const { t, say } = useWords();
  return (
    <Popover position="bottom-end" width={240} trapFocus returnFocus>
      <Popover.Target>
        <Button look="quiet" icon={IconColumns}>
          {t("list.columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("list.columns")}>
        <fieldset className={css.checks}>
          <legend className={css.legend}>{t("list.columns")}</legend>
          {columns.slice(1).map((column) => (
            <Checkbox
              key={column.id}
              label={say(column.label)}
              checked={!hidden.includes(column.id)}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? hidden.filter((id) => id !== column.id) : [...hidden, column.id])
              }
            />
          ))}
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}
