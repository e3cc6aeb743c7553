/** Where a command finds its data: the running embedded database, or one started for the command's own time, or an external one. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, Pool } from "pg";
import { type Config, readConfig } from "../config.ts";
import { asClient } from "../database/client.ts";
import { pendingMigrations } from "../database/migrate.ts";
import type { DatabaseUrls } from "../database/urls.ts";
import { loadOrCreateKey } from "../evidence/keys.ts";
import { createSealer } from "../evidence/seal.ts";
import { findRunningApp } from "../instance.ts";
import { SetupError } from "../setup-error.ts";
import type { Call } from "./command.ts";

export interface Place {
  readonly config: Config;
  readonly urls: DatabaseUrls;
}

/** The settings; their warnings go to standard error. */
export function settingsOf(call: Call): Config {
  const config = readConfig(call.env);
  for (const warning of config.warnings) call.say(`! ${call.pick(warning)}`);
  return config;
}

/** Whether there is a database already, without starting one. An external one is always there, or its error tells. */
export const hasDatabase = (config: Config): boolean =>
  config.databaseUrl !== undefined || ["postgres", "postgres.location"].some((name) => existsSync(join(config.dataDir, name)));

const readySeconds = 90;

/** An app that is just starting prepares the database; a command waits for it instead of doing half of the same. */
async function appReady(config: Config): Promise<void> {
  for (let waited = 0; waited < readySeconds; waited += 0.5) {
    const running = findRunningApp(config.dataDir);
    if (!running || running.url) return;
    await sleep(500);
  }
  throw new SetupError(
    "APP_NOT_READY",
    "The app has been starting for too long; look at its output.",
    "应用启动时间过长；请查看其输出。",
  );
}

/** Opens the database as it is, migrated or not, for the time of the work. */
export async function withDatabase<T>(call: Call, config: Config, work: (place: Place) => Promise<T>): Promise<T> {
  await appReady(config);
  const database = await call.openDatabase(config, call.say);
  try {
    return await work({ config, urls: database.urls });
  } finally {
    await database.stop();
  }
}

/** Opens a database in the state of this release. A new one is made ready as the first start of the app does. */
export async function withHouse<T>(call: Call, work: (place: Place) => Promise<T>): Promise<T> {
  return withDatabase(call, settingsOf(call), async (place) => {
    const { done, pending } = await pendingMigrations(place.urls.reader);
    if (done.length === 0) {
      const { prepare } = await import("../prepare.ts");
      await prepare(place.config, place.urls, call.say);
      await seal(place);
    } else if (pending.length > 0) throw migrationsPending(pending);
    return work(place);
  });
}

const migrationsPending = (pending: readonly string[]): SetupError =>
  new SetupError(
    "MIGRATIONS_PENDING",
    `The database is older than this release (${pending.join(", ")}). Run: npm run -s lotline -- migrate`,
    `数据库版本早于本程序（${pending.join("、")}）。请运行：npm run -s lotline -- migrate`,
  );

/** Seals what a command has written, unless the running app does so within a second. */
export async function seal({ config, urls }: Place): Promise<void> {
  if (findRunningApp(config.dataDir)) return;
  const pool = new Pool({ connectionString: urls.sealer, max: 1 });
  const sealer = createSealer({ pool, key: loadOrCreateKey(config.keyFile), headsFile: config.sealLogFile });
  try {
    await sealer.sealNow();
  } finally {
    await sealer.stop();
    await pool.end();
  }
}

/** Asks in one connection that is closed afterwards. */
export const asking = <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> =>
  asClient(url, work, { application_name: "lotline command line" });

/** Refuses unless nothing but the migrations has ever been in the database. */
export async function requireEmpty({ urls }: Place): Promise<void> {
  const { rows } = await asking(urls.owner, (client) =>
    client.query<{ used: boolean }>("select exists (select from person) or exists (select from audit.seal) as used"),
  );
  if (rows[0]?.used)
    throw new SetupError(
      "DATABASE_NOT_EMPTY",
      "The database has been used already. Take a new data directory (LOTLINE_DATA_DIR) or an empty database (DATABASE_URL); nothing was changed.",
      "数据库已被使用。请使用新的数据目录（LOTLINE_DATA_DIR）或空数据库（DATABASE_URL）；未做任何更改。",
    );
}
