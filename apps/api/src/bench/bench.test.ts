/** The benchmark itself: its arithmetic exactly, and every part once with a handful of rows. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cloneDatabase } from "../../test/database.ts";
import { install } from "../database/install.ts";
import { loadOrCreateKey, readPublicKeys } from "../evidence/keys.ts";
import { bundleOf } from "./bundle.ts";
import { type PartName, partNames, readOptions } from "./options.ts";
import { runParts } from "./parts.ts";
import { textOf } from "./report.ts";
import { median, quantile, ratioOf, roundRobin, spreadOf } from "./statistics.ts";

const directory = mkdtempSync(join(tmpdir(), "lotline-bench-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

describe("figures", () => {
  it("a quantile lies between its two nearest samples, whatever their order", () => {
    expect(median([30, 10, 20])).toBe(20);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.95)).toBe(48);
    expect(() => median([])).toThrow("no samples");
  });

  it("are given with four digits and the number of samples", () => {
    expect(spreadOf([1.23456, 2, 1000.4])).toEqual({ median: 2, p95: 900.6, min: 1.235, max: 1000, samples: 3 });
  });

  it("a ratio is taken inside each round, so that a slow round does not bend it", () => {
    expect(ratioOf([50, 5, 60], [100, 10, 100]).median).toBe(0.5);
    expect(() => ratioOf([1], [1, 2])).toThrow("the same rounds");
  });

  it("each round begins with another variant; warm-up rounds are run and not kept", async () => {
    const order: string[] = [];
    const variant = (name: "a" | "b") => ({ name, run: async () => order.push(name) });
    const results = await roundRobin([variant("a"), variant("b")], { rounds: 2, warmups: 1 });
    expect(order.join("")).toBe("abbaab");
    expect([...results]).toEqual([
      ["a", [4, 5]],
      ["b", [3, 6]],
    ]);
  });

  it("a table aligns numbers to the right", () => {
    const table = { title: "T", head: ["what", "n"], rows: [["x", 12345.6] as const, ["long", 7] as const] };
    expect(textOf(table)).toBe("\nT\nwhat       n\n------------\nx     12,346\nlong       7");
  });
});

describe("the command line", () => {
  it("is read: parts in their own order, a file, quick or not", () => {
    expect(readOptions([])).toEqual({ only: partNames, quick: false, out: undefined });
    expect(readOptions(["--only", "lists,posting", "--quick", "--out", "x.json"])).toEqual({
      only: ["posting", "lists"],
      quick: true,
      out: "x.json",
    });
    expect(readOptions(["--only", "posting,lost"])).toMatch(/^there is no part "lost"/);
    expect(readOptions(["--fast"])).toMatch(/^unknown argument --fast/);
  });
});

describe("the bundle", () => {
  it("the first load is what the page names and what that imports at once; the rest is lazy", () => {
    mkdirSync(join(directory, "assets"));
    const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
    write(
      "index.html",
      '<script type="module" src="/assets/main-1.js"></script><link rel="stylesheet" href="/assets/main-2.css">',
    );
    write("assets/main-1.js", 'import{a as b}from"./shared-3.js";const later=()=>import("./lazy-4.js");b(later)');
    write("assets/shared-3.js", "export const a=1");
    write("assets/lazy-4.js", 'import{a}from"./shared-3.js";a');
    write("assets/main-2.css", "a{color:red}");
    const { first, lazy, firstJsGzip } = bundleOf(directory);
    expect(first.js.map(({ file }) => file).sort()).toEqual(["main-1.js", "shared-3.js"]);
    expect(first.css.map(({ file }) => file)).toEqual(["main-2.css"]);
    expect(lazy.map(({ file }) => file)).toEqual(["lazy-4.js"]);
    expect(firstJsGzip).toBe(first.js.reduce((sum, { gzip }) => sum + gzip, 0));
  });
});

/** The figures of parts that are run with a few rows. */
async function figuresOf(only: readonly PartName[]): Promise<ReadonlyMap<string, object>> {
  const database = await cloneDatabase();
  await install(database);
  const keyFile = join(directory, "key.pem");
  const keys = { key: loadOrCreateKey(keyFile), publicKeys: readPublicKeys(keyFile) };
  const found = new Map<string, object>();
  try {
    const ground = { superUrl: database.superUrl, urls: database, keys, directory, say: () => undefined };
    await runParts(ground, { only, quick: true }, (part, { figures }) => found.set(part, figures));
  } finally {
    await database.drop();
  }
  return found;
}

describe("the parts", () => {
  it("posting, lists, trace, verify and load run with a few rows: the ways they compare answer alike, and a list keeps its number of statements", async () => {
    const found = await figuresOf(["posting", "lists", "trace", "verify", "load"]);
    expect(found.get("posting")).toMatchObject({ comparisons: { length: 4 } });
    const counted = { reads: 8, formula: 8, frame: 3 };
    expect(found.get("lists")).toMatchObject({ statements: [10, 50, 200].map((rows) => ({ rows, ...counted })) });
    expect(found.get("trace")).toMatchObject({ size: { lots: 800 }, seqScans: [] });
    expect(found.get("verify")).toMatchObject({ trail: { seals: 3 } });
    expect(found.get("load")).toMatchObject({
      errors: 0,
      firstErrors: [],
      kinds: [{ kind: "grid" }, { kind: "post" }, { kind: "sign" }],
    });
  });

  it("incoming runs with a few rows: proposals, the ledger and inspections are what hand SQL finds", async () => {
    expect((await figuresOf(["incoming"])).get("incoming")).toMatchObject({
      fefo: { byLots: [{ lots: 50, picks: 26 }] },
      ledger: { questions: { length: 8 } },
      inspection: { size: { samples: 20, characteristics: 3 } },
    });
  });

  it("review runs with a few tasks: what was made or approved by the reviewer is counted and not offered", async () => {
    expect((await figuresOf(["review"])).get("review")).toMatchObject({ byTasks: [{ tasks: 120, offered: 109, own: 11 }] });
  });
});
