import { translator } from "@lotline/schema/words";
import { describe, expect, it } from "vitest";
import { matchingCodes, saidIn, summaryOf } from "./codes.ts";
import type { Characteristic, Defect, OfferedDefect, Reading } from "./inspection-row.ts";
import { readPasted } from "./paste-readings.ts";
import { keptMine, stillTyped, toSend } from "./sheet.ts";
import type { Typed } from "./typed.ts";

const code = (number: string, kind: string | null, severity: string, en: string): OfferedDefect => ({
  id: `id-${number}`,
  number,
  kind,
  severity,
  title: { en, zh: en },
});
const codes = [
  code("D-01", "variable", "major", "Out of dimension"),
  code("D-03", "attribute", "critical", "Foreign matter"),
  code("D-05", null, "minor", "Scratch"),
  code("D-10", null, "minor", "Other"),
];
const reading = (sample: number, value: string, conforms = true, defect: Defect | null = null): Reading => ({
  id: `r${sample}`,
  sample,
  value,
  conforms,
  at: "",
  by: { en: "Sun Ye", zh: "孙晔" },
  replaced: false,
  corrected: false,
  equipment: { id: "cal-18", number: "CAL-018" },
  defect,
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
  instrument: "calliper",
  isVerified: false,
  isDestructive: false,
  isCoded: true,
  retests: [],
  waiting: null,
  limits: "119.0–121.0 mm",
  sampleSize: 4,
  acceptUpTo: 1,
  readings: [reading(1, "121.4", false), reading(2, "120.0")],
  defects: 1,
  judged: null,
};
const look: Characteristic = { ...width, position: 2, kind: "attribute", instrument: null, readings: [] };
const sent = (typed: Typed, of = [width, look]) => toSend(of, typed, codes);

describe("US-03 defect codes by a few keys", () => {
  it("are found by their number without its signs and zeros, and by their name", () => {
    const found = (typed: string) => matchingCodes(codes, typed).map(({ number }) => number);
    expect(found("")).toEqual(["D-01", "D-03", "D-05", "D-10"]);
    expect(found("3")).toEqual(["D-03"]);
    expect(found("d1")).toEqual(["D-01", "D-10"]);
    expect(found("scr")).toEqual(["D-05"]);
    expect(found("x")).toEqual([]);
  });

  it("may be typed beside the value, or alone where defects are counted; one that is none is told, not swallowed", () => {
    expect(saidIn(width, "121.4 d-01", codes)).toEqual({ value: "121.4", code: codes[0] });
    expect(saidIn(width, "121.4 D-03", codes)).toEqual({ value: "121.4", unknown: "D-03" });
    expect(saidIn(width, "5 mm", codes)).toEqual({ value: "5", unknown: "mm" });
    expect(saidIn(look, "D-03", codes)).toEqual({ value: "1", code: codes[1] });
    expect(saidIn(look, "2 D-05", codes)).toEqual({ value: "2", code: codes[2] });
    expect(saidIn(look, "OK", codes)).toEqual({ value: "OK" });
  });

  it("are pasted with their readings; an unknown one is marked with its reason", () => {
    const t = translator("en");
    const block = readPasted([width, look], { position: 1, sample: 3 }, "121.4 D-01\t2 D-05\n118.0 D-77\tOK", false, t, codes);
    expect(block.good).toEqual({ "1:3": "121.4", "1:3d": "id-D-01", "2:3": "2", "2:3d": "id-D-05", "2:4": "OK" });
    expect(block.wrong.map(({ sample, text, why }) => [sample, text, why])).toEqual([
      [4, "118.0 D-77", "D-77 is no defect code for it"],
    ]);
  });

  it("are sent with their reading; a reading within its limits has none", () => {
    expect(sent({ "1:3": "121.4", "1:3d": "id-D-01", "1:4": "120", "1:4d": "id-D-01" })).toMatchObject([
      { key: "1:3", defect: "id-D-01", replaces: false, measures: true },
      { key: "1:4", defect: null, replaces: false },
    ]);
  });

  it("are added to a recorded reading without a reason and without measuring again; one in place of another needs it", () => {
    expect(sent({ "1:1d": "id-D-01" })).toMatchObject([{ value: "121.4", defect: "id-D-01", replaces: false, measures: false }]);
    const coded = { ...width, readings: [reading(1, "121.4", false, codes[2])] };
    expect(sent({ "1:1d": "id-D-01" }, [coded])).toMatchObject([{ replaces: true }]);
    expect(sent({ "1:1d": "id-D-05" }, [coded])).toEqual([]);
  });

  it("are counted by code and class, typed ones with the recorded", () => {
    const counted = { ...look, readings: [reading(1, "3", false, codes[1]), reading(2, "NG", false)] };
    expect(summaryOf([width, counted], { "1:1d": "id-D-01" }, codes)).toEqual({
      codes: [
        { code: codes[1], defects: 3 },
        { code: codes[0], defects: 1 },
      ],
      without: 1,
      bySeverity: { critical: 3, major: 1 },
    });
  });
});

describe("US-03 the instrument of a typed reading", () => {
  it("goes with it; for a recorded one it is a correction, and the same one is nothing", () => {
    expect(sent({ "1:3": "120.2", "1:3e": "cal-19" })).toMatchObject([{ equipment: "cal-19", measures: true, replaces: false }]);
    expect(sent({ "1:2e": "cal-19" })).toMatchObject([{ value: "120.0", equipment: "cal-19", measures: true, replaces: true }]);
    expect(sent({ "1:2e": "cal-18" })).toEqual([]);
    // Typed over with the value it has, it was not measured anew, whatever is chosen now.
    expect(sent({ "1:2": "120.0", "1:2e": "cal-19" })).toEqual([]);
  });
});

describe("US-03 two people in one inspection", () => {
  it("clash in the cells that both have read, and in no other; whose reading stays is decided for each", () => {
    const typed: Typed = { "1:1": "121.9", "1:1b": "0", "1:2": "120.0", "1:2b": "0", "1:3": "120.3", "1:3b": "0" };
    expect(sent(typed).map(({ key, clash }) => [key, clash?.value])).toEqual([
      ["1:1", "121.4"],
      ["1:3", undefined],
    ]);
    const mine = { ...typed, ...keptMine(sent(typed).filter(({ clash }) => clash)) };
    expect(sent(mine).map(({ key, clash, replaces }) => [key, clash, replaces])).toEqual([
      ["1:1", undefined, true],
      ["1:3", undefined, false],
    ]);
    expect(stillTyped([width, look], typed, codes)).toEqual({ "1:1": "121.9", "1:1b": "0", "1:3": "120.3", "1:3b": "0" });
  });
});
