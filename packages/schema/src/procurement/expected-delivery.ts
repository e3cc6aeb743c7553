import { choice, date, defineRecord, enumeration, integer, quantity, ref } from "../kit/index.ts";

export const punctuality = enumeration("Punctuality", {
  onTime: { en: "On time", zh: "准时" },
  late: { en: "Late", zh: "逾期" },
});

/**
 * What one line of an approved order lets us expect, and when: made by the approval, ended by the receipt that completes the line.
 * A line that has not come by its day is late, whether or not it comes later.
 */
export const expectedDelivery = defineRecord({
  name: "ExpectedDelivery",
  area: "procurement",
  // Order and line together: PO-26-0012:1.
  number: "effect",
  label: { en: "Expected delivery", zh: "预计到货" },
  plural: { en: "Expected deliveries", zh: "预计到货" },
  site: true,
  fields: {
    purchaseOrder: ref({ en: "Purchase order", zh: "采购订单" }, "PurchaseOrder", { system: true, fixed: true }),
    orderLine: integer({ en: "Order line", zh: "订单行" }, { system: true, fixed: true, min: 1, max: 200 }),
    supplier: ref({ en: "Supplier", zh: "供应商" }, "Supplier", { system: true }),
    item: ref({ en: "Item", zh: "物料" }, "Item", { system: true }),
    quantity: quantity({ en: "Quantity", zh: "数量" }, { system: true, unitOf: "item" }),
    // The day on the line, else that of the order, as it was approved last.
    promisedOn: date({ en: "Promised for", zh: "承诺到货日" }, { system: true }),
    receivedOn: date({ en: "Completely received", zh: "收齐日期" }, { system: true, optional: true }),
    punctuality: choice({ en: "Punctuality", zh: "准时性" }, punctuality, { system: true, optional: true }),
  },
  states: {
    expected: { en: "Expected", zh: "待到货" },
    received: { en: "Received", zh: "已收齐" },
    ended: { en: "Not to come any more", zh: "不再到货" },
  },
  initial: "expected",
  actions: {
    receive: { label: { en: "Completely received", zh: "收齐" }, from: ["expected"], to: "received" },
    end: { label: { en: "Not to come any more", zh: "不再到货" }, from: ["expected"], to: "ended" },
    expectAgain: { label: { en: "Expected again", zh: "恢复待到货" }, from: ["received", "ended"], to: "expected" },
  },
  read: "receipt.read",
  list: {
    columns: ["number", "supplier", "item", "quantity", "promisedOn", "receivedOn", "punctuality", "state"],
    sort: "promisedOn",
    sorts: ["promisedOn", "supplier"],
    search: ["number"],
  },
  retention: "quality-record",
});
