import { because, type Reason, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { blockedReasons, dayAt, inForceKey, inForceOf, siteDays, sourceReasons, unitReasons } from "../../master/index.ts";
import { componentsOf } from "./reconciliation.ts";

interface Ordered {
  readonly order: string;
  readonly number: string;
  readonly state: Rec<"Item">["state"];
  readonly source: Rec<"Item">["source"];
  readonly unit: { readonly symbol: string; readonly decimals: number };
  readonly lotTaken: boolean;
}

const orderedItems = async (reader: Reader, orders: readonly { id: string }[]): Promise<Map<string, Ordered>> =>
  new Map(
    (
      await reader.sql<Ordered>(
        `select w.id as "order", i.number, i.state, i.source, json_build_object('symbol', u.symbol, 'decimals', u.decimals) as unit,
           public.number_taken('lot', w.lot_number) as "lotTaken"
         from work_order w join item i on i.id = w.item_id join unit u on u.id = i.unit_id where w.id = any(?::bigint[])`,
        [orders.map((order) => order.id)],
      )
    ).map((row) => [row.order, row]),
  );

/** What is to be made is an item in use that we make. */
export const itemMade = condition({
  gate: "workOrder.release",
  code: "ITEM_NOT_MADE",
  about: { en: "The item is in use and made here", zh: "物料在用且为自制" },
  record: "WorkOrder",
  facts: orderedItems,
  check: (_order, item) =>
    item ? [...blockedReasons(item.number, item.state), ...sourceReasons(item.number, item.source, "made")] : [],
});

const inForceToday =
  (record: "ItemRevision" | "Bom") => async (reader: Reader, orders: readonly { id: string; item: string; site: string }[]) => {
    const days = await siteDays(
      reader,
      orders.map((order) => order.site),
    );
    const asked = orders.map((order) => ({ id: order.id, item: order.item, on: dayAt(days, order.site) }));
    const [found, items] = [await inForceOf(reader, record, asked), await orderedItems(reader, orders)];
    return new Map(
      asked.map((a) => [a.id, { on: a.on, item: items.get(a.id)?.number ?? a.item, found: found.has(inForceKey(a.item, a.on)) }]),
    );
  };

/** An obsolete revision starts no new order: one must be in force on the day of release (REQ-GATE-10). */
export const revisionInForce = condition({
  gate: "workOrder.release",
  code: "NO_REVISION_IN_FORCE",
  about: { en: "A revision of the item is in force today", zh: "物料今日有生效版本" },
  record: "WorkOrder",
  facts: inForceToday("ItemRevision"),
  check: (_order, fact) =>
    fact && !fact.found
      ? [
          because(
            "NO_REVISION_IN_FORCE",
            `${fact.item} has no revision in force on ${fact.on}.`,
            `${fact.item} 在 ${fact.on} 无生效版本。`,
            "Item",
            fact.item,
          ),
        ]
      : [],
});

/** The same of the bill of materials (REQ-GATE-10). */
export const bomInForce = condition({
  gate: "workOrder.release",
  code: "NO_BOM_IN_FORCE",
  about: { en: "A bill of materials of the item is in force today", zh: "物料今日有生效物料清单" },
  record: "WorkOrder",
  facts: inForceToday("Bom"),
  check: (_order, fact) =>
    fact && !fact.found
      ? [
          because(
            "NO_BOM_IN_FORCE",
            `${fact.item} has no bill of materials in force on ${fact.on}.`,
            `${fact.item} 在 ${fact.on} 无生效物料清单。`,
            "Item",
            fact.item,
          ),
        ]
      : [],
});

/** The lot to make has a number of its own (REQ-TRC-01). */
export const lotNumberFree = condition({
  gate: "workOrder.release",
  code: "LOT_NUMBER_TAKEN",
  about: { en: "The number of the lot to make is new in the company", zh: "产出批号在公司内唯一" },
  record: "WorkOrder",
  facts: orderedItems,
  check: (order, item) =>
    item?.lotTaken
      ? [
          because(
            "LOT_NUMBER_TAKEN",
            `Lot number ${order.lotNumber} is taken.`,
            `批号 ${order.lotNumber} 已被使用。`,
            "Lot",
            order.lotNumber,
          ),
        ]
      : [],
});

/** The quantity is one that the unit knows. */
export const orderedQuantityFits = condition({
  gate: "workOrder.release",
  code: "QUANTITY_DECIMALS",
  about: { en: "The quantity has no more decimals than its unit", zh: "数量的小数位不超过单位规定" },
  record: "WorkOrder",
  facts: orderedItems,
  check: (order, item) => (item ? unitReasons(order.quantity, item.unit, item.number) : []),
});

/** Output is reported when every component has been issued: nothing is made of what the record does not show. */
export const componentsIssued = condition({
  gate: "workOrder.complete",
  code: "COMPONENT_NOT_ISSUED",
  about: { en: "Every component of the bill of materials has been issued", zh: "物料清单的每一组成均已领料" },
  record: "WorkOrder",
  facts: componentsOf,
  check: (_order, components): Reason[] =>
    (components ?? [])
      .filter((component) => new Decimal(component.issued).isZero())
      .map((component) =>
        because(
          "COMPONENT_NOT_ISSUED",
          `${component.itemNumber} has not been issued.`,
          `${component.itemNumber} 尚未领料。`,
          "Item",
          component.itemNumber,
        ),
      ),
});

/** A made lot is released after its work order is closed (REQ-GATE-03: the record is complete). */
export const workOrderClosed = condition({
  gate: "lot.release",
  code: "WORK_ORDER_OPEN",
  about: { en: "The work order that made the lot is closed", zh: "产出该批的工单已关闭" },
  record: "Lot",
  facts: async (reader, lots) =>
    new Map(
      (
        await reader.sql<{ lot: string; number: string }>(
          "select lot_id as lot, number from work_order where lot_id = any(?::bigint[]) and state <> 'closed'",
          [lots.map((lot) => lot.id)],
        )
      ).map((row) => [row.lot, row.number]),
    ),
  check: (_lot, order) =>
    order ? [because("WORK_ORDER_OPEN", `${order} is not closed.`, `${order} 尚未关闭。`, "WorkOrder", order)] : [],
});

/** No receipt takes the lot number that a work order has in hand. */
export const lotNumberNotReserved = condition({
  gate: "receipt.post",
  code: "LOT_NUMBER_RESERVED",
  about: { en: "No lot number is reserved by a work order", zh: "批号未被工单占用" },
  record: "Receipt",
  facts: async (reader, receipts) =>
    Map.groupBy(
      await reader.sql<{ receipt: string; lot: string; number: string }>(
        `select l.head_id as receipt, l.lot_number as lot, w.number from receipt_line l join work_order w on w.lot_number = l.lot_number and w.state <> 'cancelled'
         where l.head_id = any(?::bigint[]) order by l.position`,
        [receipts.map((receipt) => receipt.id)],
      ),
      (row) => row.receipt,
    ),
  check: (_receipt, taken) =>
    (taken ?? []).map(({ lot, number }) =>
      because(
        "LOT_NUMBER_RESERVED",
        `Lot number ${lot} is reserved by ${number}.`,
        `批号 ${lot} 已被 ${number} 占用。`,
        "WorkOrder",
        number,
      ),
    ),
});
