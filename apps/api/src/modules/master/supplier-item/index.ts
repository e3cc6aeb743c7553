import { because, type Rec } from "@lotline/schema";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { sourceReasons } from "../item/reasons.ts";
import { companyDay } from "../site/days.ts";

// Who decides about a score signs it with what it was made of.
const scoreOf = async (_tx: Tx, { score, scoredOn, scoreBasis }: Rec<"SupplierItem">) => ({ score, scoredOn, scoreBasis });

/** The approval of a supplier for an item: one open evaluation per pair, decided about an active supplier and a bought item. */
export const supplierItemBehaviour = behaviour({
  record: "SupplierItem",
  beforeCreate: async (tx, given) => {
    // Two people entering the same pair take turns, so that one of them is told.
    const [supplier] = await tx.lock("Supplier", [given.supplier]);
    const item = await tx.get("Item", given.item);
    const live = (await tx.find("SupplierItem", { supplier: given.supplier, item: given.item })).find(
      (s) => s.state === "underEvaluation" || s.state === "suspended",
    );
    tx.require([
      ...sourceReasons(item.number, item.source, "bought"),
      ...(live
        ? [
            because(
              "DUPLICATE",
              `${supplier?.number} and ${item.number} are on file already: ${live.number}.`,
              `${supplier?.number} 与 ${item.number} 已有记录 ${live.number}。`,
              "SupplierItem",
              live.number,
            ),
          ]
        : []),
    ]);
  },
  actions: {
    makeConditional: {
      evidence: scoreOf,
      effect: async (tx, pair, { conditions, conditionalTo }) => {
        const today = await companyDay(tx);
        tx.require(
          conditionalTo < today || conditionalTo > pair.validTo
            ? [
                because(
                  "CONDITION_PERIOD",
                  `The conditions last from today to ${pair.validTo} at most, when the approval ends.`,
                  `附加条件的有效期应自今日起，且不晚于准入有效期 ${pair.validTo}。`,
                  "SupplierItem",
                  pair.number,
                ),
              ]
            : [],
        );
        tx.update("SupplierItem", pair, { conditions, conditionalTo });
      },
    },
    keep: { evidence: scoreOf },
    approve: {
      evidence: scoreOf,
      effect: async (tx, pair) => {
        tx.update("SupplierItem", pair, { conditions: null, conditionalTo: null });
        const supplier = await tx.get("Supplier", pair.supplier);
        const today = await companyDay(tx);
        tx.require([
          ...(supplier.state === "active"
            ? []
            : [
                because(
                  "SUPPLIER_BLOCKED",
                  `${supplier.number} is blocked.`,
                  `${supplier.number} 已停用。`,
                  "Supplier",
                  supplier.number,
                ),
              ]),
          ...(pair.validTo < today && tx.ctx.source !== "seed"
            ? [
                because(
                  "APPROVAL_OVER",
                  `The approval would have ended on ${pair.validTo} already.`,
                  `准入有效期 ${pair.validTo} 已过。`,
                  "SupplierItem",
                  pair.number,
                ),
              ]
            : []),
        ]);
      },
    },
  },
});
