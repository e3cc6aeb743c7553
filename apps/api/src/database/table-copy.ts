/** A database's tables out as COPY streams and in again: the demo company's snapshot and the backup are both made of it. */
import type { Readable } from "node:stream";
import type { Client } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { asClient, inTransaction } from "./client.ts";

export interface CopiedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

const auditTables = ["audit.epoch", "audit.event", "audit.seal", "audit.seal_source", "audit.seal_page"];

/** All tables with the number of their rows, referenced ones first, without those that come with the migrated database. */
export async function tablesOf(client: Client, leftOut: ReadonlySet<string>): Promise<CopiedTable[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname",
  );
  const { rows: links } = await client.query<{ child: string; parent: string }>(
    `select c.relname as child, p.relname as parent from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
     where k.contype = 'f' and c.oid <> p.oid and c.relnamespace = 'public'::regnamespace`,
  );
  const waiting = new Set(tables.map((t) => t.name).filter((name) => !leftOut.has(name)));
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter((name) => !links.some((l) => l.child === name && waiting.has(l.parent)));
    if (ready.length === 0) throw new Error(`tables refer to each other in a ring: ${[...waiting].join(", ")}`);
    for (const name of ready) waiting.delete(name);
    ordered.push(...ready);
  }
  const found: CopiedTable[] = [];
  for (const name of [...ordered, ...auditTables])
    found.push({ name, columns: await columnsOf(client, name), rows: await countOf(client, name) });
  return found;
}

// Transaction numbers mean something in their own server only; a load gives new ones.
async function columnsOf(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attname <> 'xid' order by attnum",
    [table],
  );
  return rows.map((r) => r.name);
}

async function countOf(client: Client, table: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${table}`);
  return Number(rows[0]?.n);
}

/** Reads at one moment of a database: everything asked within belongs together. */
export function atOneMoment<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  return asClient(url, async (client) => {
    await client.query("begin transaction isolation level repeatable read read only");
    await client.query("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0");
    const result = await work(client);
    await client.query("commit");
    return result;
  });
}

/** The rows of a table; in key order two copies of equal tables are equal bytes. */
export const rowsOf = (client: Client, { name, columns }: CopiedTable, order: "key order" | "any order"): Readable =>
  client.query(
    copyTo(`copy (select ${columns.join(", ")} from ${name}${order === "key order" ? " order by 1, 2" : ""}) to stdout`),
  );

/** A stream that takes the rows of a table, inside `loading`. */
type Fill = (table: Omit<CopiedTable, "rows">) => NodeJS.WritableStream;

/**
 * Loads tables into a freshly migrated database, all or nothing, as the owner, with the trail that they bring along.
 * @throws when a table has not got the rows that are answered
 */
export async function loading(
  ownerUrl: string,
  reason: string,
  work: (fill: Fill) => Promise<readonly CopiedTable[]>,
): Promise<void> {
  await inTransaction(ownerUrl, async (client) => {
    await client.query("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0");
    await client.query(
      "select set_config('app.actor', '0', true), set_config('app.source', 'migration', true), set_config('app.operation', 'loadSnapshot', true)",
    );
    await client.query("select audit.begin_load()");
    const tables = await work(({ name, columns }) => client.query(copyFrom(`copy ${name} (${columns.join(", ")}) from stdin`)));
    for (const { name, rows } of tables) {
      const found = await countOf(client, name);
      if (found !== rows) throw new Error(`${name} has ${found} rows after the load instead of ${rows}`);
    }
    await client.query("select audit.end_load($1)", [reason]);
  });
}
