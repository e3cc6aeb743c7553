/** What order lines come to: in the unit of the stock, and in money. */
import { because, type Line, type Reason, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { invalid } from "../../../base/error.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Conversion, conversionReasons, conversionsOf, inItemUnit, type UnitFact, unitReasons } from "../../master/index.ts";
import { decimalsOf } from "./currency.ts";
import { orderedLines } from "./ordered.ts";
import { taxIssues, taxRatesOn } from "./tax.ts";

interface Amount {
  readonly item: { readonly id: string; readonly number: string };
  readonly quantity: string;
  readonly unit: UnitFact;
  readonly itemUnit: UnitFact;
}

/** Why an amount is none that the units know: half a bag, a unit that does not convert, a kilogram too finely told. */
export function amountReasons(conversions: readonly Conversion[], line: Amount): Reason[] {
  const own = unitReasons(line.quantity, line.unit, line.item.number);
  const between = conversionReasons(conversions, line);
  const inStock = own.length + between.length > 0 ? null : inItemUnit(conversions, line);
  return [...own, ...between, ...(inStock === null ? [] : unitReasons(inStock, line.itemUnit, line.item.number))];
}

/**
 * The one rounding rule of money: the net amount of a line and its tax are each rounded half up to the decimals of the currency,
 * and whatever stands above them is their sum, so that a printed order adds up.
 */
export function moneyOf(
  line: { readonly quantity: string; readonly price: string; readonly taxRate: string },
  decimals: number,
): { readonly net: Decimal; readonly tax: Decimal } {
  const net = new Decimal(line.quantity).times(line.price).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP);
  return { net, tax: net.times(line.taxRate).dividedBy(100).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP) };
}

type OrderLine = Line<"PurchaseOrder", "lines">;

const sameAmount = (a: string | null | undefined, b: string | null): boolean =>
  (a ?? null) === null || b === null ? (a ?? null) === b : new Decimal(a ?? 0).equals(b);

/** Lines and head carry what follows from what was typed, from the first draft on. */
export async function keepAmounts(tx: Tx, order: Rec<"PurchaseOrder">): Promise<void> {
  const lines = await tx.lines("PurchaseOrder", "lines", order);
  const facts = (await orderedLines(tx, [order])).get(order.id) ?? [];
  const conversions = await conversionsOf(
    tx,
    facts.map(({ item }) => item.id),
  );
  const rates = await taxRatesOn(tx, order.orderedOn);
  const issues = taxIssues(rates, lines);
  if (issues.length > 0) throw invalid(...issues);
  const decimals = await decimalsOf(tx, order.currency);
  const sums = { net: new Decimal(0), tax: new Decimal(0) };
  for (const line of lines) {
    const fact = facts.find(({ position }) => position === line.position);
    if (!fact) throw new Error(`line ${line.position} of ${order.number} has no item`);
    // Where neither names one it was refused above.
    const taxRate = line.taxRate ?? rates.usual ?? "0";
    const { net, tax } = moneyOf({ ...line, taxRate }, decimals);
    sums.net = sums.net.plus(net);
    sums.tax = sums.tax.plus(tax);
    requireSmall(tx, order, sums.net.plus(sums.tax));
    const patch = {
      unit: fact.unit.id,
      taxRate,
      net: net.toFixed(2),
      tax: tax.toFixed(2),
      stockQuantity: inItemUnit(conversions, fact),
    };
    if (differs(line, patch)) tx.updateLine("PurchaseOrder", order, line, patch);
  }
  const head = {
    amount: sums.net.toFixed(2),
    tax: sums.tax.toFixed(2),
    gross: sums.net.plus(sums.tax).toFixed(2),
  };
  if (!sameAmount(order.amount, head.amount) || !sameAmount(order.tax, head.tax)) tx.update("PurchaseOrder", order, head);
  await tx.flush();
}

const differs = (
  line: OrderLine,
  patch: { readonly unit: string; taxRate: string; net: string; tax: string; stockQuantity: string | null },
): boolean =>
  line.unit !== patch.unit ||
  (["taxRate", "net", "tax", "stockQuantity"] as const).some((name) => !sameAmount(line[name], patch[name]));

const mostDigits = new Decimal("1e16");

const requireSmall = (tx: Tx, order: Rec<"PurchaseOrder">, gross: Decimal): void =>
  tx.require(
    gross.lessThan(mostDigits)
      ? []
      : [
          because(
            "AMOUNT_TOO_LARGE",
            "The amount of the order has too many digits; please check quantities and prices.",
            "订单金额过大，请核对数量和单价。",
            "PurchaseOrder",
            order.number,
          ),
        ],
  );
