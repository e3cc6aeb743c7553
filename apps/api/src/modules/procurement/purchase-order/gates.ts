import { because } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import {
  approvalReasons,
  approvalsOf,
  blockedReasons,
  conversionsOf,
  inForceKey,
  inForceOf,
  licenceReasons,
  licencesOf,
  registrationReasons,
  registrationsOf,
  sourceReasons,
} from "../../master/index.ts";
import { amountReasons } from "./amounts.ts";
import { judgedOn, orderedLines, suppliersOf } from "./ordered.ts";

/** An order orders something. */
export const orderHasLines = condition({
  gate: "purchase.order",
  code: "LINES_MISSING",
  about: { en: "The order has lines", zh: "订单有明细" },
  record: "PurchaseOrder",
  facts: orderedLines,
  check: (order, lines) =>
    lines ? [] : [because("LINES_MISSING", "The order has no lines yet.", "订单尚无明细。", "PurchaseOrder", order.number)],
});

/** The supplier is in use. */
export const supplierActive = condition({
  gate: "purchase.order",
  code: "SUPPLIER_BLOCKED",
  about: { en: "The supplier is in use", zh: "供应商在用" },
  record: "PurchaseOrder",
  facts: async (reader, orders) => {
    const suppliers = await suppliersOf(reader, orders);
    return new Map(orders.map((order) => [order.id, suppliers.get(order.supplier)]));
  },
  check: (_order, supplier) =>
    supplier?.state === "active"
      ? []
      : [
          because(
            "SUPPLIER_BLOCKED",
            `${supplier?.number} is blocked.`,
            `${supplier?.number} 已停用。`,
            "Supplier",
            supplier?.number,
          ),
        ],
});

/** The supplier is approved for every item that is ordered (REQ-SUP-01). */
export const supplierApproved = condition({
  gate: "purchase.order",
  code: "SUPPLIER_NOT_APPROVED",
  about: { en: "The supplier is approved for every item, on the day of the order", zh: "供应商在下单日对每一物料均为合格供应商" },
  record: "PurchaseOrder",
  facts: async (reader, orders) => {
    const lines = await orderedLines(reader, orders);
    const suppliers = await suppliersOf(reader, orders);
    const approvals = await approvalsOf(
      reader,
      [...suppliers.keys()],
      [...lines.values()].flat().map((line) => line.item.id),
    );
    const days = await judgedOn(reader, orders);
    return new Map(
      orders.map((order) => {
        const supplier = suppliers.get(order.supplier);
        const items = new Map((lines.get(order.id) ?? []).map((line) => [line.item.id, line.item]));
        return [
          order.id,
          supplier
            ? [...items.values()].flatMap((item) =>
                approvalReasons(approvals, { supplier, item }, days.get(order.id) ?? order.orderedOn),
              )
            : [],
        ];
      }),
    );
  },
  check: (_order, reasons) => reasons ?? [],
});

/** Every licence the supplier ever needed is valid and covers what is ordered (REQ-GATE-15). */
export const supplierLicensed = condition({
  gate: "purchase.order",
  code: "LICENCE_EXPIRED",
  about: {
    en: "The supplier's licences are valid on the day of the order and cover its items",
    zh: "供应商证照在下单日有效且覆盖所订物料",
  },
  record: "PurchaseOrder",
  facts: async (reader, orders) => {
    const licences = await licencesOf(
      reader,
      "supplier",
      orders.map((order) => order.supplier),
    );
    const [lines, days] = [await orderedLines(reader, orders), await judgedOn(reader, orders)];
    return new Map(
      orders.map((order) => [
        order.id,
        licenceReasons(
          licences.get(order.supplier) ?? [],
          days.get(order.id) ?? order.orderedOn,
          (lines.get(order.id) ?? []).map(({ item }) => item),
        ),
      ]),
    );
  },
  check: (_order, reasons) => reasons ?? [],
});

/** A device is bought while its registration is valid only (REQ-GATE-15, REQ-SUP-05). */
export const itemsRegistered = condition({
  gate: "purchase.order",
  code: "REGISTRATION_MISSING",
  about: { en: "Every device ordered has a valid registration", zh: "所订医疗器械注册证或备案凭证有效" },
  record: "PurchaseOrder",
  facts: async (reader, orders) => {
    const [lines, days] = [await orderedLines(reader, orders), await judgedOn(reader, orders)];
    const items = [...lines.values()].flat().map(({ item }) => item);
    const registrations = await registrationsOf(reader, items);
    return new Map(
      orders.map((order) => [
        order.id,
        registrationReasons(
          registrations,
          (lines.get(order.id) ?? []).map(({ item }) => item),
          days.get(order.id) ?? order.orderedOn,
        ),
      ]),
    );
  },
  check: (_order, reasons) => reasons ?? [],
});

/** Only items in use that are bought are ordered. */
export const itemsBought = condition({
  gate: "purchase.order",
  code: "ITEM_NOT_BOUGHT",
  about: { en: "Every item is in use and bought", zh: "每一物料均在用且为外购" },
  record: "PurchaseOrder",
  facts: orderedLines,
  check: (_order, lines) =>
    (lines ?? []).flatMap(({ item }) => [
      ...blockedReasons(item.number, item.state),
      ...sourceReasons(item.number, item.source, "bought"),
    ]),
});

/** What is ordered is specified: a revision of the item is in force, which the approval freezes (REQ-SUP-03). */
export const itemsSpecified = condition({
  gate: "purchase.order",
  code: "NO_REVISION_IN_FORCE",
  about: { en: "Every item has a revision in force", zh: "每一物料均有生效版本" },
  record: "PurchaseOrder",
  facts: async (reader, orders) => {
    const lines = await orderedLines(reader, orders);
    const days = await judgedOn(reader, orders);
    const asked = orders.flatMap((order) =>
      (lines.get(order.id) ?? []).map((line) => ({
        order: order.id,
        item: line.item.id,
        number: line.item.number,
        on: days.get(order.id) ?? order.orderedOn,
      })),
    );
    const found = await inForceOf(reader, "ItemRevision", asked);
    return Map.groupBy(
      asked.filter((a) => !found.has(inForceKey(a.item, a.on))),
      (a) => a.order,
    );
  },
  check: (_order, missing) =>
    (missing ?? []).map((m) =>
      because(
        "NO_REVISION_IN_FORCE",
        `${m.number} has no revision in force on ${m.on}.`,
        `${m.number} 在 ${m.on} 无生效版本。`,
        "Item",
        m.number,
      ),
    ),
});

/** Quantities are ones that the units know, in the unit of the order and in that of the stock. */
export const quantitiesFit = condition({
  gate: "purchase.order",
  code: "QUANTITY_DECIMALS",
  about: {
    en: "Purchase units convert to stock units, and quantities have no more decimals than both allow",
    zh: "采购单位可换算为库存单位，数量的小数位不超过单位规定",
  },
  record: "PurchaseOrder",
  facts: async (reader, orders) => {
    const lines = await orderedLines(reader, orders);
    const conversions = await conversionsOf(
      reader,
      [...lines.values()].flat().map(({ item }) => item.id),
    );
    return new Map([...lines].map(([id, of]) => [id, of.flatMap((line) => amountReasons(conversions, line))]));
  },
  check: (_order, reasons) => reasons ?? [],
});

/** What came short is closed short; what never came is cancelled. */
export const somethingReceived = condition({
  gate: "purchase.closeShort",
  code: "NOTHING_RECEIVED",
  about: { en: "Something of the order has been received", zh: "订单已有收货" },
  record: "PurchaseOrder",
  facts: async (reader, orders) => new Map((await receivedOn(reader, orders)).map((row) => [row.order, row.number])),
  check: (order, receipt) =>
    receipt
      ? []
      : [
          because(
            "NOTHING_RECEIVED",
            "Nothing has come yet; cancel the order instead.",
            "尚未收货，请改为取消订单。",
            "PurchaseOrder",
            order.number,
          ),
        ],
});

/** The first posted receipt of each order that has one. */
const receivedOn = (reader: Reader, orders: readonly { id: string }[]): Promise<{ order: string; number: string }[]> =>
  reader.sql(
    `select distinct on (r.purchase_order_id) r.purchase_order_id as "order", r.number from receipt r
     where r.purchase_order_id = any(?::bigint[]) and r.state = 'posted' order by r.purchase_order_id, r.id`,
    [orders.map((order) => order.id)],
  );

/** What has begun to arrive cannot be cancelled any more. */
export const nothingReceived = condition({
  gate: "purchase.cancel",
  code: "ALREADY_RECEIVED",
  about: { en: "Nothing of the order has been received", zh: "订单尚未收货" },
  record: "PurchaseOrder",
  facts: async (reader, orders) => new Map((await receivedOn(reader, orders)).map((row) => [row.order, row.number])),
  check: (_order, receipt) =>
    receipt
      ? [because("ALREADY_RECEIVED", `Something was received already: ${receipt}.`, `已有收货：${receipt}。`, "Receipt", receipt)]
      : [],
});
