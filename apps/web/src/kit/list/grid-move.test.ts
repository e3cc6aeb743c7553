import { describe, expect, it } from "vitest";
import { moveCell } from "./grid-move.ts";

const size = { rows: 100, columns: 5, page: 20 };
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false });

describe("the current cell", () => {
  it("moves by arrows and stays inside; up from the first row is the header", () => {
    expect(moveCell({ row: 0, column: 0 }, press("ArrowUp"), size)).toEqual({ row: -1, column: 0 });
    expect(moveCell({ row: -1, column: 0 }, press("ArrowUp"), size)).toEqual({ row: -1, column: 0 });
    expect(moveCell({ row: 99, column: 4 }, press("ArrowDown"), size)).toEqual({ row: 99, column: 4 });
    expect(moveCell({ row: 3, column: 4 }, press("ArrowRight"), size)).toEqual({ row: 3, column: 4 });
  });
  it("jumps by page, to the ends of the row and of the grid", () => {
    expect(moveCell({ row: 3, column: 2 }, press("PageDown"), size)).toEqual({ row: 23, column: 2 });
    expect(moveCell({ row: 3, column: 2 }, press("End"), size)).toEqual({ row: 3, column: 4 });
    expect(moveCell({ row: 3, column: 2 }, press("End", true), size)).toEqual({ row: 99, column: 4 });
    expect(moveCell({ row: 50, column: 2 }, press("Home", true), size)).toEqual({ row: 0, column: 0 });
  });
  it("leaves other keys alone", () => {
    expect(moveCell({ row: 0, column: 0 }, press("x"), size)).toBeUndefined();
  });
});
