/** What a check found, gathered: equal errors counted together, and what the texts of choices were taken for. */
import type { Label } from "@lotline/schema";
import type { SqlReader } from "../../../base/reader.ts";
import { type Batch, targetsOf } from "./batch.ts";
import { convert, filledBy } from "./convert.ts";

/** Rows with the same thing wrong: in which column, how often; of texts that nothing stands for each by itself, to be given a meaning. */
export interface IssueGroup {
  readonly column: string | null;
  readonly code: string;
  readonly value: string | null;
  readonly text: Label;
  readonly count: number;
  /** The first line it stands on. */
  readonly line: number;
}

const mostGroups = 200;

/** The most frequent first; at most 200 kinds, which the count of wrong records stands beside. */
export const groupsOf = (reader: Pick<SqlReader, "sql">, batch: string): Promise<IssueGroup[]> =>
  reader.sql<IssueGroup>(
    `select i ->> 'column' as column, i ->> 'code' as code,
       case when i ->> 'code' in ('UNMAPPED_VALUE', 'UNMAPPED_REFERENCE') then i ->> 'value' end as value, (array_agg(i -> 'text' order by r.position))[1] as text,
       count(*)::int as count, min(r.position) as line
     from import_row r cross join lateral jsonb_array_elements(r.issues) i
     where r.batch_id = ? and r.issues is not null group by 1, 2, 3 order by count(*) desc, min(r.position) limit ${mostGroups}`,
    [batch],
  );

/** A text of the file and what it was taken for. */
export interface TakenFor {
  readonly path: string;
  readonly column: string;
  readonly text: string;
  /** The key of the choice, "true" or "false". */
  readonly value: string;
  readonly count: number;
}

/** Of choices and flags: every text that stands in the file, with what it becomes. Part of the difference that a person looks at. */
export async function takenFor(reader: SqlReader, batch: Batch): Promise<TakenFor[]> {
  const filled = filledBy(await targetsOf(reader, batch.record, batch.lineSet, batch.mode), batch.headers, batch.mapping);
  const taken: TakenFor[] = [];
  for (const one of filled) {
    const { target, at, header } = one;
    if (at === null || header === null || !["choice", "flag"].includes(target.field.kind)) continue;
    const rows = await reader.sql<{ text: string; n: number }>(
      `select trim(coalesce(corrected ->> ?, cells ->> ?::int)) as text, count(*)::int as n from import_row where batch_id = ?
       group by 1 order by n desc limit ${mostGroups}`,
      [String(at), at, batch.id],
    );
    for (const { text, n } of rows) {
      const converted = convert(one, text, batch.mapping, new Map());
      if ("value" in converted && converted.value !== null)
        taken.push({ path: target.path, column: header, text, value: String(converted.value), count: n });
    }
  }
  return taken;
}
