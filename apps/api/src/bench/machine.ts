/** Where it was measured. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { asClient } from "../database/client.ts";
import { version } from "../version.ts";
import { type Ground, rowsOf } from "./scratch.ts";
import { median, rounded } from "./statistics.ts";

/** The machine and its disk. */
export interface Machine {
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Load of the last minute when it began: what else the machine was doing. */
  readonly load: number;
  /** The middle time of writing 8 KiB through to the disk. */
  readonly fdatasyncMs: number;
}

/** Looks at the machine; the directory is where the database will be. */
export const machineOf = (directory: string): Machine => ({
  platform: `${platform()} ${release()}`,
  processor: cpus()[0]?.model ?? "",
  cores: cpus().length,
  memoryGiB: rounded(totalmem() / 2 ** 30),
  load: rounded(loadavg()[0] ?? 0),
  fdatasyncMs: syncTime(directory),
});

function syncTime(directory: string): number {
  const file = join(directory, "sync");
  const handle = openSync(file, "w");
  const block = Buffer.alloc(8192, 1);
  const samples = Array.from({ length: 50 }, () => {
    const begun = performance.now();
    writeSync(handle, block);
    fdatasyncSync(handle);
    return performance.now() - begun;
  });
  closeSync(handle);
  rmSync(file);
  return rounded(median(samples));
}

/** What was measured. */
export interface Versions {
  readonly lotline: string;
  readonly node: string;
  readonly postgres: string;
  /** The server's settings that decide about speed. */
  readonly settings: { readonly [name: string]: string };
}

/** Asks the server for its version and settings. */
export async function versionsOf(ground: Pick<Ground, "superUrl">): Promise<Versions> {
  const settings = await asClient(ground.superUrl, (client) =>
    rowsOf<{ name: string; value: string }>(
      client,
      `select name, current_setting(name) as value from pg_settings where name in
       ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'work_mem', 'max_wal_size', 'jit') order by name`,
    ),
  );
  const all = Object.fromEntries(settings.map(({ name, value }) => [name, value]));
  const { server_version: postgres = "", ...rest } = all;
  return { lotline: version, node: process.version, postgres, settings: rest };
}
