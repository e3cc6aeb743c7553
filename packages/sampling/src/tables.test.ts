import { describe, expect, it } from "vitest";
import { codeLetter } from "./letters.ts";
import { samplePlan, tableOf } from "./plan.ts";
import { type Aql, aqls, levels, type StandardKey, standards } from "./standards.ts";
import { type Cell, tablesEdition } from "./tables.ts";

/** The structure of the tables, told a second time without them: everything follows from the diagonal a cell lies on. */
const letters = [..."ABCDEFGHJKLMNPQR"];
const sizes = [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000];
const normalRun = [0, "up", "down", 1, 2, 3, 5, 7, 10, 14, 21] as const;
const tightenedRun = [0, "down", "down", 1, 2, 3, 5, 8, 12, 18] as const;
/** The first letters go on beyond the run, in AQL above 10 only. */
const longer = { normal: [30, 44], tightened: [27, 41] };

/** What stands at a letter and AQL: along its row first arrows down, then the run, then arrows up. */
function expected(severity: "normal" | "tightened", row: number, column: number): number | "up" | "down" {
  // The places where the diagonal leaves the table: nothing lies above A or below R that the arrow could mean.
  if (row === 0 && aqls[column] === "10") return "down";
  if (row === 15 && aqls[column] === "0.015") return "up";
  const run = severity === "normal" ? normalRun : tightenedRun;
  const along = row + column - (severity === "normal" ? 14 : 15);
  if (along < 0) return "down";
  const whole = row <= 4 ? [...run, ...longer[severity]] : run;
  return whole[along] ?? "up";
}

const shown = (cell: Cell | undefined) => (cell && typeof cell === "object" ? cell.accept : cell);

describe.each(["normal", "tightened"] as const)("every cell of the %s table lies on its diagonal", (severity) => {
  const table = tableOf("iso-2859-1", severity);

  it("has the sample sizes A 2 … R 2000, tightened S 3150", () => {
    const extra = severity === "tightened" ? [["S", 3150]] : [];
    expect(table.map(({ letter, n }) => [letter, n])).toEqual([...letters.map((letter, i) => [letter, sizes[i]]), ...extra]);
  });

  for (const [row, letter] of letters.entries())
    it.each(aqls.map((aql, column) => ({ aql, column })))(`${letter} / $aql`, ({ column }) => {
      const cell = table[row]?.cells[column];
      expect(shown(cell)).toBe(expected(severity, row, column));
      if (cell && typeof cell === "object") expect(cell.reject).toBe(cell.accept + 1);
    });
});

describe("every arrow leads to the nearest plan in its direction", () => {
  // A lot of each letter at level II; B to R but not A alone: A takes 2 to 8.
  const lotOf: { readonly [letter: string]: readonly [lot: number, level: "I" | "II" | "III"] } = {
    A: [8, "II"],
    B: [15, "II"],
    C: [25, "II"],
    D: [50, "II"],
    E: [90, "II"],
    F: [150, "II"],
    G: [280, "II"],
    H: [500, "II"],
    J: [1200, "II"],
    K: [3200, "II"],
    L: [10_000, "II"],
    M: [35_000, "II"],
    N: [150_000, "II"],
    P: [500_000, "II"],
    Q: [500_001, "II"],
    R: [500_001, "III"],
  };
  for (const severity of ["normal", "tightened"] as const)
    for (const [row, letter] of letters.entries())
      it.each(aqls.map((aql, column) => ({ aql, column })))(`${severity} ${letter} / $aql`, ({ aql, column }) => {
        const [lotSize, level] = lotOf[letter] ?? [0, "II"];
        const plan = samplePlan({ standard: "iso-2859-1", lotSize, level, aql, severity });
        expect(plan.steps[0]?.values.letter).toBe(letter);
        let at = row;
        let cell = expected(severity, at, column);
        while (typeof cell === "string") {
          at += cell === "down" ? 1 : -1;
          // S of the tightened table: the one plan below R.
          cell = at === 16 ? 1 : expected(severity, at, column);
        }
        expect(plan.codeLetter).toBe(letters[at] ?? "S");
        const n = sizes[at] ?? 3150;
        expect([plan.sampleSize, plan.accept, plan.reject]).toEqual([Math.min(n, lotSize), cell, cell + 1]);
        expect(plan.inspectAll).toBe(n >= lotSize);
        expect(plan.confirmed).toBe(Number(aql) <= 10);
      });
});

describe("the reduced tables", () => {
  it("have the sample sizes A 2 … R 800", () => {
    for (const standard of ["iso-2859-1", "mil-std-105e"] as const)
      expect(tableOf(standard, "reduced").map(({ n }) => n)).toEqual([
        2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800,
      ]);
  });

  it("are unconfirmed, every plan of them", () => {
    for (const standard of ["iso-2859-1", "z1.4"] as const)
      for (const aql of aqls.slice(0, 16) as Aql[]) {
        const plan = samplePlan({ standard, lotSize: 3000, level: "II", aql, severity: "reduced" });
        expect(plan.confirmed).toBe(false);
        expect(plan.steps.at(-1)?.code).toBe("UNCONFIRMED");
      }
  });

  it("of ISO end at AQL 10, and what is not carried is refused by name", () => {
    expect(() => samplePlan({ standard: "iso-2859-1", lotSize: 3000, level: "II", aql: "15", severity: "reduced" })).toThrow(
      expect.objectContaining({ code: "NOT_CARRIED", field: "aql" }),
    );
  });

  it("of MIL-STD-105E leave a gap between Ac and Re", () => {
    const plan = samplePlan({ standard: "mil-std-105e", lotSize: 3000, level: "II", aql: "1.0", severity: "reduced" });
    expect([plan.codeLetter, plan.sampleSize, plan.accept, plan.reject]).toEqual(["K", 50, 1, 4]);
  });
});

it("is the data of its edition: whoever changes a cell or a letter gives it another", () => {
  const sizes = Array.from({ length: 1000 }, (_, i) => [i + 1, (i + 1) * 100, (i + 1) * 1000]).flat();
  const letters = levels.map((level) => sizes.map((size) => codeLetter(Math.max(2, size), level)).join(""));
  const tables = (Object.keys(standards) as StandardKey[]).map((standard) =>
    (["normal", "tightened", "reduced"] as const).map((severity) => tableOf(standard, severity)),
  );
  // FNV-1a of 64 bits: enough to notice a change.
  let digest = 14695981039346656037n;
  for (const mark of JSON.stringify({ letters, tables }))
    digest = BigInt.asUintN(64, (digest ^ BigInt(mark.charCodeAt(0))) * 1099511628211n);
  expect({ [tablesEdition]: digest.toString(16) }).toEqual({ "2026-11": "1a448021a0af0531" });
});
