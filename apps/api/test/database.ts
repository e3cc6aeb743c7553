/** Databases for tests: each test file takes its own clone of a migrated template, in about 40 ms. */
import { randomUUID } from "node:crypto";
import { type Client, escapeIdentifier as name } from "pg";
import { inject } from "vitest";
import { asClient } from "../src/database/client.ts";
import { grantDatabase } from "../src/database/provision.ts";
import { type DatabaseUrls, onDatabase, withParts } from "../src/database/urls.ts";

export interface ClonedDatabase extends DatabaseUrls {
  /** Connection string of the superuser, to play the attacker who goes around the app. */
  superUrl: string;
  /** The name of the database. */
  database: string;
  drop(): Promise<void>;
}

/** The database that has been migrated and nothing more. */
export const migratedTemplate = "template_migrated";

/** Makes a database of its own for the caller: a copy of the migrated template, or of another one. */
export async function cloneDatabase(template: string = migratedTemplate): Promise<ClonedDatabase> {
  const server = inject("databaseServer");
  const database = `test_${randomUUID().replaceAll("-", "")}`;
  await asClient(server.superUrl, (client) => cloneInto(client, database, template));
  const superUrl = withParts(server.superUrl, { database });
  await asClient(superUrl, (client) => grantDatabase(client, database));
  const drop = () =>
    asClient(server.superUrl, async (client) => {
      await client.query(`drop database if exists ${name(database)} with (force)`);
    });
  return { ...onDatabase(server.urls, database), superUrl, database, drop };
}

/**
 * A template of the test's own, made once per run by whoever comes first: `prepare` fills a clone of the migrated
 * template, or of another template, and must close its connections. Later callers, also in other workers, wait and get the same name.
 */
export async function ensureTemplate(
  template: string,
  prepare: (urls: DatabaseUrls) => Promise<void>,
  base: () => Promise<string> = async () => migratedTemplate,
): Promise<string> {
  const server = inject("databaseServer");
  const from = await base();
  await asClient(server.superUrl, async (client) => {
    await client.query("select pg_advisory_lock(hashtext($1))", [`template ${template}`]);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount) return;
    // Under its final name only when complete, so that a failed preparation is tried again.
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${name(draft)} with (force)`);
    await cloneInto(client, draft, from);
    await asClient(withParts(server.superUrl, { database: draft }), (inside) => grantDatabase(inside, draft));
    await prepare(onDatabase(server.urls, draft));
    await client.query(`alter database ${name(draft)} rename to ${name(template)}`);
  });
  return template;
}

async function cloneInto(client: Client, database: string, template: string): Promise<void> {
  await client.query(
    `create database ${name(database)} template ${name(template)} strategy file_copy owner ${name("lotline_owner")}`,
  );
}
