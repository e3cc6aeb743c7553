/** What a backup holds, and how it is read from a running system at one moment. */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { type CopiedTable, rowsOf, tablesOf } from "../../database/table-copy.ts";
import { readPublicKeys } from "../../evidence/keys.ts";
import { version } from "../../version.ts";
import type { Place } from "../place.ts";
import { entryBytes } from "./entries.ts";

/** Facts that a reader must know before anything is loaded. */
export interface About {
  readonly version: string;
  readonly madeAt: string;
  /** The table definitions: a copy fits only where the same migrations have run. */
  readonly migrations: readonly string[];
  /** Of every key that has ever signed (PEM). The private key stays where it is; a restored system has its own. */
  readonly publicKeys: readonly string[];
}

export interface Contents {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  /** Attachments in the database whose files were not there. */
  readonly filesMissing: readonly string[];
  readonly seals: number;
}

// Migrations come with the migrated database; whoever is signed in or about to sign begins anew in the restored system.
const leftOut = new Set(["schema_migration", "session", "signature_intent"]);

export const filesDirOf = (place: Place): string => join(place.config.dataDir, "files");

/** The bytes of the whole archive; `told` gets what it holds once it has been read to the end. */
export async function* archiveOf(client: Client, place: Place, told: (contents: Contents) => void): AsyncGenerator<Buffer> {
  const about = await aboutOf(client, place);
  yield* entryBytes({ kind: "about", name: "about", detail: about });
  const tables = await tablesOf(client, leftOut);
  for (const table of tables)
    yield* entryBytes({ kind: "table", name: table.name, detail: table }, rowsOf(client, table, "any order"));
  const { rows: attached } = await client.query<{ sha256: string }>("select distinct sha256 from attachment order by sha256");
  const filesMissing: string[] = [];
  for (const { sha256 } of attached) {
    const path = join(filesDirOf(place), sha256);
    if (existsSync(path)) yield* entryBytes({ kind: "file", name: sha256 }, createReadStream(path));
    else filesMissing.push(sha256);
  }
  const seals = await lastSeal(client);
  yield* entryBytes({ kind: "heads", name: "heads" }, headsUpTo(place.config.sealLogFile, seals));
  const contents: Contents = {
    tables: tables.length,
    rows: rowsIn(tables),
    files: attached.length - filesMissing.length,
    filesMissing,
    seals,
  };
  yield* entryBytes({ kind: "end", name: "end", detail: contents });
  told(contents);
}

const rowsIn = (tables: readonly CopiedTable[]): number => tables.reduce((sum, table) => sum + table.rows, 0);

async function aboutOf(client: Client, { config }: Place): Promise<About> {
  const { rows } = await client.query<{ name: string }>("select name from schema_migration order by name");
  return {
    version,
    madeAt: new Date().toISOString(),
    migrations: rows.map((r) => r.name),
    publicKeys: readPublicKeys(config.keyFile),
  };
}

async function lastSeal(client: Client): Promise<number> {
  const { rows } = await client.query<{ last: string | null }>("select max(sequence) as last from audit.seal");
  return Number(rows[0]?.last ?? 0);
}

/** The exported heads of the seals in the copy: the file goes on growing while the copy is made. */
function headsUpTo(file: string, last: number): Buffer[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  const within = lines.filter((line) => {
    const head: unknown = JSON.parse(line);
    return typeof head === "object" && head !== null && "sequence" in head && Number(head.sequence) <= last;
  });
  return within.map((line) => Buffer.from(`${line}\n`, "utf8"));
}
