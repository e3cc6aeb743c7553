/**
 * The review queue: open tasks that end with a signature and that the person may do, by risk to patients and time left (ADR 38).
 * Whose own work a record is, is asked in the same statement, so that the counts are exact and nobody is offered what he made.
 */
import { actionsOf, type Duty, type PatientRisk, type RecordName } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { recordNames, specOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";

export interface QueueRow {
  readonly id: string;
  readonly record: RecordName;
  readonly recordId: string;
  readonly number: string;
  readonly action: string;
  readonly state: string;
  readonly version: number;
  readonly risk: PatientRisk;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly siteId: string | null;
  /** Its clock stands still. */
  readonly paused: boolean;
  readonly cursor: string;
}

export interface QueuePage {
  readonly rows: readonly QueueRow[];
  /** Tasks that are offered, and tasks of the person's permits that are his own work. */
  readonly total: number;
  readonly own: number;
  readonly overdue: number;
  readonly byRecord: ReadonlyMap<string, number>;
}

export interface QueueArgs {
  readonly first: number;
  readonly after?: string | null | undefined;
  readonly record?: string | null | undefined;
}

/** All signed actions, as "Lot.release". */
export const signedTasks: readonly string[] = recordNames.flatMap((name) =>
  Object.entries(actionsOf(specOf(name))).flatMap(([action, { sign, permit }]) => (sign && permit ? [`${name}.${action}`] : [])),
);

const allTasks: readonly string[] = recordNames.flatMap((name) =>
  Object.keys(actionsOf(specOf(name))).map((action) => `${name}.${action}`),
);

/** Which duty on a record bars from which of its actions, as "Lot.release.inspector": what the record file and the rule `separation` say. */
export async function barredDuties(reader: SqlReader): Promise<string[]> {
  // The content of this rule is a pair of duties, checked when the rule is approved.
  const pairs = [...(await reader.rule("separation")).values()] as (readonly [Duty, Duty])[];
  return allTasks.flatMap((task) => {
    const [record = "", name = ""] = task.split(".");
    const { notBy = [], duty } = actionsOf(specOf(record))[name] ?? {};
    const separated = pairs.flatMap(([a, b]) => (a === duty ? [b] : b === duty ? [a] : []));
    return [...new Set([...notBy, ...separated])].map((barred) => `${task}.${barred}`);
  });
}

/**
 * SQL over a row `w` of `work_item`: whether the person may not do it because of his own part in it, or of the part of whom he would
 * act for. Takes `ownParams`.
 */
export const ownSql = `exists (select from unnest(?::text[], ?::bigint[]) b (permit, person) where (b.permit is null or b.permit = w.permit) and (
  (w.author_id = b.person and w.record_type || '.' || w.action || '.author' = any(?::text[]))
  or exists (select from duty d where d.person_id = b.person and d.record_type = w.record_type and d.record_id = w.record_id
    and w.record_type || '.' || w.action || '.' || d.duty = any(?::text[]))
  or exists (select from approval a where a.record_type = w.record_type and a.record_id = w.record_id and a.action = w.action
    and a.record_version = w.record_version and a.decision = 'approved' and b.person in (a.actor_id, a.on_behalf_of_id))))`;

/** The parameters of `ownSql`: the person for every permit, and for each that he has in another's place that other too. */
export const ownParams = ({ actor }: SqlReader, barred: readonly string[]): unknown[] => {
  const lent = [...actor.behalf];
  return [[null, ...lent.map(([permit]) => permit)], [actor.id, ...lent.map(([, { id }]) => id)], barred, barred];
};

/** SQL over a row `w`: a task of the person's permits at one of his sites. Takes `mineParams`. */
export const mineSql = "w.permit = any(?::text[]) and (w.site_id is null or w.site_id = any(?::bigint[]))";

/** SQL over a row `w`: by when it is to be done, for an order; what stands still comes after everything else. */
export const dueSql = "w.due_at + case when w.paused_at is null then interval '0' else interval '1000 years' end";

/** The parameters of `mineSql`. */
export const mineParams = (reader: SqlReader): unknown[] => [[...reader.actor.permits], reader.actor.sites];

interface Found {
  readonly id: string;
  readonly record_type: RecordName;
  readonly record_id: string;
  readonly record_number: string;
  readonly action: string;
  readonly state: string;
  readonly record_version: number;
  readonly risk: PatientRisk;
  readonly due_at: string;
  readonly created_at: string;
  readonly site_id: string | null;
  readonly paused: boolean;
  readonly rank: string;
}

interface Counted {
  readonly record_type: string;
  readonly total: number;
  readonly own: number;
  readonly overdue: number;
}

function place(after: string): readonly [string, string] {
  const [, rank, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\d{1,18})$/.exec(after) ?? [];
  if (!rank || !id || Number.isNaN(Date.parse(rank)))
    throw invalid({
      path: "after",
      code: "cursor",
      text: { en: "This place in the queue is not known; please start again.", zh: "队列位置无效，请重新查询。" },
    });
  return [rank, id];
}

/**
 * The table expressions `touched` and `q`: one row for each record with a task of the person, and whether it is his own work. That is
 * asked exactly of those records only that he made, or that he or an open approval has left a trace on: of very many tasks few.
 */
function mineQuery(reader: SqlReader, barred: readonly string[], ahead: Readonly<Record<PatientRisk, number>>) {
  const persons = [reader.actor.id, ...[...reader.actor.behalf.values()].map(({ id }) => id)];
  const text = `touched as materialized (
      select d.record_type, d.record_id from duty d join work_item w on w.record_type = d.record_type and w.record_id = d.record_id
        where d.person_id = any(?::bigint[]) and ${mineSql}
      union select a.record_type, a.record_id from approval a join work_item w on w.record_type = a.record_type and w.record_id = a.record_id
        where ${mineSql}),
    q as materialized (
      select distinct on (w.record_id, w.record_type) w.id, w.record_type, w.record_id, w.record_number, w.action, w.state, w.record_version,
        w.risk, w.due_at, w.created_at, w.site_id, w.paused_at is not null as paused,
        case when w.author_id = any(?::bigint[]) or t.record_id is not null then ${ownSql} else false end as own,
        ${dueSql} - make_interval(hours => case w.risk when 'high' then ?::int when 'medium' then ?::int else ?::int end) as rank
      from work_item w left join touched t on t.record_type = w.record_type and t.record_id = w.record_id
      where ${mineSql} and w.record_type || '.' || w.action = any(?::text[])
      order by w.record_id, w.record_type, w.due_at, w.id)`;
  const mine = mineParams(reader);
  const asked = [...ownParams(reader, barred), ahead.high, ahead.medium, ahead.low];
  return { text, params: [persons, ...mine, ...mine, persons, ...asked, ...mine, signedTasks] };
}

/** A page of the person's queue, with the counts of all of it. */
export async function queuePage(reader: SqlReader, { first, after, record }: QueueArgs): Promise<QueuePage> {
  const barred = await barredDuties(reader);
  // The content of this rule is checked when the rule is approved; it is shipped with the product.
  const ahead = (await reader.rule("review-order")).get("default") as Readonly<Record<PatientRisk, number>>;
  const { text: mine, params } = mineQuery(reader, barred, ahead);
  const at = after ? place(after) : null;
  // Whose work each of thousands of tasks is, is asked once, for the page and for the counts.
  const [found] = await reader.sql<{ rows: Found[]; counts: Counted[] }>(
    `with ${mine}
     select (select coalesce(jsonb_agg(to_jsonb(r) order by r.rank, r.id::bigint), '[]') from (
         select id::text, record_type, record_id::text, record_number, action, state, record_version, risk, due_at, created_at, site_id::text, paused, rank
         from q where not own ${record ? "and record_type = ?" : ""} ${at ? "and (rank, id) > (?::timestamptz, ?::bigint)" : ""}
         order by q.rank, q.id limit ?) r) as rows,
       (select coalesce(jsonb_agg(to_jsonb(c)), '[]') from (
         select record_type, count(*) filter (where not own) as total, count(*) filter (where own) as own,
           count(*) filter (where not own and not paused and due_at < ?) as overdue from q group by record_type) c) as counts`,
    [...params, ...(record ? [record] : []), ...(at ?? []), first, reader.now],
  );
  const { rows, counts } = found ?? { rows: [], counts: [] };
  const sum = (of: "total" | "own" | "overdue") => counts.reduce((all, row) => all + row[of], 0);
  return {
    rows: rows.map((row) => ({
      id: row.id,
      record: row.record_type,
      recordId: row.record_id,
      number: row.record_number,
      action: row.action,
      state: row.state,
      version: row.record_version,
      risk: row.risk,
      dueAt: new Date(row.due_at),
      createdAt: new Date(row.created_at),
      siteId: row.site_id,
      paused: row.paused,
      cursor: `${new Date(row.rank).toISOString()} ${row.id}`,
    })),
    total: sum("total"),
    own: sum("own"),
    overdue: sum("overdue"),
    byRecord: new Map(counts.filter(({ total }) => total > 0).map(({ record_type, total }) => [record_type, total])),
  };
}
