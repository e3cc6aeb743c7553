import type { Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { steady } from "../../../base/sqltext.ts";
import { type Conversion, conversionsOf, inItemUnit, type Registrable, type UnitFact } from "../../master/index.ts";

export interface ArrivedLine {
  readonly receipt: string;
  readonly position: number;
  readonly orderLine: number;
  readonly quantity: string;
  readonly lotNumber: string | null;
  readonly lotPattern: string | null;
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
  /** The unit in which it was counted, and the one in which the item is kept. */
  readonly unit: UnitFact;
  readonly itemUnit: UnitFact;
  /** In the unit of the item; null when the units do not convert. */
  readonly stockQuantity: string | null;
  /** Ordered and received before, in the unit of the item. */
  readonly ordered: string;
  readonly received: string;
  readonly shelfLifeMonths: number | null;
}

type Row = Omit<ArrivedLine, "stockQuantity">;

/** The lines of receipts beside the order lines they answer, with what they come to in the units of the stock. */
export async function arrivedLines(reader: Reader, receipts: readonly { id: string }[]): Promise<Map<string, ArrivedLine[]>> {
  const rows = await reader.sql<Row>(
    steady(`select r.id as receipt, l.position, l.order_line as "orderLine", l.quantity, l.lot_number as "lotNumber", i.lot_pattern as "lotPattern",
       coalesce(public.number_taken('lot', l.lot_number), false) as "lotTaken", l.made_on::text as "madeOn", l.expires_on::text as "expiresOn",
       coalesce(place.number, '-') as location, place.type as "locationType", coalesce(place.site_id = r.site_id, false) as "sameSite",
       i.number as item, i.id as "itemId", i.item_class as "itemClass", i.device_class as "deviceClass",
       json_build_object('id', c.id::text, 'symbol', c.symbol, 'decimals', c.decimals) as unit,
       json_build_object('id', u.id::text, 'symbol', u.symbol, 'decimals', u.decimals) as "itemUnit",
       coalesce(o.stock_quantity, o.quantity) as ordered, coalesce(o.quantity_received, 0) as received,
       v.shelf_life_months as "shelfLifeMonths"
     from receipt r join receipt_line l on l.head_id = r.id left join location place on place.id = l.location_id
       left join purchase_order_line o on o.head_id = r.purchase_order_id and o.position = l.order_line
       left join item i on i.id = o.item_id left join unit u on u.id = i.unit_id
       left join unit c on c.id = coalesce(l.unit_id, i.unit_id) left join item_revision v on v.id = o.item_revision_id
     where r.id = any(?::bigint[]) order by r.id, l.position`),
    [receipts.map((receipt) => receipt.id)],
  );
  const conversions = await conversionsOf(
    reader,
    rows.flatMap(({ itemId }) => itemId ?? []),
  );
  return Map.groupBy(
    rows.map((row) => ({ ...row, stockQuantity: inStock(conversions, row) })),
    (row) => row.receipt,
  );
}

const inStock = (conversions: readonly Conversion[], { itemId, item, quantity, unit, itemUnit }: Row): string | null =>
  itemId === null || item === null
    ? null
    : inItemUnit(conversions, { item: { id: itemId, number: item }, quantity, unit, itemUnit });

/** The items of these lines, as licences and registrations see them; lines of no item are left out. */
export const itemsOf = (lines: readonly ArrivedLine[]): Registrable[] =>
  lines.flatMap(({ itemId, item, itemClass, deviceClass }) =>
    itemId !== null && item !== null && itemClass !== null ? [{ id: itemId, number: item, itemClass, deviceClass }] : [],
  );
