import { describe, expect, it } from "vitest";
import { allSelected, isSelected, nothingSelected, select, selectedCount, selectedOf } from "./selection.ts";

describe("the selection of a list [U07]", () => {
  it("holds some records by their id", () => {
    const some = select(nothingSelected, ["1", "2", "3"], true);
    expect(selectedCount(some, 4312)).toBe(3);
    expect(selectedOf(some, ["1", "2"])).toBe("all");
    expect(selectedOf(select(some, ["2"], false), ["1", "2"])).toBe("some");
    expect(selectedOf(some, ["9"])).toBe("none");
    expect(selectedOf(some, [])).toBe("none");
  });
  it("holds all that match but some, also those that were never read", () => {
    const all = select(allSelected, ["7", "8"], false);
    expect(isSelected(all, "7")).toBe(false);
    expect(isSelected(all, "99999")).toBe(true);
    expect(selectedCount(all, 4312)).toBe(4310);
    expect(selectedCount(all, undefined)).toBeUndefined();
    expect(selectedCount(select(all, ["7"], true), 4312)).toBe(4311);
  });
  it("changes nothing of the selection before", () => {
    select(nothingSelected, ["1"], true);
    expect(selectedCount(nothingSelected, 10)).toBe(0);
  });
});
