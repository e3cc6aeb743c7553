import { because, type Reason, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { stockOf } from "../../inventory/index.ts";
import { trimmed, unitReasons } from "../../master/index.ts";
import { openInspection, runningInspection } from "../inspection/open.ts";
import { endByNonconformity } from "../sampling/skip.ts";
import { carryOut, isLost, isWhole } from "./carry-out.ts";
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
    Object.assign(given, { item: lot.item, supplier: lot.supplier });
  },
  beforeEdit: async (tx, ncr, changes) => {
    if (changes.quantity !== undefined) await requireAmount(tx, await tx.get("Lot", ncr.lot), changes.quantity);
  },
  actions: {
    report: { effect: reported },
    openBySystem: { effect: reported },
    review: {
      effect: async (tx, ncr, { containment, legalRequirementUnmet }) =>
        tx.update("Nonconformity", ncr, { containment, legalRequirementUnmet: legalRequirementUnmet === true }),
    },
    disposition: {
      // Asked before every signature of the board: nobody signs what may not be decided, and each signs the lot as it stands.
      evidence: async (tx, ncr, { decision, instruction }) => {
        const lot = await tx.get("Lot", ncr.lot);
        tx.require([
          ...decisionReasons(ncr, lot, decision),
          ...(decision === "rework" && !instruction ? [noInstruction(ncr)] : []),
        ]);
        return { lot: lot.number, state: lot.state, stock: await stockOf(tx, [lot.id]) };
      },
      effect: async (tx, ncr, { decision, justification, instruction }) => {
        const lot = await tx.get("Lot", ncr.lot);
        tx.update("Nonconformity", ncr, { disposition: decision, justification, instruction: instruction ?? null });
        await tx.flush();
        if (isLost(decision)) {
          // What is affected only in part leaves the rest to be inspected again.
          if (await isWhole(tx, ncr)) await rejectLot(tx, lot);
          else await inspectAgain(tx, lot);
        }
        // What was reworked is inspected in full again (ISO 13485 8.3.4); an inspection that has not ended will see it.
        if (decision === "rework") await inspectAgain(tx, lot);
        // A part that was set apart has no inspection of its own yet.
        if (decision === "useAsIs" && !(await tx.findOne("Inspection", { lot: lot.id }))) await openInspection(tx, lot);
      },
    },
    carryOut: { effect: carryOut },
    close: {
      effect: async (tx, ncr, { capa, capaDecision }) =>
        tx.update("Nonconformity", ncr, { capa, capaDecision, closedAt: tx.now }),
    },
  },
});

const rejectLot = async (tx: Tx, lot: Rec<"Lot">): Promise<void> => {
  if (lot.state !== "rejected") await tx.act("Lot", lot.id, "reject", {});
};

const inspectAgain = async (tx: Tx, lot: Rec<"Lot">): Promise<void> => {
  if (!(await runningInspection(tx, lot.id))) await openInspection(tx, lot);
};

const noInstruction = (ncr: Rec<"Nonconformity">): Reason =>
  because(
    "NO_REWORK_INSTRUCTION",
    "Rework needs an instruction that says what is done and which adverse effects were considered.",
    "返工须有指令，说明操作内容并评估不良影响。",
    "Nonconformity",
    ncr.number,
  );

async function reported(tx: Tx, ncr: Rec<"Nonconformity">): Promise<void> {
  tx.update("Nonconformity", ncr, { reportedAt: tx.now });
  await holdLot(tx, ncr);
  await endByNonconformity(tx, ncr);
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
  const rejects = isLost(decision);
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
    ...(decision === "useAsIs" && ncr.legalRequirementUnmet
      ? [
          because(
            "LEGAL_REQUIREMENT",
            "What does not meet a legal requirement cannot be accepted as it is.",
            "不满足法规要求的不得让步接收。",
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
