import { because, type Reason, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { trimmed, unitReasons } from "../../master/index.ts";
import { openInspection, runningInspection } from "../inspection/open.ts";
import { holdLot } from "./open.ts";

/** Nonconformities: each holds its lot from its report to its decision. */
export const nonconformityBehaviour = behaviour({
  record: "Nonconformity",
  beforeCreate: async (tx, given) => {
    // The lot is locked, so that no release can miss a nonconformity that is being written down (REQ-GATE-04).
    const [lot] = await tx.lock("Lot", [given.lot]);
    // Waited for the lot while it was released: the kernel runs the command again, dated after the release it follows.
    if (lot?.releasedAt && lot.releasedAt > tx.now)
      throw Object.assign(new Error("the lot was released after this command began"), { code: "40001" });
    if (lot?.site !== given.site)
      throw invalid({ path: "lot", code: "site", text: { en: "This lot is at another site.", zh: "该批属于其他场所。" } });
    await requireAmount(tx, lot, given.quantity);
  },
  beforeEdit: async (tx, ncr, changes) => {
    if (changes.quantity !== undefined) await requireAmount(tx, await tx.get("Lot", ncr.lot), changes.quantity);
  },
  actions: {
    report: { effect: reported },
    openBySystem: { effect: reported },
    review: {
      effect: async (tx, ncr, input) => tx.update("Nonconformity", ncr, { containment: input.containment }),
    },
    disposition: {
      effect: async (tx, ncr, { decision, justification }) => {
        const lot = await tx.get("Lot", ncr.lot);
        tx.require(decisionReasons(ncr, lot, decision));
        tx.update("Nonconformity", ncr, { disposition: decision, justification });
        await tx.flush();
        if ((decision === "scrap" || decision === "returnToSupplier") && lot.state !== "rejected")
          await tx.act("Lot", lot.id, "reject", {});
        // What was reworked is inspected in full again (ISO 13485 8.3.4); an inspection that has not ended will see it.
        if (decision === "rework" && !(await runningInspection(tx, lot.id))) await openInspection(tx, lot);
      },
    },
    close: {
      effect: async (tx, ncr, input) => tx.update("Nonconformity", ncr, { capaDecision: input.capaDecision, closedAt: tx.now }),
    },
  },
});

async function reported(tx: Tx, ncr: Rec<"Nonconformity">): Promise<void> {
  tx.update("Nonconformity", ncr, { reportedAt: tx.now });
  await holdLot(tx, ncr);
}

async function requireAmount(tx: Tx, lot: Rec<"Lot">, quantity: string): Promise<void> {
  const item = await tx.get("Item", lot.item);
  const unit = await tx.get("Unit", item.unit);
  tx.require([
    ...unitReasons(quantity, unit, item.number),
    ...(new Decimal(quantity).greaterThan(lot.quantityMade)
      ? [
          because(
            "ABOVE_LOT",
            `The lot has ${trimmed(lot.quantityMade)} ${unit.symbol} in all.`,
            `该批总量为 ${trimmed(lot.quantityMade)} ${unit.symbol}。`,
            "Lot",
            lot.number,
          ),
        ]
      : []),
  ]);
}

/** Why this decision cannot be made about this lot. */
function decisionReasons(
  ncr: Rec<"Nonconformity">,
  lot: Rec<"Lot">,
  decision: NonNullable<Rec<"Nonconformity">["disposition"]>,
): Reason[] {
  const rejects = decision === "scrap" || decision === "returnToSupplier";
  return [
    ...(decision === "useAsIs" && ncr.severity === "critical"
      ? [
          because(
            "CONCESSION_CRITICAL",
            "A critical nonconformity cannot be accepted as it is.",
            "严重不合格不得让步接收。",
            "Nonconformity",
            ncr.number,
          ),
        ]
      : []),
    ...(rejects && lot.state === "released"
      ? [
          because(
            "LOT_RELEASED",
            `Lot ${lot.number} is released; take it back to quarantine first.`,
            `批 ${lot.number} 已放行，请先退回待验。`,
            "Lot",
            lot.number,
          ),
        ]
      : []),
    ...(!rejects && lot.state === "rejected"
      ? [because("LOT_REJECTED", `Lot ${lot.number} is rejected already.`, `批 ${lot.number} 已判为不合格。`, "Lot", lot.number)]
      : []),
  ];
}
