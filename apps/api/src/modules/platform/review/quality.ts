/**
 * How reviews are made (ADR 38): for each reviewer and type of record how many there were, how long they took, what was looked at and
 * what was taken back later. Each number is a condition over `review_decision`; the same condition lists its rows, so that a number
 * and the rows behind it are one (ADR 33). It is about the quality of reviews: nothing is decided by it.
 */
import { actionsOf, type RecordName } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { recordNames, specOf, tableOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";

/** Below so many reviews a percentile says nothing. */
export const leastForPercentile = 5;

const looked = (section: string): string => `d.findings > 0 and coalesce((d.sections ->> '${section}')::int, 0) > 0`;

/** The counted figures: which decisions each of them counts, as SQL over the decisions `d`. */
export const counted = {
  decisions: "d.outcome in ('signed', 'sentBack')",
  sentBack: "d.outcome = 'sentBack'",
  asked: "d.outcome = 'asked'",
  together: "d.manifest_id is not null",
  // What was signed on a list has no time of its own.
  timed: "d.outcome in ('signed', 'sentBack') and d.manifest_id is null",
  clean: "d.outcome in ('signed', 'sentBack') and d.manifest_id is null and d.findings = 0",
  withException: "d.outcome in ('signed', 'sentBack') and d.findings > 0",
  sawExceptions: `d.outcome in ('signed', 'sentBack') and ${looked("exceptions")}`,
  sawEvidence: `d.outcome in ('signed', 'sentBack') and ${looked("evidence")}`,
  sawRecord: `d.outcome in ('signed', 'sentBack') and ${looked("record")}`,
  overturned: "d.overturned_by is not null",
} as const;

export type Counted = keyof typeof counted;
const names = Object.keys(counted) as Counted[];

export interface Span {
  readonly from: string;
  readonly to: string;
}

/** The figures of a reviewer, of all types of record or of one. */
export interface ReviewFigures {
  readonly person: string;
  readonly record: RecordName | null;
  readonly counts: Readonly<Record<Counted, number>>;
  /** Seconds; null with fewer than five reviews. */
  readonly median: number | null;
  readonly ninth: number | null;
  readonly cleanMedian: number | null;
}

/** One decision behind a number. */
export interface ReviewRow {
  readonly id: string;
  readonly at: Date;
  readonly record: RecordName;
  readonly recordId: string;
  readonly number: string;
  readonly action: string;
  readonly outcome: string;
  readonly seconds: number;
  readonly findings: number;
  /** What took it back and when: the action, or "rejected" for a later stage of the same round. */
  readonly overturnedBy: string | null;
  readonly overturnedAt: Date | null;
}

interface Overturn {
  readonly task: string;
  readonly table: string;
  readonly operation: string;
  readonly name: string;
}

/** What takes back which decision, by the record files. */
const overturns: readonly Overturn[] = recordNames.flatMap((record) =>
  Object.entries(actionsOf(specOf(record))).flatMap(([name, action]) =>
    (action.overturns ?? []).map((of) => ({
      task: `${record}.${of}`,
      table: tableOf(record),
      operation: `${name}${record}`,
      name,
    })),
  ),
);

/**
 * The decisions `d` of a period in types that the person may read, each with the first thing that took it back: an act that its
 * record file says overturns it, or the rejection of a round of which the person had approved an earlier stage.
 */
function decisions(reader: SqlReader, { from, to }: Span, record: RecordName | undefined): { text: string; params: unknown[] } {
  const readable = recordNames.filter((name) => reader.actor.permits.has(specOf(name).read) && (!record || name === record));
  const text = `select r.*, t.name as overturned_by, t.at as overturned_at from review_decision r
    left join lateral (
      select * from (
        select o.name, e.at from unnest(?::text[], ?::text[], ?::text[], ?::text[]) o (task, table_name, operation, name)
          join audit.trail e on e.table_name = o.table_name and e.row_id = r.record_id and e.operation = o.operation and e.at > r.at
          where o.task = r.record_type || '.' || r.action
        union all
        select 'rejected', n.at from approval a join approval n on n.record_type = a.record_type and n.record_id = a.record_id
            and n.action = a.action and n.record_version = a.record_version and n.decision = 'rejected' and n.id > a.id
          where a.record_type = r.record_type and a.record_id = r.record_id and a.action = r.action
            and a.record_version = r.record_version and a.decision = 'approved' and a.actor_id = r.actor_id
      ) back order by at limit 1) t on r.outcome = 'signed'
    where r.at >= (?::date)::timestamp at time zone ? and r.at < (?::date + 1)::timestamp at time zone ? and r.record_type = any(?::text[])`;
  const params = [
    ...(["task", "table", "operation", "name"] as const).map((of) => overturns.map((one) => one[of])),
    from,
    reader.firmZone,
    to,
    reader.firmZone,
    readable,
  ];
  return { text, params };
}

interface FigureRow extends Record<Counted, number> {
  readonly person: string;
  readonly record: RecordName | null;
  readonly median: number | null;
  readonly ninth: number | null;
  readonly clean_median: number | null;
}

/** The figures of everybody who reviewed in the period: of all types together (record null), and of each type. */
export async function reviewFigures(reader: SqlReader, span: Span, record?: RecordName): Promise<ReviewFigures[]> {
  const { text, params } = decisions(reader, span, record);
  const percentile = (share: string, of: Counted) =>
    `case when count(*) filter (where ${counted[of]}) >= ${leastForPercentile}
       then (percentile_cont(${share}) within group (order by d.seconds) filter (where ${counted[of]}))::float8 end`;
  const rows = await reader.sql<FigureRow>(
    `select d.actor_id as person, d.record_type as record,
       ${names.map((name) => `(count(*) filter (where ${counted[name]}))::int as "${name}"`).join(", ")},
       ${percentile("0.5", "timed")} as median, ${percentile("0.9", "timed")} as ninth, ${percentile("0.5", "clean")} as clean_median
     from (${text}) d group by grouping sets ((d.actor_id), (d.actor_id, d.record_type)) order by d.actor_id, d.record_type nulls first`,
    params,
  );
  return rows.map(({ person, record: of, median, ninth, clean_median: cleanMedian, ...counts }) => ({
    person,
    record: of,
    counts,
    median,
    ninth,
    cleanMedian,
  }));
}

interface Behind {
  readonly figure: string;
  readonly person: string;
  readonly record?: RecordName | undefined;
  readonly first: number;
  readonly after?: string | null | undefined;
}

const isCounted = (figure: string): figure is Counted => figure in counted;

/** The decisions that a figure of a person counts, the latest first. @throws BAD_USER_INPUT for a figure or place that is none */
export async function reviewRows(
  reader: SqlReader,
  span: Span,
  { figure, person, record, first, after }: Behind,
): Promise<ReviewRow[]> {
  if (!isCounted(figure))
    throw invalid({
      path: "figure",
      code: "figure",
      text: { en: `One of ${names.join(", ")}.`, zh: `应为 ${names.join("、")} 之一。` },
    });
  if (!/^\d{1,18}$/.test(person) || (after && !/^\d{1,18}$/.test(after)))
    throw invalid({ path: "person", code: "key", text: { en: "This is no key of a record.", zh: "记录主键无效。" } });
  const { text, params } = decisions(reader, span, record);
  const rows = await reader.sql<ReviewSqlRow>(
    `select d.* from (${text}) d where ${counted[figure]} and d.actor_id = ?::bigint ${after ? "and d.id < ?::bigint" : ""}
     order by d.id desc limit ?`,
    [...params, person, ...(after ? [after] : []), first],
  );
  return rows.map((row) => ({
    id: row.id,
    at: new Date(row.at),
    record: row.record_type,
    recordId: row.record_id,
    number: row.record_number,
    action: row.action,
    outcome: row.outcome,
    seconds: row.seconds,
    findings: row.findings,
    overturnedBy: row.overturned_by,
    overturnedAt: row.overturned_at === null ? null : new Date(row.overturned_at),
  }));
}

interface ReviewSqlRow {
  readonly id: string;
  readonly at: string;
  readonly record_type: RecordName;
  readonly record_id: string;
  readonly record_number: string;
  readonly action: string;
  readonly outcome: string;
  readonly seconds: number;
  readonly findings: number;
  readonly overturned_by: string | null;
  readonly overturned_at: string | null;
}
