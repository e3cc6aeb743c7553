/** One database server per test run, without durability, with a template database that is migrated once. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../src/database/embedded.ts";
import { readMark } from "../src/database/lock.ts";
import { migrate } from "../src/database/migrate.ts";
import { isAlive, markOf } from "../src/database/process-mark.ts";
import { provision } from "../src/database/provision.ts";
import type { DatabaseUrls } from "../src/database/urls.ts";
import { migratedTemplate } from "./database.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseServer: { superUrl: string; urls: DatabaseUrls };
  }
}

const runs = join(tmpdir(), "lotline-test");

/** Starts the server and hands its address to the tests; the returned function stops it and removes its files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearDeadRuns();
  mkdirSync(runs, { recursive: true });
  const dataDir = mkdtempSync(join(runs, "run-"));
  writeFileSync(join(dataDir, "owner"), JSON.stringify(markOf()));
  const server = await startEmbedded({ dataDir, test: true, onProgress: () => undefined });
  const urls = await provision({ adminUrl: server.superUrl, dataDir, database: migratedTemplate });
  await migrate(urls);
  project.provide("databaseServer", { superUrl: server.superUrl, urls });
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
}

/** A killed run leaves its server running: stop it through the same launcher and remove its files. */
async function clearDeadRuns(): Promise<void> {
  if (!existsSync(runs)) return;
  for (const directory of readdirSync(runs)) {
    const dataDir = join(runs, directory);
    const owner = readMark(join(dataDir, "owner"));
    if (!owner || isAlive(owner)) continue;
    const server = await startEmbedded({ dataDir, test: true, onProgress: () => undefined }).catch(() => undefined);
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
