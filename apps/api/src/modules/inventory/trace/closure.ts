import type { Reader } from "../../../base/context.ts";

export type Side = "forward" | "backward";

/** Everything that a trace reaches on one side, the roots included: lots, and the events between them (as positive ids). */
export interface Closure {
  readonly side: Side;
  readonly roots: readonly string[];
  readonly lots: readonly string[];
  readonly events: readonly string[];
}

/**
 * The recursion runs over plain numbers of one table and nothing else; UNION forgets what was seen, so that merges are walked
 * once and rework loops end (performance.md §6). OFFSET 0 pins the walk to the edge index whatever the planner estimates. A link
 * that was ever made counts, also one that was reversed; with `asOf` those count that stood at that moment.
 */
export async function closureOf(reader: Reader, roots: readonly string[], side: Side, asOf?: Date | null): Promise<Closure> {
  const [row] = await reader.sql<{ ids: string | null }>(
    closureQuery(side, asOf != null),
    asOf == null ? [roots] : [roots, asOf],
  );
  const ids = row?.ids ? row.ids.split(",") : [];
  return {
    side,
    roots,
    lots: ids.filter((id) => !id.startsWith("-")),
    events: ids.filter((id) => id.startsWith("-")).map((id) => id.slice(1)),
  };
}

/**
 * A lot and the lots that it was split, merged or reworked from: the same goods under earlier numbers. What it was made from is
 * something else.
 */
export async function sameGoods(reader: Reader, lot: string): Promise<string[]> {
  // In lot_edge an event stands as the negative of its number: lot → event → lot.
  const rows = await reader.sql<{ id: string }>(
    `with recursive same (id) as (
       select ?::bigint
       union
       select source.src_id from same
         join lot_edge part on part.dst_id = same.id join lot_event e on e.id = -part.src_id and e.kind <> 'production'
         join lot_edge source on source.dst_id = part.src_id
     ) select id from same`,
    [lot],
  );
  return rows.map(({ id }) => id);
}

/** The statement of the walk; exported for the benchmark, which explains it. */
export function closureQuery(side: Side, asOf: boolean): string {
  const [from, to] = ends(side);
  const step = asOf
    ? `select e.${to} as id from lot_edge e where e.${from} = r.id and e.at <= ? group by e.${to} having sum(e.quantity) > 0 offset 0`
    : `select e.${to} as id from lot_edge e where e.${from} = r.id offset 0`;
  // One text instead of an array: 100,000 numbers cross the driver five times faster.
  return `
    with recursive reached (id) as (
      select unnest(?::bigint[])
      union
      select x.id from reached r cross join lateral (${step}) x
    )
    select string_agg(id::text, ',') as ids from reached`;
}

const ends = (side: Side): readonly [from: string, to: string] =>
  side === "forward" ? ["src_id", "dst_id"] : ["dst_id", "src_id"];
