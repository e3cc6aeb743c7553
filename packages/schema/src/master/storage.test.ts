import { describe, expect, it } from "vitest";
import { type StorageTerms, storageFits, storageRange, storageWords } from "./storage.ts";

const terms = (given: Partial<StorageTerms>): StorageTerms => ({
  storageClass: null,
  storageMin: null,
  storageMax: null,
  ...given,
});

describe("storage terms", () => {
  it("[REQ-GATE-19] take the temperatures of their class, and their own where these are given", () => {
    expect(storageRange(terms({}))).toBeNull();
    expect(storageRange(terms({ storageClass: "cold" }))).toEqual({ min: "2", max: "8" });
    expect(storageRange(terms({ storageClass: "ambient", storageMax: "25.0" }))).toEqual({ min: "10", max: "25.0" });
    expect(storageRange(terms({ storageMax: "25" }))).toEqual({ min: null, max: "25" });
  });

  const cases: readonly (readonly [string, Partial<StorageTerms>, Partial<StorageTerms>, boolean])[] = [
    ["nothing needed, nothing kept", {}, {}, true],
    ["nothing needed, cold kept", { storageClass: "cold" }, {}, true],
    ["cold needed, nothing kept", {}, { storageClass: "cold" }, false],
    ["cold needed, cold kept", { storageClass: "cold" }, { storageClass: "cold" }, true],
    ["cold needed, ambient kept", { storageClass: "ambient" }, { storageClass: "cold" }, false],
    ["cool needed, cold kept: colder is within", { storageClass: "cold" }, { storageClass: "cool" }, true],
    ["cool needed, ambient kept: up to 30 is not up to 20", { storageClass: "ambient" }, { storageClass: "cool" }, false],
    ["3–5 needed, 2–8 kept", { storageClass: "cold" }, { storageMin: "3", storageMax: "5" }, false],
    ["2–8 needed, 3–5 kept", { storageMin: "3", storageMax: "5" }, { storageClass: "cold" }, true],
    ["flammables need their own place", { storageClass: "ambient" }, { storageClass: "flammable" }, false],
    ["flammables in the cabinet", { storageClass: "flammable" }, { storageClass: "flammable" }, true],
    ["ambient goods in an ESD place", { storageClass: "esd" }, { storageClass: "ambient" }, true],
    ["a place without a lower end for goods with one", { storageMax: "8" }, { storageClass: "cold" }, false],
    ["frozen needed, −30 to −5 kept", { storageMin: "-30", storageMax: "-5" }, { storageClass: "frozen" }, false],
  ];
  it.each(cases)("[REQ-GATE-19] %s", (_name, place, need, fits) => {
    expect(storageFits(terms(place), terms(need))).toBe(fits);
  });

  it("are written as people read them", () => {
    expect(storageWords(terms({ storageClass: "cold" }))).toEqual({ en: "Cold, 2–8 °C", zh: "冷藏 2–8 °C" });
    expect(storageWords(terms({ storageClass: "cold", storageMin: "3.0" }))).toEqual({ en: "Cold, 3–8 °C", zh: "冷藏 3–8 °C" });
    expect(storageWords(terms({ storageMin: "-20", storageMax: "25" }))).toEqual({ en: "−20–25 °C", zh: "−20–25 °C" });
    expect(storageWords(terms({ storageMax: "25" }))).toEqual({ en: "up to 25 °C", zh: "不超过 25 °C" });
    expect(storageWords(terms({}))).toEqual({ en: "no storage class", zh: "未定储存类别" });
  });
});
