/** Whose product an identifier on a label is. */
import type { Reader } from "../../../base/context.ts";

interface ItemOfDi {
  readonly id: string;
  readonly number: string;
  readonly nameEn: string;
  readonly nameZh: string;
}

// Labels of years ago are scanned too: a version that is no longer in force still says whose DI it was.
const itemsSql = `select i.id, i.number, i.name_en as "nameEn", i.name_zh as "nameZh" from item i
  where i.id in (
    select r.item_id from device_record r
    left join device_record_package p on p.head_id = r.id left join device_record_other_di o on o.head_id = r.id
    where r.state = 'approved' and array[r.primary_di, r.unit_of_use_di, r.direct_mark_di, p.di, o.di] && ?::text[]
    union
    select s.item_id from supplier_item s where lpad(s.gtin, 14, '0') = any(?::text[])
  ) order by i.number limit 20`;

/** The items that one of these identifiers names: at any level of our own packaging, or as their suppliers print it. */
export const itemsOfDi = async (reader: Reader, identifiers: readonly string[]): Promise<ItemOfDi[]> =>
  identifiers.length === 0 ? [] : reader.sql<ItemOfDi>(itemsSql, [[...identifiers], [...identifiers]]);
