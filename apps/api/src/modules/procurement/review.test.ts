/** What an approver of purchase orders is shown as out of the ordinary, and what not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, openCompany, order, purchase } from "../../../test/company.ts";
import { factLines, findingsOf, foundBy, said } from "../../../test/findings.ts";
import type { Handled } from "../../seed/hands.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

/** An order of one line at a price, submitted. */
async function submitted(supplier: string, item: string, price: string, more: object = {}): Promise<Handled> {
  const given = await purchase(company, supplier, item, "10", {
    lines: [{ item: await company.id("Item", item), quantity: "10", price }],
    ...more,
  });
  const draft = await (await company.as("shenyue")).create("PurchaseOrder", given);
  await acts(company, "shenyue", "PurchaseOrder", draft, "submit");
  return draft;
}

const approved = async (supplier: string, item: string, price: string) => {
  const draft = await submitted(supplier, item, price);
  await acts(company, "jiangmin", "PurchaseOrder", draft, "approve");
  return draft;
};

describe("review by exception of purchase orders", () => {
  it("FIRST_ORDER is listed until an order of the supplier was approved", async () => {
    const first = await submitted("SUP-01", "RM-201", "12.5");
    const [found, ...more] = await foundBy("FIRST_ORDER", company, "jiangmin", "PurchaseOrder", first);
    expect(found && said(found)).toEqual(["First order of SUP-01", "首次向 SUP-01 采购", "medium"]);
    expect(found && factLines(found)).toEqual(["Supplier SUP-01 · 供应商 SUP-01 · Supplier SUP-01"]);
    expect(more).toEqual([]);
    await acts(company, "jiangmin", "PurchaseOrder", first, "approve");
    const second = await submitted("SUP-01", "RM-201", "12.5");
    expect(await foundBy("FIRST_ORDER", company, "jiangmin", "PurchaseOrder", second)).toEqual([]);
    // Of another supplier it is the first one still.
    const other = await submitted("SUP-05", "PK-301", "1");
    expect(await foundBy("FIRST_ORDER", company, "jiangmin", "PurchaseOrder", other)).toHaveLength(1);
  });

  it("[REQ-ACC-04] PRICE_ROSE is listed above a tenth more than the last approved order, and told nobody who may not see prices", async () => {
    const last = await approved("SUP-01", "RM-201", "12.5");
    const rose = await submitted("SUP-01", "RM-201", "14.2");
    const found = await foundBy("PRICE_ROSE", company, "jiangmin", "PurchaseOrder", rose);
    expect(found.map(said)).toEqual([
      [`RM-201: price 13.6 % above ${last.number}`, `RM-201：单价比 ${last.number} 高 13.6%`, "medium"],
    ]);
    expect(found.flatMap(factLines)).toEqual([
      "Price 14.2 CNY · 单价 14.2 CNY · not ok",
      `Last order 12.5 CNY · 上一订单 12.5 CNY · PurchaseOrder ${last.number}`,
    ]);
    // The keeper reads orders without their prices.
    expect(await foundBy("PRICE_ROSE", company, "gaolang", "PurchaseOrder", rose)).toEqual([]);
    // A tenth exactly, and another currency, are no exception.
    const tenth = await submitted("SUP-01", "RM-201", "13.75");
    expect(await foundBy("PRICE_ROSE", company, "jiangmin", "PurchaseOrder", tenth)).toEqual([]);
    const euro = await submitted("SUP-01", "RM-201", "14.2", { currency: "EUR" });
    expect(await foundBy("PRICE_ROSE", company, "jiangmin", "PurchaseOrder", euro)).toEqual([]);
  });

  it("PRICE_ROSE after an order free of charge has no percentage", async () => {
    const free = await approved("SUP-04", "RM-205", "0");
    const paid = await submitted("SUP-04", "RM-205", "3");
    expect((await foundBy("PRICE_ROSE", company, "jiangmin", "PurchaseOrder", paid)).map(said)).toEqual([
      [`RM-205: was free on ${free.number}`, `RM-205：${free.number} 为免费`, "medium"],
    ]);
  });

  it("[REQ-SUP-02] SUPPLIER_CONDITIONAL names the approval and its conditions while the supplier stands under them", async () => {
    const waiting = await submitted("SUP-05", "PK-301", "1");
    expect(await foundBy("SUPPLIER_CONDITIONAL", company, "jiangmin", "PurchaseOrder", waiting)).toEqual([]);
    const [pair] = await company.sql<Handled>(
      "select p.id, p.number from supplier_item p join supplier s on s.id = p.supplier_id where s.number = 'SUP-05'",
    );
    if (!pair) throw new Error("no approval");
    const terms = { conditions: "Every lot under tightened inspection", conditionalTo: "2026-12-31" };
    await acts(company, "mengfei", "SupplierItem", pair, "makeConditional", terms);
    const found = await foundBy("SUPPLIER_CONDITIONAL", company, "jiangmin", "PurchaseOrder", waiting);
    expect(found.map(said)).toEqual([["PK-301: approved under conditions", "PK-301：有条件合格", "medium"]]);
    expect(found.map(({ detail }) => detail)).toEqual([{ en: terms.conditions, zh: terms.conditions }]);
    expect(found.flatMap(factLines)).toEqual([`Approval ${pair.number} · 准入 ${pair.number} · SupplierItem ${pair.number}`]);
    await acts(company, "linjing", "SupplierItem", pair, "approve");
    expect(await foundBy("SUPPLIER_CONDITIONAL", company, "jiangmin", "PurchaseOrder", waiting)).toEqual([]);
  });

  it("an order like the last one has no exception at all", async () => {
    await order(company, "SUP-01", "RM-201", "10");
    const same = await submitted("SUP-01", "RM-201", "12.5");
    expect(await findingsOf(company, "jiangmin", "PurchaseOrder", same)).toEqual([]);
  });
});
