import { consumer } from "../../../kernel/behaviour.ts";
import { notify } from "../../platform/index.ts";

/** The planner of an open order hears that a lot it has taken was held. */
export const tellPlanner = consumer({
  name: "production.tell-planner-of-hold",
  message: "hold.placed",
  handle: async (tx, { lot }, by) => {
    const orders = await tx.sql<{ id: string; number: string; planner: string; lot: string }>(
      `select distinct o.id, o.number, o.created_by_id as planner, l.number as lot from work_order_consumed c
       join work_order o on o.id = c.head_id join lot l on l.id = c.lot_id
       where c.lot_id = ? and o.state in ('released', 'inProcess', 'completed') order by o.id`,
      [lot],
    );
    for (const { id, number, planner, lot: held } of orders)
      await notify(tx, "hold.placed", by, [planner], {
        record: "WorkOrder",
        id,
        number,
        text: { en: `${held}, which ${number} has taken, is on hold.`, zh: `${number} 已领用的 ${held} 被冻结。` },
      });
  },
});
