import type { Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { dayAt, laterOf, siteDays, type UnitFact } from "../../master/index.ts";

export interface OrderedLine {
  readonly order: string;
  readonly position: number;
  readonly quantity: string;
  readonly item: Pick<Rec<"Item">, "id" | "number" | "state" | "source" | "itemClass" | "deviceClass">;
  /** The unit in which it is ordered, and the one in which the item is kept. */
  readonly unit: UnitFact;
  readonly itemUnit: UnitFact;
}

/** The lines of purchase orders with what their items say, in one statement. */
export async function orderedLines(reader: Reader, orders: readonly { id: string }[]): Promise<Map<string, OrderedLine[]>> {
  const rows = await reader.sql<OrderedLine>(
    `select l.head_id as "order", l.position, l.quantity,
       json_build_object('id', i.id::text, 'number', i.number, 'state', i.state, 'source', i.source,
         'itemClass', i.item_class, 'deviceClass', i.device_class) as item,
       json_build_object('id', p.id::text, 'symbol', p.symbol, 'decimals', p.decimals) as unit,
       json_build_object('id', u.id::text, 'symbol', u.symbol, 'decimals', u.decimals) as "itemUnit"
     from purchase_order_line l join item i on i.id = l.item_id join unit u on u.id = i.unit_id
       join unit p on p.id = coalesce(l.unit_id, i.unit_id)
     where l.head_id = any(?::bigint[]) order by l.head_id, l.position`,
    [orders.map((order) => order.id)],
  );
  return Map.groupBy(rows, (row) => row.order);
}

export interface OrderSupplier {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly createdBy: string;
}

/** The suppliers of orders, by supplier id. */
export async function suppliersOf(reader: Reader, orders: readonly { supplier: string }[]): Promise<Map<string, OrderSupplier>> {
  const rows = await reader.sql<OrderSupplier>(
    'select id, number, state, created_by_id as "createdBy" from supplier where id = any(?::bigint[])',
    [orders.map((order) => order.supplier)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The day by which an order is judged, by order: the date it is for, or today when that has passed, so that no date of the past
 * brings back an approval or a licence that has lapsed.
 */
export async function judgedOn(
  reader: Reader,
  orders: readonly Pick<Rec<"PurchaseOrder">, "id" | "site" | "orderedOn">[],
): Promise<Map<string, string>> {
  const days = await siteDays(
    reader,
    orders.map((order) => order.site),
  );
  return new Map(orders.map((order) => [order.id, laterOf(order.orderedOn, dayAt(days, order.site))]));
}
