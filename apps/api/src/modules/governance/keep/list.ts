/** The list of what is kept and its counts: one statement for both, so that each count equals its list (ADR 33). */
import { isDate } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { recordNames, specOf } from "../../../base/names.ts";
import { holdsInForce } from "./holds.ts";
import { raw, type Sql, sql } from "./sql.ts";
import { everythingKept, type KeepingRules, type Kept, partsOf, readKeepingRules, whyOf } from "./until.ts";

/** What of the list is asked for. */
export interface Asked {
  readonly today: string;
  /** The day until which retention ends; a year from today when nothing is said. */
  readonly until: string;
  readonly only: string | null;
  /** passed, ending, held, permanent or all. */
  readonly show: Shown;
}

const shows = ["ending", "passed", "held", "permanent", "all"] as const;
type Shown = (typeof shows)[number];

const aYearFrom = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4).replace("02-29", "02-28")}`;

/** Null for a day that is none. */
export function readAsked(
  given: { until?: string | undefined; only?: string | undefined; show?: string | undefined },
  today: string,
): Asked | null {
  const until = given.until || aYearFrom(today);
  if (!isDate(until)) return null;
  return { today, until, only: given.only || null, show: shows.find((show) => show === given.show) ?? "ending" };
}

/** The conditions by which rows are counted and listed. */
const conditions = ({ today, until }: Asked): { readonly [S in Shown]: Sql } => ({
  all: raw("true"),
  passed: sql`q.until < ${today}::date`,
  ending: sql`q.until <= ${until}::date`,
  permanent: raw("q.until = 'infinity'::date"),
  held: raw("cardinality(q.held) > 0"),
});

interface Counts {
  readonly class: string;
  readonly all: number;
  readonly passed: number;
  readonly ending: number;
  readonly permanent: number;
  readonly held: number;
}

const open = (day: string | null): string | null => (day === "infinity" ? null : day);

/** The statement names every table of the house; compiling it takes the database longer than answering it. */
const withoutCompiling = (reader: Reader) => reader.sql("select set_config('jit', 'off', true)");

/** One page with the counts of all classes and the number of rows that fit. */
export async function keepingPage(reader: Reader, asked: Asked, first: number, after: string | null) {
  const rules = await readKeepingRules(reader);
  const holds = await holdsInForce(reader);
  const is = conditions(asked);
  const every = everythingKept(reader, rules, holds, null);
  const counted = sql`select q.class, count(*)::int as "all", count(*) filter (where ${is.passed})::int as passed,
      count(*) filter (where ${is.ending})::int as ending, count(*) filter (where ${is.permanent})::int as permanent,
      count(*) filter (where ${is.held})::int as held
    from (${every}) q group by q.class order by q.class`;
  await withoutCompiling(reader);
  const counts = await reader.sql<Counts>(counted.text, counted.params);
  const total = counts
    .filter((of) => asked.only === null || of.class === asked.only)
    .reduce((sum, of) => sum + of[asked.show], 0);
  const rows = await keptRows(reader, rules, asked, first, after);
  const last = rows.at(-1);
  return {
    today: asked.today,
    total,
    classes: counts.map((of) => ({ ...of, rules: rulesOf(of.class, rules) })),
    rows: rows.map((row) => shownRow(row, rules)),
    endCursor: rows.length === first && last ? `${last.until} ${last.record} ${last.id}` : null,
  };
}

/** Rows behind a place in the order: the earliest end first. */
export async function keptRows(
  reader: Reader,
  rules: KeepingRules,
  asked: Asked,
  first: number,
  after: string | null,
): Promise<Kept[]> {
  const [, until = "-infinity", record = "", id = "0"] =
    /^(infinity|\d{4,6}-\d\d-\d\d) ([A-Za-z]{1,40}) (\d{1,18})$/.exec(after ?? "") ?? [];
  const every = everythingKept(reader, rules, await holdsInForce(reader), asked.only);
  const query = sql`select q.record, q.class, q.id, q.number, q.days::text[] as days, q.until::text as until, q.held from (${every}) q
    where ${conditions(asked)[asked.show]} and (q.until, q.record collate "C", q.id) > (${until}::date, ${record}::text collate "C", ${id}::bigint)
    order by q.until, q.record collate "C", q.id limit ${first}::int`;
  await withoutCompiling(reader);
  return reader.sql<Kept>(query.text, query.params);
}

/** A row with what keeps it longest. */
export function shownRow(row: Kept, rules: KeepingRules) {
  const [why] = whyOf(row.record, rules, row.days);
  return {
    ...row,
    recordId: row.id,
    until: open(row.until),
    why: why ? { ...why, until: open(why.until) } : { text: { en: "", zh: "" }, clause: "", until: null },
  };
}

/** The rules of a class, as they bear on any record type of it. */
function rulesOf(of: string, rules: KeepingRules) {
  const [record] = recordNames.filter((name) => specOf(name).retention === of);
  return record === undefined
    ? []
    : partsOf(record, rules)
        .slice(0, -1)
        .map(({ text, clause }) => ({ text, clause, until: null }));
}
