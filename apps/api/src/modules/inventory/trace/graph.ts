import type { Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { levelsOf } from "./levels.ts";
import type { Trace, TraceRow } from "./summary.ts";

/** More than this nobody can look at: a larger trace is drawn by item. */
export const mostNodes = 300;

export interface GraphNode {
  /** A lot's id, "e" and an event's id, or "i" and an item's id. */
  readonly id: string;
  readonly kind: "LOT" | "EVENT" | "ITEM";
  readonly number: string;
  readonly item: string | null;
  readonly state: Rec<"Lot">["state"] | null;
  readonly onHold: boolean;
  /** Of an event: what it is, and its document's type. */
  readonly event: string | null;
  readonly record: string | null;
  readonly lots: number;
  readonly level: number | null;
  readonly isRoot: boolean;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Net of reversals; in the unit of the lot, or 0 for a link that was taken back. */
  readonly quantity: string;
  readonly lots: number;
}

export interface Graph {
  /** True when every lot and event reached is drawn; false when lots are drawn as their items. */
  readonly complete: boolean;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The picture of a trace: lots and events up to 300 nodes, above that items with the number of lots on each edge. */
export async function graphOf(reader: Reader, trace: Trace): Promise<Graph> {
  const lots = [...new Set(trace.sides.flatMap((side) => side.lots))];
  const events = [...new Set(trace.sides.flatMap((side) => side.events))];
  return lots.length + events.length <= mostNodes
    ? lotGraph(reader, trace, lots, events)
    : itemGraph(reader, trace, lots, events);
}

async function lotGraph(reader: Reader, trace: Trace, lots: readonly string[], events: readonly string[]): Promise<Graph> {
  const lotRows = await reader.sql<{ id: string; number: string; item: string; state: Rec<"Lot">["state"]; onHold: boolean }>(
    `select l.id, l.number, l.item_id as item, l.state, exists (select from hold h where h.lot_id = l.id and h.state = 'active') as "onHold"
     from lot l where l.id = any(?::bigint[]) order by l.id`,
    [lots],
  );
  const eventRows = await reader.sql<{ id: string; number: string; event: string; record: string }>(
    "select id, record_number as number, kind as event, record_type as record from lot_event where id = any(?::bigint[]) order by id",
    [events],
  );
  const edges = await reader.sql<{ src: string; dst: string; quantity: string }>(
    `select e.src_id as src, e.dst_id as dst, sum(e.quantity)::text as quantity
     from unnest(?::bigint[]) n (id) cross join lateral (
       select x.src_id, x.dst_id, x.quantity from lot_edge x where x.src_id = - n.id and x.at <= coalesce(?, x.at)
       union all select x.src_id, x.dst_id, x.quantity from lot_edge x where x.dst_id = - n.id and x.at <= coalesce(?, x.at) offset 0) e
     group by 1, 2 order by 1, 2`,
    [events, trace.asOf, trace.asOf],
  );
  const known = new Set([...lots, ...events.map((id) => `-${id}`)]);
  const drawn = edges.filter((edge) => known.has(edge.src) && known.has(edge.dst));
  const levels = nodeLevels(trace, drawn);
  const roots = new Set(trace.roots);
  const plain = { item: null, state: null, onHold: false, event: null, record: null, lots: 1 };
  const place = (id: string) => ({ level: levels.get(id) ?? null, isRoot: roots.has(id) });
  return {
    complete: true,
    nodes: [
      ...lotRows.map((row): GraphNode => ({ ...plain, ...row, ...place(row.id), kind: "LOT" })),
      ...eventRows.map((row): GraphNode => ({ ...plain, ...row, ...place(`-${row.id}`), id: `e${row.id}`, kind: "EVENT" })),
    ],
    edges: drawn.map(({ src, dst, quantity }) => ({ from: nodeId(src), to: nodeId(dst), quantity, lots: 1 })),
  };
}

// The column of each node: away from the beginning to the right, towards what it is made of to the left.
function nodeLevels(trace: Trace, edges: readonly { src: string; dst: string }[]): Map<string, number> {
  const levels = new Map<string, number>();
  for (const { side, lots, events } of trace.sides) {
    const nodes = [...lots, ...events.map((id) => `-${id}`)];
    const steps = edges.map(({ src, dst }) => (side === "forward" ? { from: src, to: dst } : { from: dst, to: src }));
    for (const [node, level] of levelsOf(nodes, steps, trace.roots))
      if (!levels.has(node) || !trace.roots.includes(node)) levels.set(node, side === "forward" ? level : -level);
  }
  return levels;
}

const nodeId = (id: string): string => (id.startsWith("-") ? `e${id.slice(1)}` : id);

async function itemGraph(reader: Reader, trace: Trace, lots: readonly string[], events: readonly string[]): Promise<Graph> {
  const items = Map.groupBy(trace.rows, (row) => row.item);
  const numbers = await reader.sql<{ id: string; number: string }>("select id, number from item where id = any(?::bigint[])", [
    [...items.keys()],
  ]);
  // What of one item went into the events that gave the other; an event with several outputs counts for each.
  const edges = await reader.sql<{ from: string; to: string; lots: number; quantity: string }>(
    `with reached as materialized (select unnest(?::bigint[]) as id)
     select i.item_id as "from", o.item_id as "to", sum(o.lots)::int as lots, sum(i.quantity)::text as quantity
     from unnest(?::bigint[]) e (id)
     cross join lateral (select l.item_id, sum(x.quantity) as quantity from lot_edge x join lot l on l.id = x.src_id
       where x.dst_id = - e.id and x.src_id in (select id from reached) group by 1 offset 0) i
     cross join lateral (select l.item_id, count(distinct l.id) as lots from lot_edge x join lot l on l.id = x.dst_id
       where x.src_id = - e.id and x.dst_id in (select id from reached) group by 1 offset 0) o
     group by 1, 2 order by 1, 2`,
    [lots, events],
  );
  const number = new Map(numbers.map((row) => [row.id, row.number]));
  const nodes = [...items]
    .map(([item, rows]) => itemNode(item, number.get(item) ?? "", rows))
    .sort((a, b) => (a.level ?? 0) - (b.level ?? 0));
  const drawn = new Set(nodes.slice(0, mostNodes).map((node) => node.id));
  return {
    complete: false,
    nodes: nodes.slice(0, mostNodes),
    edges: edges
      .map((edge) => ({ ...edge, from: `i${edge.from}`, to: `i${edge.to}` }))
      .filter((edge) => drawn.has(edge.from) && drawn.has(edge.to)),
  };
}

const itemNode = (item: string, number: string, rows: readonly TraceRow[]): GraphNode => ({
  id: `i${item}`,
  kind: "ITEM",
  number,
  item,
  state: null,
  onHold: false,
  event: null,
  record: null,
  lots: rows.reduce((total, row) => total + row.lots, 0),
  level: rows[0]?.level ?? null,
  isRoot: rows.some((row) => row.level === 0),
});
