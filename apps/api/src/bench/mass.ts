/** Many rows at once: copies of one that a command has made, so that the benchmark need not know a table's columns. */
import { type Client, escapeIdentifier as name } from "pg";
import { rowsOf } from "./scratch.ts";

/** SQL expressions by column; `n` counts the copies from 1 and `t` is the row that is copied. */
export type Changes = { readonly [column: string]: string };

/** Copies one row so many times; what is not changed is as in the original, and the id is the next one unless it is given. */
export async function copyRow(client: Client, table: string, id: string, count: number, changes: Changes): Promise<void> {
  const columns = await rowsOf<{ column: string }>(
    client,
    `select attname as column from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and (attname <> 'id' or $2)`,
    [table, "id" in changes],
  );
  const names = columns.map(({ column }) => column);
  const values = names.map((column) => changes[column] ?? `t.${name(column)}`);
  await client.query(
    `insert into ${table} (${names.map(name).join(", ")}) select ${values.join(", ")}
     from (select * from ${table} where id = ${BigInt(id)}) t, generate_series(1::bigint, ${count}) n`,
  );
}

/** Says who writes, for the rest of the connection: the system, filling. */
export const actAsSystem = (client: Client): Promise<unknown> =>
  client.query(
    "select set_config('app.actor', '1', false), set_config('app.source', 'job', false), set_config('app.operation', 'bench', false)",
  );

/**
 * Fills tables as the superuser without their triggers (audit, foreign keys, ledger rules), which stay off, and without their
 * plain indexes, which are made anew: minutes become seconds. Only for databases in which nothing is written afterwards.
 */
export async function inBulk(client: Client, tables: readonly string[], fill: () => Promise<void>): Promise<void> {
  const indexes = await rowsOf<{ name: string; definition: string }>(
    client,
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  );
  await client.query("set maintenance_work_mem = '512MB'; set synchronous_commit = off");
  for (const table of tables) await client.query(`alter table ${table} disable trigger all`);
  for (const index of indexes) await client.query(`drop index ${index.name}`);
  await fill();
  for (const index of indexes) await client.query(index.definition);
  await client.query(`vacuum analyze ${tables.join(", ")}`);
}
