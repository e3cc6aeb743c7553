/** Makes a database ready for the app: tables, in a demo installation the demo company, the rules as shipped. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { install } from "./database/install.ts";
import { withLock } from "./database/lock.ts";
import { migrate } from "./database/migrate.ts";
import type { DatabaseUrls } from "./database/urls.ts";
import { loadDemo } from "./seed/load.ts";

type Say = (text: string) => void;

/** One program of a data directory at a time fills an empty database: the app and the command line may come together. */
export async function whilePreparing<T>(config: Pick<Config, "dataDir">, say: Say, work: () => Promise<T>): Promise<T> {
  mkdirSync(config.dataDir, { recursive: true });
  const wait = (pid: number) => say(`process ${pid} is preparing the database; waiting for it`);
  return withLock(join(config.dataDir, "prepare.lock"), wait, work);
}

/** Idempotent: does what is missing. */
export async function prepare(
  config: Pick<Config, "dataDir" | "demo" | "demoAt" | "keyFile">,
  urls: DatabaseUrls,
  say: Say,
): Promise<void> {
  await whilePreparing(config, say, async () => {
    await migrate(urls, say);
    // Into the empty database, before anything of its own: the copy brings its people and rules along.
    if (config.demo) await loadDemo(urls, config.keyFile, say, config.demoAt);
    await install(urls);
  });
}
