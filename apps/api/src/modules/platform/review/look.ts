/**
 * Who looks at a record now, whose turn it is, and when somebody looked at it last. It keeps two reviewers from doing the same
 * work twice; what may be decided by whom does not depend on it.
 */
import type { RecordName } from "@lotline/schema";
import { type Sql, secure } from "../session.ts";
import type { WebRequest } from "../web-request.ts";

/** How long a record stays somebody's without his touching it, and how long a page counts as open after its last sign of life. */
const claimMinutes = 15;
const presentSeconds = 60;
// Coming back sooner goes on with the same look, so that a reload does not hide what is new.
const sameLookMinutes = 5;

export interface Look {
  /** When the person looked at it before this time, and at which version; null the first time. */
  readonly before: { readonly at: Date; readonly version: number } | null;
  readonly claim: Claim | null;
  /** Ids of the others who have it open now. */
  readonly present: readonly string[];
}

export interface Claim {
  readonly record: string;
  readonly recordId: string;
  readonly person: string;
  readonly until: Date;
}

interface Target {
  readonly record: RecordName;
  readonly id: string;
  readonly version: number;
}

interface LookRow {
  readonly before_at: string | null;
  readonly version_before: number | null;
}

/** Opens a look, or says that it goes on; takes the record for some minutes when it is nobody else's. */
export function lookAt(request: WebRequest, { record, id, version }: Target, claims: boolean): Promise<Look> {
  const person = request.requireSession().personId;
  return secure(request.kernel.orm, person, "lookAtRecord", async (sql, now) => {
    const [row] = await sql<LookRow>(
      `insert into review_look as l (record_type, record_id, person_id, version, began_at, seen_at) values (?, ?, ?, ?, ?, ?)
       on conflict (record_type, record_id, person_id) do update set
         before_at = case when l.seen_at < excluded.seen_at - make_interval(mins => ${sameLookMinutes}) then l.seen_at else l.before_at end,
         version_before = case when l.seen_at < excluded.seen_at - make_interval(mins => ${sameLookMinutes}) then l.version else l.version_before end,
         began_at = case when l.seen_at < excluded.seen_at - make_interval(mins => ${sameLookMinutes}) then excluded.began_at else l.began_at end,
         version = excluded.version, seen_at = excluded.seen_at
       returning before_at, version_before`,
      [record, id, person, version, now, now],
    );
    if (claims) await claim(sql, now, { record, id, person });
    const present = await sql<{ person: string }>(
      `select person_id as person from review_look where record_type = ? and record_id = ? and person_id <> ? and seen_at > ?
       order by person_id`,
      [record, id, person, new Date(now.getTime() - presentSeconds * 1000)],
    );
    const [held] = await claimsIn(sql, now, [record], [id]);
    return {
      before: row?.before_at ? { at: new Date(row.before_at), version: row.version_before ?? 0 } : null,
      claim: held ?? null,
      present: present.map((other) => other.person),
    };
  });
}

const claim = (sql: Sql, now: Date, { record, id, person }: { record: string; id: string; person: string }) =>
  sql(
    `insert into review_claim as c (record_type, record_id, person_id, until) values (?, ?, ?, ?)
     on conflict (record_type, record_id) do update set person_id = excluded.person_id, until = excluded.until
     where c.person_id = excluded.person_id or c.until <= ?`,
    [record, id, person, new Date(now.getTime() + claimMinutes * 60_000), now],
  );

/** Takes over what another person has claimed; both see it. */
export function takeOver(request: WebRequest, { record, id }: Omit<Target, "version">): Promise<void> {
  const person = request.requireSession().personId;
  return secure(request.kernel.orm, person, "takeOverReview", async (sql, now) => {
    await sql(
      `insert into review_claim (record_type, record_id, person_id, until) values (?, ?, ?, ?)
       on conflict (record_type, record_id) do update set person_id = excluded.person_id, until = excluded.until`,
      [record, id, person, new Date(now.getTime() + claimMinutes * 60_000)],
    );
  });
}

/** Leaves a record: the page is closed and it is nobody's again. */
export function leaveLook(request: WebRequest, { record, id }: Omit<Target, "version">): Promise<void> {
  const person = request.requireSession().personId;
  return secure(request.kernel.orm, person, "leaveReview", async (sql, now) => {
    await sql("update review_claim set until = ? where record_type = ? and record_id = ? and person_id = ? and until > ?", [
      now,
      record,
      id,
      person,
      now,
    ]);
    await sql("update review_look set seen_at = ? where record_type = ? and record_id = ? and person_id = ? and seen_at > ?", [
      new Date(now.getTime() - presentSeconds * 1000),
      record,
      id,
      person,
      new Date(now.getTime() - presentSeconds * 1000),
    ]);
  });
}

/** Who has claimed which of these records (as pairs of type and id in two lists). */
export async function claimsIn(
  sql: <R extends object>(text: string, params: unknown[]) => Promise<R[]>,
  now: Date,
  records: readonly string[],
  ids: readonly string[],
): Promise<Claim[]> {
  const rows = await sql<{ record_type: string; record_id: string; person_id: string; until: string }>(
    `select c.record_type, c.record_id, c.person_id, c.until from review_claim c
     join unnest(?::text[], ?::bigint[]) q (record_type, record_id) using (record_type, record_id) where c.until > ?`,
    [records, ids, now],
  );
  return rows.map((row) => ({
    record: row.record_type,
    recordId: row.record_id,
    person: row.person_id,
    until: new Date(row.until),
  }));
}
