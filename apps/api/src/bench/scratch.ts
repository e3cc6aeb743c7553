/** A database server of the benchmark's own in a temporary directory, started as the app starts its own; gone afterwards. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Client, escapeIdentifier as name } from "pg";
import type { Keys } from "../assemble.ts";
import { asClient } from "../database/client.ts";
import { startEmbedded } from "../database/embedded.ts";
import { grantDatabase, provision } from "../database/provision.ts";
import { type DatabaseUrls, databaseOf, loginRoles, onDatabase, withParts } from "../database/urls.ts";
import { loadOrCreateKey, readPublicKeys, type SigningKey } from "../evidence/keys.ts";
import { prepare } from "../prepare.ts";

/** What the parts stand on: a server and a directory; tests give their own. */
export interface Ground {
  /** As the superuser, on the database that the parts copy. */
  readonly superUrl: string;
  /** The roles' connection strings on it. */
  readonly urls: DatabaseUrls;
  readonly keys: Keys & { readonly key: SigningKey; readonly publicKeys: readonly string[] };
  readonly directory: string;
  readonly say: (text: string) => void;
}

/** A database of one part's own. */
export interface Scratch {
  readonly urls: DatabaseUrls;
  /** As the superuser, who may switch every trigger off. */
  readonly superUrl: string;
  drop(): Promise<void>;
}

/** The name of the database that the app's own way of starting makes. */
const firstDatabase = "lotline";

/** Starts the server and prepares its first database as `npm start` does, without the demo company. */
export async function openGround(say: (text: string) => void): Promise<Ground & { close(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), "lotline-bench-"));
  const server = await startEmbedded({ dataDir: directory, onProgress: say });
  const close = async () => {
    await server.stop();
    removeData(directory);
  };
  try {
    const urls = await provision({ adminUrl: server.superUrl, dataDir: directory, database: firstDatabase });
    const keyFile = join(directory, "key.pem");
    await prepare({ dataDir: directory, demo: false, demoAt: "T5", keyFile }, urls, say);
    const keys = { key: loadOrCreateKey(keyFile), publicKeys: readPublicKeys(keyFile) };
    return { superUrl: withParts(server.superUrl, { database: firstDatabase }), urls, keys, directory, say, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where the server's user cannot enter the temporary directory, the database lies elsewhere and a file says where. */
function removeData(directory: string): void {
  const pointer = join(directory, "postgres.location");
  if (existsSync(pointer)) rmSync(dirname(readFileSync(pointer, "utf8").trim()), { recursive: true, force: true });
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** A copy of the ground's database under a new name; nobody may be connected to the original. */
export async function copyDatabase(ground: Ground, database: string): Promise<Scratch> {
  const superUrl = withParts(ground.superUrl, { database });
  const outside = withParts(ground.superUrl, { database: "postgres" });
  const template = name(databaseOf(ground.superUrl));
  await asClient(outside, (client) =>
    client.query(`create database ${name(database)} template ${template} owner ${name(loginRoles.owner)}`),
  );
  await asClient(superUrl, (client) => grantDatabase(client, database));
  const drop = () =>
    asClient(outside, async (client) => {
      await client.query(`drop database if exists ${name(database)} with (force)`);
    });
  return { urls: onDatabase(ground.urls, database), superUrl, drop };
}

/**
 * Waits until what has been written so far can be sealed, at most half a minute: a seal leaves out whatever may be younger than a
 * transaction that is still open, also one in another database of the same server.
 */
export async function untilSealable(client: Client): Promise<void> {
  const at = async (end: "xmin" | "xmax") => {
    const [row] = await rowsOf<{ at: string }>(client, `select pg_snapshot_${end}(pg_current_snapshot())::text as at`);
    return BigInt(row?.at ?? 0);
  };
  const until = await at("xmax");
  for (let turn = 0; turn < 600 && (await at("xmin")) < until; turn++) await new Promise((done) => setTimeout(done, 50));
}

/** The rows of one statement. */
export async function rowsOf<T extends object>(client: Client, text: string, params: unknown[] = []): Promise<T[]> {
  return (await client.query<T>(text, params)).rows;
}
