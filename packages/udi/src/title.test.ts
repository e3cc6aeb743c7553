import { describe, expect, it } from "vitest";
import { build, examine, titleOf } from "./index.ts";

describe("[REQ-TRC-06] what an element is called", () => {
  it("is GS1's title, in Chinese where GS1 China has one, for families with a decimal place too", () => {
    expect(titleOf("GS1", "17")).toEqual({ en: "USE BY or EXPIRY", zh: "有效期" });
    expect(titleOf("GS1", "3103")).toEqual({ en: "NET WEIGHT (kg)", zh: "净重（千克）" });
    expect(titleOf("GS1", "4300").zh).toBe(titleOf("GS1", "4300").en);
    expect(titleOf("GS1", "9999")).toEqual({ en: "AI 9999", zh: "AI 9999" });
  });

  it("is known for every lead of the other agencies that a reader finds", () => {
    const codes = [
      build({ agency: "HIBCC", di: "L0TLCATH14F0", pi: { lot: "L26A", expiresOn: "2030-09-30", quantity: 24 } }).canonical,
      "+A99912345/$$52001510X3/16D20111212/S77DEFG457",
      "=/A9999XYZ100T0944=,000025=>014032=}013032&,1000000000000XYZ123",
      "MA.156.M0.100221.12345678.M260701.LIS2607A.DX.S1.V310701.E310701.Y9.C3",
    ];
    for (const code of codes) {
      const { agency, ...rest } = examine(code);
      if (agency === null || !("elements" in rest)) throw new Error(code);
      expect(rest.elements.length).toBeGreaterThan(1);
      for (const { ai } of rest.elements) expect([ai, titleOf(agency, ai).zh]).not.toEqual([ai, ai]);
    }
  });
});
