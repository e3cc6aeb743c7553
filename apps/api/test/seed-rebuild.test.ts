/** The shipped demo company begins with what its script makes; the soak plays the whole of it (seed-rebuild.soak.ts). */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { rebuild } from "../src/seed/rebuild.ts";
import { readManifest, snapshotDir } from "../src/seed/snapshot.ts";
import { rowsOf } from "./snapshot-rows.ts";

const directory = mkdtempSync(join(tmpdir(), "lotline-rebuilt-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("the snapshot of the demo company", () => {
  it("begins with every change of the first weeks as the commands of its script make them, in their order", async () => {
    await rebuild(directory, () => undefined, "2025-09-30 23:59");
    const { columns } = readManifest(snapshotDir).tables.find(({ name }) => name === "audit.event") ?? { columns: [] };
    const made = rowsOf(directory, "audit.event", columns).filter((row) => row !== "");
    expect(made.length).toBeGreaterThan(700);
    expect(made).toEqual(rowsOf(snapshotDir, "audit.event", columns).slice(0, made.length));
  });
});
