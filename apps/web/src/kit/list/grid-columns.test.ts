import { describe, expect, it } from "vitest";
import { arrange, type ColumnState, hideColumn, moveColumn, pinColumn, placeColumn, widenColumn } from "./grid-columns.ts";

const declared = ["number", "item", "state", "onHand", "site"];
const plain: ColumnState = { order: [], pinned: [], widths: {}, hidden: [] };

describe("the columns of a grid [U03]", () => {
  it("stand as the record file has them until somebody arranges them; a new column stands beside its neighbour", () => {
    expect(arrange(declared, plain)).toEqual(declared);
    expect(arrange(declared, { order: ["state", "number", "site"], pinned: [] })).toEqual([
      "state",
      "onHand",
      "number",
      "item",
      "site",
    ]);
    expect(arrange(declared, { order: ["gone", "item", "item"], pinned: ["site", "gone"] })).toEqual([
      "site",
      "number",
      "item",
      "state",
      "onHand",
    ]);
  });

  it("move by one place among their own kind, over hidden ones, and stop at the ends", () => {
    const hidden = hideColumn(plain, "item", true);
    expect(arrange(declared, moveColumn(declared, hidden, "state", -1))).toEqual(["state", "item", "number", "onHand", "site"]);
    expect(moveColumn(declared, plain, "number", -1)).toBe(plain);
    expect(moveColumn(declared, plain, "site", 1)).toBe(plain);
    const pinned = pinColumn(pinColumn(plain, "state", true), "site", true);
    expect(arrange(declared, pinned)).toEqual(["state", "site", "number", "item", "onHand"]);
    expect(moveColumn(declared, pinned, "site", -1).pinned).toEqual(["site", "state"]);
    expect(moveColumn(declared, pinned, "number", -1)).toBe(pinned);
  });

  it("dropped in front of another take its place; between pinned ones they are pinned, elsewhere let go", () => {
    const pinned = pinColumn(pinColumn(plain, "number", true), "item", true);
    expect(placeColumn(declared, pinned, "site", "item")).toMatchObject({ pinned: ["number", "site", "item"] });
    const away = placeColumn(declared, pinned, "number", "site");
    expect(away.pinned).toEqual(["item"]);
    expect(arrange(declared, away)).toEqual(["item", "state", "onHand", "number", "site"]);
    expect(arrange(declared, placeColumn(declared, plain, "number", undefined))).toEqual([...declared.slice(1), "number"]);
    expect(placeColumn(declared, plain, "item", "item")).toBe(plain);
    expect(placeColumn(declared, pinned, "state", "onHand").pinned).toEqual(["number", "item"]);
  });

  it("keep a width within bounds, and their place and width while hidden", () => {
    expect(widenColumn(plain, "item", 10).widths).toEqual({ item: 60 });
    expect(widenColumn(plain, "item", 5000.4).widths).toEqual({ item: 900 });
    expect(widenColumn(widenColumn(plain, "item", 200), "item", undefined).widths).toEqual({});
    const wide = widenColumn(plain, "item", 200);
    expect(hideColumn(hideColumn(wide, "item", true), "item", false)).toEqual(wide);
  });
});
