import { because, type Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { blockedReasons, dayAt, laterOf, siteDays, unitReasons } from "../../master/index.ts";
import { customerConditions, type Dealing } from "../dealing.ts";

interface SoldLine {
  readonly order: string;
  readonly quantity: string;
  readonly itemId: string;
  readonly item: string;
  readonly state: Rec<"Item">["state"];
  readonly itemClass: string;
  readonly deviceClass: Rec<"Item">["deviceClass"];
  readonly unit: { readonly symbol: string; readonly decimals: number };
}

async function soldLines(reader: Reader, orders: readonly { id: string }[]): Promise<Map<string, SoldLine[]>> {
  const rows = await reader.sql<SoldLine>(
    `select l.head_id as "order", l.quantity, i.id as "itemId", i.number as item, i.state, i.item_class as "itemClass", i.device_class as "deviceClass",
       json_build_object('symbol', u.symbol, 'decimals', u.decimals) as unit
     from sales_order_line l join item i on i.id = l.item_id join unit u on u.id = i.unit_id
     where l.head_id = any(?::bigint[]) order by l.head_id, l.position`,
    [orders.map((order) => order.id)],
  );
  return Map.groupBy(rows, (row) => row.order);
}

// Judged by the date of the order, or by today when that has passed: no past date brings back a lapsed licence.
async function dealingsOf(reader: Reader, orders: readonly Rec<"SalesOrder">[]): Promise<Dealing[]> {
  const days = await siteDays(
    reader,
    orders.map((order) => order.site),
  );
  return orders.map((order) => ({
    id: order.id,
    customer: order.customer,
    on: laterOf(order.orderedOn, dayAt(days, order.site)),
  }));
}

/** An order orders something. */
export const orderHasLines = condition({
  gate: "sales.order",
  code: "LINES_MISSING",
  about: { en: "The order has lines", zh: "订单有明细" },
  record: "SalesOrder",
  facts: soldLines,
  check: (order, lines) =>
    lines ? [] : [because("LINES_MISSING", "The order has no lines yet.", "订单尚无明细。", "SalesOrder", order.number)],
});

/** The customer may be sold these devices on the day of the order. */
export const orderCustomer = customerConditions({
  gate: "sales.order",
  record: "SalesOrder",
  dealings: dealingsOf,
  items: async (reader, orders) =>
    new Map(
      [...(await soldLines(reader, orders))].map(([id, lines]) => [
        id,
        lines.map(({ itemId, item, itemClass, deviceClass }) => ({ id: itemId, number: item, itemClass, deviceClass })),
      ]),
    ),
  registered: {
    en: "Every device has a registration valid on the day of the order",
    zh: "每一器械的注册证或备案凭证在下单日有效",
  },
  licensed: { en: "A distributor's licences are valid on the day of the order", zh: "经销商证照在下单日有效" },
});

/** Only finished devices in use are sold. */
export const itemsSold = condition({
  gate: "sales.order",
  code: "ITEM_NOT_SOLD",
  about: { en: "Every item is a finished device in use", zh: "每一物料均为在用成品" },
  record: "SalesOrder",
  facts: soldLines,
  check: (_order, lines) =>
    (lines ?? []).flatMap((line) => [
      ...blockedReasons(line.item, line.state),
      ...(line.itemClass === "finished"
        ? []
        : [because("ITEM_NOT_SOLD", `${line.item} is not a finished device.`, `${line.item} 不是成品。`, "Item", line.item)]),
    ]),
});

/** Quantities are ones that the units know. */
export const soldQuantitiesFit = condition({
  gate: "sales.order",
  code: "QUANTITY_DECIMALS",
  about: { en: "Quantities have no more decimals than their units", zh: "数量的小数位不超过单位规定" },
  record: "SalesOrder",
  facts: soldLines,
  check: (_order, lines) => (lines ?? []).flatMap((line) => unitReasons(line.quantity, line.unit, line.item)),
});

/** What has begun to leave, or is picked, cannot be cancelled any more. */
export const nothingShipped = condition({
  gate: "sales.cancel",
  code: "ALREADY_SHIPPED",
  about: { en: "Nothing of the order has been picked or shipped", zh: "订单尚未拣货或发货" },
  record: "SalesOrder",
  facts: async (reader, orders) =>
    new Map(
      (
        await reader.sql<{ order: string; number: string }>(
          `select distinct on (s.sales_order_id) s.sales_order_id as "order", s.number from shipment s
           where s.sales_order_id = any(?::bigint[]) and s.state in ('picked', 'shipped') order by s.sales_order_id, s.id`,
          [orders.map((order) => order.id)],
        )
      ).map((row) => [row.order, row.number]),
    ),
  check: (_order, shipment) =>
    shipment
      ? [
          because(
            "ALREADY_SHIPPED",
            `${shipment} is picked or shipped already.`,
            `${shipment} 已拣货或发货。`,
            "Shipment",
            shipment,
          ),
        ]
      : [],
});
