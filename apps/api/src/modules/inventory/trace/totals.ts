import { outsideTypes, registry } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { type Amount, amount, sum, zero } from "../stock/amount.ts";
import { type PlaceType, shelves } from "../stock/ground.ts";

/** Quantities of lots by the type of place they are at; what came from outside is negative there. */
export type ByType = ReadonlyMap<PlaceType, Amount>;

/** Where the quantity of lots is. `made` = onHand + inTransit + shipped + consumed + scrapped + sampled + regrouped + unaccounted. */
export interface Totals {
  /** Received or made. */
  readonly made: Amount;
  /** Given to other lots by split and merge, less what came from such lots. */
  readonly regrouped: Amount;
  readonly onHand: Amount;
  readonly inTransit: Amount;
  /** At customers, returns taken off. */
  readonly shipped: Amount;
  readonly consumed: Amount;
  readonly scrapped: Amount;
  readonly sampled: Amount;
  /** What is missing after all that: counted differences, and anything a broken ledger would hide. */
  readonly unaccounted: Amount;
}

/** The balance of a lot, or of several of one item. */
export function totalsOf(byType: ByType): Totals {
  const at = (...types: readonly PlaceType[]) => sum(types.map((type) => byType.get(type) ?? zero));
  const known = {
    made: zero.minus(at("supplier", "output")),
    regrouped: at("regroup"),
    onHand: at(...shelves),
    inTransit: at("transit"),
    shipped: at("customer"),
    consumed: at("consumed"),
    scrapped: at("scrap"),
    sampled: at("sample"),
  };
  const { made, ...placed } = known;
  return { ...known, unaccounted: made.minus(sum(Object.values(placed))) };
}

const types = Object.keys(registry.Location.fields.type.of.values) as PlaceType[];
const columns = types.map((type) => `sum(q.quantity) filter (where q.type = '${type}') as "${type}"`).join(", ");

// Today's balances, or the movements up to a moment.
const quantities = (asOf: boolean): string =>
  asOf
    ? "select p.type, m.quantity from movement m join location p on p.id = m.location_id where m.lot_id = n.id and m.at <= ? offset 0"
    : "select b.location_type as type, b.quantity from balance b where b.lot_id = n.id offset 0";

export interface ItemTotals {
  readonly item: string;
  readonly lots: number;
  readonly byType: ByType;
}

type ItemRow = { item: string; lots: string } & { [T in PlaceType]: string | null };

/** Totals by item of many lots, in one statement; lots the reader may not see are missing in the counts. */
export async function totalsByItem(reader: Reader, lots: readonly string[], asOf?: Date | null): Promise<ItemTotals[]> {
  const rows = await reader.sql<ItemRow>(totalsQuery(asOf != null), asOf == null ? [lots] : [lots, asOf]);
  return rows.map((row) => ({ item: row.item, lots: Number(row.lots), byType: byTypeOf(row) }));
}

/** The statement of the summary; exported for the benchmark, which explains it. */
export const totalsQuery = (asOf: boolean): string => `
  select l.item_id as item, count(*) as lots, ${types.map((type) => `sum(s."${type}") as "${type}"`).join(", ")}
  from unnest(?::bigint[]) n (id)
  cross join lateral (select x.item_id from lot x where x.id = n.id offset 0) l
  left join lateral (select ${columns} from (${quantities(asOf)}) q) s on true
  group by l.item_id order by l.item_id`;

const byTypeOf = (row: { readonly [T in PlaceType]: string | null }): ByType =>
  new Map(types.flatMap((type) => (row[type] === null || row[type] === undefined ? [] : [[type, amount(row[type])] as const])));

export interface LotTotals {
  readonly lot: string;
  readonly item: string;
  readonly byType: ByType;
}

type LotRow = { lot: string; item: string } & { [T in PlaceType]: string | null };

/** Totals lot by lot, in key order; `item` and `after` narrow them, at most `limit`. */
export async function totalsByLot(
  reader: Reader,
  lots: readonly string[],
  page: { item?: string | null; after?: string | null; limit: number; asOf?: Date | null },
): Promise<LotTotals[]> {
  const rows = await reader.sql<LotRow>(
    `select n.id as lot, l.item_id as item, s.*
     from (select u.id from unnest(?::bigint[]) u (id) where u.id > ? order by u.id offset 0) n
     cross join lateral (select x.item_id from lot x where x.id = n.id and x.item_id = coalesce(?, x.item_id) offset 0) l
     left join lateral (select ${columns} from (${quantities(page.asOf != null)}) q) s on true
     order by n.id limit ?`,
    [lots, page.after ?? "0", page.item ?? null, ...(page.asOf == null ? [] : [page.asOf]), page.limit],
  );
  return rows.map((row) => ({ lot: row.lot, item: row.item, byType: byTypeOf(row) }));
}

/** Types in the order in which a person follows them: our places first, then the outside world. */
export const typeOrder: readonly PlaceType[] = [...shelves, "transit", ...outsideTypes];
