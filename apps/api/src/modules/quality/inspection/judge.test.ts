import { describe, expect, it } from "vitest";
import { type Characteristic, defectsOf, judgeCharacteristic, judgeReading, limitsText } from "./judge.ts";

const width: Characteristic = {
  position: 1,
  nameEn: "Width",
  nameZh: "宽度",
  kind: "variable",
  lower: null,
  upper: "10.0",
  unit: "mm",
  decimals: 1,
  rounding: null,
  instrument: null,
  isVerified: false,
  isDestructive: false,
  isCoded: false,
  acceptUpTo: 1,
  rejectFrom: 2,
  samples: 3,
};
const even: Characteristic = { ...width, rounding: "halfEven" };
const look: Characteristic = { ...width, kind: "attribute", upper: null, decimals: 0, acceptUpTo: 2, rejectFrom: 3 };

describe("[REQ-GATE-11] readings are judged by the frozen limits", () => {
  it("half to even where the plan says so (GB/T 8170): 10.05 is 10.0, 10.15 is 10.2", () => {
    expect(judgeReading(even, "10.05")).toEqual({ value: "10.05", conforms: true });
    expect(judgeReading(even, "10.15")).toEqual({ value: "10.15", conforms: false });
    expect(judgeReading({ ...even, upper: "10.2" }, "10.25")).toEqual({ value: "10.25", conforms: true });
  });

  it.each([
    ["10.0", true],
    ["10.04", true],
    ["10.05", false],
    ["10.1", false],
    ["-3", true],
    ["１０．０４", true],
  ])("%s against at most 10.0, rounded to one decimal, half away from zero: %s", (typed, conforms) => {
    expect(judgeReading(width, typed)?.conforms).toBe(conforms);
  });

  it("a half below zero is rounded away from zero too", () => {
    const negative = { ...width, lower: "-10.0", upper: null };
    expect(judgeReading(negative, "-10.04")?.conforms).toBe(true);
    expect(judgeReading(negative, "-10.05")?.conforms).toBe(false);
  });

  it.each(["", "OK", "1e3", "NaN", "12,5", "1.2.3", "10.0 mm"])("%j is not a measured value", (typed) => {
    expect(judgeReading(width, typed)).toBeNull();
  });

  it.each([
    ["OK", true, "OK"],
    ["ok", true, "OK"],
    ["NG", false, "NG"],
    ["0", true, "0"],
    ["03", false, "3"],
  ])("defects: %s conforms %s and is kept as %s", (typed, conforms, value) => {
    expect(judgeReading(look, typed)).toEqual({ value, conforms });
  });

  it.each(["-1", "1.5", "pass", "合格", "1001"])("%j is not a number of defects", (typed) => {
    expect(judgeReading(look, typed)).toBeNull();
  });

  it("accepts up to Ac defects and waits for the last sample", () => {
    const read = (values: string[]) => values.map((value) => judgeReading(width, value) ?? { value, conforms: false });
    expect(judgeCharacteristic(width, read(["9", "11"]))).toBeNull();
    expect(judgeCharacteristic(width, read(["9", "9", "11"]))).toBe("accepted");
    expect(judgeCharacteristic(width, read(["9", "12", "11"]))).toBe("rejected");
  });

  it("counts defects, not samples", () => {
    const counted = ["2", "OK", "NG"].map((value) => judgeReading(look, value) ?? { value, conforms: false });
    expect(defectsOf(look, counted)).toBe(3);
    expect(judgeCharacteristic(look, counted)).toBe("rejected");
  });

  it("says the limits as people write them", () => {
    expect(limitsText({ ...width, lower: "9" })).toBe("9.0–10.0 mm");
    expect(limitsText(width)).toBe("≤ 10.0 mm");
    expect(limitsText(look)).toBe("mm");
  });
});
