/** The shipped demo company is what its script makes: every row is played again through the commands and compared. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { Then } from "../src/seed/checkpoint.ts";
import { rebuild } from "../src/seed/rebuild.ts";
import { checkpoints } from "../src/seed/script/index.ts";
import { readManifest, snapshotDir } from "../src/seed/snapshot.ts";

const directory = mkdtempSync(join(tmpdir(), "lotline-rebuilt-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What no two runs share: clock readings of the machine, chance, and what is computed from them. */
const ofTheRun: Readonly<Record<string, readonly string[]>> = {
  approval: ["intent_id", "leaf"],
  "audit.epoch": ["at"],
  "audit.event": ["at", "recorded_at", "leaf"],
  "audit.seal": ["at", "to_xid", "root", "hash", "signature"],
  "audit.seal_page": ["leaves"],
  credential: ["password_hash", "code_hash"],
  signature: ["intent_id", "previous_hash", "server_signature", "leaf"],
};

/** The rows of a table in key order, without what belongs to the run. */
const rowsOf = (from: string, name: string, columns: readonly string[]): string[] => {
  const text = gunzipSync(readFileSync(join(from, `${name}.copy.gz`))).toString("utf8");
  const left = new Set(ofTheRun[name] ?? []);
  return text
    .split("\n")
    .map((line) => line.split("\t"))
    .map((cells) => cells.filter((_, i) => !left.has(columns[i] ?? "")).join("\t"));
};

/** How many rows of each table stand at a checkpoint, and how many of them changed later. */
const countsAt = (from: string, checkpoint: string): object => {
  const then = JSON.parse(gunzipSync(readFileSync(join(from, `checkpoint-${checkpoint}.json.gz`))).toString("utf8")) as Then;
  return Object.fromEntries(Object.entries(then.tables).map(([name, { kept, own }]) => [name, [kept, own.length]]));
};

describe("the snapshot of the demo company", () => {
  it("is what the commands of its script make, row by row and column by column", { timeout: 600_000 }, async () => {
    await rebuild(directory, () => undefined);
    const made = readManifest(directory);
    const shipped = readManifest(snapshotDir);
    expect(made).toEqual(shipped);
    for (const { name, columns } of shipped.tables)
      expect(rowsOf(directory, name, columns), name).toEqual(rowsOf(snapshotDir, name, columns));
    for (const { name } of checkpoints) expect(countsAt(directory, name), name).toEqual(countsAt(snapshotDir, name));
  });
});
