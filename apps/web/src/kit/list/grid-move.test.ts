import { describe, expect, it } from "vitest";
import { gridVerb, moveCell } from "./grid-move.ts";

const size = { rows: 100, columns: 5, page: 20 };
const press = (key: string, more: Partial<Parameters<typeof gridVerb>[0]> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
});

describe("the current cell [U10]", () => {
  it("moves by arrows and stays inside; up from the first row is the header", () => {
    expect(moveCell({ row: 0, column: 0 }, press("ArrowUp"), size)).toEqual({ row: -1, column: 0 });
    expect(moveCell({ row: -1, column: 0 }, press("ArrowUp"), size)).toEqual({ row: -1, column: 0 });
    expect(moveCell({ row: 99, column: 4 }, press("ArrowDown"), size)).toEqual({ row: 99, column: 4 });
    expect(moveCell({ row: 3, column: 4 }, press("ArrowRight"), size)).toEqual({ row: 3, column: 4 });
  });
  it("jumps by page, to the ends of the row and of the grid", () => {
    expect(moveCell({ row: 3, column: 2 }, press("PageDown"), size)).toEqual({ row: 23, column: 2 });
    expect(moveCell({ row: 3, column: 2 }, press("End"), size)).toEqual({ row: 3, column: 4 });
    expect(moveCell({ row: 3, column: 2 }, press("End", { ctrlKey: true }), size)).toEqual({ row: 99, column: 4 });
    expect(moveCell({ row: 50, column: 2 }, press("Home", { ctrlKey: true }), size)).toEqual({ row: 0, column: 0 });
  });
  it("leaves other keys alone", () => {
    expect(moveCell({ row: 0, column: 0 }, press("x"), size)).toBeUndefined();
  });
});

describe("the keys of the current cell [U10] [U21]", () => {
  it("open, open in a tab, peek, edit and select a row", () => {
    const row = (key: string, more = {}) => gridVerb(press(key, more), "row", false);
    expect(row("Enter")).toBe("open");
    expect(row("Enter", { ctrlKey: true })).toBe("openTab");
    expect(row(" ")).toBe("peek");
    expect(row(" ", { shiftKey: true })).toBe("select");
    expect(row("x")).toBeUndefined();
    expect(row("F2")).toBe("edit");
    expect(row("a", { ctrlKey: true })).toBe("selectPage");
    expect(row("a")).toBeUndefined();
    expect(gridVerb(press(" "), "row", true)).toBe("select");
  });
  it("sort by a header, add to the order with Shift, and open the menu of the column", () => {
    const head = (key: string, more = {}) => gridVerb(press(key, more), "head", false);
    expect(head("Enter")).toBe("sort");
    expect(head("Enter", { shiftKey: true })).toBe("addSort");
    expect(head("ArrowDown", { altKey: true })).toBe("menu");
    expect(head("ContextMenu")).toBe("menu");
    expect(head("F10", { shiftKey: true })).toBe("menu");
    expect(gridVerb(press("Enter"), "head", true)).toBe("select");
    expect(gridVerb(press("Enter"), "group", false)).toBe("toggle");
  });
  it("belong to the input method while it composes: typing pinyin triggers nothing", () => {
    expect(gridVerb(press("x", { isComposing: true }), "row", false)).toBeUndefined();
    expect(gridVerb(press("Enter", { keyCode: 229 }), "row", false)).toBeUndefined();
  });
});
