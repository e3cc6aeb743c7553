import type { Line, Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { invalid } from "../../../base/error.ts";
import { dutiesOf } from "../../../kernel/authorize.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { receiveLot } from "../../inventory/index.ts";
import { inspectArrival } from "../../quality/index.ts";
import { isReceived, receiveExpected } from "../purchase-order/expected.ts";
import { fulfilReceived } from "../purchase-order/requisitions.ts";
import { arrivedLines } from "./arrived.ts";
import { judgeColdChain } from "./cold-chain.ts";
import { orderReasons } from "./gates.ts";
import { keepLines } from "./lines.ts";

type OrderLine = Line<"PurchaseOrder", "lines">;

/** Receipts: each line becomes a lot in quarantine with its inspection, in one transaction. */
export const receiptBehaviour = behaviour({
  record: "Receipt",
  beforeCreate: async (tx, given) => {
    const order = await tx.get("PurchaseOrder", given.purchaseOrder);
    if (order.site !== given.site)
      throw invalid({
        path: "purchaseOrder",
        code: "site",
        text: { en: "This order belongs to another site.", zh: "该订单属于其他场所。" },
      });
    tx.require(orderReasons(order));
  },
  // Who ordered does not receive (separation rule 5): the receipt knows who that was.
  afterCreate: async (tx, receipt) => {
    const order = await tx.get("PurchaseOrder", receipt.purchaseOrder);
    const submitted = (await dutiesOf(tx, "PurchaseOrder", [order])).get(order.id)?.get("orderer") ?? [];
    for (const person of new Set([order.createdBy, ...submitted])) tx.duty("Receipt", receipt.id, "orderer", person);
    await keepLines(tx, receipt);
  },
  afterEdit: keepLines,
  actions: {
    post: {
      effect: async (tx, receipt) => {
        const order = await tx.get("PurchaseOrder", receipt.purchaseOrder);
        const orderLines = await tx.lines("PurchaseOrder", "lines", order);
        const amounts = new Map(
          ((await arrivedLines(tx, [receipt])).get(receipt.id) ?? []).map((arrived) => [arrived.position, arrived]),
        );
        for (const line of await tx.lines("Receipt", "lines", receipt)) {
          const ordered = orderLines.find((o) => o.position === line.orderLine);
          const { unit, stockQuantity } = amounts.get(line.position) ?? {};
          // The gate has refused lines without them.
          if (ordered && unit && stockQuantity)
            await receiveLine(tx, { receipt, line, order, ordered, unit: unit.id, stockQuantity });
        }
        tx.duty("PurchaseOrder", order.id, "receiver");
        await tx.flush();
        await fulfilReceived(tx, order);
        await receiveExpected(tx, order);
        if (orderLines.every(isReceived)) await tx.act("PurchaseOrder", order.id, "receive", {});
      },
    },
  },
});

interface Arrival {
  readonly receipt: Rec<"Receipt">;
  readonly line: Line<"Receipt", "lines">;
  readonly order: Rec<"PurchaseOrder">;
  readonly ordered: OrderLine;
  /** The unit that was counted, and the amount in that of the item. */
  readonly unit: string;
  readonly stockQuantity: string;
}

async function receiveLine(tx: Tx, { receipt, line, order, ordered, unit, stockQuantity }: Arrival): Promise<void> {
  const lot = await receiveLot(tx, {
    source: { record: "Receipt", id: receipt.id, number: receipt.number },
    // The gate has refused lines without one.
    number: line.lotNumber ?? "",
    item: ordered.item,
    itemRevision: ordered.itemRevision,
    supplier: order.supplier,
    supplierLot: line.supplierLot,
    receivedOn: receipt.receivedOn,
    quantity: stockQuantity,
    location: line.location,
    madeOn: line.madeOn,
    expiresOn: line.expiresOn,
    serials: line.serials,
  });
  const deviation = await judgeColdChain(tx, { receipt, line, lot });
  tx.updateLine("Receipt", receipt, line, { lot: lot.id, unit, stockQuantity, deviation: deviation?.id ?? null });
  tx.updateLine("PurchaseOrder", order, ordered, {
    quantityReceived: new Decimal(ordered.quantityReceived ?? 0).plus(stockQuantity).toFixed(),
  });
  const inspection = await inspectArrival(tx, lot);
  // Who received does not inspect (separation rule 6).
  if (inspection) tx.duty("Inspection", inspection.id, "receiver");
}
