/** Totals by unit: what is counted differently is never added together. */
import { addUp } from "../inventory/strip/amounts.ts";

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
