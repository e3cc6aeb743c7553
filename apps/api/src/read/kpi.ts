/** The figures of the board, computed over exactly the rows of the list that each of them opens. */
import { addDays, type Kpi, type KpiMeasure, type KpiSpan, kpiFilter, type RecordName } from "@lotline/schema";
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
      return ["count(*)::numeric", "null::int"];
  }
}

/** A figure over the rows of which a day lies in a period; without one over all rows there are now. */
export async function measureKpi(reader: Reader, kpi: Kpi, span: Partial<KpiSpan>, day = kpi.during): Promise<Measured> {
  const name = kpi.record as RecordName;
  const own: unknown[] = [];
  const [value, counted] = expressions(name, kpi.measure, own);
  const { where, params } = await conditions(reader, name, { filter: kpiFilter(kpi, span, day) });
  const [row] = await reader.sql<{ value: string | null; rows: number; counted: number | null }>(
    `select trim_scale(${value})::text as value, count(*)::int as rows, ${counted} as counted
     from ${tableOf(name)} t where ${["true", ...where].join(" and ")}`,
    [...own, ...params],
  );
  return row ?? { value: null, rows: 0, counted: null };
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
  return Promise.all(spans.map(async (span) => ({ ...span, rows: (await measureKpi(reader, kpi, span, since)).rows })));
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
