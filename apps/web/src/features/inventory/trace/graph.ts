/** The picture of a trace as data: nodes and links, the paths from the beginning to a node, the neighbours of a node. */

export interface TraceNode {
  readonly id: string;
  readonly kind: "LOT" | "EVENT" | "ITEM" | "CUSTOMER";
  /** 0 where the trace begins, above it what was made from it, below it what it is made of. */
  readonly level: number;
  readonly isRoot: boolean;
}

export interface TraceEdge {
  readonly from: string;
  readonly to: string;
}

/** "12>e7" names a link in the address. */
export const edgeKey = ({ from, to }: TraceEdge): string => `${from}>${to}`;

/** The ends of a link by its name. */
export function edgeOfKey(key: string): TraceEdge | undefined {
  const [from, to, more] = key.split(">");
  return from && to && more === undefined ? { from, to } : undefined;
}

const mostPaths = 20;

/**
 * Ways from where the trace begins to a node, shortest first, at most twenty: each as the nodes along it. Links are followed away
 * from the beginning only, so what is made of it is reached downstream and what it is made of upstream.
 */
export function pathsTo(nodes: readonly TraceNode[], edges: readonly TraceEdge[], target: string): string[][] {
  const level = new Map(nodes.map((node) => [node.id, node.level]));
  const roots = new Set(nodes.filter(({ isRoot }) => isRoot).map(({ id }) => id));
  const goal = level.get(target);
  if (goal === undefined) return [];
  // From the node back to the beginning: the step before lies at a level between.
  const before = Map.groupBy(
    goal >= 0 ? edges.map(({ from, to }) => ({ at: to, step: from })) : edges.map(({ from, to }) => ({ at: from, step: to })),
    ({ at }) => at,
  );
  const found: string[][] = [];
  const queue: string[][] = [[target]];
  let looked = 0;
  while (queue.length > 0 && found.length < mostPaths && looked++ < 5000) {
    const path = queue.shift() ?? [];
    const [head = ""] = path;
    if (roots.has(head)) {
      found.push(path);
      continue;
    }
    for (const { step } of before.get(head) ?? []) {
      const at = level.get(step);
      if (at === undefined || path.includes(step) || (goal >= 0 ? at < 0 : at > 0)) continue;
      queue.push([step, ...path]);
    }
  }
  return found;
}

/** The links along a path, in the direction of the goods. */
export function edgesOf(path: readonly string[], known: ReadonlySet<string>): string[] {
  return path.slice(1).flatMap((to, index) => {
    const from = path[index] ?? "";
    const [there, back] = [edgeKey({ from, to }), edgeKey({ from: to, to: from })];
    return known.has(there) ? [there] : known.has(back) ? [back] : [];
  });
}

/** Where the arrow keys lead from a node: up and down its lane, left and right along its links, the nearest first. */
export function neighbour(
  places: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
  edges: readonly TraceEdge[],
  id: string,
  key: string,
): string | undefined {
  const here = places.get(id);
  if (!here) return undefined;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const sign = key === "ArrowUp" ? -1 : 1;
    return nearest(
      [...places].filter(([, at]) => at.x === here.x && (at.y - here.y) * sign > 0),
      (at) => Math.abs(at.y - here.y),
    );
  }
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const sign = key === "ArrowLeft" ? -1 : 1;
  const linked = new Set(edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : [])));
  return nearest(
    [...places].filter(([other, at]) => linked.has(other) && (at.x - here.x) * sign > 0),
    (at) => Math.abs(at.y - here.y),
  );
}

function nearest(
  places: readonly (readonly [string, { readonly x: number; readonly y: number }])[],
  distance: (at: { x: number; y: number }) => number,
): string | undefined {
  return places.reduce<readonly [string, number] | undefined>(
    (best, [id, at]) => (best === undefined || distance(at) < best[1] ? [id, distance(at)] : best),
    undefined,
  )?.[0];
}
