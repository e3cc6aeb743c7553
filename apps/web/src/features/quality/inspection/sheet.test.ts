import { describe, expect, it } from "vitest";
import type { Characteristic, Reading } from "./inspection-row.ts";
import { above, asTsv, atEnd, below, beside, firstMissing, lookOf, standing, stillTyped, toSend } from "./sheet.ts";

const reading = (sample: number, value: string, replaced = false): Reading => ({
  id: `${sample}${value}`,
  sample,
  value,
  conforms: true,
  at: "",
  by: { en: "", zh: "" },
  replaced,
  corrected: replaced,
  equipment: null,
  defect: null,
});
const width: Characteristic = {
  position: 1,
  nameEn: "Width",
  nameZh: "宽度",
  kind: "variable",
  lower: "119",
  upper: "121",
  unit: "mm",
  decimals: 1,
  rounding: "halfUp",
  instrument: null,
  isVerified: false,
  isDestructive: false,
  isCoded: false,
  retests: [],
  waiting: null,
  limits: "119.0–121.0 mm",
  ...{
    sampleSize: 4,
    acceptUpTo: 1,
    readings: [reading(1, "120.1"), reading(2, "121.9", true), reading(2, "120.9")],
    defects: 0,
    judged: null,
  },
};
const appearance: Characteristic = {
  ...width,
  position: 2,
  kind: "attribute",
  lower: null,
  upper: null,
  decimals: 0,
  sampleSize: 2,
  readings: [],
};
const both = [width, appearance];

describe("a typed text", () => {
  it("is read as the server reads it: rounded to the plan, full-width digits too", () => {
    expect(lookOf(width, "121.04")).toEqual({ kind: "in" });
    expect(lookOf(width, "121.05")).toEqual({ kind: "above", by: "0.1" });
    expect(lookOf(width, "１１８．６")).toEqual({ kind: "below", by: "0.4" });
    expect(lookOf(width, "12o")).toEqual({ kind: "bad" });
    expect(lookOf(width, "1e308")).toEqual({ kind: "bad" });
    expect(lookOf(width, " ")).toEqual({ kind: "empty" });
  });
  it("counts defects where there is nothing to measure", () => {
    expect(lookOf(appearance, "ok")).toEqual({ kind: "in" });
    expect(lookOf(appearance, "NG")).toEqual({ kind: "defects", by: "1" });
    expect(lookOf(appearance, "3")).toEqual({ kind: "defects", by: "3" });
    expect(lookOf(appearance, "1.5")).toEqual({ kind: "bad" });
  });
});

describe("the sheet", () => {
  it("goes down the samples and on to the next characteristic", () => {
    expect(below(both, { position: 1, sample: 3 })).toEqual({ position: 1, sample: 4 });
    expect(below(both, { position: 1, sample: 4 })).toEqual({ position: 2, sample: 1 });
    expect(below(both, { position: 2, sample: 2 })).toBeUndefined();
    expect(above(both, { position: 2, sample: 1 })).toEqual({ position: 1, sample: 4 });
    expect(firstMissing(both, { "1:3": "1" })).toEqual({ position: 1, sample: 4 });
  });
  it("sends what differs from what is recorded, and says what it replaces", () => {
    const typed = { "1:1": "120.10", "1:2": "121", "1:3": "abc", "2:1": "", "9:9": "1" } as const;
    expect(toSend(both, typed).map(({ key, replaces, bad }) => [key, replaces, bad])).toEqual([
      ["1:2", true, false],
      ["1:3", false, true],
    ]);
    expect(stillTyped(both, typed)).toEqual({ "1:2": "121", "1:3": "abc" });
  });
  it("[REQ-GATE-11] rounds half to even where the plan says so, as the server does", () => {
    const even: Characteristic = { ...width, upper: "10.0", lower: "0", rounding: "halfEven" };
    expect(lookOf(even, "10.05")).toEqual({ kind: "in" });
    expect(lookOf(even, "10.15")).toEqual({ kind: "above", by: "0.2" });
    expect(lookOf({ ...even, rounding: "halfUp" }, "10.05")).toEqual({ kind: "above", by: "0.1" });
  });
  it("goes sideways to the next characteristic that has so many samples, and to the ends", () => {
    const three = [width, appearance, { ...width, position: 3 }];
    expect(beside(three, { position: 1, sample: 2 }, 1)).toEqual({ position: 2, sample: 2 });
    expect(beside(three, { position: 1, sample: 3 }, 1)).toEqual({ position: 3, sample: 3 });
    expect(beside(three, { position: 1, sample: 1 }, -1)).toBeUndefined();
    expect(atEnd(three, { position: 1, sample: 3 }, "right")).toEqual({ position: 3, sample: 3 });
    expect(atEnd(three, { position: 2, sample: 1 }, "bottom")).toEqual({ position: 2, sample: 2 });
    expect(atEnd(three, { position: 2, sample: 2 }, "last")).toEqual({ position: 3, sample: 4 });
  });
  it("is copied with its head, what is typed before what is recorded", () => {
    expect(asTsv(both, { "1:1": "120.4" }, ["Sample", "Width", "Look"]).split("\n")).toEqual([
      "Sample\tWidth\tLook",
      "1\t120.4\t",
      "2\t120.9\t",
      "3\t\t",
      "4\t\t",
    ]);
  });
  it("stands as the server judged it", () => {
    expect(standing(both)).toEqual({ missing: 4, result: undefined });
    expect(standing([{ ...width, sampleSize: 2, judged: "accepted" }])).toEqual({ missing: 0, result: "accepted" });
    expect(standing([])).toEqual({ missing: 0, result: undefined });
  });
});
