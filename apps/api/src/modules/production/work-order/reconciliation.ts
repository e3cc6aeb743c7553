import { because, type Reason } from "@lotline/schema";
import { Decimal } from "decimal.js";
import type { Reader } from "../../../base/context.ts";
import { trimmed } from "../../master/index.ts";

export interface Component {
  readonly order: string;
  readonly item: string;
  readonly itemNumber: string;
  readonly symbol: string;
  readonly quantityPer: string;
  readonly issued: string;
  /** Good and scrapped together; null before the output is reported. */
  readonly made: string | null;
  readonly ordered: string;
}

/** The frozen components of work orders with what was issued of them, in one statement. */
export async function componentsOf(reader: Reader, orders: readonly { id: string }[]): Promise<Map<string, Component[]>> {
  const rows = await reader.sql<Component>(
    `select w.id as "order", c.component_id as item, i.number as "itemNumber", u.symbol, c.quantity_per as "quantityPer",
       coalesce((select sum(used.quantity) from work_order_consumed used where used.head_id = w.id and used.item_id = c.component_id), 0) as issued,
       w.quantity_good + w.quantity_scrapped as made, w.quantity as ordered
     from work_order w join bom_component c on c.head_id = w.bom_id join item i on i.id = c.component_id join unit u on u.id = i.unit_id
     where w.id = any(?::bigint[]) order by w.id, c.position`,
    [orders.map((order) => order.id)],
  );
  return Map.groupBy(rows, (row) => row.order);
}

export interface Reconciled {
  /** What the bill of materials says for what was made, or for what is ordered as long as nothing was. */
  readonly planned: Decimal;
  readonly issued: Decimal;
  readonly variance: Decimal;
}

/** Consumption against the bill of materials for an amount made: positive when more was used (REQ-TRC-04). */
export function reconcile(component: Component, made: string | null = component.made): Reconciled {
  // Six decimals are what a quantity has; the product may have more.
  const planned = new Decimal(component.quantityPer).times(made ?? component.ordered).toDecimalPlaces(6, Decimal.ROUND_HALF_UP);
  const issued = new Decimal(component.issued);
  return { planned, issued, variance: issued.minus(planned) };
}

/** Differences that nobody has explained yet. */
export function unexplained(components: readonly Component[], made: string, remark: string | null | undefined): Reason[] {
  if (remark) return [];
  return components.flatMap((component) => {
    const { planned, variance } = reconcile(component, made);
    if (variance.isZero()) return [];
    const { itemNumber, symbol } = component;
    return [
      because(
        "RECONCILE",
        `${itemNumber}: issued ${trimmed(component.issued)} ${symbol}, the bill of materials says ${planned} ${symbol}; please explain the difference of ${variance} ${symbol}.`,
        `${itemNumber}：领用 ${trimmed(component.issued)} ${symbol}，物料清单应为 ${planned} ${symbol}，差异 ${variance} ${symbol}，请说明。`,
        "Item",
        itemNumber,
      ),
    ];
  });
}
