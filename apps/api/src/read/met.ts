/** Rows whose texts meet a pattern, found by the trigram index of their table where row-level security keeps it from the planner. */
import type { Reader } from "../base/context.ts";
import { specOf, tableOf } from "../base/names.ts";
import { listColumn } from "./rows.ts";

/** More rows than these are found soon enough by walking the list in its order. */
const most = 5000;

/** A trigram needs three characters; fewer meet so many rows that no index helps. */
const fewest = 3;

/** A pattern of ILIKE that takes the text as it is. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** The columns by which a record is searched: they share its trigram index. */
export const searchColumns = (record: string): string[] =>
  [...new Set(["number", ...specOf(record).list.search])].flatMap((name) => listColumn(record, name)?.column ?? []);

/**
 * The ids of the rows that one of the columns meets, at most 5,000. Null when the pattern is better asked of each row: it meets more
 * rows than that or is too short for the index, a column is not in it, or nothing keeps the index from the planner.
 */
export async function idsMet(
  reader: Reader,
  record: string,
  columns: readonly string[],
  pattern: string,
): Promise<readonly string[] | null> {
  const indexed = searchColumns(record);
  const short = pattern.replace(/\\(.)|%/g, "$1").length < fewest;
  if (!specOf(record).site || short || !columns.every((column) => indexed.includes(column))) return null;
  const rows = await reader.sql<{ id: string }>("select public.text_met(?, ?::text[], ?, ?) as id", [
    tableOf(record),
    columns,
    pattern,
    most + 1,
  ]);
  return rows.length > most ? null : rows.map(({ id }) => id);
}

/** The condition that one of the columns meets a pattern; its values are pushed on params. */
export function meets(columns: readonly string[], pattern: string, ids: readonly string[] | null, params: unknown[]): string {
  if (ids) {
    params.push(ids);
    return "t.id = any(?::bigint[])";
  }
  params.push(...columns.map(() => pattern));
  return `(${columns.map((column) => `t.${column} ilike ?`).join(" or ")})`;
}
