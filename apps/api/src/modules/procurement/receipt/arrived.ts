import type { Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import type { Registrable } from "../../master/index.ts";

export interface ArrivedLine {
  readonly receipt: string;
  readonly position: number;
  readonly orderLine: number;
  readonly quantity: string;
  readonly lotNumber: string;
  readonly lotTaken: boolean;
  readonly madeOn: string | null;
  readonly expiresOn: string | null;
  readonly location: string;
  readonly locationType: Rec<"Location">["type"] | null;
  readonly sameSite: boolean;
  /** Null when the order has no such line. */
  readonly item: string | null;
  readonly itemId: string | null;
  readonly itemClass: string | null;
  readonly deviceClass: Rec<"Item">["deviceClass"];
  readonly unit: { readonly symbol: string; readonly decimals: number };
  readonly ordered: string;
  readonly received: string;
  readonly shelfLifeMonths: number | null;
}

/** The lines of receipts beside the order lines they answer, in one statement. */
export async function arrivedLines(reader: Reader, receipts: readonly { id: string }[]): Promise<Map<string, ArrivedLine[]>> {
  const rows = await reader.sql<ArrivedLine>(
    `select r.id as receipt, l.position, l.order_line as "orderLine", l.quantity, l.lot_number as "lotNumber",
       public.number_taken('lot', l.lot_number) as "lotTaken", l.made_on::text as "madeOn", l.expires_on::text as "expiresOn",
       coalesce(place.number, '-') as location, place.type as "locationType", coalesce(place.site_id = r.site_id, false) as "sameSite",
       i.number as item, i.id as "itemId", i.item_class as "itemClass", i.device_class as "deviceClass", json_build_object('symbol', u.symbol, 'decimals', u.decimals) as unit,
       o.quantity as ordered, coalesce(o.quantity_received, 0) as received, v.shelf_life_months as "shelfLifeMonths"
     from receipt r join receipt_line l on l.head_id = r.id left join location place on place.id = l.location_id
       left join purchase_order_line o on o.head_id = r.purchase_order_id and o.position = l.order_line
       left join item i on i.id = o.item_id left join unit u on u.id = i.unit_id left join item_revision v on v.id = o.item_revision_id
     where r.id = any(?::bigint[]) order by r.id, l.position`,
    [receipts.map((receipt) => receipt.id)],
  );
  return Map.groupBy(rows, (row) => row.receipt);
}

/** The items of these lines, as licences and registrations see them; lines of no item are left out. */
export const itemsOf = (lines: readonly ArrivedLine[]): Registrable[] =>
  lines.flatMap(({ itemId, item, itemClass, deviceClass }) =>
    itemId !== null && item !== null && itemClass !== null ? [{ id: itemId, number: item, itemClass, deviceClass }] : [],
  );
