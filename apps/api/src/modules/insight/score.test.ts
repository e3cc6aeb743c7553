import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ScoreRule, scoreOf } from "./score.ts";

const rule: ScoreRule = {
  limit: "70",
  parts: {
    deliveryOnTime: { weight: "40", full: "100", none: "80" },
    supplierPpm: { weight: "40", full: "0", none: "50000" },
    supplierNonconformities: { weight: "20", full: "0", none: "5" },
  },
};
const score = (onTime: string | null, ppm: string | null, reports: string | null) =>
  scoreOf(
    rule,
    new Map([
      ["deliveryOnTime", onTime],
      ["supplierPpm", ppm],
      ["supplierNonconformities", reports],
    ]),
  );

describe("the score of a supplier", () => {
  it("[REQ-SUP-02] is the weighted mean of points that follow each figure between none and full marks", () => {
    expect(score("100", "0", "0")).toMatchObject({ score: "100", isBelow: false });
    expect(score("95", "10000", "1")).toEqual({
      score: "78",
      limit: "70",
      isBelow: false,
      parts: [
        { name: "deliveryOnTime", value: "95", weight: "40", points: "75" },
        { name: "supplierPpm", value: "10000", weight: "40", points: "80" },
        { name: "supplierNonconformities", value: "1", weight: "20", points: "80" },
      ],
    });
    expect(score("80", "250000", "9")).toMatchObject({ score: "0", isBelow: true });
  });

  it("[REQ-SUP-02] stands on the limit without being below it", () => {
    expect(score("85", "0", "1")).toMatchObject({ score: "66", isBelow: true });
    expect(score("87", "0", "1")).toMatchObject({ score: "70", isBelow: false });
  });

  it("leaves out what has no rows, and says nothing about whom nothing is known", () => {
    expect(score(null, "10000", null)).toMatchObject({ score: "80" });
    expect(score(null, null, null)).toMatchObject({ score: null, isBelow: false });
  });

  it("lies between 0 and 100, and never rises when a figure gets worse", () => {
    const value = (most: number) => fc.option(fc.integer({ min: 0, max: most }).map(String));
    fc.assert(
      fc.property(value(100), value(1_000_000), value(20), fc.integer({ min: 0, max: 500_000 }), (onTime, ppm, reports, more) => {
        const before = score(onTime, ppm, reports).score;
        if (before === null) return;
        expect(Number(before)).toBeGreaterThanOrEqual(0);
        expect(Number(before)).toBeLessThanOrEqual(100);
        if (ppm !== null)
          expect(Number(score(onTime, String(Number(ppm) + more), reports).score)).toBeLessThanOrEqual(Number(before));
      }),
    );
  });
});
