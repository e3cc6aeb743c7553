import { describe, expect, it } from "vitest";
import { bestFit, fit, rank } from "./rank.ts";

describe("the palette's order [U15]", () => {
  it("puts the whole text before its beginning, a word before a part of one, and first letters last", () => {
    const labels = ["Prerelease notes", "Order release", "Release for use", "Release", "Return every lot easily as stock, even"];
    expect(
      rank(
        "release",
        labels.map((label) => ({ label })),
      ).map(({ item }) => item.label),
    ).toEqual(["Release", "Release for use", "Order release", "Prerelease notes", "Return every lot easily as stock, even"]);
    expect(
      rank(
        "rfu",
        labels.map((label) => ({ label })),
      ).map(({ item }) => item.label),
    ).toEqual(["Release for use"]);
  });

  it("marks what was met", () => {
    expect(fit("use", "Release for use").spans).toEqual([[12, 15]]);
    expect(fit("放行", "放行使用").spans).toEqual([[0, 2]]);
    expect(fit("rfu", "Release for use").spans).toEqual([
      [0, 1],
      [8, 9],
      [12, 13],
    ]);
  });

  it("knows the words of the other language, after those on the screen", () => {
    expect(bestFit("release", "放行使用", ["Release for use"])).toEqual({ score: 75, spans: [] });
    expect(bestFit("放行", "放行使用", ["Release for use"]).score).toBe(80);
  });

  it("reads full-width letters as letters, and nothing typed leaves all as it is", () => {
    expect(fit("Ｒｅｌ", "Release").score).toBe(80);
    expect(rank(" ", [{ label: "b" }, { label: "a" }]).map(({ item }) => item.label)).toEqual(["b", "a"]);
  });
});
