import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fill, translator, words } from "./index.ts";

describe("words", () => {
  it("says each key once: a later part of the catalogue would silently take the place of an earlier one", () => {
    const here = new URL(".", import.meta.url);
    const keys = readdirSync(here)
      .filter((file) => /(^|-)en\.ts$/.test(file))
      .flatMap((file) =>
        [...readFileSync(new URL(file, here), "utf8").matchAll(/^ {2}"([^"]+)":/gm)].map(([, key]) => key ?? ""),
      );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    expect(new Set(keys)).toEqual(new Set(Object.keys(words("en"))));
  });

  it("fills names and picks the form for the number", () => {
    expect(translator("en")("action.refused", { action: "Ship", n: 1 })).toBe("Ship · 1 reason");
    expect(translator("en")("action.refused", { action: "Ship", n: 2 })).toBe("Ship · 2 reasons");
    expect(translator("zh")("action.refused", { action: "发货", n: 2 })).toBe("发货：还差 2 条");
  });

  it("leaves an unknown name as it is written, so that a fault is seen", () => {
    expect(fill("{a} {b}", { a: "1" })).toBe("1 {b}");
  });

  it("uses the same parameters in both languages", () => {
    const names = (text: string) => new Set([...text.matchAll(/\{(\w+)/g)].map((m) => m[1]));
    for (const [key, text] of Object.entries(words("en"))) {
      const inEnglish = names(text);
      for (const name of names(Object.entries(words("zh")).find(([k]) => k === key)?.[1] ?? "")) {
        expect(inEnglish, key).toContain(name);
      }
    }
  });
});
