import type { Reader } from "../../../base/context.ts";

/** What one customer got of one item of the traced lots. */
export interface CustomerRow {
  readonly customer: string;
  readonly item: string;
  readonly lots: number;
  /** Ever handed over, and how much of it came back; both are gross. */
  readonly shipped: string;
  readonly returned: string;
  readonly inTransit: string;
}

// A reversed posting counts against its own kind: a shipment booked by mistake is no return.
const query = (asOf: boolean): string => `
  select x.customer_id as customer, l.item_id as item, count(distinct n.id)::int as lots,
    coalesce(sum(x.quantity) filter (where x.type = 'customer' and x.kind <> 'return'), 0)::text as shipped,
    coalesce(- sum(x.quantity) filter (where x.type = 'customer' and x.kind = 'return'), 0)::text as returned,
    coalesce(sum(x.quantity) filter (where x.type = 'transit'), 0)::text as "inTransit"
  from unnest(?::bigint[]) n (id)
  cross join lateral (
    select m.customer_id, m.quantity, p.type, coalesce(o.kind, g.kind) as kind
    from movement m join location p on p.id = m.location_id join posting g on g.id = m.posting_id left join posting o on o.id = g.reverses_id
    where m.lot_id = n.id and m.customer_id is not null ${asOf ? "and m.at <= ?" : ""} offset 0) x
  cross join lateral (select i.item_id from lot i where i.id = n.id offset 0) l
  group by 1, 2 order by 1, 2`;

/** Who got what of these lots. Found by the customer on the movement, so that no document of a higher area is needed. */
export const customersOf = (reader: Reader, lots: readonly string[], asOf: Date | null): Promise<CustomerRow[]> =>
  reader.sql<CustomerRow>(query(asOf !== null), asOf === null ? [lots] : [lots, asOf]);
