/** What the lines of approved orders let us expect, and whether it came by its day: the facts behind a supplier's punctuality. */
import type { Line, Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { consumer } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";

type Order = Rec<"PurchaseOrder">;
type OrderLine = Line<"PurchaseOrder", "lines">;
type Expected = Rec<"ExpectedDelivery">;

/** Whether all that a line orders has come. */
export const isReceived = (line: OrderLine): boolean =>
  new Decimal(line.quantityReceived ?? 0).greaterThanOrEqualTo(line.stockQuantity ?? line.quantity);

/**
 * With the approval each line is expected for its day. An order that was amended is expected as it was approved last: a line that
 * is no longer on it ends, one that orders more than has come is expected again.
 */
export async function expectDeliveries(tx: Tx, order: Order): Promise<void> {
  const lines = await tx.lines("PurchaseOrder", "lines", order);
  const known = new Map((await tx.find("ExpectedDelivery", { purchaseOrder: order.id })).map((one) => [one.orderLine, one]));
  for (const line of lines) {
    const found = known.get(line.position);
    known.delete(line.position);
    const terms = {
      supplier: order.supplier,
      item: line.item,
      quantity: line.stockQuantity ?? line.quantity,
      promisedOn: line.neededOn ?? order.neededOn,
    };
    if (found) await renew(tx, found, terms, isReceived(line));
    else
      await tx.create("ExpectedDelivery", {
        ...terms,
        number: `${order.number}:${line.position}`,
        site: order.site,
        purchaseOrder: order.id,
        orderLine: line.position,
      });
  }
  await endExpected(
    tx,
    [...known.values()].filter(({ state }) => state === "expected"),
  );
}

type Terms = Pick<Expected, "supplier" | "item" | "quantity" | "promisedOn">;

async function renew(tx: Tx, found: Expected, terms: Terms, complete: boolean): Promise<void> {
  const again = found.state !== "expected" && !complete;
  // Another day is another promise; what has come was judged by the one it came under.
  const judgedAnew = again || (found.state === "expected" && found.promisedOn !== terms.promisedOn);
  tx.update("ExpectedDelivery", found, { ...terms, ...(judgedAnew ? { punctuality: null, receivedOn: null } : {}) });
  await tx.flush();
  if (again) await tx.act("ExpectedDelivery", found.id, "expectAgain", {});
  // The amended line asks for no more than has come.
  if (complete && found.state === "expected") await receiveOn(tx, found, terms.promisedOn, await lastArrival(tx, found));
}

/** The day on which the last part of a line came; a line of a receipt has its lot once it is posted. */
async function lastArrival(tx: Tx, { purchaseOrder, orderLine }: Expected): Promise<string> {
  const [row] = await tx.sql<{ day: string | null }>(
    `select max(r.received_on)::text as day from receipt r join receipt_line l on l.head_id = r.id
     where r.purchase_order_id = ? and l.lot_id is not null and l.order_line = ?`,
    [purchaseOrder, orderLine],
  );
  if (!row?.day) throw new Error(`line ${orderLine} is complete, but nothing came`);
  return row.day;
}

/** Lines that a receipt has completed came on its day. */
export async function receiveExpected(tx: Tx, order: Order): Promise<void> {
  const complete = new Set((await tx.lines("PurchaseOrder", "lines", order)).filter(isReceived).map(({ position }) => position));
  for (const expected of await tx.find("ExpectedDelivery", { purchaseOrder: order.id, state: "expected" }))
    if (complete.has(expected.orderLine)) await receiveOn(tx, expected, expected.promisedOn, await lastArrival(tx, expected));
}

async function receiveOn(tx: Tx, expected: Expected, promisedOn: string, receivedOn: string): Promise<void> {
  tx.update("ExpectedDelivery", expected, { receivedOn, punctuality: receivedOn <= promisedOn ? "onTime" : "late" });
  await tx.flush();
  await tx.act("ExpectedDelivery", expected.id, "receive", {});
}

/** What will not come any more; late it stays when its day had passed. */
export async function endExpected(tx: Tx, expected: readonly Expected[]): Promise<void> {
  for (const { id } of expected) await tx.act("ExpectedDelivery", id, "end", {});
}

// Orders that were approved before deliveries were expected.
async function expectForgotten(tx: Tx): Promise<void> {
  const orders = await tx.sql<{ id: string }>(
    `select id from purchase_order o where o.state = 'approved'
     and not exists (select from expected_delivery e where e.purchase_order_id = o.id) order by id`,
    [],
  );
  for (const order of await tx.lock(
    "PurchaseOrder",
    orders.map(({ id }) => id),
  ))
    await expectDeliveries(tx, order);
}

/** The morning after its day what has not come is late. */
export const markOverdue = consumer({
  name: "procurement.mark-overdue-deliveries",
  message: "day.begun",
  handle: async (tx, { day }) => {
    await expectForgotten(tx);
    await tx.flush();
    const overdue = await tx.sql<{ id: string }>(
      "select id from expected_delivery where state = 'expected' and punctuality is null and promised_on < ?::date order by id",
      [day],
    );
    const ids = overdue.map(({ id }) => id);
    for (const expected of await tx.lock("ExpectedDelivery", ids))
      tx.update("ExpectedDelivery", expected, { punctuality: "late" });
  },
});
