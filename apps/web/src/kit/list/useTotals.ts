/** Counts and sums of a list over everything that matches, not what is read. */
import { useQuery } from "@apollo/client/react";
import { totalsDocument } from "../data/documents.ts";
import { filterOf } from "../data/filter.ts";
import type { Sum } from "./grid-rows.ts";
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
