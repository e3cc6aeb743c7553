import type { Tx } from "../../../kernel/tx.ts";
import { shelves } from "../stock/ground.ts";

/** What the book says of a lot at a place. */
export interface BookLine {
  readonly lot: string;
  readonly location: string;
  readonly number: string;
  readonly place: string;
  readonly quantity: string;
  readonly unit: string;
  readonly decimals: number;
  readonly serialTracked: boolean;
  /** The units of the lot at the place, and those that an earlier count did not find. */
  readonly serials: readonly string[];
  readonly lost: readonly string[];
}

/** What stands at places of ours at a site, in the order in which somebody walks along them; one item only when it is named. */
export const standingAt = (
  tx: Tx,
  places: readonly string[],
  site: string,
  item: string | null,
): Promise<{ lot: string; location: string; quantity: string }[]> =>
  tx.sql(
    `select b.lot_id as lot, b.location_id as location, b.quantity::text
     from balance b join location p on p.id = b.location_id join lot l on l.id = b.lot_id join item i on i.id = l.item_id
     where b.location_id = any(?::bigint[]) and p.site_id = ? and b.location_type = any(?::text[]) and b.quantity > 0
       and l.item_id = coalesce(?::bigint, l.item_id)
     order by p.number, i.number, l.number, l.id`,
    [places, site, shelves, item],
  );

/** The book of lots at places at this moment, by "lot location"; what never stood there is 0. */
export async function bookOf(
  tx: Tx,
  asked: readonly { readonly lot: string; readonly location: string }[],
): Promise<Map<string, BookLine>> {
  const rows = await tx.sql<BookLine>(
    `select l.id as lot, p.id as location, l.number, p.number as place, coalesce(b.quantity, 0)::text as quantity, u.symbol as unit,
       u.decimals, coalesce(i.serial_tracked, false) as "serialTracked",
       array(select s.serial_number from serial s where s.lot_id = l.id and s.location_id = p.id order by 1) as serials,
       array(select s.serial_number from serial s where s.lot_id = l.id and s.whereabouts = 'adjustment' order by 1) as lost
     from unnest(?::bigint[], ?::bigint[]) x (lot_id, location_id) join lot l on l.id = x.lot_id join location p on p.id = x.location_id
       join item i on i.id = l.item_id join unit u on u.id = i.unit_id
       left join balance b on b.lot_id = x.lot_id and b.location_id = x.location_id`,
    [asked.map((one) => one.lot), asked.map((one) => one.location)],
  );
  return new Map(rows.map((row) => [`${row.lot} ${row.location}`, row]));
}
