/** What an inspector looked at: one row for each record opened, list asked, export and print, append-only (REQ-ACC-12). */
import type { MikroORM } from "@mikro-orm/postgresql";
import type { Reader } from "../../../base/context.ts";
import type { Seen } from "../../../read/request.ts";
import { secure } from "../session.ts";

/** Writes a look down in a transaction of its own; what cannot be written down is not shown. */
export const noteView = (orm: MikroORM, access: string, person: string, seen: Seen): Promise<void> =>
  secure(orm, person, seen.operation, async (sql) => {
    await sql(
      `insert into inspection_view (access_id, kind, operation, record_type, record_number, is_found, detail)
       values (?, ?, ?, ?, ?, ?, ?::jsonb)`,
      [
        access,
        seen.kind,
        seen.operation,
        seen.record ?? null,
        seen.number ?? null,
        seen.isFound,
        JSON.stringify(seen.asked ?? {}),
      ],
    );
  });

export interface ViewRow {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly operation: string;
  readonly record: string | null;
  readonly number: string | null;
  readonly isFound: boolean;
  readonly asked: unknown;
}

/** A page of an account's log, newest first. @param before the row after which it goes on */
export const viewsOf = (reader: Reader, access: string, kind: string | null, before: string | null): Promise<ViewRow[]> =>
  reader.sql<ViewRow>(
    `select id, at, kind, operation, record_type as record, record_number as number, is_found as "isFound", detail as asked
     from inspection_view where access_id = ? and (?::text is null or kind = ?) and (?::bigint is null or id < ?::bigint)
     order by id desc limit ${viewsPerPage}`,
    [access, kind, kind, before, before],
  );

export const viewsPerPage = 100;

/** How many looks of each kind there are. */
export const countViews = (reader: Reader, access: string): Promise<{ kind: string; n: number }[]> =>
  reader.sql("select kind, count(*)::int as n from inspection_view where access_id = ? group by kind order by kind", [access]);
