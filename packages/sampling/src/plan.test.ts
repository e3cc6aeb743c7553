import { describe, expect, it } from "vitest";
import { codeLetter } from "./letters.ts";
import { samplePlan } from "./plan.ts";
import { readQuestion } from "./question.ts";
import { type Level, levels, standards } from "./standards.ts";
import { stepsText } from "./words.ts";

describe("table 1, every range at its both ends", () => {
  const rows: readonly [number, number, string][] = [
    [2, 8, "AAAAAAB"],
    [9, 15, "AAAAABC"],
    [16, 25, "AABBBCD"],
    [26, 50, "ABBCCDE"],
    [51, 90, "BBCCCEF"],
    [91, 150, "BBCDDFG"],
    [151, 280, "BCDEEGH"],
    [281, 500, "BCDEFHJ"],
    [501, 1200, "CCEFGJK"],
    [1201, 3200, "CDEGHKL"],
    [3201, 10_000, "CDFGJLM"],
    [10_001, 35_000, "CDFHKMN"],
    [35_001, 150_000, "DEGJLNP"],
    [150_001, 500_000, "DEGJMPQ"],
    [500_001, 9_000_000, "DEHKNQR"],
  ];
  it.each(rows)("%i to %i", (from, to, letters) => {
    for (const size of [from, to]) expect(levels.map((level: Level) => codeLetter(size, level)).join("")).toBe(letters);
  });
});

describe("vectors: lot, level, AQL, severity → letter, n, Ac/Re, all", () => {
  it.each([
    [500, "II", "1.0", "normal", "H", 50, 1, 2, false],
    [500, "II", "0.65", "normal", "J", 80, 1, 2, false],
    [200, "II", "0.65", "normal", "F", 20, 0, 1, false],
    [30, "II", "0.65", "normal", "F", 20, 0, 1, false],
    [8, "II", "0.65", "normal", "F", 8, 0, 1, true],
    [3000, "II", "1.0", "normal", "K", 125, 3, 4, false],
    [24_000, "II", "0.65", "normal", "M", 315, 5, 6, false],
    [24_000, "S-3", "2.5", "normal", "F", 20, 1, 2, false],
    [24_000, "S-2", "1.0", "normal", "E", 13, 0, 1, false],
    [200_000, "II", "10", "normal", "K", 125, 21, 22, false],
    [3000, "II", "1.0", "tightened", "K", 125, 2, 3, false],
    [24_000, "S-3", "2.5", "tightened", "G", 32, 1, 2, false],
    // The lot that is exactly as large as the sample is inspected whole; one unit more is not.
    [20, "II", "0.65", "normal", "F", 20, 0, 1, true],
    [21, "II", "0.65", "normal", "F", 20, 0, 1, false],
    [1, "II", "6.5", "normal", "A", 1, 0, 1, true],
  ])("%i %s %s %s → %s %i %i/%i %s", (lotSize, level, aql, severity, letter, n, accept, reject, all) => {
    for (const standard of Object.keys(standards)) {
      const plan = samplePlan(readQuestion({ standard, lotSize, level, aql, severity }));
      expect([plan.codeLetter, plan.sampleSize, plan.accept, plan.reject, plan.inspectAll]).toEqual([
        letter,
        n,
        accept,
        reject,
        all,
      ]);
    }
  });
});

describe("every step is told in both languages", () => {
  const told = (lotSize: number, aql: string, severity = "normal") =>
    stepsText(samplePlan(readQuestion({ standard: "iso-2859-1", lotSize, level: "II", aql, severity })).steps);

  it("without an arrow", () => {
    expect(told(3000, "1.0")).toEqual({
      en: "lot 3000, level II → code letter K; K/1.0 normal → n 125, Ac 3, Re 4",
      zh: "批量 3000、检验水平 II → 样本量字码 K；K/1.0 正常 → n 125，Ac 3，Re 4",
    });
  });

  it("with an arrow and a lot smaller than the sample", () => {
    expect(told(8, "0.65").en).toBe(
      "lot 8, level II → code letter A; A/0.65 normal: arrow down → letter F, its n 20; F/0.65 normal → n 20, Ac 0, Re 1; n 20 is not less than the lot → all 8 units are inspected",
    );
  });
});

describe("a question however it is written", () => {
  const base = { standard: "iso-2859-1", lotSize: 3000, level: "II", aql: 1 };
  it.each([
    [{}],
    [{ aql: "1.0" }],
    [{ aql: " 1.00 % " }],
    [{ lotSize: "3,000" }],
    [{ lotSize: "3000" }],
    [{ level: "ii" }],
    [{ level: 2 }],
    [{ standard: "ISO 2859-1" }],
    [{ severity: "Normal" }],
    [{ severity: null }],
  ])("%j is read", (change) => {
    expect(readQuestion({ ...base, ...change })).toEqual({
      standard: "iso-2859-1",
      lotSize: 3000,
      level: "II",
      aql: "1.0",
      severity: "normal",
    });
  });

  it.each([
    ["S3", "S-3"],
    ["s-3", "S-3"],
    ["S 4", "S-4"],
    ["iii", "III"],
  ])("level %s is %s", (given, level) => expect(readQuestion({ ...base, level: given }).level).toBe(level));

  it.each([
    ["GB/T 2828.1", "gbt-2828.1"],
    ["ANSI/ASQ Z1.4", "z1.4"],
    ["MIL-STD-105E", "mil-std-105e"],
  ])("standard %s is %s", (given, standard) => expect(readQuestion({ ...base, standard: given }).standard).toBe(standard));

  it.each([
    [{ aql: 0.7 }, "aql", "AQL_UNKNOWN"],
    [{ aql: "1,0" }, "aql", "AQL_UNKNOWN"],
    [{ aql: -1 }, "aql", "AQL_UNKNOWN"],
    [{ aql: null }, "aql", "REQUIRED"],
    [{ level: "IV" }, "level", "LEVEL_UNKNOWN"],
    [{ level: {} }, "level", "LEVEL_UNKNOWN"],
    [{ standard: "iso-9001" }, "standard", "STANDARD_UNKNOWN"],
    [{ severity: "hard" }, "severity", "SEVERITY_UNKNOWN"],
    [{ lotSize: 0 }, "lotSize", "LOT_SIZE"],
    [{ lotSize: -5 }, "lotSize", "LOT_SIZE"],
    [{ lotSize: 12.5 }, "lotSize", "LOT_SIZE"],
    [{ lotSize: "many" }, "lotSize", "LOT_SIZE"],
    [{ lotSize: 1e300 }, "lotSize", "LOT_SIZE"],
    [{ lotSize: [3000] }, "lotSize", "LOT_SIZE"],
    [{ lotSize: undefined }, "lotSize", "REQUIRED"],
  ])("%j is refused, field %s, code %s", (change, field, code) => {
    expect(() => readQuestion({ ...base, ...change })).toThrow(expect.objectContaining({ field, code }));
  });

  it.each([[null], [[]], ["text"], [7]])("%j is no question", (given) => {
    expect(() => readQuestion(given)).toThrow(expect.objectContaining({ code: "NOT_AN_OBJECT" }));
  });
});
