import { because, type Reason } from "@lotline/schema";

/** True when an amount has no more decimals than its unit: half a needle does not exist. */
const fitsUnit = (quantity: string, decimals: number): boolean =>
  (quantity.split(".")[1] ?? "").replace(/0+$/, "").length <= decimals;

/** Why an amount cannot be one of this item. */
export function unitReasons(
  quantity: string,
  unit: { readonly symbol: string; readonly decimals: number },
  item: string,
): Reason[] {
  if (fitsUnit(quantity, unit.decimals)) return [];
  return [
    because(
      "QUANTITY_DECIMALS",
      `${item}: ${trimmed(quantity)} ${unit.symbol} has more decimals than its unit allows (${unit.decimals}).`,
      `${item}：${trimmed(quantity)} ${unit.symbol} 的小数位超过单位允许的 ${unit.decimals} 位。`,
      "Item",
      item,
    ),
  ];
}

/** A quantity as people write it: 1200.500000 → 1200.5. */
export const trimmed = (quantity: string): string => (quantity.includes(".") ? quantity.replace(/\.?0+$/, "") : quantity);
