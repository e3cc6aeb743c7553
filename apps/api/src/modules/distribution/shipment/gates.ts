import { because, type Reason, type Rec, registry } from "@lotline/schema";
import { Decimal } from "decimal.js";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { namedReasons, stockOf, type ToLeave, usability } from "../../inventory/index.ts";
import { dayAt, lastGoodDay, siteDays, trimmed, unitReasons } from "../../master/index.ts";
import { customerConditions, customersOf, type Dealing } from "../dealing.ts";
import { type OpenOrder, ordersOf, type PackedLine, packedLines } from "./packed.ts";

type Shipments = readonly Rec<"Shipment">[];

/** The customer of each shipment and the day by which it is judged: that on which it leaves, today. */
export async function dealingsOf(reader: Reader, shipments: Shipments): Promise<Dealing[]> {
  const orders = await ordersOf(reader, shipments);
  const days = await siteDays(
    reader,
    shipments.map((shipment) => shipment.site),
  );
  return shipments.map((shipment) => ({
    id: shipment.id,
    customer: orders.get(shipment.id)?.customer ?? "0",
    on: dayAt(days, shipment.site),
  }));
}

/** A shipment ships something. */
export const shipmentHasLines = condition({
  gate: "shipment.ship",
  code: "LINES_MISSING",
  about: { en: "The shipment has lines", zh: "发货单有明细" },
  record: "Shipment",
  facts: packedLines,
  check: (shipment, lines) =>
    lines ? [] : [because("LINES_MISSING", "The shipment has no lines yet.", "发货单尚无明细。", "Shipment", shipment.number)],
});

/** Of serial-tracked items each unit is named when it is picked, and stands where it is picked (REQ-TRC-01). */
export const unitsPicked = condition({
  gate: "shipment.ship",
  code: "SERIALS_REQUIRED",
  about: {
    en: "Units of serial-tracked items are named and stand where they are picked",
    zh: "按序列号管理的物料已列明序列号且在拣货库位",
  },
  record: "Shipment",
  facts: async (reader, shipments) => {
    const lines = await packedLines(reader, shipments);
    const found = [...lines].map(async ([id, of]) => [id, await namedReasons(reader, of.map(toLeave))] as const);
    return new Map(await Promise.all(found));
  },
  check: (_shipment, reasons) => reasons ?? [],
});

const toLeave = (line: PackedLine): ToLeave => ({
  lot: {
    id: line.lot,
    number: line.lotNumber,
    item: line.itemNumber,
    unit: line.unit.symbol,
    serialTracked: line.serialTracked,
  },
  place: { id: line.location, number: line.locationNumber },
  quantity: line.quantity,
  serials: line.serials,
});

/** Why nothing can be shipped for an order. */
export function orderReasons(order: { readonly number: string; readonly state: Rec<"SalesOrder">["state"] }): Reason[] {
  if (order.state === "confirmed") return [];
  const state = registry.SalesOrder.states?.[order.state];
  return [
    because(
      "ORDER_NOT_CONFIRMED",
      `${order.number} is "${state?.en}"; goods leave for a confirmed order.`,
      `${order.number} 为“${state?.zh}”状态，须按已确认的订单发货。`,
      "SalesOrder",
      order.number,
    ),
  ];
}

/** Goods leave for a confirmed order only. */
export const orderConfirmed = condition({
  gate: "shipment.ship",
  code: "ORDER_NOT_CONFIRMED",
  about: { en: "The sales order is confirmed and still open", zh: "销售订单已确认且未发完" },
  record: "Shipment",
  facts: ordersOf,
  check: (_shipment, order) => (order ? orderReasons(order) : []),
});

/** Every lot is usable: the one predicate (REQ-GATE-02). */
export const lotsUsable = condition({
  gate: "shipment.ship",
  code: "LOT_NOT_USABLE",
  about: { en: "Every lot is released, not on hold and not expired", zh: "每一批均已放行、未冻结、未过期" },
  record: "Shipment",
  facts: async (reader, shipments) => {
    const lines = await packedLines(reader, shipments);
    const answers = await usability(
      reader,
      [...lines.values()].flat().map((line) => line.lot),
    );
    return new Map(
      [...lines].map(([id, of]) => [id, [...new Set(of.map((line) => line.lot))].flatMap((lot) => answers.get(lot) ?? [])]),
    );
  },
  check: (_shipment, reasons) => reasons ?? [],
});

interface Fulfilment {
  readonly lines: readonly PackedLine[];
  readonly order: OpenOrder | undefined;
}

/** Only what is ordered leaves, and no more of it. */
export const withinOrder = condition({
  gate: "shipment.ship",
  code: "ABOVE_ORDERED",
  about: { en: "Only ordered items leave, and no more than is still open", zh: "仅发订购物料，且不超过未发数量" },
  record: "Shipment",
  facts: async (reader, shipments): Promise<Map<string, Fulfilment>> => {
    const [lines, orders] = [await packedLines(reader, shipments), await ordersOf(reader, shipments)];
    return new Map(shipments.map(({ id }) => [id, { lines: lines.get(id) ?? [], order: orders.get(id) }]));
  },
  check: (_shipment, fact) => (fact?.order ? fulfilmentReasons(fact.lines, fact.order) : []),
});

const fulfilmentReasons = (lines: readonly PackedLine[], order: OpenOrder): Reason[] =>
  [...Map.groupBy(lines, (line) => line.item).values()].flatMap((ofItem) => {
    const [first] = ofItem;
    if (!first) return [];
    const { item, itemNumber, unit } = first;
    const open = order.items.get(item);
    if (!open)
      return [
        because(
          "NOT_ORDERED",
          `${order.number} does not order ${itemNumber}.`,
          `${order.number} 未订购 ${itemNumber}。`,
          "SalesOrder",
          order.number,
        ),
      ];
    const left = new Decimal(open.ordered).minus(open.shipped);
    const packed = ofItem.reduce((sum, line) => sum.plus(line.quantity), new Decimal(0));
    return packed.lessThanOrEqualTo(left)
      ? []
      : [
          because(
            "ABOVE_ORDERED",
            `${itemNumber}: ${packed} ${unit.symbol} packed, ${left} ${unit.symbol} of ${order.number} are still open.`,
            `${itemNumber}：已装 ${packed} ${unit.symbol}，${order.number} 未发 ${left} ${unit.symbol}。`,
            "SalesOrder",
            order.number,
          ),
        ];
  });

/** What arrives keeps as long as the customer asks (REQ-GATE-19). */
export const shelfLifeEnough = condition({
  gate: "shipment.ship",
  code: "SHELF_LIFE_TOO_SHORT",
  about: { en: "Every lot keeps as long as the customer asks", zh: "每一批的剩余有效期满足客户要求" },
  record: "Shipment",
  facts: async (reader, shipments) => {
    const dealings = await dealingsOf(reader, shipments);
    const customers = await customersOf(
      reader,
      dealings.map((dealing) => dealing.customer),
    );
    const lines = await packedLines(reader, shipments);
    return new Map(
      dealings.map((dealing) => [
        dealing.id,
        { lines: lines.get(dealing.id) ?? [], on: dealing.on, customer: customers.get(dealing.customer) },
      ]),
    );
  },
  check: (_shipment, fact) => {
    const months = fact?.customer?.minRemainingMonths;
    if (!fact || months === null || months === undefined) return [];
    const needed = lastGoodDay(fact.on, months);
    return fact.lines
      .filter((line) => line.expiresOn !== null && line.expiresOn < needed)
      .map((line) =>
        because(
          "SHELF_LIFE_TOO_SHORT",
          `Lot ${line.lotNumber} expires on ${line.expiresOn}; ${fact.customer?.number} asks for ${months} months, to ${needed}.`,
          `批 ${line.lotNumber} 有效期至 ${line.expiresOn}；${fact.customer?.number} 要求剩余 ${months} 个月，至 ${needed}。`,
          "Lot",
          line.lotNumber,
        ),
      );
  },
});

/** What is packed stands where it is said to stand. */
export const stockThere = condition({
  gate: "shipment.ship",
  code: "STOCK_SHORT",
  about: { en: "The stock is where it is taken from", zh: "发货库位有足够库存" },
  record: "Shipment",
  facts: async (reader, shipments) => {
    const lines = await packedLines(reader, shipments);
    const stock = await stockOf(reader, [...new Set([...lines.values()].flat().map((line) => line.lot))]);
    const standing = new Map(stock.map((s) => [`${s.lot} ${s.location}`, s.quantity]));
    return new Map([...lines].map(([id, of]) => [id, { lines: of, standing }]));
  },
  check: (_shipment, fact) =>
    fact
      ? [...Map.groupBy(fact.lines, (line) => `${line.lot} ${line.location}`)].flatMap(([key, of]) => {
          const [first] = of;
          const there = fact.standing.get(key) ?? "0";
          const packed = of.reduce((sum, line) => sum.plus(line.quantity), new Decimal(0));
          if (!first || packed.lessThanOrEqualTo(there)) return [];
          const { lotNumber, locationNumber, unit } = first;
          return [
            because(
              "STOCK_SHORT",
              `Lot ${lotNumber}: ${packed} ${unit.symbol} packed, ${trimmed(there)} ${unit.symbol} stand at ${locationNumber}.`,
              `批 ${lotNumber}：已装 ${packed} ${unit.symbol}，库位 ${locationNumber} 现有 ${trimmed(there)} ${unit.symbol}。`,
              "Lot",
              lotNumber,
            ),
          ];
        })
      : [],
});

/** The customer may have these devices on the day on which they leave. */
export const shipmentCustomer = customerConditions({
  gate: "shipment.ship",
  record: "Shipment",
  dealings: dealingsOf,
  items: async (reader, shipments) =>
    new Map(
      [...(await packedLines(reader, shipments))].map(([id, lines]) => [
        id,
        lines.map(({ item, itemNumber, itemClass, deviceClass }) => ({ id: item, number: itemNumber, itemClass, deviceClass })),
      ]),
    ),
  registered: { en: "Every device has a registration valid today", zh: "每一器械的注册证或备案凭证今日有效" },
  licensed: { en: "A distributor's licences are valid today", zh: "经销商证照今日有效" },
});

/** Quantities are ones that the units know. */
export const packedQuantitiesFit = condition({
  gate: "shipment.ship",
  code: "QUANTITY_DECIMALS",
  about: { en: "Quantities have no more decimals than their units", zh: "数量的小数位不超过单位规定" },
  record: "Shipment",
  facts: packedLines,
  check: (_shipment, lines) => (lines ?? []).flatMap((line) => unitReasons(line.quantity, line.unit, line.itemNumber)),
});
