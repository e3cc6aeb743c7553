import { readdirSync, readFileSync } from "node:fs";
import { permits, registry } from "@lotline/schema";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { recordOfSlug } from "../../kit/path.ts";
import { card, cardPlace } from "./place.ts";
import { finish, goTo, pause, progressOf } from "./progress.ts";
import { selectorOf, tours } from "./tours.ts";

const root = new URL("../../", import.meta.url);
const source = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".tsx"))
  .map((path) => readFileSync(new URL(path, root), "utf8"))
  .join("\n");

describe("the tours [U26]", () => {
  it("are for permits that exist, point at controls that exist, on pages that exist", () => {
    for (const { permit, steps } of tours) {
      expect(Object.keys(permits)).toContain(permit);
      for (const { to, at } of steps) {
        const slug = to.split(/[/?]/)[1] ?? "";
        expect(slug === "" || slug === "trace" || recordOfSlug(slug) !== undefined, to).toBe(true);
        expect(source, at).toContain(selectorOf(at).replace(/[[\]]/g, "").replace("data-verdict", "data-verdict="));
      }
    }
    expect(Object.keys(registry)).toContain("Lot");
  });

  it("speak both languages, and not of one thing twice", () => {
    const texts = tours.flatMap(({ title, steps }) => [title, ...steps.map(({ text }) => text)]);
    for (const { en, zh } of texts) {
      expect(en.trim().length).toBeGreaterThan(5);
      expect(zh).toMatch(/\p{Script=Han}/u);
    }
    expect(new Set(tours.map(({ id }) => id)).size).toBe(tours.length);
  });
});

describe("the progress in a tour [U26]", () => {
  beforeEach(() => {
    const kept = new Map<string, string>();
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    });
  });

  it("is resumed where it was left, and begins anew after its end", () => {
    goTo("14", "release", 2);
    pause("14");
    expect(progressOf("14")).toEqual({ steps: { release: 2 }, done: [] });
    goTo("14", "release", 3);
    finish("14", "release");
    expect(progressOf("14")).toEqual({ steps: {}, done: ["release"] });
  });

  it("is each person's own, and garbage is none", () => {
    goTo("14", "release", 1);
    expect(progressOf("15").steps).toEqual({});
    localStorage.setItem("lotline.tour.15", "{not json");
    expect(progressOf("15")).toEqual({ running: undefined, steps: {}, done: [] });
  });
});

it("the card stands in the window, beside its control and not over it", () => {
  const views = [
    { width: 1440, height: 900 },
    { width: 1280, height: 720 },
  ];
  const boxes = [
    { left: 80, top: 60, width: 1000, height: 40 },
    { left: 1100, top: 44, width: 340, height: 820 },
    { left: 80, top: 650, width: 900, height: 40 },
    { left: 90, top: 120, width: 1300, height: 700 },
    undefined,
  ];
  for (const view of views)
    for (const box of boxes) {
      const { left, top } = cardPlace(box, view);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + card.width).toBeLessThanOrEqual(view.width);
      expect(top).toBeGreaterThanOrEqual(44);
      expect(top + card.height).toBeLessThanOrEqual(view.height);
      const over =
        box &&
        left < box.left + box.width &&
        left + card.width > box.left &&
        top < box.top + box.height &&
        top + card.height > box.top;
      // Only what fills the window is partly covered.
      if (box && box.height < 600) expect(over).toBe(false);
    }
});
