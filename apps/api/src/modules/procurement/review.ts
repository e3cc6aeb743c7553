/** What an approver of purchase orders is shown as out of the ordinary. */
import type { Label } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { byRecord, reviewRule } from "../../base/review.ts";

const both = (en: string, zh: string): Label => ({ en, zh });
const same = (text: string): Label => both(text, text);
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

/** A tenth more than the last order is worth a word. */
const tenPercent = new Decimal("1.1");

interface Price {
  readonly id: string;
  readonly position: number;
  readonly item: string;
  readonly price: string;
  readonly before: string;
  readonly order: string;
  readonly currency: string;
}

/** By how much; what was free before has no percentage. */
function roseTitle(item: string, price: string, before: string, order: string): Label {
  if (new Decimal(before).isZero()) return both(`${item}: was free on ${order}`, `${item}：${order} 为免费`);
  const more = new Decimal(price).div(before).minus(1).times(100).toFixed(1);
  return both(`${item}: price ${more} % above ${order}`, `${item}：单价比 ${order} 高 ${more}%`);
}

/** The price of a line is more than a tenth above that of the last approved order of the same supplier, currency and unit. */
const priceRose = reviewRule({
  code: "PRICE_ROSE",
  record: "PurchaseOrder",
  why: both("The price is more than 10 % above the last order of this supplier.", "单价比该供应商上一订单高出 10% 以上。"),
  citation: "internal",
  find: async (reader, rows) => {
    // What somebody may not see, no exception tells him.
    if (!reader.actor.permits.has("purchasePrice.read")) return new Map();
    const found = await reader.sql<Price>(
      `select o.id, l.position, i.number as item, l.price, b.price as before, b.number as "order", o.currency from purchase_order o
       join purchase_order_line l on l.head_id = o.id join item i on i.id = l.item_id
       join lateral (select p.number, pl.price from purchase_order p join purchase_order_line pl on pl.head_id = p.id
         where p.supplier_id = o.supplier_id and p.currency = o.currency and p.id < o.id and p.state in ('approved', 'received', 'closedShort')
           and pl.item_id = l.item_id and pl.unit_id is not distinct from l.unit_id order by p.id desc limit 1) b on true
       where o.id = any(?::bigint[]) order by l.position`,
      [ids(rows)],
    );
    return byRecord(
      found
        .filter(({ price, before }) => new Decimal(price).gt(new Decimal(before).times(tenPercent)))
        .map(({ id, position, item, price, before, order, currency }) => {
          const [now, then] = [new Decimal(price).toString(), new Decimal(before).toString()];
          return {
            id,
            finding: {
              key: String(position),
              title: roseTitle(item, price, before, order),
              weight: "medium" as const,
              facts: [
                { label: both("Price", "单价"), value: same(`${now} ${currency}`), ok: false },
                {
                  label: both("Last order", "上一订单"),
                  value: same(`${then} ${currency}`),
                  record: "PurchaseOrder" as const,
                  number: order,
                },
              ],
            },
          };
        }),
    );
  },
});

/** What the supplier's approval for an item of the order stands under. */
const supplierUnderConditions = reviewRule({
  code: "SUPPLIER_CONDITIONAL",
  record: "PurchaseOrder",
  why: both(
    "The supplier's approval for an item is conditional or to be re-evaluated.",
    "供应商对某物料的准入为有条件或待再评价。",
  ),
  citation: "ISO 13485 7.4.1; REQ-SUP-02",
  find: async (reader, rows) => {
    const found = await reader.sql<{
      id: string;
      number: string;
      item: string;
      state: string;
      score: string | null;
      conditions: string | null;
    }>(
      `select distinct o.id, a.number, i.number as item, a.state, a.score, a.conditions from purchase_order o
       join purchase_order_line l on l.head_id = o.id join item i on i.id = l.item_id
       join supplier_item a on a.supplier_id = o.supplier_id and a.item_id = l.item_id and a.state in ('conditional', 'reviewDue')
       where o.id = any(?::bigint[]) order by a.number`,
      [ids(rows)],
    );
    return byRecord(
      found.map(({ id, number, item, state, score, conditions }) => ({
        id,
        finding: {
          key: number,
          title:
            state === "conditional"
              ? both(`${item}: approved under conditions`, `${item}：有条件合格`)
              : both(`${item}: supplier to be re-evaluated`, `${item}：供应商待再评价`),
          ...(conditions ? { detail: same(conditions) } : {}),
          weight: "medium" as const,
          facts: [
            { label: both("Approval", "准入"), value: same(number), record: "SupplierItem" as const, number },
            ...(score ? [{ label: both("Score", "绩效评分"), value: same(new Decimal(score).toString()), ok: false }] : []),
          ],
        },
      })),
    );
  },
});

/** The first order ever placed with a supplier. */
const firstOrder = reviewRule({
  code: "FIRST_ORDER",
  record: "PurchaseOrder",
  why: both("It is the first order of this supplier.", "首次向该供应商采购。"),
  citation: "CN-GSP",
  find: async (reader, rows) => {
    const found = await reader.sql<{ id: string; number: string }>(
      `select o.id, s.number from purchase_order o join supplier s on s.id = o.supplier_id
       where o.id = any(?::bigint[]) and not exists (select from purchase_order p where p.supplier_id = o.supplier_id and p.id <> o.id
         and p.state in ('approved', 'received', 'closedShort'))`,
      [ids(rows)],
    );
    return byRecord(
      found.map(({ id, number }) => ({
        id,
        finding: {
          key: number,
          title: both(`First order of ${number}`, `首次向 ${number} 采购`),
          weight: "medium" as const,
          facts: [{ label: both("Supplier", "供应商"), value: same(number), record: "Supplier" as const, number }],
        },
      })),
    );
  },
});

export const procurementReviews = [priceRose, supplierUnderConditions, firstOrder];
