/** The balance of lots as the API tells it, and its parts in the order in which a person follows them. */
import { addUp, less, micros } from "./amounts.ts";

/** made = onHand + inTransit + shipped + consumed + scrapped + sampled + regrouped + unaccounted, exactly. */
export interface Totals {
  readonly made: string;
  readonly onHand: string;
  readonly inTransit: string;
  readonly shipped: string;
  readonly consumed: string;
  readonly scrapped: string;
  readonly sampled: string;
  readonly regrouped: string;
  readonly unaccounted: string;
  readonly byType: readonly { readonly type: string; readonly quantity: string }[];
}

export const totalsFields =
  "made onHand inTransit shipped consumed scrapped sampled regrouped unaccounted byType { type quantity }";

export type PartKey =
  | "shipped"
  | "inTransit"
  | "onHand"
  | "retained"
  | "sampled"
  | "consumed"
  | "scrapped"
  | "regrouped"
  | "unaccounted";

export interface Part {
  readonly key: PartKey;
  readonly quantity: string;
}

/** The parts of a balance that are not zero; retained samples stand apart from the rest on hand. */
export function partsOf(totals: Totals): Part[] {
  const retained = addUp(totals.byType.filter(({ type }) => type === "retained").map(({ quantity }) => quantity));
  const parts: readonly Part[] = [
    { key: "shipped", quantity: totals.shipped },
    { key: "inTransit", quantity: totals.inTransit },
    { key: "onHand", quantity: less(totals.onHand, retained) },
    { key: "retained", quantity: retained },
    { key: "sampled", quantity: totals.sampled },
    { key: "consumed", quantity: totals.consumed },
    { key: "scrapped", quantity: totals.scrapped },
    { key: "regrouped", quantity: totals.regrouped },
    { key: "unaccounted", quantity: totals.unaccounted },
  ];
  return parts.filter(({ quantity }) => micros(quantity) !== 0n);
}

/** The balance of several lots of one item. */
export function sumTotals(all: readonly Totals[]): Totals {
  const sum = (pick: (totals: Totals) => string) => addUp(all.map(pick));
  const types = [...new Set(all.flatMap(({ byType }) => byType.map(({ type }) => type)))];
  return {
    made: sum((totals) => totals.made),
    onHand: sum((totals) => totals.onHand),
    inTransit: sum((totals) => totals.inTransit),
    shipped: sum((totals) => totals.shipped),
    consumed: sum((totals) => totals.consumed),
    scrapped: sum((totals) => totals.scrapped),
    sampled: sum((totals) => totals.sampled),
    regrouped: sum((totals) => totals.regrouped),
    unaccounted: sum((totals) => totals.unaccounted),
    byType: types.map((type) => ({
      type,
      quantity: sum((totals) => totals.byType.find((entry) => entry.type === type)?.quantity ?? "0"),
    })),
  };
}
