import { describe, expect, it } from "vitest";
import {
  itemAt,
  type Level,
  noTree,
  pageKey,
  pathIn,
  type ReadGroup,
  stretchAt,
  stretchesOf,
  type Tree,
  unread,
} from "./group-tree.ts";

const group = (key: string | null, count: number): ReadGroup => ({
  key,
  label: { en: key ?? "None", zh: key ?? "无" },
  number: null,
  count,
  sums: [],
});
const level = (groups: readonly ReadGroup[], more = false): Level => ({ groups, more, cursor: more ? "c" : null });
const released = pathIn("", "released");
const tubes = pathIn(released, "12");
const rows = (from: number, count: number) => Array.from({ length: count }, (_, at) => ({ id: String(from + at) }));

const tree: Tree = {
  levels: new Map([
    ["", level([group("quarantine", 3), group("released", 250), group(null, 1)])],
    [released, level([group("12", 250)])],
  ]),
  pages: new Map([[pageKey(tubes, 1), rows(100, 100)]]),
  open: new Set([released, tubes]),
};
const by = ["state", "item"];

describe("the groups of a list [U06]", () => {
  it("stand in their order, what is inside an open one below it", () => {
    const stretches = stretchesOf(tree, by);
    expect(
      stretches.map((s) => [s.kind, s.start, s.count, s.kind === "group" ? [s.group.level, s.group.by, s.group.open] : ""]),
    ).toEqual([
      ["group", 0, 1, [1, "state", false]],
      ["group", 1, 1, [1, "state", true]],
      ["group", 2, 1, [2, "item", true]],
      ["rows", 3, 250, ""],
      ["group", 253, 1, [1, "state", false]],
    ]);
    expect(stretchAt(stretches, 252)?.kind).toBe("rows");
    expect(stretchAt(stretches, 253)?.kind).toBe("group");
    expect(stretchAt(stretches, 254)).toBeUndefined();
  });

  it("show rows that are read, and room for those that are not", () => {
    const stretches = stretchesOf(tree, by);
    expect(itemAt(tree, stretches, 100, 103)).toEqual({ kind: "row", row: { id: "100" }, level: 3 });
    expect(itemAt(tree, stretches, 100, 3)).toEqual({ kind: "row", row: undefined, level: 3 });
    expect(itemAt(tree, stretches, 100, 253)).toMatchObject({ kind: "group", group: { key: null, path: "[null]" } });
  });

  it("ask for what is in the frame and not read: pages of rows, and the rest of a level", () => {
    const stretches = stretchesOf(tree, by);
    expect(unread(tree, stretches, 100, 0, 20)).toEqual([{ path: tubes, page: 0 }]);
    expect(unread(tree, stretches, 100, 110, 200)).toEqual([]);
    expect(unread(tree, stretches, 100, 190, 253)).toEqual([{ path: tubes, page: 2 }]);
    expect(unread(noTree, stretchesOf(noTree, by), 100, 0, 20)).toEqual([{ level: "" }]);
    const opened: Tree = { ...tree, open: new Set([...tree.open, pathIn("", "quarantine")]) };
    expect(unread(opened, stretchesOf(opened, by), 100, 0, 1)).toEqual([{ level: pathIn("", "quarantine") }]);
    const long: Tree = { ...noTree, levels: new Map([["", level([group("a", 1)], true)]]) };
    expect(unread(long, stretchesOf(long, ["item"]), 100, 0, 5)).toEqual([{ level: "" }]);
  });
});
