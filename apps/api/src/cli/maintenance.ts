/** The command line writes down what the health page reads: backups and restore drills. */
import { randomUUID } from "node:crypto";
import { loadOrCreateKey, readPublicKeys } from "../evidence/keys.ts";
import type { Run } from "../modules/platform/health/runs.ts";
import { type Place, seal } from "./place.ts";

/** Writes a run into the database of the place and seals it. @returns its number */
export async function noteRun(place: Place, run: Run): Promise<string> {
  const { config, urls } = place;
  const { assemble } = await import("../assemble.ts");
  const { recordRun } = await import("../modules/platform/index.ts");
  const keys = { key: loadOrCreateKey(config.keyFile), publicKeys: readPublicKeys(config.keyFile) };
  const kernel = await assemble(urls.app, keys, { pool: 1 });
  try {
    return await recordRun(kernel, "command line", randomUUID(), run);
  } finally {
    await kernel.orm.close(true);
    await seal(place);
  }
}

export const secondsSince = (start: Date): number => Math.round((Date.now() - start.getTime()) / 1000);
