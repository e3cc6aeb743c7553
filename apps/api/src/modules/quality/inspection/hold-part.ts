import { type ActionInputOf, because, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import type { Tx } from "../../../kernel/tx.ts";
import { split, stockOf } from "../../inventory/index.ts";

/**
 * Holds a part of the inspected lot: it becomes a lot of its own, joined to its parent in the genealogy, with a nonconformity and
 * the hold of that; the rest goes on. Their sum stays what the lot had.
 */
export async function holdPart(
  tx: Tx,
  inspection: Rec<"Inspection">,
  { from, quantity, serials, lotNumber, severity, description }: ActionInputOf<"Inspection", "holdPart">,
): Promise<void> {
  const lot = await tx.get("Lot", inspection.lot);
  const stock = await stockOf(tx, [lot.id]);
  const onHand = stock.reduce((sum, row) => sum.plus(row.quantity), new Decimal(0));
  tx.require([
    ...(lot.state === "quarantine" || lot.state === "underTest"
      ? []
      : [
          because(
            "LOT_DECIDED",
            `Lot ${lot.number} is decided already; hold it as a whole.`,
            `批 ${lot.number} 已有结论，请整批冻结。`,
            "Lot",
            lot.number,
          ),
        ]),
    ...(onHand.lessThanOrEqualTo(quantity)
      ? [
          because(
            "WHOLE_LOT",
            `The lot has ${onHand.toString()}; to hold all of it, report a nonconformity of the lot.`,
            `该批现有 ${onHand.toString()}；如需全部冻结，请对该批报告不合格。`,
            "Lot",
            lot.number,
          ),
        ]
      : []),
  ]);
  const source = { record: "Inspection", id: inspection.id, number: inspection.number } as const;
  const [part] = await split(tx, { lot: lot.id, location: from, parts: [{ number: lotNumber, quantity, serials }], source });
  if (!part) throw new Error("no part");
  const ncr = await tx.create("Nonconformity", {
    site: inspection.site,
    description: `${inspection.number}: ${description}`.slice(0, 300),
    severity,
    lot: part.id,
    inspection: inspection.id,
    quantity,
  });
  await tx.act("Nonconformity", ncr.id, "openBySystem", {});
  // Of a lot that was not accepted all of it counts already.
  if (inspection.result !== "rejected")
    tx.update("Inspection", inspection, rejected(inspection, sum([inspection.rejectedQuantity ?? "0", quantity])));
}

const sum = (amounts: readonly string[]): string => amounts.reduce((all, one) => all.plus(one), new Decimal(0)).toFixed();

/** What of a lot was rejected, as an amount and as a share of the lot. */
export const rejected = ({ lotQuantity }: Pick<Rec<"Inspection">, "lotQuantity">, quantity: string) => ({
  rejectedQuantity: quantity,
  rejectedShare: new Decimal(quantity).div(lotQuantity).toDecimalPlaces(6, Decimal.ROUND_HALF_UP).toFixed(),
});
