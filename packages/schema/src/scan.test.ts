import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readScan, separator } from "./scan.ts";

const now = new Date("2026-08-20T01:00:00Z");
const read = (raw: string) => readScan(raw, now);
const device = { gtin: "09521234000013", lot: "IS2607A", expiresOn: "2029-07-30" };
const body = `0109521234000013112607311729073010IS2607A`;

describe("what a scanner sends [U15]", () => {
  it.each([
    ["GS1 DataMatrix", `]d2${body}`],
    ["GS1-128", `]C1${body}`],
    ["GS1 DataBar", `]e0${body}`],
    ["GS1 QR", `]Q3${body}`],
    ["no symbol identifier", body],
    ["FNC1 first", `${separator}${body}`],
    ["a trailing separator", `]d2${body}${separator}`],
    ["a separator behind a fixed element", `]d20109521234000013${separator}17290730${separator}10IS2607A`],
    ["as people read it", "(01)09521234000013(11)260731(17)290730(10)IS2607A"],
  ])("reads a GS1 element string: %s", (_form, raw) => {
    expect(read(raw)).toMatchObject({ kind: "gs1", elements: device });
  });

  it("reads the serial behind the separator that ends the lot", () => {
    expect(read(`]d20109521234000037${"10IP2607"}${separator}21IP26070001`)).toMatchObject({
      elements: { gtin: "09521234000037", lot: "IP2607", serial: "IP26070001" },
    });
  });

  it("[REQ-TRC-01] reads what stands on a bag or a pallet: our part, the supplier's lot, dates, count and weight", () => {
    expect(read("(241)RM-201(10)PV26-118(11)260626(37)48(3102)120000")).toMatchObject({
      kind: "gs1",
      elements: { part: "RM-201", lot: "PV26-118", madeOn: "2026-06-26", count: "48", netKilograms: "1200.00" },
    });
    expect(read(`]C1020952123400001337${"0048"}${separator}10PV26-118`)).toMatchObject({
      elements: { content: "09521234000013", count: "48", lot: "PV26-118" },
    });
    expect(read("(01)09521234000013(37)4A").kind).toBe("unreadable");
  });

  it("takes the last day of the month for day 00, and puts a year into the right century", () => {
    const expiry = (digits: string) => {
      const scan = read(`]d20109521234000013${`17${digits}`}`);
      return scan.kind === "gs1" ? scan.elements.expiresOn : scan.kind;
    };
    expect(["280200", "290228", "290229", "760101", "770101", "291331"].map(expiry)).toEqual([
      "2028-02-29",
      "2029-02-28",
      "unreadable",
      "2076-01-01",
      "1977-01-01",
      "unreadable",
    ]);
  });

  it.each([
    ["a wrong check digit", "]d20109521234000014"],
    ["an unknown identifier", "]d20109521234000013" + "8888X"],
    ["a lot of 21 characters", `]C110${"A".repeat(21)}`],
    ["an element that is cut off", "]d2010952123400"],
    ["the same element twice with two values", `]d210A${separator}10B`],
  ])("uses nothing of a GS1 symbol with %s", (_fault, raw) => {
    expect(read(raw).kind).toBe("unreadable");
  });

  it.each([
    ["a lot number", "r201-2607", "R201-2607"],
    ["a code of another symbol", "]A0WO-26-0001", "WO-26-0001"],
    ["full width", "ＰＯ－２６－０００１", "PO-26-0001"],
    ["a number that only begins like a GTIN", "0109521234000014", "0109521234000014"],
  ])("takes %s for a plain code", (_what, raw, text) => {
    expect(read(raw)).toEqual({ kind: "code", text });
  });

  it("reads back whatever lot and serial are written", () => {
    const value = fc.stringMatching(/^[A-Z0-9/._-]{1,20}$/);
    fc.assert(
      fc.property(value, value, (lot, serial) => {
        expect(read(`]d20109521234000013${`10${lot}`}${separator}21${serial}`)).toMatchObject({
          kind: "gs1",
          elements: { lot, serial },
        });
      }),
    );
  });

  it("answers every text, and never with elements of a broken one", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (raw) => {
        const scan = read(raw);
        if (scan.kind === "gs1" && scan.elements.gtin) expect(scan.elements.gtin).toMatch(/^\d{14}$/);
      }),
    );
  });
});
