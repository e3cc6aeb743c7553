import { readAddress as address } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { readPeek, sortBy, toggleSort, writePeek } from "./view.ts";

describe("the record beside a list [U01] [U21]", () => {
  it("is part of the address", () => {
    const peeked = readPeek(address("state=released&peek=R201-2607&tab=fields"));
    expect(peeked).toEqual({ number: "R201-2607", tab: "fields" });
    expect(writePeek(peeked)).toEqual({ peek: "R201-2607", tab: "fields" });
    expect(readPeek(address("peek=R201-2607&tab=<b>"))).toEqual({ number: "R201-2607", tab: "" });
    expect(readPeek({})).toBeUndefined();
    expect(writePeek(undefined)).toEqual({});
  });
});

describe("a click on a header [U04]", () => {
  const up = [{ column: "number", desc: false }];
  it("sorts up, then down, then not at all", () => {
    expect(toggleSort([], "number", false)).toEqual(up);
    expect(toggleSort(up, "number", false)).toEqual([{ column: "number", desc: true }]);
    expect(toggleSort([{ column: "number", desc: true }], "number", false)).toEqual([]);
  });
  it("its menu sorts straight up or down, keeps the rank and takes it out again", () => {
    expect(sortBy(up, "createdAt", "down")).toEqual([{ column: "createdAt", desc: true }]);
    const two = [...up, { column: "createdAt", desc: false }];
    expect(sortBy(two, "number", "down")).toEqual([{ column: "number", desc: true }, two[1]]);
    expect(sortBy(two, "number", "off")).toEqual([two[1]]);
  });
  it("with Shift adds a second order and keeps the rank", () => {
    expect(toggleSort(up, "createdAt", true)).toEqual([...up, { column: "createdAt", desc: false }]);
    expect(toggleSort([...up, { column: "createdAt", desc: false }], "number", true)).toEqual([
      { column: "number", desc: true },
      { column: "createdAt", desc: false },
    ]);
  });
});
