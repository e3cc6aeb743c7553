/**
 * Past violations of a person (US-15): records, within the person's sites who asks, on which somebody played one duty of a conflict
 * within the last twelve months and (a) played the other one too, or (b) could play it now with the role wanted, because the state
 * of the record still has an action for it. Each record is counted once, whatever the number of rules.
 */
import type { Duty, RecordName } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { hasStates, specOf, tableOf } from "../../../base/names.ts";
import type { Conflict, Separation } from "./conflicts.ts";

export interface Violation {
  readonly record: RecordName;
  readonly id: string;
  readonly number: string;
  readonly duty: Duty;
  readonly at: Date;
  readonly other: Duty;
  /** When the other duty was played; null while it is open. */
  readonly otherAt: Date | null;
  readonly rules: readonly string[];
}

export interface Violations {
  readonly rows: readonly Violation[];
  /** There are more than are answered. */
  readonly hasMore: boolean;
}

const most = 100;

interface Asked {
  readonly record: RecordName;
  readonly duty: Duty;
  readonly other: Duty;
  readonly rules: string[];
}

/** Each pair of duties in both ways: one was played, the other was too or is open. */
function askedOf(conflicts: readonly Conflict[]): Asked[] {
  const all = new Map<string, Asked>();
  for (const { rule, pairs } of conflicts)
    for (const { record, held, wanted } of pairs)
      for (const [duty, other] of [
        [held, wanted],
        [wanted, held],
      ] as const) {
        const key = `${record} ${duty} ${other}`;
        const known = all.get(key) ?? { record, duty, other, rules: [] };
        if (!known.rules.includes(rule)) known.rules.push(rule);
        all.set(key, known);
      }
  return [...all.values()];
}

// Whoever made a record is its author without a row of duties (authorize.ts).
function playedSql(record: RecordName, duty: Duty): string {
  const made = `union all select c.id, c.created_at from ${tableOf(record)} c where c.created_by_id = asked.person and c.created_at >= asked.since`;
  return `(select p.id, max(p.at) as at from (
      select d.record_id as id, d.at from duty d where d.record_type = '${record}' and d.duty = '${duty}' and d.person_id = asked.person
        and d.at >= asked.since ${duty === "author" ? made : ""}) p group by 1)`;
}

/** The past violations of a person by the conflicts that a role would bring, the newest first. */
export async function violationsOf(
  reader: Reader,
  separation: Separation,
  person: string,
  conflicts: readonly Conflict[],
): Promise<Violations> {
  const asked = askedOf(conflicts);
  if (asked.length === 0) return { rows: [], hasMore: false };
  // Names of records and duties come from the record files, never from a request.
  const parts = asked.map(({ record, duty, other }, index) => {
    const open = separation.acts.filter((act) => act.record === record && act.duty === other).flatMap(({ from }) => from);
    const states = [...new Set(open)].map((state) => `'${state}'`).join(", ");
    const isOpen = hasStates(specOf(record)) && states ? `t.state in (${states})` : "false";
    return `select ${index}::int as asked, t.id, t.number, a.at, b.at as other_at from asked
      cross join lateral ${playedSql(record, duty)} a join ${tableOf(record)} t on t.id = a.id
      left join lateral (select o.at from ${playedSql(record, other)} o where o.id = a.id) b on true where b.at is not null or ${isOpen}`;
  });
  const rows = await reader.sql<{ asked: number; id: string; number: string; at: string; other_at: string | null }>(
    `with asked as (select ?::bigint as person, ?::timestamptz - interval '12 months' as since)
     select * from (${parts.join("\nunion all\n")}) found order by at desc, asked limit ${2 * most + 1}`,
    [person, reader.now],
  );
  const found = new Map<string, Violation>();
  for (const row of rows) {
    const of = asked[row.asked];
    if (!of) continue;
    const key = `${of.record} ${row.id}`;
    const known = found.get(key);
    const rules = [...new Set([...(known?.rules ?? []), ...of.rules])];
    found.set(
      key,
      known
        ? { ...known, rules }
        : {
            record: of.record,
            id: row.id,
            number: row.number,
            duty: of.duty,
            at: new Date(row.at),
            other: of.other,
            otherAt: row.other_at === null ? null : new Date(row.other_at),
            rules,
          },
    );
  }
  return { rows: [...found.values()].slice(0, most), hasMore: found.size > most || rows.length > 2 * most };
}
