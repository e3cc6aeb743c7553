import { describe, expect, it } from "vitest";
import type { Characteristic } from "./inspection-row.ts";
import { meantBy, type Pressed } from "./keys.ts";
import type { Typed } from "./typed.ts";
import { begin, step } from "./typed-history.ts";

const of = (position: number, sampleSize: number) => ({ position, sampleSize, readings: [] }) as unknown as Characteristic;
const all = [of(1, 3), of(2, 2)];
const press = (key: string, more: Partial<Pressed> = {}, at = { position: 1, sample: 2 }) =>
  meantBy(all, at, { key, shift: false, mod: false, isEditing: false, ...more });

describe("US-03 the keys of the sheet", () => {
  it("move as in a spreadsheet: arrows, Enter down, Home and End in the row, with Ctrl to the ends", () => {
    expect(press("ArrowRight")).toEqual({ kind: "go", to: { position: 2, sample: 2 } });
    expect(press("Enter")).toEqual({ kind: "go", to: { position: 1, sample: 3 } });
    expect(press("Enter", { shift: true })).toEqual({ kind: "go", to: { position: 1, sample: 1 } });
    expect(press("End")).toEqual({ kind: "go", to: { position: 2, sample: 2 } });
    expect(press("ArrowDown", { mod: true })).toEqual({ kind: "go", to: { position: 1, sample: 3 } });
    expect(press("End", { mod: true })).toEqual({ kind: "go", to: { position: 2, sample: 2 } });
    expect(press("Home", { mod: true })).toEqual({ kind: "go", to: { position: 1, sample: 1 } });
    expect(press("Enter", {}, { position: 2, sample: 2 })).toEqual({ kind: "end" });
  });
  it("leave the caret to the text after F2, and take back with Esc", () => {
    expect(press("F2")).toEqual({ kind: "edit" });
    expect(press("ArrowRight", { isEditing: true })).toBeUndefined();
    expect(press("Home", { isEditing: true })).toBeUndefined();
    expect(press("ArrowDown", { isEditing: true })).toEqual({ kind: "go", to: { position: 1, sample: 3 } });
    expect(press("Escape")).toEqual({ kind: "takeBack" });
    expect([press("F4"), press("F8"), press("F9")]).toEqual([{ kind: "code" }, { kind: "instrument" }, { kind: "retest" }]);
    expect(press("5")).toBeUndefined();
  });
});

describe("what was typed and the way back", () => {
  const change = (texts: Typed, without: string[] = []) => ({ kind: "change", texts, without }) as const;
  it("takes keystrokes of one cell as one step and a block as another, and goes forward again", () => {
    let kept = begin({});
    kept = step(kept, change({ "1:1": "1" }));
    kept = step(kept, change({ "1:1": "12" }));
    kept = step(kept, change({ "1:2": "5", "2:2": "6" }));
    kept = step(kept, { kind: "undo" });
    expect(kept.typed).toEqual({ "1:1": "12" });
    kept = step(kept, { kind: "redo" });
    expect(kept.typed).toEqual({ "1:1": "12", "1:2": "5", "2:2": "6" });
    kept = step(step(kept, { kind: "undo" }), { kind: "undo" });
    expect(kept.typed).toEqual({});
    expect(step(kept, { kind: "undo" })).toBe(kept);
  });
  it("takes a value with its instrument and its code as steps of one cell", () => {
    let kept = step(begin({}), change({ "1:1": "12", "1:1e": "7", "1:1b": "0" }));
    kept = step(kept, change({ "1:1": "121" }));
    kept = step(kept, change({ "1:1d": "4" }));
    expect(step(kept, { kind: "undo" }).typed).toEqual({});
  });
  it("ends where readings were recorded: they are not taken back by a key", () => {
    let kept = step(begin({}), change({ "1:1": "12" }));
    kept = step(kept, { kind: "recorded", still: () => ({}) });
    expect(step(kept, { kind: "undo" }).typed).toEqual({});
  });
});
