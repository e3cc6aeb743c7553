import { because, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import type { Tx } from "../../../kernel/tx.ts";
import { trimmed } from "../../master/index.ts";

interface Received {
  readonly position: number;
  readonly item: string;
  readonly number: string;
  readonly quantity: string;
  readonly symbol: string;
}

/** An amended order still has the lines against which goods came, of the same item and for no less than came. */
export async function requireReceivedKept(tx: Tx, order: Rec<"PurchaseOrder">): Promise<void> {
  const received = await tx.sql<Received>(
    `select l.order_line as position, t.item_id as item, i.number, sum(coalesce(l.stock_quantity, l.quantity)) as quantity, u.symbol
     from receipt r join receipt_line l on l.head_id = r.id join lot t on t.id = l.lot_id
       join item i on i.id = t.item_id join unit u on u.id = i.unit_id
     where r.purchase_order_id = ? and r.state = 'posted' group by l.order_line, t.item_id, i.number, u.symbol order by l.order_line`,
    [order.id],
  );
  if (received.length === 0) return;
  const lines = await tx.lines("PurchaseOrder", "lines", order);
  tx.require(
    received.flatMap(({ position, item, number, quantity, symbol }) => {
      const line = lines.find((l) => l.position === position);
      const ordered = line?.stockQuantity ?? line?.quantity ?? "0";
      const kept =
        line?.item === item &&
        new Decimal(line.quantityReceived ?? 0).equals(quantity) &&
        new Decimal(ordered).greaterThanOrEqualTo(quantity);
      return kept
        ? []
        : [
            because(
              "LINE_RECEIVED",
              `Line ${position}: ${trimmed(quantity)} ${symbol} of ${number} came already; the line stays, for no less.`,
              `第 ${position} 行：${number} 已收 ${trimmed(quantity)} ${symbol}，该行须保留且数量不得更少。`,
              "PurchaseOrder",
              order.number,
            ),
          ];
    }),
  );
}
