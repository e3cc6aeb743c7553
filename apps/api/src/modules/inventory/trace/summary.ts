import type { Reader } from "../../../base/context.ts";
import { type Closure, closureOf, type Side } from "./closure.ts";
import { levelsOf } from "./levels.ts";
import { rootsOf, type TraceRoot } from "./root.ts";
import { type ByType, type Totals, totalsByItem, totalsOf } from "./totals.ts";

export type Direction = "FORWARD" | "BACKWARD" | "BOTH";

/** One line of the answer: an item at a level; 0 is where the trace begins, above it what was made from it, below what it is made of. */
export interface TraceRow extends Totals {
  readonly item: string;
  readonly level: number;
  readonly lots: number;
  readonly byType: ByType;
}

export interface Trace {
  readonly roots: readonly string[];
  readonly sides: readonly Closure[];
  readonly asOf: Date | null;
  /** Lots reached at sites that the reader may not see: then the answer says that it is not complete. */
  readonly hidden: number;
  readonly visited: number;
  readonly rows: readonly TraceRow[];
}

/** What a lot, a supplier's lot or a document leads to and comes from: the rows of the summary, never cut short silently. */
export async function traceSummary(
  reader: Reader,
  root: TraceRoot,
  direction: Direction,
  asOf: Date | null = null,
): Promise<Trace> {
  const roots = await rootsOf(reader, root);
  const wanted: Side[] = direction === "BOTH" ? ["backward", "forward"] : direction === "FORWARD" ? ["forward"] : ["backward"];
  const sides: Closure[] = [];
  for (const side of wanted) sides.push(await closureOf(reader, roots, side, asOf));
  const rows: TraceRow[] = [];
  let seen = 0;
  for (const side of sides) {
    const part = await rowsOf(reader, side, asOf);
    seen += part.seen;
    // Where both sides are asked, the beginning stands once.
    rows.push(...(direction === "BOTH" && side.side === "backward" ? part.rows.filter((row) => row.level !== 0) : part.rows));
  }
  const reached = sides.reduce((total, side) => total + side.lots.length, 0);
  return {
    roots,
    sides,
    asOf,
    hidden: reached - seen,
    visited: sides.reduce((total, side) => total + side.lots.length + side.events.length, 0),
    rows: rows.sort((a, b) => a.level - b.level || Number(BigInt(a.item) - BigInt(b.item))),
  };
}

async function rowsOf(reader: Reader, closure: Closure, asOf: Date | null): Promise<{ rows: TraceRow[]; seen: number }> {
  const begin = new Set(closure.roots);
  const others = closure.lots.filter((lot) => !begin.has(lot));
  const first = await totalsByItem(
    reader,
    closure.lots.filter((lot) => begin.has(lot)),
    asOf,
  );
  const rest = await totalsByItem(reader, others, asOf);
  const levels = await itemLevels(reader, closure, first, rest);
  const sign = closure.side === "forward" ? 1 : -1;
  // Where an event is the beginning, what is next to it stands at level 1.
  const shift = first.length === 0 ? 1 : 0;
  const row = (level: number) => (total: (typeof rest)[number]) => ({ ...total, level, ...totalsOf(total.byType) });
  const rows = [
    ...first.map(row(0)),
    ...rest.map((total) => row(sign * Math.max((levels.get(total.item) ?? 0) + shift, 1))(total)),
  ];
  return { rows, seen: rows.reduce((lots, one) => lots + one.lots, 0) };
}

// Which item goes into which, through the events reached. One statement over the events, whatever the number of lots.
async function itemLevels(
  reader: Reader,
  closure: Closure,
  first: readonly { item: string }[],
  rest: readonly { item: string }[],
): Promise<Map<string, number>> {
  const items = [...new Set([...first, ...rest].map((total) => total.item))];
  if (items.length < 2) return new Map(items.map((item) => [item, 1]));
  const steps = await reader.sql<{ from: string; to: string }>(
    `select distinct i.item_id as "from", o.item_id as "to" from unnest(?::bigint[]) e (id)
     cross join lateral (select distinct l.item_id from lot_edge x join lot l on l.id = x.src_id where x.dst_id = - e.id offset 0) i
     cross join lateral (select distinct l.item_id from lot_edge x join lot l on l.id = x.dst_id where x.src_id = - e.id offset 0) o`,
    [closure.events],
  );
  const onward = closure.side === "forward" ? steps : steps.map(({ from, to }) => ({ from: to, to: from }));
  return levelsOf(
    items,
    onward,
    first.map((total) => total.item),
  );
}
