import { describe, expect, it } from "vitest";
import { differenceOf } from "./count.ts";

const none = { applied: "", destroyed: "", returned: "", specimens: "" };

describe("the counts of a label job", () => {
  it("[REQ-TRC-08] says the difference as it is typed: 24,540 = 23,640 + 888 + 12", () => {
    expect(differenceOf(24_540, none)).toBe(24_540);
    expect(differenceOf(24_540, { ...none, applied: "23640" })).toBe(900);
    expect(differenceOf(24_540, { applied: " 23640 ", destroyed: "888", returned: "0", specimens: "12" })).toBe(0);
    expect(differenceOf(24_540, { ...none, applied: "24541" })).toBe(-1);
  });

  it("knows no difference while a box holds no whole number", () => {
    for (const applied of ["1.5", "-1", "1e3", "two", "12345678"]) expect(differenceOf(10, { ...none, applied })).toBeUndefined();
  });
});
