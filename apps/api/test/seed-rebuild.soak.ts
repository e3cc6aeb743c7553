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
import { rowsOf } from "./snapshot-rows.ts";

const directory = mkdtempSync(join(tmpdir(), "lotline-rebuilt-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** How many rows of each table stand at a checkpoint, and how many of them changed later. */
const countsAt = (from: string, checkpoint: string): object => {
  const then = JSON.parse(gunzipSync(readFileSync(join(from, `checkpoint-${checkpoint}.json.gz`))).toString("utf8")) as Then;
  return Object.fromEntries(Object.entries(then.tables).map(([name, { kept, own }]) => [name, [kept, own.length]]));
};

describe("the snapshot of the demo company", () => {
  it("is what the commands of its script make, row by row and column by column", async () => {
    await rebuild(directory, () => undefined);
    const made = readManifest(directory);
    const shipped = readManifest(snapshotDir);
    expect(made).toEqual(shipped);
    for (const { name, columns } of shipped.tables)
      expect(rowsOf(directory, name, columns), name).toEqual(rowsOf(snapshotDir, name, columns));
    for (const { name } of checkpoints) expect(countsAt(directory, name), name).toEqual(countsAt(snapshotDir, name));
  });
});
