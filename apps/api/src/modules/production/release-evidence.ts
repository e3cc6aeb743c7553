import type { Json, Rec } from "@lotline/schema";
import type { Reader } from "../../base/context.ts";

/** What production says about a lot at its release: its order, the frozen revisions, the lots that went in. */
export async function orderOfLot(reader: Reader, lot: Rec<"Lot">): Promise<Json> {
  const orders = await reader.sql<{
    number: string;
    state: string;
    bom: string | null;
    revision: string | null;
    good: string | null;
    scrapped: string | null;
    consumed: Json;
  }>(
    `select w.number, w.state, b.number as bom, v.number as revision, w.quantity_good::text as good, w.quantity_scrapped::text as scrapped,
       (select coalesce(json_agg(json_build_object('lot', l.number, 'quantity', c.quantity::text) order by c.position), '[]'::json)
        from work_order_consumed c join lot l on l.id = c.lot_id where c.head_id = w.id) as consumed
     from work_order w left join bom b on b.id = w.bom_id left join item_revision v on v.id = w.item_revision_id where w.lot_id = ?`,
    [lot.id],
  );
  return orders.map((order) => ({ ...order }));
}
