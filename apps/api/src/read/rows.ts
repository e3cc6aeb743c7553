import { type AnyRecord, columnField, type Field, type Fields, type Label, type Rec, type RecordName } from "@lotline/schema";
import type { Reader } from "../base/context.ts";
import { maskedIn } from "../base/masked.ts";
import { columnOf, hasStates, lineTableOf, snake, specOf, tableOf } from "../base/names.ts";
import { steady } from "../base/sqltext.ts";

/** The columns of a record with the names its fields have; what the page, the list and the judge read. */
export function selectOf(record: string, alias = "t"): string {
  const spec = specOf(record);
  const head = [
    "id",
    "number",
    ...(hasStates(spec) ? ["state"] : []),
    "version",
    "created_at",
    "created_by_id",
    "retain_until",
    ...(spec.site ? ["site_id"] : []),
    ...(spec.attributes ? ["attributes"] : []),
  ];
  return [...head.map((c) => `${alias}.${c} as "${headName(c)}"`), ...fieldColumns(spec.fields, alias)].join(", ");
}

const headName = (column: string): string => column.replace(/_id$/, "").replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());

const fieldColumns = (fields: Fields, alias: string): string[] =>
  Object.keys(fields).map((name) => `${alias}.${columnOf(fields, name)} as "${name}"`);

/** Rows as the database returns them, instants as Date. */
export function hydrate<T>(fields: Fields, row: { [key: string]: unknown }): T {
  for (const [name, field] of Object.entries(fields)) if (field.kind === "instant") row[name] = asDate(row[name]);
  if ("createdAt" in row) row.createdAt = asDate(row.createdAt);
  return row as T;
}

const asDate = (value: unknown): Date | null =>
  value === null || value === undefined ? null : value instanceof Date ? value : new Date(String(value));

/** A row without what the reader may not see. */
export function shown<T>(reader: Reader, fields: Fields, row: { [key: string]: unknown }): T {
  for (const name of maskedIn(fields, reader.actor.permits)) row[name] = null;
  return hydrate<T>(fields, row);
}

/**
 * Records by id in one statement, for a page or for the references of a whole list. `whole` is for judging only: what may happen
 * does not depend on what its reader may see.
 */
export async function rowsById<N extends RecordName>(
  reader: Reader,
  record: N,
  ids: readonly string[],
  { whole = false } = {},
): Promise<Map<string, Rec<N>>> {
  const rows = await reader.sql<{ id: string }>(
    steady(`select ${selectOf(record)} from ${tableOf(record)} t where t.id = any(?::bigint[])`),
    [ids],
  );
  const { fields } = specOf(record);
  return new Map(rows.map((row) => [row.id, whole ? hydrate<Rec<N>>(fields, row) : shown<Rec<N>>(reader, fields, row)]));
}

export async function rowByNumber<N extends RecordName>(reader: Reader, record: N, number: string): Promise<Rec<N> | null> {
  const [row] = await reader.sql<{ id: string }>(`select ${selectOf(record)} from ${tableOf(record)} t where t.number = ?`, [
    number,
  ]);
  return row ? shown<Rec<N>>(reader, specOf(record).fields, row) : null;
}

/** Child rows of several heads at once. */
export async function linesOf(
  reader: Reader,
  record: string,
  set: string,
  heads: readonly string[],
): Promise<Map<string, object[]>> {
  const fields = (specOf(record).lines as { [set: string]: { fields: Fields } })[set]?.fields ?? {};
  const rows = await reader.sql<{ id: string; head: string }>(
    `select t.id, t.head_id as head, t.position, ${fieldColumns(fields, "t").join(", ")} from ${lineTableOf(record, set)} t where t.head_id = any(?::bigint[]) order by t.head_id, t.position, t.id`,
    [heads],
  );
  const byHead = new Map<string, object[]>(heads.map((head) => [head, []]));
  for (const row of rows) byHead.get(row.head)?.push(shown<object>(reader, fields, row));
  return byHead;
}

/** The SQL column of anything a list may sort, filter or group by, with its field; null for what is none. */
export function listColumn(record: string, name: string): { column: string; field: Field; nullable: boolean } | null {
  const spec = specOf(record);
  const field = columnField(spec, name);
  // A flag of the list is answered by other tables; it is asked by filters only.
  if (!field || Object.hasOwn(spec.list.flags ?? {}, name)) return null;
  const column = field.kind === "ref" ? `${snake(name)}_id` : snake(name);
  return { column, field, nullable: field.optional === true };
}

/** The record's name in both languages; without one its number. */
export function titleOf(spec: AnyRecord, row: object): Label {
  const [en, zh] = spec.title ?? [];
  const text = (key: string | undefined) => String((key && Reflect.get(row, key)) ?? Reflect.get(row, "number") ?? "");
  return { en: text(en), zh: text(zh ?? en) };
}

/** How some records are called, without the rest of them: number and title by id, none of a type the reader may not read. */
export async function namesById(
  reader: Reader,
  record: string,
  ids: readonly string[],
): Promise<Map<string, { readonly number: string; readonly title: Label }>> {
  const spec = specOf(record);
  if (ids.length === 0 || !reader.actor.permits.has(spec.read)) return new Map();
  const columns = (spec.title ?? []).map((name: string) => `t.${columnOf(spec.fields, name)} as "${name}"`);
  const rows = await reader.sql<{ id: string; number: string }>(
    `select ${["t.id", "t.number", ...columns].join(", ")} from ${tableOf(record)} t where t.id = any(?::bigint[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, { number: row.number, title: titleOf(spec, row) }]));
}
