/** Whose product an identifier on a label is. */
import type { Reader } from "../../../base/context.ts";

interface ItemOfDi {
  readonly id: string;
  readonly number: string;
  readonly nameEn: string;
  readonly nameZh: string;
}

/** The items whose packages carry one of these identifiers: as their suppliers print it. */
export const itemsOfDi = (reader: Reader, identifiers: readonly string[]): Promise<ItemOfDi[]> =>
  identifiers.length === 0
    ? Promise.resolve([])
    : reader.sql<ItemOfDi>(
        `select i.id, i.number, i.name_en as "nameEn", i.name_zh as "nameZh" from item i
         where i.id in (select s.item_id from supplier_item s where lpad(s.gtin, 14, '0') = any(?::text[])) order by i.number limit 20`,
        [[...identifiers]],
      );
