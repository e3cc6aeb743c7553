/** The demo company as files: one compressed COPY per table, written once from the commands, loaded in seconds. */
import { createReadStream, createWriteStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGunzip, createGzip } from "node:zlib";
import { atOneMoment, type CopiedTable, loading, rowsOf, tablesOf } from "../database/table-copy.ts";

export interface Manifest {
  /** Domain time at which the copy stands; the demo's clock begins there. */
  readonly at: string;
  /** Tables in an order in which references lead to rows already there. */
  readonly tables: readonly CopiedTable[];
}

/** Where the snapshot lies in the repository. */
export const snapshotDir = fileURLToPath(new URL("../../seed-data/", import.meta.url));

// Migrations come with the migrated database; the others belong to the hour in which
// they were made.
const leftOut = new Set(["schema_migration", "session", "signature_intent", "command_log", "outbox"]);

const fileOf = (directory: string, table: string): string => join(directory, `${table}.copy.gz`);

/** Writes the whole content of a database, rows in key order so that two runs give the same bytes. */
export async function writeSnapshot(superUrl: string, directory: string, at: string): Promise<Manifest> {
  mkdirSync(directory, { recursive: true });
  const tables = await atOneMoment(superUrl, async (client) => {
    const found = await tablesOf(client, leftOut);
    for (const table of found)
      await pipeline(
        rowsOf(client, table, "key order"),
        createGzip({ level: 9 }),
        createWriteStream(fileOf(directory, table.name)),
      );
    return found;
  });
  const manifest: Manifest = { at, tables };
  writeFileSync(join(directory, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

/** The list of what the snapshot holds. */
export const readManifest = (directory: string): Manifest =>
  JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8")) as Manifest;

/** Loads the copy into a freshly migrated database, in one transaction of the owner. */
export async function loadSnapshot(ownerUrl: string, directory: string, reason: string): Promise<Manifest> {
  const manifest = readManifest(directory);
  await loading(ownerUrl, reason, async (fill) => {
    for (const table of manifest.tables)
      await pipeline(createReadStream(fileOf(directory, table.name)), createGunzip(), fill(table));
    return manifest.tables;
  });
  return manifest;
}
