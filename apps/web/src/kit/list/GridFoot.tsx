/** Below a list: how all its rows stand, by state, and their sums, by unit; over everything that matches, not what is read. */
import { useQuery } from "@apollo/client/react";
import { type AnyRecord, columnField, registry } from "@lotline/schema";
import { groupsDocument, totalsDocument } from "../data/documents.ts";
import { filterOf } from "../data/filter.ts";
import { useWords } from "../lang.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { Sums } from "./GridRow.tsx";
import type { Sum } from "./grid-rows.ts";
import type { ReadGroup } from "./group-tree.ts";
import css from "./query.module.css";
import type { ListQuery } from "./useRecordList.ts";

export interface Totals {
  readonly count: number;
  readonly sums: readonly Sum[];
}

/** Counts and sums of all rows that match. @param wait until the rows themselves are there */
export function useTotals({ name, record, view, zone }: ListQuery, wait: boolean): Totals | undefined {
  const { data } = useQuery<{ totals: Totals }>(totalsDocument(name), {
    variables: { filter: filterOf(record, view, zone), search: view.text || undefined },
    fetchPolicy: "no-cache",
    skip: wait,
  });
  return data?.totals;
}

/** How many rows are in each state. */
function useStates({ name, record, view, zone }: ListQuery, wait: boolean): readonly ReadGroup[] {
  const { data } = useQuery<{ page: { groups: readonly ReadGroup[] } }>(groupsDocument(name), {
    variables: { filter: filterOf(record, view, zone), search: view.text || undefined, by: "state", first: 20 },
    fetchPolicy: "no-cache",
    skip: wait || !record.states,
  });
  return data?.page.groups ?? [];
}

export function GridFoot({ query, totals, wait }: { query: ListQuery; totals: Totals | undefined; wait: boolean }) {
  const { t, say } = useWords();
  const states = useStates(query, wait);
  const record: AnyRecord = registry[query.name];
  // Its place is kept while the totals are read, so that nothing moves.
  if (!totals) return <footer className={css.totals} />;
  const columns = [...new Set(totals.sums.filter(({ n }) => n > 0).map(({ column }) => column))];
  return (
    <footer className={css.totals}>
      <p className={css.states}>
        {t("grid.totalsOf", { n: totals.count.toLocaleString("en") })}
        {states.map(({ key, label, count }) => (
          <span key={key ?? ""}>
            <b>{count.toLocaleString("en")}</b>{" "}
            {key ? <StatusWord name={key} record={query.name} label={say(label)} /> : say(label)}
          </span>
        ))}
      </p>
      {columns.map((column) => {
        const field = columnField(record, column);
        return (
          <p key={column} className={css.sums}>
            <span>{field && say(field.label)}</span>
            <b>
              <Sums sums={totals.sums.filter((sum) => sum.column === column && sum.n > 0)} />
            </b>
          </p>
        );
      })}
    </footer>
  );
}
