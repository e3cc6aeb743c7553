import { because, type Reason, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { inForceKey, inForceOf } from "../../master/index.ts";
import { judgedOn } from "./ordered.ts";

const datesInOrder = (order: Rec<"PurchaseOrder">): Reason[] =>
  order.neededOn < order.orderedOn
    ? [
        because(
          "NEEDED_BEFORE_ORDERED",
          "It is needed before it is ordered; please correct the dates.",
          "需求日期早于下单日期，请更正。",
          "PurchaseOrder",
          order.number,
        ),
      ]
    : [];

/** Purchase orders: they carry the amount of their lines, and are approved with the revisions of their items frozen. */
export const purchaseOrderBehaviour = behaviour({
  record: "PurchaseOrder",
  afterCreate: keepAmount,
  afterEdit: keepAmount,
  actions: {
    submit: {
      guard: datesInOrder,
      effect: async (tx, order) => {
        // Who entered the supplier does not approve orders to it (separation rule 8).
        tx.duty("PurchaseOrder", order.id, "supplierAuthor", (await tx.get("Supplier", order.supplier)).createdBy);
      },
    },
    approve: { guard: datesInOrder, effect: freezeRevisions },
    receive: { effect: async (tx, order) => tx.update("PurchaseOrder", order, { receivedAt: tx.now }) },
  },
});

/** The amount is that of the lines, from the first draft on. */
async function keepAmount(tx: Tx, order: Rec<"PurchaseOrder">): Promise<void> {
  const amount = await amountOf(tx, order);
  // A record made in this command has no value yet, not even null.
  if (order.amount && new Decimal(order.amount).equals(amount)) return;
  tx.update("PurchaseOrder", order, { amount });
  await tx.flush();
}

const mostDigits = new Decimal("1e16");

async function amountOf(tx: Tx, order: Rec<"PurchaseOrder">): Promise<string> {
  const lines = await tx.lines("PurchaseOrder", "lines", order);
  const amount = lines
    .reduce((sum, line) => sum.plus(new Decimal(line.quantity).times(line.price)), new Decimal(0))
    .toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  tx.require(
    amount.lessThan(mostDigits)
      ? []
      : [
          because(
            "AMOUNT_TOO_LARGE",
            "The amount of the order has too many digits; please check quantities and prices.",
            "订单金额过大，请核对数量和单价。",
            "PurchaseOrder",
            order.number,
          ),
        ],
  );
  return amount.toFixed(2);
}

/** The order keeps the revisions that were in force on its day, whatever is approved later. */
async function freezeRevisions(tx: Tx, order: Rec<"PurchaseOrder">): Promise<void> {
  const on = (await judgedOn(tx, [order])).get(order.id) ?? order.orderedOn;
  const lines = await tx.lines("PurchaseOrder", "lines", order);
  const found = await inForceOf(
    tx,
    "ItemRevision",
    lines.map((line) => ({ item: line.item, on })),
  );
  for (const line of lines)
    tx.updateLine("PurchaseOrder", order, line, { itemRevision: found.get(inForceKey(line.item, on))?.id ?? null });
  tx.update("PurchaseOrder", order, { approvedAt: tx.now });
}
