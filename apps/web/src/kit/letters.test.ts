import { readdirSync, readFileSync } from "node:fs";
import { type AnyRecord, actionsOf, registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { editLetter, lettersOf, verbLetters } from "./letters.ts";

const root = new URL("../", import.meta.url);
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".tsx"));

/** The keys that the files of one page register, read from their source: `{ key: "j", label: …, run: … }` in a `useKeys(`. */
function keysIn(...homes: readonly RegExp[]): string[] {
  return files
    .filter((path) => homes.some((home) => home.test(path)))
    .map((path) => readFileSync(new URL(path, root), "utf8"))
    .filter((text) => text.includes("useKeys("))
    .flatMap((text) =>
      [...text.matchAll(/key: "([^"]+)",\s*label: [^,]*(?:,\s*quiet: true)?,\s*run/g)].map(([, key]) => key ?? ""),
    );
}

const twice = (keys: readonly string[]) => keys.filter((key, index) => keys.indexOf(key) !== index);
const records = Object.values<AnyRecord>(registry);
// The inbox is a page of its own, not something that stands around others.
const global = keysIn(/^app\//, /^desk\/(?!inbox\/)/);
const recordPage = [...keysIn(/^kit\/record\//), editLetter];

/** Which files belong to the page of which record. */
const homes: Readonly<Record<string, RegExp>> = Object.fromEntries(
  files.flatMap((path) => {
    const folder = /^features\/[^/]+\/([^/]+)\//.exec(path)?.[1];
    const name = folder && records.find((record) => record.name.toLowerCase() === folder.replaceAll("-", ""))?.name;
    return name ? [[name, new RegExp(`/${folder}/`)]] : [];
  }),
);

describe("keys", () => {
  it("no letter stands for a verb that is gone", () => {
    const verbs = new Set(
      records.flatMap((record) => Object.entries(actionsOf(record)).flatMap(([name, { permit }]) => (permit ? [name] : []))),
    );
    expect(Object.keys(verbLetters).filter((name) => !verbs.has(name))).toEqual([]);
  });

  it.each(records.map((record) => [record.name, record] as const))(
    "on the page of %s no key means two things",
    (name, record) => {
      const layout = homes[name] ? keysIn(homes[name]) : [];
      expect(twice([...global, ...recordPage, ...layout, ...lettersOf(record).values()])).toEqual([]);
    },
  );

  it.each([
    ["home", [/^features\/home\//, /^kit\/work\//]],
    ["list", [/^kit\/list\//]],
    ["form", [/^kit\/form\//]],
    ["trace", [/^features\/inventory\/trace\//]],
    ["inbox", [/^desk\/inbox\//]],
  ])("on the page %s no key means two things, and G begins nothing but a sequence", (_page, of) => {
    const keys = [...global, ...keysIn(...of)];
    expect(keys).toContain("?");
    expect(keys).not.toContain("g");
    expect(twice(keys)).toEqual([]);
  });
});
