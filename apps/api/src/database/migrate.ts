/** Brings a database to the state of this release: SQL functions, then generated migrations, then grants and triggers. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Client } from "pg";
import { sqlState } from "../base/unavailable.ts";
import { asClient } from "./client.ts";
import type { DatabaseUrls } from "./urls.ts";

/** The same directory seen from src and from dist: SQL is not compiled. */
const sqlDirectory = fileURLToPath(new URL("../../src/kernel/sql/", import.meta.url));

/** Beside this file's own directory, compiled or not. */
const migrationDirectory = fileURLToPath(new URL("../migrations/", import.meta.url));

/** Runs everything as the owner; files before 90 first (triggers name their functions), the others after the tables exist. */
export async function migrate(
  urls: DatabaseUrls,
  onProgress: (message: string) => void = () => undefined,
  only: "tables" | "all" = "all",
): Promise<void> {
  await asClient(urls.owner, async (client) => {
    // Several app servers may start at once on one database.
    await client.query("select pg_advisory_lock(hashtext('lotline migrate'))");
    await runFiles(client, /^[0-8].*\.sql$/);
    const names = await runMigrations(urls.owner);
    for (const name of names) onProgress(`migration ${name}`);
    await installQueues(client);
    // The maker of migrations compares tables; rights and triggers need the tables it is about to declare.
    if (only === "all") await runFiles(client, /^9.*\.sql$/);
  });
}

/** Which generated migrations this database has had and which it lacks, without changing or mapping anything. */
export function pendingMigrations(readerUrl: string): Promise<{ done: string[]; pending: string[] }> {
  return asClient(readerUrl, async (client) => {
    const { rows: known } = await client.query<{ there: boolean }>(
      "select to_regclass('public.schema_migration') is not null as there",
    );
    const { rows } = known[0]?.there
      ? await client.query<{ name: string }>("select name from public.schema_migration order by name")
      : { rows: [] };
    const done = rows.map((row) => row.name);
    const shipped = readdirSync(migrationDirectory).flatMap((file) => /^(Migration\w+)\.(?:ts|js)$/.exec(file)?.[1] ?? []);
    return { done, pending: shipped.sort().filter((name) => !done.includes(name)) };
  });
}

/** The names of the generated migrations that were missing and have been run. */
async function runMigrations(ownerUrl: string): Promise<string[]> {
  // Loaded only here: a program that finds its database in order starts without the mapper.
  const { createOrm } = await import("../orm.ts");
  const orm = await createOrm(ownerUrl);
  try {
    const executed = await orm.migrator.up();
    return executed.map((migration) => migration.name);
  } finally {
    await orm.close(true);
  }
}

/** The tables of pg-boss, by its own scripts: the app's role may not make tables, so the queues start with migrations off. */
async function installQueues(client: Client): Promise<void> {
  const { getConstructionPlans, getMigrationPlans } = await import("pg-boss");
  const { rows } = await client.query<{ there: boolean }>("select to_regclass('pgboss.version') is not null as there");
  if (!rows[0]?.there) {
    await client.query(getConstructionPlans("pgboss"));
    return;
  }
  const { rows: versions } = await client.query<{ version: number }>("select version from pgboss.version");
  const installed = Number(versions[0]?.version);
  const shipped = Number(/INTO pgboss\.version\(version\) VALUES \('(\d+)'\)/.exec(getConstructionPlans("pgboss"))?.[1]);
  if (installed < shipped) await client.query(getMigrationPlans("pgboss", installed));
}

async function runFiles(client: Client, pattern: RegExp): Promise<void> {
  for (const file of readdirSync(sqlDirectory)
    .filter((name) => pattern.test(name))
    .sort())
    await runFile(client, file);
}

/** How often a file is tried; each deadlock costs the second after which PostgreSQL looks for one. */
const mostTries = 10;

/** Runs a file as one transaction, again where it and a transaction of another app server waited for each other. */
async function runFile(client: Client, file: string): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    await client.query("begin");
    try {
      await client.query(readFileSync(join(sqlDirectory, file), "utf8"));
      await client.query("commit");
      return;
    } catch (cause) {
      await client.query("rollback").catch(() => undefined);
      const isDeadlock = sqlState(cause) === "40P01";
      if (!isDeadlock || tried === mostTries) throw new Error(`${file}: ${describe(cause)}`, { cause });
    }
  }
}

/** PostgreSQL tells where in a file it stumbled only by a character position and a context. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const detail = ["position", "where", "hint", "detail"].flatMap((key) => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === "string" ? [`${key}: ${value}`] : [];
  });
  return [error.message, ...detail].join("; ");
}
