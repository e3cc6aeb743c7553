import { translator } from "@lotline/schema/words";
import { describe, expect, it } from "vitest";
import type { Characteristic } from "./inspection-row.ts";
import { asTyped, isPlain, readPasted } from "./paste-readings.ts";

const t = translator("en");
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
    readings: [
      {
        id: "1",
        sample: 1,
        value: "120.1",
        conforms: true,
        at: "",
        by: { en: "", zh: "" },
        replaced: false,
        corrected: false,
        equipment: null,
        defect: null,
      },
    ],
    defects: 0,
    judged: null,
  },
};
const seal: Characteristic = { ...width, position: 2, sampleSize: 3, readings: [] };
const look: Characteristic = { ...width, position: 3, kind: "attribute", sampleSize: 2, readings: [] };
const all = [width, seal, look];
const at = { position: 1, sample: 2 };
const read = (text: string, comma = false, from = at) => readPasted(all, from, text, comma, t);

describe("US-03 a block pasted from a spreadsheet", () => {
  it("that fits and can be read goes into the cells without a question", () => {
    const block = read("120.0\t1.9\tOK\r\n120.2\t2.0\r\n".replace("2.0\r", "2.0\t\r"));
    expect(block.good).toEqual({ "1:2": "120.0", "2:2": "1.9", "3:2": "OK", "1:3": "120.2", "2:3": "2.0" });
    expect(isPlain(block)).toBe(true);
  });

  it("reads full-width digits and certain thousands marks; an uncertain comma is asked about, once for the whole block", () => {
    expect(read("１２０．３").good).toEqual({ "1:2": "120.3" });
    expect(read("1,120.5").good).toEqual({ "1:2": "1120.5" });
    const asked = read("120,1\n120,2");
    expect(asked.good).toEqual({});
    expect(asked.hasComma).toBe(true);
    expect(asked.wrong.map(({ sample, text }) => [sample, text])).toEqual([
      [2, "120,1"],
      [3, "120,2"],
    ]);
    expect(read("120,1\n120,2", true).good).toEqual({ "1:2": "120.1", "1:3": "120.2" });
    expect(read("120,1\n120,2", true).wrong).toEqual([]);
  });

  it("with text among the numbers names each such cell and keeps its text to be mended in its place", () => {
    const block = read("120.0\tx1.9\n12o.2\t2.0");
    expect(block.good).toEqual({ "1:2": "120.0", "2:3": "2.0" });
    expect(block.wrong.map(({ characteristic, sample, text }) => [characteristic.position, sample, text])).toEqual([
      [2, 2, "x1.9"],
      [1, 3, "12o.2"],
    ]);
    expect(asTyped(block.wrong)).toEqual({ "2:2": "x1.9", "1:3": "12o.2" });
  });

  it("that is ragged says in which row, and each cell goes where it stands", () => {
    const block = read("120.0\t1.9\n120.2\n120.4\t2.1");
    expect(block.good).toEqual({ "1:2": "120.0", "2:2": "1.9", "1:3": "120.2", "1:4": "120.4" });
    expect(block.notes[0]).toBe("Row 2 has 1 cell, the first one 2; each cell goes where it stands.");
    expect(isPlain(block)).toBe(false);
  });

  it("that is too long or too wide says what has no place, by its texts", () => {
    const long = read("120.0\n120.1\n120.2\n120.3\n120.4");
    expect(Object.keys(long.good)).toEqual(["1:2", "1:3", "1:4"]);
    expect(long.outside).toBe(2);
    expect(long.notes).toEqual(["2 rows beyond the last sample: 120.3, 120.4"]);
    const wide = read("120.0\t1.9\tOK\t7\t8");
    expect(wide.outside).toBe(2);
    expect(wide.notes).toEqual(["2 columns beyond the last characteristic."]);
    const short = read("120.0\t1.9\tOK\n120.1\t2.0\tNG");
    expect(short.outside).toBe(1);
    expect(short.notes).toEqual(["1 cell where the characteristic has fewer samples: NG"]);
  });

  it("that replaces recorded readings says how many; the same value replaces nothing", () => {
    const from = { position: 1, sample: 1 };
    expect(read("120.5", false, from).notes).toEqual(["1 recorded reading would be replaced; that asks for a reason."]);
    expect(isPlain(read("120.10", false, from))).toBe(true);
  });

  it("of 10,000 rows is read without delay and loses no count", () => {
    const began = performance.now();
    const block = read(Array.from({ length: 10_000 }, () => "120.0").join("\n"));
    expect(block.rows).toBe(10_000);
    expect(block.outside).toBe(9_997);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
