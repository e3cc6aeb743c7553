import { describe, expect, it } from "vitest";
import { loadTopics, topicsFor } from "../desk/help/topics.ts";
import { goLetters, navAreas, placeOf } from "./nav.ts";

const pages = navAreas.flatMap((area) => area.pages.map(({ to }) => to));

describe("the pages of the navigation", () => {
  it("have letters of their own after G, and none is left of a page that is gone", () => {
    const letters = Object.values(goLetters);
    expect(new Set(letters).size).toBe(letters.length);
    expect(Object.keys(goLetters).filter((to) => to !== "/" && !pages.some((page) => page === to))).toEqual([]);
  });

  it("own what lies below them, the nearest one first", () => {
    const to = (path: string) => placeOf(navAreas, path).page?.to;
    expect(["/review", "/review/quality", "/review/quality/x", "/lot/IS2607A"].map(to)).toEqual([
      "/review",
      "/review/quality",
      "/review/quality",
      "/lot",
    ]);
    expect(placeOf(navAreas, "/reviews")).toEqual({});
  });

  it.each(["en", "zh"] as const)("have a topic of the help for themselves, in %s [U25]", async (lang) => {
    const topics = await loadTopics(lang);
    const own = (path: string) => topicsFor(topics, path, new Set())[0]?.pages.includes("*") === false;
    expect(["/", "/password", "/account", ...pages].filter((path) => !own(path))).toEqual([]);
    const noRecords = [
      "/trace",
      "/decode",
      "/movements",
      "/sessions",
      "/supplier-performance",
      "/trail",
      "/separation",
      "/review",
      "/review/quality",
      "/todo",
      "/import",
      "/health",
      "/admin",
      "/configuration",
      "/retention",
      "/trail/proof",
      "/setup",
    ];
    expect(pages.filter((path) => !noRecords.includes(path) && !own(`${path}/X-1`))).toEqual([]);
  });
});
