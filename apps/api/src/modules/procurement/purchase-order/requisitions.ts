/** What an order takes from requisitions, and gives back when it no longer orders it. */
import { because, type Rec } from "@lotline/schema";
import { notFound } from "../../../base/error.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { isReceived } from "./expected.ts";

type Order = Rec<"PurchaseOrder">;

/** Adds the line that a requisition asks for. The requisition is on this order from now on. */
export async function takeInto(tx: Tx, order: Order, id: string, price: string): Promise<void> {
  const [requisition] = await tx.lock("Requisition", [id]);
  if (!requisition) throw notFound("Requisition", id);
  tx.require([
    ...(requisition.state === "approved"
      ? []
      : [
          because(
            "REQUISITION_NOT_OPEN",
            `${requisition.number} is not an approved requisition without an order.`,
            `${requisition.number} 不是已批准且未转订单的请购单。`,
            "Requisition",
            requisition.number,
          ),
        ]),
    ...(requisition.site === order.site
      ? []
      : [
          because(
            "OTHER_SITE",
            `${requisition.number} belongs to another site.`,
            `${requisition.number} 属于其他场所。`,
            "Requisition",
            requisition.number,
          ),
        ]),
  ]);
  const lines = await tx.lines("PurchaseOrder", "lines", order);
  const { item, quantity, neededOn } = requisition;
  tx.addLine("PurchaseOrder", "lines", order, (lines.at(-1)?.position ?? 0) + 1, {
    item,
    quantity,
    price,
    neededOn,
    requisition: requisition.id,
  });
  tx.update("Requisition", requisition, { purchaseOrder: order.id });
  await tx.flush();
  await tx.act("Requisition", requisition.id, "take", {});
}

/** Requisitions whose line was taken out of the draft are open again. */
export async function giveBackDropped(tx: Tx, order: Order): Promise<void> {
  const lines = await tx.lines("PurchaseOrder", "lines", order);
  const kept = new Set(lines.map((line) => line.requisition));
  await release(
    tx,
    (await onOrder(tx, order)).filter(({ id }) => !kept.has(id)),
  );
}

/** An order that ends gives back what it has not received. */
export const giveBack = async (tx: Tx, order: Order): Promise<void> => release(tx, await onOrder(tx, order));

/** Requisitions whose line has come are fulfilled. */
export async function fulfilReceived(tx: Tx, order: Order): Promise<void> {
  const lines = await tx.lines("PurchaseOrder", "lines", order);
  const come = new Set(lines.filter(isReceived).map((line) => line.requisition));
  for (const { id } of await onOrder(tx, order)) if (come.has(id)) await tx.act("Requisition", id, "fulfil", {});
}

const onOrder = (tx: Tx, order: Order): Promise<Rec<"Requisition">[]> =>
  tx.find("Requisition", { purchaseOrder: order.id, state: "ordered" });

async function release(tx: Tx, requisitions: readonly Rec<"Requisition">[]): Promise<void> {
  for (const requisition of requisitions) {
    tx.update("Requisition", requisition, { purchaseOrder: null });
    await tx.flush();
    await tx.act("Requisition", requisition.id, "giveBack", {});
  }
}
