import { outsideTypes } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import type { PlaceType } from "./ground.ts";

export interface StockRow {
  readonly lot: string;
  readonly location: string;
  readonly locationNumber: string;
  readonly type: PlaceType;
  readonly quantity: string;
}

/** What of the lots stands on our shelves and in transit; the outside world and empty places are left out. */
export const stockOf = (reader: Reader, lots: readonly string[]): Promise<StockRow[]> =>
  reader.sql<StockRow>(
    `select b.lot_id as lot, b.location_id as location, p.number as "locationNumber", b.location_type as type, b.quantity::text
     from balance b join location p on p.id = b.location_id
     where b.lot_id = any(?::bigint[]) and b.quantity <> 0 and b.location_type <> all(?::text[]) order by b.lot_id, p.number`,
    [lots, outsideTypes],
  );
