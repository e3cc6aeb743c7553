/** The list of a record type: head, query area, count and tools, grid. Its whole view is its address. */

import {
  type AnyRecord,
  type Attribute,
  asksAttributes,
  formPermit,
  importPermit,
  isAttributePath,
  type ListView,
  type RecordName,
  type Search,
  writeView,
} from "@lotline/schema";
import { IconPlus, IconUpload } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { ButtonLink } from "../Button.tsx";
import { useZone } from "../clock.tsx";
import { useAttributes } from "../data/attributes.ts";
import { useWords } from "../lang.tsx";
import { newPath, recordOfSlug } from "../path.ts";
import { useMay } from "../session.tsx";
import { ErrorState, Skeleton } from "../states.tsx";
import { ColumnsPanel } from "./ColumnsPanel.tsx";
import type { Column } from "./columns.ts";
import { ExportMenu } from "./ExportMenu.tsx";
import { GroupMenu } from "./GroupMenu.tsx";
import type { ColumnState } from "./grid-columns.ts";
import { ListRows } from "./ListRows.tsx";
import { Count, Density, useRowHeight } from "./ListTools.tsx";
import { QueryBar } from "./QueryBar.tsx";
import css from "./query.module.css";
import { firstSearch, ownView, type SavedViews, useSavedViews, viewParameter, waitsForViews } from "./saved-views.ts";
import { pageParameters, useColumns, useList } from "./useList.ts";
import { ViewTabs } from "./ViewTabs.tsx";
import { readPeek, writePeek } from "./view.ts";

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

function List({ name, attributes, saved }: { name: RecordName; attributes: readonly Attribute[]; saved: SavedViews }) {
  const { t, say } = useWords();
  const zone = useZone();
  const navigate = useNavigate();
  const { record, view, faults, columns, own, arrangement, select } = useColumns(name, attributes);
  const query = { name, record, view, zone, extra: select };
  const { list, totals, toggle } = useList(query, view.group);
  const [rowHeight, setRowHeight] = useRowHeight();
  const total = totals?.count ?? (list.capped ? undefined : list.total);
  const show = (next: ListView) =>
    void navigate({
      to: ".",
      search: (before) => ({ ...writeView(record, next), ...keptView(record, next, before), ...writePeek(readPeek(before)) }),
    });
  const arrange = (next: ColumnState) => show({ ...view, ...next, ...split(next.hidden, own) });
  const may = useMay();
  const create = may(formPermit(record)) ? newPath(name) : undefined;
  const importing = importPermit(record);
  const imported = importing !== undefined && may(importing);
  return (
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
        {imported && (
          <ButtonLink to="/import" search={{ record: name }} look="quiet" icon={IconUpload}>
            {t("import.menu")}
          </ButtonLink>
        )}
        <ExportMenu name={name} record={record} view={view} columns={columns} arrangement={arrangement} total={total} />
        <Density value={rowHeight} onChange={setRowHeight} />
      </div>
      <ListRows
        query={query}
        view={view}
        list={list}
        totals={totals}
        total={total}
        columns={columns}
        arrangement={arrangement}
        onArrange={arrange}
        onToggle={toggle}
        rowHeight={rowHeight}
        create={create}
        onShow={show}
      />
    </div>
  );
}

// The list stays with the view that was opened; an address that says nothing else means the record's own one.
function keptView(record: AnyRecord, next: ListView, before: Readonly<Record<string, string | undefined>>): Search {
  const isOwn = Object.keys(writeView(record, next)).length === 0;
  const view = before[viewParameter] ?? (isOwn ? ownView : undefined);
  return view === undefined ? {} : { [viewParameter]: view };
}

/** Which declared columns are hidden and which of the own fields are shown. */
const split = (hidden: readonly string[], own: readonly Column[]) => ({
  hidden: hidden.filter((id) => !isAttributePath(id)),
  shown: own.flatMap(({ id }) => (hidden.includes(id) ? [] : [id])),
});
