import { because, type New, type NewLine, type Rec } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { inForce, siteDay } from "../../master/index.ts";
import { samplesFor } from "../sampling/freeze.ts";
import { isOriginal } from "../sampling/original.ts";
import { decideArrival } from "../sampling/skip.ts";

/**
 * Opens the inspection of a lot that has arrived, was made or was reworked. An item that is not inspected goes straight on to its
 * releaser.
 */
export async function openInspection(tx: Tx, lot: Rec<"Lot">): Promise<Rec<"Inspection"> | null> {
  const item = await tx.get("Item", lot.item);
  if (!item.inspectionRequired) {
    if (lot.state === "quarantine") await tx.act("Lot", lot.id, "startTest", {});
    return null;
  }
  return tx.create("Inspection", {
    site: lot.site,
    lot: lot.id,
    item: lot.item,
    lotQuantity: lot.quantityMade,
    origin: await originOf(tx, lot),
  });
}

/** The inspection of a lot that a supplier sent: opened, or decided as skipped where a skip-lot rule says so. */
export async function inspectArrival(tx: Tx, lot: Rec<"Lot">): Promise<Rec<"Inspection"> | null> {
  const inspection = await openInspection(tx, lot);
  if (inspection) await decideArrival(tx, lot, inspection);
  return inspection;
}

async function originOf(tx: Tx, lot: Rec<"Lot">): Promise<Rec<"Inspection">["origin"]> {
  // A lot that was made in this very command has none, not even an empty one.
  if (!lot.supplier) return "made";
  return (await isOriginal(tx, lot.id, null)) ? "received" : "again";
}

const isRunning = (state: Rec<"Inspection">["state"]): boolean => state !== "concluded" && state !== "skipped";

/** The inspection of a lot that is not concluded yet. */
export const runningInspection = async (tx: Tx, lot: string): Promise<Rec<"Inspection"> | undefined> =>
  (await tx.find("Inspection", { lot })).find((inspection) => isRunning(inspection.state));

/**
 * Fills an inspection from its lot, the plan in force frozen with the samples it asks of this lot; without one it waits for a plan
 * and blocks the release.
 */
export async function fillFromLot(
  tx: Tx,
  given: New<"Inspection"> & { samples?: NewLine<"Inspection", "samples">[] },
): Promise<void> {
  const [lot] = await tx.lock("Lot", [given.lot]);
  if (lot?.site !== given.site)
    throw invalid({ path: "lot", code: "site", text: { en: "This lot is at another site.", zh: "该批属于其他场所。" } });
  const open = await runningInspection(tx, lot.id);
  const decided = lot.state !== "quarantine" && lot.state !== "underTest";
  tx.require([
    ...(decided
      ? [
          because(
            "LOT_DECIDED",
            `Lot ${lot.number} is decided already; take it back to quarantine first.`,
            `批 ${lot.number} 已有结论，请先退回待验。`,
            "Lot",
            lot.number,
          ),
        ]
      : []),
    ...(open
      ? [
          because(
            "INSPECTION_OPEN",
            `Inspection ${open.number} is not concluded.`,
            `检验 ${open.number} 尚未完成。`,
            "Inspection",
            open.number,
          ),
        ]
      : []),
  ]);
  const plan = await inForce(tx, "InspectionPlan", lot.item, await siteDay(tx, lot.site));
  Object.assign(given, {
    item: lot.item,
    lotQuantity: lot.quantityMade,
    origin: given.origin ?? (await originOf(tx, lot)),
    supplier: lot.supplier,
    plan: plan?.id ?? null,
  });
  given.samples = plan ? await samplesFor(tx, lot, plan.id) : [];
}
