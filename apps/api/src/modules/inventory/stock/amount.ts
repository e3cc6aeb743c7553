import { Decimal } from "decimal.js";

// numeric(18,6) has 18 digits and sums have a few more: never rounded, never in exponent form.
const Exact = Decimal.clone({ precision: 60, toExpNeg: -30, toExpPos: 40 });
export type Amount = Decimal;

/** An amount as exact decimal. */
export const amount = (value: string | number): Amount => new Exact(value);

export const zero: Amount = amount(0);

/** The sum of amounts. */
export const sum = (amounts: readonly Amount[]): Amount => amounts.reduce((total, next) => total.plus(next), zero);
