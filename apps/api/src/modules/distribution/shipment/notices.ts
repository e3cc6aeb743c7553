import { consumer } from "../../../kernel/behaviour.ts";
import { notify } from "../../platform/index.ts";

/** Sales hears that a lot of a shipment, on its way or about to leave, was held: what is in transit may have to be stopped. */
export const tellSalesOfHold = consumer({
  name: "distribution.tell-sales-of-hold",
  message: "hold.placed",
  handle: async (tx, { lot }, by) => {
    const shipments = await tx.sql<{ id: string; number: string; state: string; seller: string; lot: string }>(
      `select distinct s.id, s.number, s.state, o.created_by_id as seller, l.number as lot from shipment_line sl
       join shipment s on s.id = sl.head_id join sales_order o on o.id = s.sales_order_id join lot l on l.id = sl.lot_id
       where sl.lot_id = ? and s.state in ('draft', 'picked', 'shipped') order by s.id`,
      [lot],
    );
    for (const { id, number, state, seller, lot: held } of shipments)
      await notify(tx, "hold.placed", by, [seller], {
        record: "Shipment",
        id,
        number,
        text:
          state === "shipped"
            ? { en: `${held} is on hold; ${number} is on its way with it.`, zh: `${held} 被冻结，${number} 正在途中。` }
            : { en: `${held} is on hold; ${number} cannot leave with it.`, zh: `${held} 被冻结，${number} 不能发货。` },
      });
  },
});

/** Who took the order hears that it left. */
export const tellSalesOfShipment = consumer({
  name: "distribution.tell-sales-of-shipment",
  message: "shipment.shipped",
  handle: async (tx, { shipment }, by) => {
    const [sent] = await tx.sql<{ number: string; order: string; seller: string; customer: string }>(
      `select s.number, o.number as "order", o.created_by_id as seller, c.number as customer from shipment s
       join sales_order o on o.id = s.sales_order_id join customer c on c.id = s.customer_id where s.id = ?`,
      [shipment],
    );
    if (!sent) throw new Error(`there is no shipment ${shipment}`);
    const { number, order, seller, customer } = sent;
    await notify(tx, "shipment.shipped", by, [seller], {
      record: "Shipment",
      id: shipment,
      number,
      text: {
        en: `${number} of your order ${order} left for ${customer}.`,
        zh: `您的订单 ${order} 已由 ${number} 发往 ${customer}。`,
      },
    });
  },
});
