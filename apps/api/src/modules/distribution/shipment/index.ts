import type { Line, Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { dateIn } from "../../../base/context.ts";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { deliver, fefoReasons, ship } from "../../inventory/index.ts";
import { siteDay } from "../../master/index.ts";
import { orderReasons } from "./gates.ts";
import { askOf } from "./proposal.ts";

/** Shipments: picked by one, checked and shipped by another, to a consignee written down as it was that day. */
export const shipmentBehaviour = behaviour({
  record: "Shipment",
  beforeCreate: async (tx, given) => {
    const order = await tx.get("SalesOrder", given.salesOrder);
    if (order.site !== given.site)
      throw invalid({
        path: "salesOrder",
        code: "site",
        text: { en: "This order belongs to another site.", zh: "该订单属于其他场所。" },
      });
    tx.require(orderReasons(order));
    given.customer = order.customer;
  },
  actions: {
    pick: {
      // First expired, first out, as far as the customer's least remaining life lets it; who has a reason writes it down.
      effect: async (tx, shipment, { fefoReason }) => {
        const lines = await tx.lines("Shipment", "lines", shipment);
        const turn = await fefoReasons(tx, { ...(await askOf(tx, shipment)), lines });
        if (!fefoReason) tx.require(turn);
        tx.update("Shipment", shipment, { fefoReason: turn.length > 0 ? (fefoReason ?? null) : null });
      },
    },
    ship: {
      effect: async (tx, shipment) => {
        const order = await tx.get("SalesOrder", shipment.salesOrder);
        const customer = await tx.get("Customer", order.customer);
        const lines = await tx.lines("Shipment", "lines", shipment);
        await ship(tx, {
          source: { record: "Shipment", id: shipment.id, number: shipment.number },
          customer: customer.id,
          into: "transit",
          lines: lines.map(({ lot, from, quantity, serials }) => ({ lot, location: from, quantity, serials })),
        });
        tx.update("Shipment", shipment, { shippedAt: tx.now, customer: customer.id, consignee: consigneeText(customer) });
        tx.emit("shipment.shipped", { shipment: shipment.id });
        await fulfil(tx, order, lines);
      },
    },
    deliver: {
      effect: async (tx, shipment, { deliveredOn, proofOfDelivery }) => {
        await checkDay(tx, shipment, deliveredOn);
        const lines = await tx.lines("Shipment", "lines", shipment);
        await deliver(tx, {
          source: { record: "Shipment", id: shipment.id, number: shipment.number },
          customer: shipment.customer ?? "",
          lines: lines.map(({ lot, quantity, serials }) => ({ lot, quantity, serials })),
        });
        tx.update("Shipment", shipment, { deliveredOn, proofOfDelivery });
      },
    },
  },
});

/** A delivery lies between the day the goods left and today, both at the site that sent them. */
async function checkDay(tx: Tx, shipment: Rec<"Shipment">, deliveredOn: string): Promise<void> {
  const shippedOn = shipment.shippedAt ? dateIn(await tx.zone(shipment.site), shipment.shippedAt) : deliveredOn;
  const today = await siteDay(tx, shipment.site);
  if (deliveredOn >= shippedOn && deliveredOn <= today) return;
  throw invalid({
    path: "deliveredOn",
    code: "range",
    text: {
      en: `The goods left on ${shippedOn}; the day lies between then and today, ${today}.`,
      zh: `货物于 ${shippedOn} 发出，送达日期须在该日至今日（${today}）之间。`,
    },
  });
}

/** Name, address and contact as the law wants them kept, whatever the customer's record says later (REQ-TRC-05). */
const consigneeText = ({ nameZh, nameEn, address, contact }: Rec<"Customer">): string =>
  [`${nameZh} ${nameEn}`, address, contact].filter(Boolean).join("; ").slice(0, 500);

/** Books what left on the order's lines, the first ones first; an order that is full is done. */
async function fulfil(tx: Tx, order: Rec<"SalesOrder">, lines: readonly Line<"Shipment", "lines">[]): Promise<void> {
  const orderLines = await tx.lines("SalesOrder", "lines", order);
  for (const line of lines) {
    const { item } = await tx.get("Lot", line.lot);
    let left = new Decimal(line.quantity);
    for (const ordered of orderLines.filter((o) => o.item === item)) {
      const shipped = new Decimal(ordered.quantityShipped ?? 0);
      const part = Decimal.min(left, new Decimal(ordered.quantity).minus(shipped));
      if (!part.isPositive() || part.isZero()) continue;
      tx.updateLine("SalesOrder", order, ordered, { quantityShipped: shipped.plus(part).toFixed() });
      left = left.minus(part);
    }
  }
  await tx.flush();
  if (orderLines.every((ordered) => new Decimal(ordered.quantityShipped ?? 0).greaterThanOrEqualTo(ordered.quantity)))
    await tx.act("SalesOrder", order.id, "ship", {});
}
