import type { MessageName } from "@lotline/schema";
import { consumer } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";
import { notify } from "../platform/index.ts";

interface Bought {
  readonly buyer: string;
  readonly order: string;
  readonly lot: string;
}

/** Who ordered a received lot. */
const boughtAs = (tx: Tx, lot: string): Promise<Bought[]> =>
  tx.sql<Bought>(
    `select o.created_by_id as buyer, o.number as "order", l.number as lot from receipt_line rl
     join receipt r on r.id = rl.head_id join purchase_order o on o.id = r.purchase_order_id join lot l on l.id = rl.lot_id
     where rl.lot_id = ?`,
    [lot],
  );

const tellBuyer = (message: MessageName & ("lot.released" | "lot.rejected"), name: string, en: string, zh: string) =>
  consumer({
    name,
    message,
    handle: async (tx, { lot }, by) => {
      for (const { buyer, order, lot: number } of await boughtAs(tx, lot))
        await notify(tx, message, by, [buyer], {
          record: "Lot",
          id: lot,
          number,
          text: { en: `${number} of your order ${order} ${en}`, zh: `您的采购订单 ${order} 所到 ${number} ${zh}` },
        });
    },
  });

/** The buyer hears what became of the delivery. */
export const procurementConsumers = [
  tellBuyer("lot.released", "procurement.tell-buyer-of-release", "was released.", "已放行。"),
  tellBuyer("lot.rejected", "procurement.tell-buyer-of-rejection", "was rejected.", "判为不合格。"),
];
