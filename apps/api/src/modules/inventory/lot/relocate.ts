import { type ActionInputOf, because, type Rec } from "@lotline/schema";
import { refused } from "../../../base/error.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { stockOf } from "../stock/stock.ts";
import { move } from "../stock/use.ts";

/** Moves what was said, or what needs no saying: from the one place where the lot stands, and all of it. The lot is locked. */
export async function relocate(
  tx: Tx,
  lot: Rec<"Lot">,
  { from, to, quantity, serials }: ActionInputOf<"Lot", "move">,
): Promise<void> {
  const source = { record: "Lot", id: lot.id, number: lot.number } as const;
  const standing = from && quantity ? [] : (await stockOf(tx, [lot.id])).filter((row) => row.type !== "transit");
  const places = standing.filter((row) => (from ? row.location === from : row.location !== to));
  const [place] = places;
  const taken = from ?? place?.location;
  if (!taken || (!from && places.length > 1))
    throw refused(
      places.length > 1
        ? because(
            "MOVE_FROM_WHICH",
            `${lot.number} stands at ${places.map((row) => row.locationNumber).join(", ")}; say from which.`,
            `${lot.number} 位于 ${places.map((row) => row.locationNumber).join("、")}，请指明从哪一处移出。`,
            "Lot",
            lot.number,
          )
        : because(
            "NOTHING_TO_MOVE",
            `Nothing of ${lot.number} stands elsewhere.`,
            `${lot.number} 在其他库位没有库存。`,
            "Lot",
            lot.number,
          ),
    );
  await move(tx, { lot: lot.id, from: taken, to, quantity: quantity ?? place?.quantity ?? "0", serials, source });
}
