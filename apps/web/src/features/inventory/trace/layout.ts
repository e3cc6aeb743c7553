/** Fixed lanes by level, nodes ordered by barycentre sweeps so that links cross little; the same trace is always drawn alike. */
import type { TraceEdge, TraceNode } from "./graph.ts";

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Lane {
  readonly level: number;
  readonly x: number;
  readonly width: number;
  /** Nothing but the small marks of orders stands in it. */
  readonly narrow: boolean;
  readonly nodes: readonly string[];
}

export interface Layout {
  readonly places: ReadonlyMap<string, Placed>;
  readonly lanes: readonly Lane[];
  readonly width: number;
  readonly height: number;
}

export const nodeSize = { width: 136, height: 44 };
export const markSize = { width: 20, height: 20 };
const wide = 158;
const slim = 40;
const leastGap = { node: 16, mark: 14 };
const mostGap = 44;
/** A picture twice as wide as high fills the screen best. */
const aspect = 0.5;
const top = 44;
const sweeps = 12;

/** Lays a trace out. Orders by barycentres there and back, then moves each node towards its neighbours as far as its lane allows. */
export function layOut(nodes: readonly TraceNode[], edges: readonly TraceEdge[]): Layout {
  const levels = [...new Set(nodes.map(({ level }) => level))].sort((a, b) => a - b);
  const lanes = levels.map((level) => nodes.filter((node) => node.level === level).map(({ id }) => id));
  const kinds = new Map(nodes.map((node) => [node.id, node.kind]));
  const neighbours = neighboursOf(edges, new Set(nodes.map(({ id }) => id)));
  order(lanes, neighbours);
  const size = (id: string) => (kinds.get(id) === "EVENT" ? markSize : nodeSize);
  const isNarrow = (lane: readonly string[]) => lane.every((id) => kinds.get(id) === "EVENT");
  const width = lanes.reduce((sum, lane) => sum + (isNarrow(lane) ? slim : wide), 0);
  const fullest = Math.max(1, ...lanes.filter((lane) => !isNarrow(lane)).map((lane) => lane.length));
  const room = Math.min(mostGap, Math.max(leastGap.node, (width * aspect - top) / fullest - nodeSize.height));
  const y = heights(lanes, neighbours, size, { node: room, mark: leastGap.mark });
  const places = new Map<string, Placed>();
  const drawn: Lane[] = [];
  let x = 0;
  for (const [index, lane] of lanes.entries()) {
    const narrow = isNarrow(lane);
    const laneWidth = narrow ? slim : wide;
    for (const id of lane) places.set(id, { ...size(id), x: x + (laneWidth - size(id).width) / 2, y: y.get(id) ?? 0 });
    drawn.push({ level: levels[index] ?? 0, x, width: laneWidth, narrow, nodes: lane });
    x += laneWidth;
  }
  const lowest = Math.max(0, ...[...places.values()].map((place) => place.y + place.height));
  return { places, lanes: drawn, width, height: Math.max(lowest + leastGap.node, Math.round(width * aspect)) };
}

function neighboursOf(edges: readonly TraceEdge[], known: ReadonlySet<string>): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (id: string, other: string) => neighbours.set(id, [...(neighbours.get(id) ?? []), other]);
  for (const { from, to } of edges) {
    if (!known.has(from) || !known.has(to)) continue;
    add(from, to);
    add(to, from);
  }
  return neighbours;
}

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sorts each lane by where its neighbours stand in the lanes already sorted, to and fro. Changes `lanes`. */
function order(lanes: string[][], neighbours: ReadonlyMap<string, readonly string[]>): void {
  const laneOf = new Map(lanes.flatMap((lane, index) => lane.map((id) => [id, index] as const)));
  // Positions are shares of the lane, so that long and short lanes compare.
  const at = new Map<string, number>();
  const note = (lane: readonly string[]) => {
    for (const [index, id] of lane.entries()) at.set(id, (index + 0.5) / lane.length);
  };
  lanes.forEach(note);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const forward = sweep % 2 === 0;
    for (let step = 1; step < lanes.length; step++) {
      const index = forward ? step : lanes.length - 1 - step;
      const lane = lanes[index] ?? [];
      const wanted = new Map(
        lane.map((id) => {
          const seen = (neighbours.get(id) ?? []).filter((other) =>
            forward ? (laneOf.get(other) ?? 0) < index : (laneOf.get(other) ?? 0) > index,
          );
          return [id, mean(seen.map((other) => at.get(other) ?? 0)) ?? at.get(id) ?? 0] as const;
        }),
      );
      lane.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      note(lane);
    }
  }
}

/** Heights: each lane first centred, then every node drawn towards the middle of its neighbours, never over another. */
function heights(
  lanes: readonly string[][],
  neighbours: ReadonlyMap<string, readonly string[]>,
  size: (id: string) => { height: number },
  gap: { readonly node: number; readonly mark: number },
): Map<string, number> {
  const middle = new Map<string, number>();
  const gapOf = (id: string) => (size(id).height === markSize.height ? gap.mark : gap.node);
  const tall = Math.max(0, ...lanes.map((lane) => lane.reduce((sum, id) => sum + size(id).height + gapOf(id), 0)));
  const centre = top + tall / 2;
  const put = (lane: readonly string[], wanted: (id: string, index: number) => number) => {
    let last = Number.NEGATIVE_INFINITY;
    const set = lane.map((id, index) => {
      const least = last + size(id).height / 2;
      const y = Math.max(wanted(id, index), least);
      last = y + size(id).height / 2 + gapOf(id);
      return { id, y, wanted: wanted(id, index) };
    });
    // What was pushed down is shared out, so that the lane as a whole stands where its neighbours are.
    const pushed = mean(set.map(({ y, wanted: want }) => y - want)) ?? 0;
    for (const { id, y } of set) middle.set(id, y - pushed);
  };
  for (const lane of lanes) put(lane, () => centre);
  for (let pass = 0; pass < 8; pass++) {
    const ordered = pass % 2 === 0 ? lanes : [...lanes].reverse();
    for (const lane of ordered)
      put(lane, (id) => mean((neighbours.get(id) ?? []).map((other) => middle.get(other) ?? centre)) ?? middle.get(id) ?? centre);
  }
  const highest = Math.min(...lanes.flatMap((lane) => lane.map((id) => (middle.get(id) ?? 0) - size(id).height / 2)));
  return new Map([...middle].map(([id, y]) => [id, Math.round(y - size(id).height / 2 - highest + top)]));
}
