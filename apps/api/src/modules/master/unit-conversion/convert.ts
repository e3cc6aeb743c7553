import { because, converted, type Ratio, type Reason } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { trimmed } from "../unit/whole.ts";

/** An approved conversion; `item` null holds for every item. */
export interface Conversion extends Ratio {
  readonly item: string | null;
  readonly from: string;
  readonly to: string;
}

export interface UnitFact {
  readonly id: string;
  readonly symbol: string;
  readonly decimals: number;
}

/** The approved conversions that items may use: their own and the general ones. */
export async function conversionsOf(reader: Reader, items: readonly string[]): Promise<Conversion[]> {
  return reader.sql<Conversion>(
    `select item_id as item, from_unit_id as "from", to_unit_id as "to", from_quantity as "fromQuantity", to_quantity as "toQuantity"
     from unit_conversion where state = 'approved' and (item_id is null or item_id = any(?::bigint[])) order by id`,
    [items],
  );
}

/** How one unit of an item becomes another; its own conversion before a general one, and each also backwards. */
export function ratioOf(conversions: readonly Conversion[], item: string, from: string, to: string): Ratio | undefined {
  if (from === to) return { fromQuantity: "1", toQuantity: "1" };
  for (const of of [item, null])
    for (const c of conversions.filter((conversion) => conversion.item === of)) {
      if (c.from === from && c.to === to) return c;
      if (c.from === to && c.to === from) return { fromQuantity: c.toQuantity, toQuantity: c.fromQuantity };
    }
  return undefined;
}

export interface Measured {
  readonly item: { readonly id: string; readonly number: string };
  readonly quantity: string;
  /** The unit in which the amount was said. */
  readonly unit: UnitFact;
  /** The unit in which the item is kept. */
  readonly itemUnit: UnitFact;
}

/** An amount in the unit in which its item is kept; null when the units do not convert, or not exactly. */
export function inItemUnit(conversions: readonly Conversion[], { item, quantity, unit, itemUnit }: Measured): string | null {
  const ratio = ratioOf(conversions, item.id, unit.id, itemUnit.id);
  return ratio ? converted(quantity, ratio) : null;
}

/** Why an amount cannot be told in the unit in which its item is kept. */
export function conversionReasons(conversions: readonly Conversion[], measured: Measured): Reason[] {
  const { item, quantity, unit, itemUnit } = measured;
  const ratio = ratioOf(conversions, item.id, unit.id, itemUnit.id);
  if (!ratio)
    return [
      because(
        "UNITS_DO_NOT_CONVERT",
        `${item.number}: ${unit.symbol} does not convert to ${itemUnit.symbol}; no conversion is approved.`,
        `${item.number}：${unit.symbol} 不能换算为 ${itemUnit.symbol}，无已批准的单位换算。`,
        "Item",
        item.number,
      ),
    ];
  if (converted(quantity, ratio) !== null) return [];
  return [
    because(
      "CONVERSION_UNEVEN",
      `${item.number}: ${trimmed(quantity)} ${unit.symbol} does not come out even in ${itemUnit.symbol}.`,
      `${item.number}：${trimmed(quantity)} ${unit.symbol} 换算为 ${itemUnit.symbol} 不能整除。`,
      "Item",
      item.number,
    ),
  ];
}
