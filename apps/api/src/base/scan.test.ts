import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readScan } from "./scan.ts";

const gs = "\x1d";
const device = { di: "09521234000013", lot: "IS2607A", expiresOn: "2029-07-30", madeOn: "2026-07-31" };
const body = "0109521234000013112607311729073010IS2607A";

describe("what a scanner sends [U15]", () => {
  it.each([
    ["GS1 DataMatrix", `]d2${body}`],
    ["GS1-128", `]C1${body}`],
    ["GS1 DataBar", `]e0${body}`],
    ["GS1 QR", `]Q3${body}`],
    ["no symbol identifier", body],
    ["FNC1 first", `${gs}${body}`],
    ["a trailing separator", `]d2${body}${gs}`],
    ["a separator behind a fixed element", `]d20109521234000013${gs}11260731${gs}17290730${gs}10IS2607A`],
    ["as people read it", "(01)09521234000013(11)260731(17)290730(10)IS2607A"],
    ["a Digital Link", "https://id.gs1.org/01/09521234000013/10/IS2607A?11=260731&17=290730"],
  ])("reads a GS1 element string: %s", (_form, raw) => {
    expect(readScan(raw)).toMatchObject({ kind: "elements", agency: "GS1", elements: device });
  });

  it("[REQ-TRC-06] reads codes of the other agencies", () => {
    const read = (raw: string) => {
      const scan = readScan(raw);
      return scan.kind === "elements" ? [scan.agency, scan.elements] : scan.kind;
    };
    expect(read("]C0+L0TLCATH14F0/$$3300930L26AV")).toEqual([
      "HIBCC",
      { di: "L0TLCATH14F0", lot: "L26A", expiresOn: "2030-09-30" },
    ]);
    expect(read("=)1TE123456A&)RZ12345678")).toEqual(["ICCBBA", { di: "1TE123456A", lot: "RZ12345678" }]);
    expect(read("MA.156.M0.100761.21234561.LL1.V280229")).toEqual([
      "ZIIOT-MA",
      { di: "MA.156.M0.100761.21234561", lot: "L1", expiresOn: "2028-02-29" },
    ]);
    // A wrong check character: the text may be anybody's code.
    expect(readScan("+L0TLCATH14F0/$$3300930L26AX")).toEqual({ kind: "code", text: "+L0TLCATH14F0/$$3300930L26AX" });
  });

  it("[REQ-TRC-01] reads what stands on a bag or a pallet: our part, the supplier's lot, dates, count and weight", () => {
    expect(readScan("(241)RM-201(10)PV26-118(11)260626(37)48(3102)120000")).toMatchObject({
      elements: { part: "RM-201", lot: "PV26-118", madeOn: "2026-06-26", count: "48", netKilograms: "1200.00" },
    });
    expect(readScan(`]C10209521234000013370048${gs}10PV26-118`)).toMatchObject({
      elements: { content: "09521234000013", count: "48", lot: "PV26-118" },
    });
    expect(readScan("]C100395212340000000117")).toMatchObject({ kind: "unreadable" });
    expect(readScan("]C100095212340000000112")).toMatchObject({ elements: { sscc: "095212340000000112" } });
    expect(readScan("(01)09521234000013(37)4A").kind).toBe("unreadable");
  });

  it.each([
    ["a wrong check digit", "]d20109521234000014", "INCORRECT_CHECK_DIGIT"],
    ["an unknown identifier", "]d201095212340000138888X", "UNKNOWN_AI"],
    ["a lot of 21 characters", `]C110${"A".repeat(21)}`, "VALUE_TOO_LONG"],
    ["an element that is cut off", "]d2010952123400", "VALUE_TOO_SHORT"],
    ["the same element twice with two values", `]d210A${gs}10B`, "REPEATED_AI_DIFFERS"],
    ["no such day", "]d2010952123400001317290229", "ILLEGAL_DAY"],
  ])("uses nothing of a GS1 symbol with %s, and says why", (_fault, raw, code) => {
    expect(readScan(raw)).toMatchObject({ kind: "unreadable", problems: [{ code }] });
  });

  it.each([
    ["a lot number", "r201-2607", "R201-2607"],
    ["a code of another symbol", "]A0WO-26-0001", "WO-26-0001"],
    ["full width", "ＰＯ－２６－０００１", "PO-26-0001"],
    ["a number that only begins like a GTIN", "0109521234000014", "0109521234000014"],
    ["a number of a lot", "20260820", "20260820"],
  ])("takes %s for a plain code", (_what, raw, text) => {
    expect(readScan(raw)).toEqual({ kind: "code", text });
  });

  it("answers every text, and reads back whatever lot and serial are written", () => {
    const value = fc.stringMatching(/^[A-Z0-9/._-]{1,20}$/);
    fc.assert(
      fc.property(value, value, fc.string({ maxLength: 60 }), (lot, serial, any) => {
        expect(readScan(`]d2010952123400001310${lot}${gs}21${serial}`)).toMatchObject({ elements: { lot, serial } });
        expect(["elements", "code", "unreadable"]).toContain(readScan(any).kind);
      }),
    );
  });
});
