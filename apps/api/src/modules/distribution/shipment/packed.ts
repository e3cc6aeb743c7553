import type { Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";

export interface PackedLine {
  readonly shipment: string;
  readonly position: number;
  readonly lot: string;
  readonly lotNumber: string;
  readonly madeOn: string | null;
  readonly expiresOn: string | null;
  readonly item: string;
  readonly itemNumber: string;
  readonly itemClass: string;
  readonly deviceClass: Rec<"Item">["deviceClass"];
  readonly unit: { readonly symbol: string; readonly decimals: number };
  readonly location: string;
  readonly locationNumber: string;
  readonly quantity: string;
  readonly serialTracked: boolean;
  readonly serials: string | null;
}

/** The lines of shipments with what their lots say, in one statement. */
export async function packedLines(reader: Reader, shipments: readonly { id: string }[]): Promise<Map<string, PackedLine[]>> {
  const rows = await reader.sql<PackedLine>(
    `select p.head_id as shipment, p.position, l.id as lot, l.number as "lotNumber", l.made_on::text as "madeOn", l.expires_on::text as "expiresOn", i.id as item,
       i.number as "itemNumber", i.item_class as "itemClass", i.device_class as "deviceClass", json_build_object('symbol', u.symbol, 'decimals', u.decimals) as unit,
       p.from_id as location, place.number as "locationNumber", p.quantity,
       i.serial_tracked as "serialTracked", p.serials
     from shipment_line p join lot l on l.id = p.lot_id join item i on i.id = l.item_id join unit u on u.id = i.unit_id
       join location place on place.id = p.from_id
     where p.head_id = any(?::bigint[]) order by p.head_id, p.position`,
    [shipments.map((shipment) => shipment.id)],
  );
  return Map.groupBy(rows, (row) => row.shipment);
}

export interface OpenOrder {
  readonly number: string;
  readonly state: Rec<"SalesOrder">["state"];
  readonly customer: string;
  /** By item what is ordered and what has left already. */
  readonly items: ReadonlyMap<string, { readonly ordered: string; readonly shipped: string }>;
}

/** The orders behind shipments, by shipment. */
export async function ordersOf(reader: Reader, shipments: readonly { id: string }[]): Promise<Map<string, OpenOrder>> {
  const rows = await reader.sql<
    Omit<OpenOrder, "items"> & { shipment: string; item: string | null; ordered: string; shipped: string }
  >(
    `select s.id as shipment, o.number, o.state, o.customer_id as customer, l.item_id as item, sum(l.quantity) as ordered, sum(coalesce(l.quantity_shipped, 0)) as shipped
     from shipment s join sales_order o on o.id = s.sales_order_id left join sales_order_line l on l.head_id = o.id
     where s.id = any(?::bigint[]) group by s.id, o.number, o.state, o.customer_id, l.item_id`,
    [shipments.map((shipment) => shipment.id)],
  );
  return new Map(
    [...Map.groupBy(rows, (row) => row.shipment)].flatMap(([id, of]) => {
      const [first] = of;
      if (!first) return [];
      const items = new Map(
        of.flatMap((row) => (row.item === null ? [] : [[row.item, { ordered: row.ordered, shipped: row.shipped }] as const])),
      );
      return [[id, { number: first.number, state: first.state, customer: first.customer, items }] as const];
    }),
  );
}
