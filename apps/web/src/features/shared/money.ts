/** Exact money of order lines, and totals by unit: what is counted differently is never added together. */
import { addUp, micros } from "../inventory/strip/amounts.ts";

// A product of two texts in millionths is in millionths of a millionth; a cent is 1e10 of those.
const cent = 10_000_000_000n;

/** Quantity times price in hundredths of the currency, rounded once, half up, as the server rounds an order. */
function cents(products: bigint): bigint {
  return (products + cent / 2n) / cent;
}

const asMoney = (value: bigint): string => `${value / 100n}.${(value % 100n).toString().padStart(2, "0")}`;

interface Priced {
  readonly quantity: string;
  readonly price: string;
}

/** The amount of lines together: their exact products added, then rounded. */
export function amountOf(lines: readonly Priced[]): string {
  return asMoney(cents(lines.reduce((sum, { quantity, price }) => sum + micros(quantity) * micros(price), 0n)));
}

export interface Total {
  readonly unit: string | undefined;
  readonly quantity: string;
}

/** One total for each unit, in the order in which the units come. */
export function totalsByUnit(rows: readonly Total[]): Total[] {
  const units = [...new Set(rows.map(({ unit }) => unit))];
  return units.map((unit) => ({
    unit,
    quantity: addUp(rows.filter((row) => row.unit === unit).map(({ quantity }) => quantity || "0")),
  }));
}
