import { because, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import type { Tx } from "../../../kernel/tx.ts";
import { returnToSupplier, scrap, stockOf } from "../../inventory/index.ts";

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
export async function carryOut(tx: Tx, ncr: Rec<"Nonconformity">, { carriedOut }: { carriedOut: string }): Promise<void> {
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
  let left = new Decimal(ncr.quantity);
  for (const row of shelves) {
    const quantity = Decimal.min(left, row.quantity);
    if (quantity.isZero()) break;
    await post(tx, {
      lot: ncr.lot,
      location: row.location,
      quantity: quantity.toFixed(),
      source,
      remark: carriedOut.slice(0, 500),
    });
    left = left.minus(quantity);
  }
  tx.update("Nonconformity", ncr, { carriedOut, quantityPosted: new Decimal(ncr.quantity).minus(left).toFixed() });
}
