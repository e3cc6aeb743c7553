import { readScan } from "@lotline/schema/scan";
import { describe, expect, it } from "vitest";
import type { Hit } from "../palette/useHits.ts";
import { keysOf, meant, textFor } from "./resolve.ts";

const hit = (record: string, number: string, by = "number", exact = true): Hit => ({
  record,
  id: number,
  number,
  title: { en: number, zh: number },
  by,
  exact,
});
const element = readScan("]d2010952123400001317290730" + "10IS2607A");
const plain = readScan("PV26-118");

describe("what a code means [U15]", () => {
  it("is looked up by the lot of an element string first", () => {
    expect(keysOf(element)).toEqual(["IS2607A", "09521234000013"]);
    expect(keysOf(plain)).toEqual(["PV26-118"]);
  });

  it("is whole fields only, the wanted type only, and a record's own number before others' fields", () => {
    const lot = hit("Lot", "R201-2607", "supplierLot");
    const other = hit("Lot", "R201-2608", "supplierLot");
    expect(meant([lot, hit("Lot", "PV26-1189", "number", false)], plain, undefined)).toEqual([lot]);
    expect(meant([lot, other], plain, undefined)).toEqual([lot, other]);
    expect(meant([lot, hit("Location", "PV26-118")], plain, undefined)).toEqual([hit("Location", "PV26-118")]);
    expect(meant([lot, hit("Location", "PV26-118")], plain, "Lot")).toEqual([lot]);
    expect(meant([hit("Item", "IS2607A"), hit("Lot", "IS2607A")], element, undefined)).toEqual([hit("Lot", "IS2607A")]);
  });

  it("fills a text with the lot, a date with the expiry, and no quantity ever", () => {
    expect(["text", "date", "quantity", "decimal", "integer", "choice"].map((kind) => textFor(kind, element))).toEqual([
      "IS2607A",
      "2029-07-30",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(textFor("date", plain)).toBeUndefined();
    expect(textFor("text", readScan("]d2019999"))).toBeUndefined();
  });
});
