import { describe, expect, it } from "vitest";
import { givenBy, lotSizeOf, samplesOf } from "./sample.ts";

const short = (rule: object, lot: number, severity: "normal" | "tightened" = "normal") => {
  const given = givenBy({ id: "1", ...rule }, lot, { standard: "iso-2859-1", severity });
  return given && [given.letter, given.n, given.accept, given.reject, given.all];
};

describe("what a plan's rule gives for a lot", () => {
  const width = { samplingRule: "aql", level: "S3", aql: "2.5" };

  it("is the standard's plan for AQL, normal and tightened", () => {
    expect(short(width, 24_000)).toEqual(["F", 20, 1, 2, false]);
    expect(short(width, 24_000, "tightened")).toEqual(["G", 32, 1, 2, false]);
    expect(short(width, 4)).toEqual(["C", 4, 0, 1, true]);
  });

  it("is the number of the plan, the LTPD's sample or the whole lot for the other rules", () => {
    expect(short({ samplingRule: "fixed", sampleSize: 5, acceptUpTo: 1 }, 24_000)).toEqual(["", 5, 1, 2, false]);
    expect(short({ samplingRule: "fixed", sampleSize: 5, acceptUpTo: 1 }, 3)).toEqual(["", 3, 1, 2, true]);
    expect(short({ samplingRule: "zero", ltpd: "2.500", beta: "10.000" }, 24_000)).toEqual(["", 91, 0, 1, false]);
    expect(short({ samplingRule: "all", acceptUpTo: null }, 280)).toEqual(["", 280, 0, 1, true]);
  });

  it("is nothing while a draft's figures are missing or impossible", () => {
    for (const rule of [
      { samplingRule: "aql", level: "S3", aql: null },
      { samplingRule: "aql", level: null, aql: "2.5" },
      { samplingRule: "aql", level: "S3", aql: "2.6" },
      { samplingRule: "zero", ltpd: "0", beta: "10" },
      { samplingRule: "fixed", sampleSize: null, acceptUpTo: null },
    ])
      expect(short(rule, 500)).toBeUndefined();
  });
});

it("the lot has a size where its item is counted in whole units", () => {
  const row = (decimals: number, lotQuantity: string) => ({
    id: "1",
    lotQuantity,
    item: { id: "2", unit: { id: "3", decimals } },
  });
  expect(lotSizeOf(row(0, "24000.000000"))).toBe(24_000);
  expect(lotSizeOf(row(3, "120.500000"))).toBeUndefined();
  expect(lotSizeOf({ id: "1", lotQuantity: "5" })).toBeUndefined();
});

describe("the samples of an inspection", () => {
  it("are read from its rows, and there are none before samples were frozen", () => {
    const row = {
      id: "7",
      samples: [
        {
          id: "1",
          characteristic: 1,
          rule: "aql",
          codeLetter: "F",
          sampleSize: 20,
          acceptUpTo: 1,
          rejectFrom: 2,
          inspectAll: false,
          severity: "normal",
          citation: "ISO",
          aql: "2.500",
          steps: [{ code: "LETTER", values: { lot: 24000, level: "S-3", letter: "F" } }],
          switching: null,
          tables: "2026-11",
          standardRule: { id: "3", number: "RULE-0003" },
          confirmedBy: null,
        },
      ],
    };
    expect(samplesOf(row)).toEqual([
      {
        characteristic: 1,
        rule: "aql",
        codeLetter: "F",
        sampleSize: 20,
        acceptUpTo: 1,
        rejectFrom: 2,
        inspectAll: false,
        severity: "normal",
        citation: "ISO",
        aql: "2.5",
        steps: [{ code: "LETTER", values: { lot: 24000, level: "S-3", letter: "F" } }],
        switching: null,
        tables: "2026-11",
        standardRule: { id: "3", number: "RULE-0003" },
        confirmedBy: null,
      },
    ]);
    expect(samplesOf({ id: "8" })).toEqual([]);
  });
});
