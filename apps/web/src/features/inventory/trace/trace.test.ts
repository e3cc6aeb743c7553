import { describe, expect, it } from "vitest";
import { edgeKey, edgeOfKey, edgesOf, neighbour, pathsTo, type TraceEdge, type TraceNode } from "./graph.ts";
import { layOut } from "./layout.ts";

const node = (id: string, level: number, kind: TraceNode["kind"] = "LOT"): TraceNode => ({
  id,
  level,
  kind,
  isRoot: level === 0,
});
const edge = (from: string, to: string): TraceEdge => ({ from, to });

// A resin went into two tubes, both into one set, which is made of a needle too.
const nodes = [
  node("resin", 0),
  node("w1", 1, "EVENT"),
  node("w2", 1, "EVENT"),
  node("tube1", 2),
  node("tube2", 2),
  node("w3", 3, "EVENT"),
  node("set", 4),
  node("hub", -2),
  node("w0", -1, "EVENT"),
];
const edges = [
  edge("resin", "w1"),
  edge("resin", "w2"),
  edge("w1", "tube1"),
  edge("w2", "tube2"),
  edge("tube1", "w3"),
  edge("tube2", "w3"),
  edge("w3", "set"),
  edge("hub", "w0"),
  edge("w0", "resin"),
];

describe("paths", () => {
  it("lead from the beginning to a node, every way once", () => {
    expect(pathsTo(nodes, edges, "set")).toEqual([
      ["resin", "w1", "tube1", "w3", "set"],
      ["resin", "w2", "tube2", "w3", "set"],
    ]);
    expect(pathsTo(nodes, edges, "hub")).toEqual([["resin", "w0", "hub"]]);
    expect(pathsTo(nodes, edges, "resin")).toEqual([["resin"]]);
    expect(pathsTo(nodes, edges, "nobody")).toEqual([]);
  });
  it("end where a ring of rework would go on for ever", () => {
    const ring = [...edges, edge("set", "w9"), edge("w9", "set")];
    expect(pathsTo([...nodes, node("w9", 5, "EVENT")], ring, "set")).toHaveLength(2);
  });
  it("stay few in a mesh with thousands of ways", () => {
    const mesh = Array.from({ length: 9 }, (_, level) =>
      Array.from({ length: 6 }, (_, n) => node(`${level}.${n}`, level)),
    ).flat();
    const links = mesh.flatMap((from) => mesh.filter((to) => to.level === from.level + 1).map((to) => edge(from.id, to.id)));
    expect(pathsTo(mesh, links, "8.0").length).toBeLessThanOrEqual(20);
  });
  it("name their links in the direction of the goods", () => {
    const known = new Set(edges.map(edgeKey));
    expect(edgesOf(["resin", "w0", "hub"], known)).toEqual(["w0>resin", "hub>w0"]);
    expect(edgeOfKey("hub>w0")).toEqual(edge("hub", "w0"));
    expect(edgeOfKey("hub")).toBeUndefined();
  });
});

describe("the lanes", () => {
  const layout = layOut(nodes, edges);
  it("stand in the order of the levels, one under the other never overlapping", () => {
    expect(layout.lanes.map(({ level, narrow }) => [level, narrow])).toEqual([
      [-2, false],
      [-1, true],
      [0, false],
      [1, true],
      [2, false],
      [3, true],
      [4, false],
    ]);
    for (const lane of layout.lanes) {
      const places = lane.nodes.flatMap((id) => layout.places.get(id) ?? []).sort((a, b) => a.y - b.y);
      for (const [index, place] of places.entries())
        expect(place.y).toBeGreaterThanOrEqual((places[index - 1]?.y ?? -1000) + (places[index - 1]?.height ?? 0));
    }
  });
  it("untangle what would cross", () => {
    const crossed = layOut([node("a", 0), node("b", 0), node("x", 1), node("y", 1)], [edge("a", "y"), edge("b", "x")]);
    const y = (id: string) => crossed.places.get(id)?.y ?? 0;
    expect(Math.sign(y("a") - y("b"))).toBe(Math.sign(y("y") - y("x")));
  });
  it("lay 300 nodes out in no time", () => {
    const many = Array.from({ length: 300 }, (_, n) => node(String(n), n % 12));
    const links = many.flatMap((from, n) => [
      edge(from.id, String((n * 7 + 1) % 300)),
      edge(from.id, String((n * 13 + 5) % 300)),
    ]);
    const begun = performance.now();
    expect(layOut(many, links).places.size).toBe(300);
    expect(performance.now() - begun).toBeLessThan(500);
  });
  it("can be walked with the arrows", () => {
    expect(neighbour(layout.places, edges, "resin", "ArrowLeft")).toBe("w0");
    expect(neighbour(layout.places, edges, "set", "ArrowRight")).toBeUndefined();
    const [up, down] = [
      neighbour(layout.places, edges, "tube1", "ArrowUp"),
      neighbour(layout.places, edges, "tube1", "ArrowDown"),
    ];
    expect([up, down].filter(Boolean)).toEqual(["tube2"]);
  });
});
