/** The figures of the board, computed over exactly the rows of the list that each of them opens. */
import {
  addDays,
  type Kpi,
  type KpiAsked,
  type KpiMeasure,
  type KpiNarrowing,
  type KpiSpan,
  kpiFilter,
  type RecordName,
} from "@lotline/schema";
import { dateIn, type Reader } from "../base/context.ts";
import { tableOf } from "../base/names.ts";
import { conditions } from "./list.ts";
import { listColumn } from "./rows.ts";

/** A figure with what it is made of. */
export interface Measured {
  /** Decimal text; null when there are no rows. */
  readonly value: string | null;
  readonly rows: number;
  /** Of a share: how many rows count. */
  readonly counted: number | null;
}

function column(record: string, name: string): string {
  const found = listColumn(record, name);
  if (!found) throw new Error(`no column ${record}.${name}`);
  return `t.${found.column}`;
}

const seconds = { day: 86_400, hour: 3600 } as const;

/** The figure and the rows that count, as SQL over the rows `t`; what it compares with is pushed on params. */
function expressions(record: string, measure: KpiMeasure, params: unknown[]): readonly [value: string, counted: string] {
  switch (measure.kind) {
    case "meanTime": {
      const span = `${column(record, measure.to)} - ${column(record, measure.from)}`;
      return [`round(avg(extract(epoch from ${span}))::numeric / ${seconds[measure.per]}, 6)`, "null::int"];
    }
    case "share": {
      const counts = `count(*) filter (where ${column(record, measure.column)} = ?)`;
      params.push(measure.is, measure.is);
      return [`round(100.0 * ${counts} / nullif(count(*), 0), 6)`, `(${counts})::int`];
    }
    case "meanPpm":
      return [`round(avg(${column(record, measure.column)}) * 1000000, 6)`, "null::int"];
    case "waiting":
    case "count":
      return ["count(*)::numeric", "null::int"];
  }
}

const nothing: Measured = { value: null, rows: 0, counted: null };

/** A figure over the rows of which a day lies in a period, perhaps of one supplier or item; without a period over all there are now. */
export async function measureKpi(reader: Reader, kpi: Kpi, asked: KpiAsked): Promise<Measured> {
  const [{ key: _all, ...figure } = { key: "", ...nothing }] = await measured(reader, kpi, asked);
  return figure;
}

/** The same figure for each value of some columns at once, by those values; one without rows is not there. */
export async function measureEach(
  reader: Reader,
  kpi: Kpi,
  asked: KpiAsked,
  by: readonly (keyof KpiNarrowing)[],
): Promise<Map<string, Measured>> {
  const columns = by.map((name) => column(kpi.record, name));
  const rows = await measured(reader, kpi, asked, columns);
  return new Map(rows.map(({ key, ...figure }) => [key, figure]));
}

/** What a figure says: a count of no rows is 0, anything else without rows is nothing. */
export const saidBy = ({ measure }: Kpi, found: Measured | undefined): string | null =>
  found?.value ?? (measure.kind === "count" ? "0" : null);

async function measured(
  reader: Reader,
  kpi: Kpi,
  asked: KpiAsked,
  by: readonly string[] = [],
): Promise<(Measured & { readonly key: string })[]> {
  const name = kpi.record as RecordName;
  const own: unknown[] = [];
  const [value, counted] = expressions(name, kpi.measure, own);
  const { where, params } = await conditions(reader, name, { filter: kpiFilter(kpi, asked) });
  const all = ["true", ...where, ...by.map((one) => `${one} is not null`)].join(" and ");
  return reader.sql<Measured & { key: string }>(
    `select ${by.length > 0 ? `concat_ws(' ', ${by.join(", ")})` : "''"} as key,
       trim_scale(${value})::text as value, count(*)::int as rows, ${counted} as counted
     from ${tableOf(name)} t where ${all} ${by.length > 0 ? `group by ${by.join(", ")}` : ""}`,
    [...own, ...params],
  );
}

/** How old what waits is: rows by the day since when, the newest bucket first; each is a list of its own. */
export async function waitingBuckets(reader: Reader, kpi: Kpi): Promise<(Partial<KpiSpan> & { readonly rows: number })[]> {
  if (kpi.measure.kind !== "waiting") return [];
  const today = dateIn(reader.firmZone, reader.now);
  const { since, upToDays } = kpi.measure;
  const edges = upToDays.map((days) => addDays(today, -days));
  const spans: Partial<KpiSpan>[] = [
    ...edges.map((from, index) => ({ from, ...(index === 0 ? {} : { to: addDays(edges[index - 1] ?? today, -1) }) })),
    { to: addDays(edges.at(-1) ?? today, -1) },
  ];
  return Promise.all(
    spans.map(async (span) => ({ ...span, rows: (await measureKpi(reader, kpi, { ...span, day: since })).rows })),
  );
}

/** The calendar months up to the one that a day lies in, oldest first. */
export function monthsUpTo(day: string, count: number): KpiSpan[] {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return Array.from({ length: count }, (_, index) => {
    const first = new Date(Date.UTC(year, month - count + index, 1));
    const next = new Date(Date.UTC(year, month - count + index + 1, 1));
    return { from: first.toISOString().slice(0, 10), to: addDays(next.toISOString().slice(0, 10), -1) };
  });
}
