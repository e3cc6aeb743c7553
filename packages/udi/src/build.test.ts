import { describe, expect, it } from "vitest";
import { build, type UdiParts } from "./build.ts";
import { UdiError } from "./problem.ts";
import { parse } from "./udi.ts";

const gtin = "06970000000017";

describe("[REQ-TRC-06] a UDI is written by its agency's rule", () => {
  it.each<[UdiParts, string]>([
    [
      { agency: "GS1", di: gtin, pi: { lot: "IS2607A", serial: "S(1)", manufacturedOn: "2026-08-20", expiresOn: "2031-08-19" } },
      "(01)06970000000017(11)260820(17)310819(10)IS2607A(21)S\\(1)",
    ],
    [
      { agency: "GS1", di: gtin, pi: { expiresOn: "2026-09-01T14:30", softwareVersion: "2.4.1", quantity: 12 } },
      "(01)06970000000017(30)12(7003)2609011430(8012)2.4.1",
    ],
    [{ agency: "HIBCC", di: "L0TLCATH14F0", pi: { lot: "L26A" } }, "+L0TLCATH14F0/$L26AH"],
    [{ agency: "HIBCC", di: "L0TLCATH14F0", pi: { lot: "L26A", expiresOn: "2030-09" } }, "+L0TLCATH14F0/$$0930L26AP"],
    [{ agency: "HIBCC", di: "L0TLCATH14F0", pi: { lot: "L26A", expiresOn: "2030-09-30T16" } }, "+L0TLCATH14F0/$$430093016L26A$"],
    [
      {
        agency: "HIBCC",
        di: "L0TLCATH14F0",
        pi: { lot: "L26A", expiresOn: "2030-09-30", serial: "SN9", manufacturedOn: "2026-09-01" },
      },
      "+L0TLCATH14F0/$$3300930L26A/SSN9/16D20260901O",
    ],
    [
      { agency: "HIBCC", di: "L0TLCATH14F0", pi: { serial: "SN9", expiresOn: "2030-09-30", quantity: 5 } },
      "+L0TLCATH14F0/$$+3300930SN9/Q5Z",
    ],
    [
      {
        agency: "ICCBBA",
        di: "A9999XYZ100T0944",
        pi: {
          serial: "000025",
          donationId: "A99971312345600",
          expiresOn: "2014-02-01",
          manufacturedOn: "2013-02-01",
          lot: "000000000000XYZ123",
        },
      },
      "=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123",
    ],
    [{ agency: "ICCBBA", di: "1TE123456A", pi: { lot: "RZ12345678" } }, "=)1TE123456A&)RZ12345678"],
    [
      { agency: "ZIIOT-MA", di: "MA.156.M0.100761.21234561", pi: { lot: "L1", expiresOn: "2028-02-29", sterilizationLot: "E7" } },
      "MA.156.M0.100761.21234561.LL1.DE7.E20280229",
    ],
  ])("%j", (parts, text) => {
    const built = build(parts);
    expect(built.canonical).toBe(text);
    expect(parse(text)).toEqual(built);
  });

  it.each<[UdiParts, string]>([
    [{ agency: "GS1", di: "06970000000018" }, "INCORRECT_CHECK_DIGIT"],
    [{ agency: "GS1", di: gtin, pi: { lot: "123456789012345678901" } }, "VALUE_TOO_LONG"],
    [{ agency: "GS1", di: gtin, pi: { lot: "批1" } }, "INVALID_CSET82_CHARACTER"],
    [{ agency: "GS1", di: gtin, pi: { expiresOn: "2127-01-01" } }, "NOT_REPRESENTED"],
    [{ agency: "GS1", di: gtin, pi: { sterilizationLot: "E7" } }, "NOT_REPRESENTED"],
    [{ agency: "HIBCC", di: "L0TLcath0" }, "INVALID_CHARACTER"],
    [{ agency: "ICCBBA", di: "A9999" }, "VALUE_TOO_SHORT"],
    [{ agency: "ZIIOT-MA", di: "MA.156.M0.1.2" }, "REGISTRANT"],
  ])("%j is refused: %s", (parts, code) => {
    const attempt = () => build(parts);
    expect(attempt).toThrow(UdiError);
    try {
      attempt();
    } catch (error) {
      expect((error as UdiError).problems[0].code).toBe(code);
    }
  });
});
