/** The demo company as files: one compressed COPY per table, written once from the commands, loaded in seconds. */
import { createReadStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGunzip, gunzipSync, gzipSync } from "node:zlib";
import { atOneMoment, type CopiedTable, loading, tablesOf } from "../database/table-copy.ts";
import { type Content, contentOf, differenceOf, type Then, tableAt } from "./checkpoint.ts";

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

const thenOf = (directory: string, checkpoint: string): string => join(directory, `checkpoint-${checkpoint}.json.gz`);
const fileOf = (directory: string, table: string): string => join(directory, `${table}.copy.gz`);

/** Writes the whole content of a database, rows in key order so that two runs give the same bytes, and its checkpoints. */
export async function writeSnapshot(
  superUrl: string,
  directory: string,
  at: string,
  checkpoints: ReadonlyMap<string, { readonly at: string; readonly content: Content }> = new Map(),
): Promise<Manifest> {
  mkdirSync(directory, { recursive: true });
  const manifest = await atOneMoment(superUrl, async (client) => {
    const tables = await tablesOf(client, leftOut);
    const end = await contentOf(client, tables);
    for (const [name, lines] of end) writeFileSync(fileOf(directory, name), packed(lines.map((line) => `${line}\n`).join("")));
    // The hands of the stage clock are no part of the story.
    const clock: Content = new Map([["domain_clock", end.get("domain_clock") ?? []]]);
    for (const [name, { at: on, content }] of checkpoints) {
      const then = differenceOf(on, new Map([...content, ...clock]), end);
      writeFileSync(thenOf(directory, name), packed(JSON.stringify(then)));
    }
    return { at, tables };
  });
  writeFileSync(join(directory, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

const packed = (content: string): Buffer => gzipSync(content, { level: 9 });

/** What all tables hold now, for a checkpoint. */
export const readContent = (superUrl: string): Promise<Content> =>
  atOneMoment(superUrl, async (client) => contentOf(client, await tablesOf(client, leftOut)));

/** The list of what the snapshot holds. */
export const readManifest = (directory: string): Manifest =>
  JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8")) as Manifest;

/** Loads the copy into a freshly migrated database, in one transaction of the owner; as of a checkpoint when one is named. */
export async function loadSnapshot(ownerUrl: string, directory: string, reason: string, checkpoint?: string): Promise<Manifest> {
  const manifest = readManifest(directory);
  if (checkpoint !== undefined && checkpoint !== "T5") return loadThen(ownerUrl, directory, reason, manifest, checkpoint);
  await loading(ownerUrl, reason, async (fill) => {
    for (const table of manifest.tables)
      await pipeline(createReadStream(fileOf(directory, table.name)), createGunzip(), fill(table));
    return manifest.tables;
  });
  return manifest;
}

async function loadThen(
  ownerUrl: string,
  directory: string,
  reason: string,
  manifest: Manifest,
  checkpoint: string,
): Promise<Manifest> {
  const read = (file: string) => gunzipSync(readFileSync(file)).toString("utf8");
  const then = JSON.parse(read(thenOf(directory, checkpoint))) as Then;
  const tables: CopiedTable[] = [];
  await loading(ownerUrl, reason, async (fill) => {
    for (const table of manifest.tables) {
      const { copied, rows } = tableAt(then.tables[table.name], read(fileOf(directory, table.name)));
      await pipeline(Readable.from([copied]), fill(table));
      tables.push({ ...table, rows });
    }
    return tables;
  });
  return { at: then.at, tables };
}
