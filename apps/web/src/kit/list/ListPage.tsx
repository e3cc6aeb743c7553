/** The list of a record type: head, query area, count and tools, grid. Its whole view is its address. */

import { type AnyRecord, type RecordName, registry } from "@lotline/schema";
import { Checkbox, Popover } from "@mantine/core";
import { IconColumns, IconPlus } from "@tabler/icons-react";
import { Link, useLocation, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Button, ButtonLink } from "../Button.tsx";
import { useClockOffset, useZone } from "../clock.tsx";
import { type Row, textOf, unitIn } from "../data/row.ts";
import { useFeature } from "../feature.tsx";
import { FieldValue } from "../field/FieldValue.tsx";
import { inZone } from "../format.ts";
import { useKeys } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { HoldTag } from "../mark/HoldTag.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { Code } from "../mark/Text.tsx";
import { newPath, recordOfSlug, recordPath } from "../path.ts";
import { useMay } from "../session.tsx";
import { EmptyState, ErrorState, FailureText, Skeleton } from "../states.tsx";
import { type Column, columnsOf } from "./columns.ts";
import { keepPlace, placeAt } from "./place-memory.ts";
import { QueryBar } from "./QueryBar.tsx";
import css from "./query.module.css";
import { RecordGrid } from "./RecordGrid.tsx";
import { type RecordList, useRecordList } from "./useRecordList.ts";
import { type ListView, readView, toggleSort, writeView } from "./view.ts";

export function ListPage() {
  const { record } = useParams({ from: "/$record" });
  const name = recordOfSlug(record);
  // Another record type is another page: nothing of the last one is kept.
  return name ? <List key={name} name={name} /> : null;
}

const densities = [28, 34, 42] as const;
const densityKey = "lotline.rowHeight";

function List({ name }: { name: RecordName }) {
  const { t, say, lang } = useWords();
  const zone = useZone();
  const navigate = useNavigate();
  const search = useSearch({ from: "/$record" });
  const entry = useLocation({ select: (location) => location.state.__TSR_key ?? location.href });
  const record: AnyRecord = registry[name];
  const view = useMemo(() => readView(record, search), [record, search]);
  const feature = useFeature(name);
  const columns = useMemo(() => columnsOf(record, lang, feature), [record, lang, feature]);
  const place = useMemo(() => placeAt(entry), [entry]);
  const list = useRecordList(name, view, zone, place.rows, feature.listSelect);
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
      <QueryBar name={name} view={view} onQuery={show} onReset={() => show(readView(record, {}))} />
      <div className={css.tools}>
        <Count list={list} zone={zone} />
        <ColumnsMenu columns={columns} hidden={view.hidden} onChange={(hidden) => show({ ...view, hidden })} />
        <Density value={rowHeight} onChange={setRowHeight} />
      </div>
      <Body list={list} filtered={view.text !== "" || Object.keys(view.conditions).length > 0} create={create}>
        <RecordGrid
          label={t("list.grid", { label: say(record.plural) })}
          columns={columns}
          hidden={view.hidden}
          rows={list.rows}
          total={list.capped ? undefined : list.total}
          sort={view.sort}
          rowHeight={rowHeight}
          loadingMore={list.loadingMore}
          hasMore={list.hasMore}
          stale={list.loading}
          viewKey={JSON.stringify([view.text, view.conditions, view.sort])}
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

function Cell({ name, row, column, first }: { name: RecordName; row: Row; column: Column; first: boolean }) {
  const { say } = useWords();
  const feature = useFeature(name);
  const value = row[column.id];
  // The first column leads to the record, whichever it is.
  if (first) {
    return (
      <Link to={recordPath(name, textOf(row.number))} tabIndex={-1} className={css.number}>
        <Code>{textOf(value)}</Code>
      </Link>
    );
  }
  if (column.own) return <column.own row={row} />;
  const holds = feature.holds?.(row) ?? [];
  if (column.id === "holds") return holds.map((hold) => <HoldTag key={hold.en} reason={say(hold)} />);
  if (column.id === "state" && column.field.kind === "choice") {
    const label = column.field.of.values[textOf(value)];
    return <StatusWord name={textOf(value)} record={name} label={label ? say(label) : textOf(value)} held={holds.length > 0} />;
  }
  const { unit, decimals } = unitIn(column.field, registry[name].fields, row);
  return <FieldValue field={column.field} value={value} unit={unit} decimals={decimals} inGrid />;
}
