import { type ActionInputOf, because, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import type { Tx } from "../../../kernel/tx.ts";
import { returnToSupplier, type StockRow, scrap, stockOf, unitsOf } from "../../inventory/index.ts";

type Decision = NonNullable<Rec<"Nonconformity">["disposition"]>;

/** What is affected leaves the house. */
export const isLost = (decision: Decision | null): boolean => decision === "scrap" || decision === "returnToSupplier";

/** Whether all that is left of the lot is affected. */
export async function isWhole(tx: Tx, ncr: Rec<"Nonconformity">): Promise<boolean> {
  const stock = await stockOf(tx, [ncr.lot]);
  const onHand = stock.reduce((sum, row) => sum.plus(row.quantity), new Decimal(0));
  return onHand.lessThanOrEqualTo(ncr.quantity);
}

// Blocked stock and quarantine first: what is affected was set apart.
const order = ["blocked", "quarantine", "storage", "production", "dispatch", "retained"];

/**
 * Does what was decided: what is scrapped or returned is booked out of the shelves it stands on, from where it was set apart first;
 * exactly the affected quantity, or all that is left when less is left. Rework and concession are told in words.
 */
export async function carryOut(
  tx: Tx,
  ncr: Rec<"Nonconformity">,
  given: ActionInputOf<"Nonconformity", "carryOut">,
): Promise<void> {
  const { carriedOut } = given;
  if (!isLost(ncr.disposition)) return tx.update("Nonconformity", ncr, { carriedOut });
  const shelves = (await stockOf(tx, [ncr.lot]))
    .filter((row) => order.includes(row.type))
    .sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  if (shelves.length === 0)
    tx.require([
      because(
        "NOTHING_ON_HAND",
        "Nothing of the lot is on our shelves; what was delivered is a matter of a recall.",
        "该批已无库存；已交付部分须按召回处理。",
        "Nonconformity",
        ncr.number,
      ),
    ]);
  const post = ncr.disposition === "scrap" ? scrap : returnToSupplier;
  const source = { record: "Nonconformity", id: ncr.id, number: ncr.number } as const;
  const units = await unitsByShelf(tx, ncr, shelves, given.serials);
  let left = new Decimal(ncr.quantity);
  for (const row of shelves) {
    const here = units?.get(row.location) ?? [];
    const quantity = units ? new Decimal(here.length) : Decimal.min(left, row.quantity);
    if (quantity.isZero()) continue;
    await post(tx, {
      lot: ncr.lot,
      location: row.location,
      quantity: quantity.toFixed(),
      serials: units ? here.join(" ") : null,
      source,
      remark: carriedOut.slice(0, 500),
    });
    left = left.minus(quantity);
  }
  tx.update("Nonconformity", ncr, { carriedOut, quantityPosted: new Decimal(ncr.quantity).minus(left).toFixed() });
}

/**
 * Of a serial-tracked lot the units named, by the shelf on which they stand; null when the lot has none. @throws REFUSED when they
 * are not as many as go, or not on our shelves
 */
async function unitsByShelf(
  tx: Tx,
  ncr: Rec<"Nonconformity">,
  shelves: readonly StockRow[],
  text: string | null | undefined,
): Promise<Map<string, string[]> | null> {
  const onHand = shelves.reduce((sum, row) => sum.plus(row.quantity), new Decimal(0));
  const named = await unitsOf(tx, ncr.lot, Decimal.min(ncr.quantity, onHand), text);
  if (named === null) return null;
  const rows = await tx.sql<{ serial: string; location: string }>(
    "select serial_number as serial, location_id as location from serial where lot_id = ? and location_id = any(?::bigint[])",
    [ncr.lot, shelves.map(({ location }) => location)],
  );
  const there = new Map(rows.map(({ serial, location }) => [serial, location]));
  // Those that are nowhere of ours are refused by the posting, which says why.
  return Map.groupBy(named, (serial) => there.get(serial) ?? shelves[0]?.location ?? "");
}
