import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acts,
  arrival,
  type Company,
  countOfEverything,
  grant,
  openCompany,
  order,
  purchase,
  revise,
} from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { AppError } from "../../../base/error.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const draft = async (supplier: string, item: string, quantity = "100", more: object = {}) =>
  (await company.as("shenyue")).create("PurchaseOrder", await purchase(company, supplier, item, quantity, more));

/** Submits a draft that is refused; nothing changes. */
async function refusedSubmit(drafted: { id: string }): Promise<string[]> {
  const before = await countOfEverything(company);
  const codes = await refusalOf(acts(company, "shenyue", "PurchaseOrder", drafted, "submit"));
  expect(await countOfEverything(company)).toEqual(before);
  expect(await company.sql("select state from purchase_order where id = $1", [drafted.id])).toEqual([{ state: "draft" }]);
  return codes;
}

describe("US-01 only what we may buy", () => {
  it("[REQ-GATE-15] an order of RM-205 from SUP-04 dated after its licence is refused, in words, with the licence", async () => {
    const late = await draft("SUP-04", "RM-205", "100", { orderedOn: "2026-10-02", neededOn: "2026-10-20" });
    const refusal = await acts(company, "shenyue", "PurchaseOrder", late, "submit").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect((refusal as AppError).details.reasons).toEqual([
      {
        code: "LICENCE_EXPIRED",
        text: { en: "medical licence expired 2026-09-30 (首营资质)", zh: "医疗器械许可证已于 2026-09-30 到期（首营资质）" },
        record: "Licence",
        number: "LIC-0002",
      },
    ]);
    expect(await refusedSubmit(late)).toEqual(["LICENCE_EXPIRED"]);
    const lastDay = await draft("SUP-04", "RM-205", "100", { orderedOn: "2026-09-30", neededOn: "2026-10-20" });
    expect((await acts(company, "shenyue", "PurchaseOrder", lastDay, "submit")).state).toBe("submitted");
  });

  it("[REQ-GATE-15] a date of the past does not bring a lapsed licence back", async () => {
    const backdated = await draft("SUP-04", "RM-205", "100", { orderedOn: "2026-09-01", neededOn: "2026-10-20" });
    await company.at("2026-10-02 09:00");
    expect(await refusedSubmit(backdated)).toEqual(["LICENCE_EXPIRED"]);
    await company.at("2026-07-06 09:00");
  });

  it("[REQ-SUP-01] a supplier not approved for the item is refused, also one whose approval is suspended or over", async () => {
    expect(await refusedSubmit(await draft("SUP-01", "PK-301"))).toEqual(["SUPPLIER_NOT_APPROVED"]);
    const over = await draft("SUP-05", "PK-301", "10", { orderedOn: "2028-01-01", neededOn: "2028-01-02" });
    expect(await refusedSubmit(over)).toEqual(["SUPPLIER_NOT_APPROVED"]);
    const [pair] = await company.sql<{ id: string }>(
      "select s.id from supplier_item s join supplier p on p.id = s.supplier_id where p.number = 'SUP-05'",
    );
    const ordinary = await draft("SUP-05", "PK-301");
    await acts(company, "mengfei", "SupplierItem", { id: pair?.id ?? "" }, "suspend", {}, "Two rejected lots in five");
    expect(await refusedSubmit(ordinary)).toEqual(["SUPPLIER_NOT_APPROVED"]);
    await acts(company, "linjing", "SupplierItem", { id: pair?.id ?? "" }, "approve");
    expect((await acts(company, "shenyue", "PurchaseOrder", ordinary, "submit")).state).toBe("submitted");
  });

  it("refuses an order without lines, of a blocked item or supplier, in half pieces, needed before it is ordered", async () => {
    expect(await refusedSubmit(await draft("SUP-01", "RM-201", "1", { lines: [] }))).toEqual(["LINES_MISSING"]);
    expect(await refusedSubmit(await draft("SUP-05", "PK-301", "1.5"))).toEqual(["QUANTITY_DECIMALS"]);
    expect(await refusedSubmit(await draft("SUP-01", "RM-201", "1", { neededOn: "2026-07-05" }))).toEqual([
      "NEEDED_BEFORE_ORDERED",
    ]);
    const item = { id: await company.id("Item", "RM-201") };
    const supplier = { id: await company.id("Supplier", "SUP-01") };
    await acts(company, "linjing", "Item", item, "block", {}, "Under clarification");
    await acts(company, "linjing", "Supplier", supplier, "block", {}, "Under clarification");
    expect(await refusedSubmit(await draft("SUP-01", "RM-201"))).toEqual(["SUPPLIER_BLOCKED", "ITEM_BLOCKED"]);
    await acts(company, "linjing", "Item", item, "unblock", {}, "Clarified with them");
    await acts(company, "linjing", "Supplier", supplier, "unblock", {}, "Clarified with them");
  });

  it("[REQ-GATE-18] says everything at once: a made item from a supplier not approved for it", async () => {
    expect(await refusedSubmit(await draft("SUP-01", "FG-IS100"))).toEqual(["SUPPLIER_NOT_APPROVED", "ITEM_NOT_BOUGHT"]);
  });

  it("refuses an item without a revision in force on the day of the order", async () => {
    const unit = await company.id("Unit", "kg");
    const item = await (await company.as("luoan")).create("Item", {
      number: "RM-209",
      nameEn: "x",
      nameZh: "x",
      itemClass: "raw",
      source: "bought",
      unit,
      inspectionRequired: true,
    });
    const pair = {
      supplier: await company.id("Supplier", "SUP-01"),
      item: item.id,
      riskClass: "B",
      basis: "audit",
      validTo: "2027-12-31",
    };
    await acts(company, "linjing", "SupplierItem", await (await company.as("mengfei")).create("SupplierItem", pair), "approve");
    await revise(company, "ItemRevision", "RM-209", { specification: "A" }, "2026-07-08");
    expect(await refusedSubmit(await draft("SUP-01", "RM-209"))).toEqual(["NO_REVISION_IN_FORCE"]);
    const later = await draft("SUP-01", "RM-209", "10", { orderedOn: "2026-07-08" });
    expect((await acts(company, "shenyue", "PurchaseOrder", later, "submit")).state).toBe("submitted");
  });

  it("refuses an amount that no currency has", async () => {
    const before = await countOfEverything(company);
    const lines = [{ item: await company.id("Item", "RM-201"), quantity: "999999999999", price: "999999" }];
    expect(await refusalOf(draft("SUP-01", "RM-201", "999999999999", { lines }))).toEqual(["AMOUNT_TOO_LARGE"]);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("carries the amount of its lines from the first draft on, and follows them", async () => {
    const drafted = await draft("SUP-01", "RM-201", "10");
    const amount = async () =>
      (
        await company.sql<{ amount: string; version: number }>("select amount, version from purchase_order where id = $1", [
          drafted.id,
        ])
      )[0];
    expect(await amount()).toEqual({ amount: "125.00", version: 1 });
    const item = await company.id("Item", "RM-201");
    await (await company.as("shenyue")).edit(
      "PurchaseOrder",
      drafted,
      { lines: [{ item, quantity: "4", price: "2.5" }] },
      "Fewer are needed",
    );
    expect(await amount()).toEqual({ amount: "10.00", version: 2 });
  });
});

describe("the approval of an order", () => {
  it("freezes the revisions in force and the amount, rounded once", async () => {
    const item = await company.id("Item", "RM-201");
    const drafted = await draft("SUP-01", "RM-201", "1", {
      lines: [
        { item, quantity: "0.005", price: "1" },
        { item, quantity: "1200", price: "71.6667" },
      ],
    });
    await acts(company, "shenyue", "PurchaseOrder", drafted, "submit");
    await acts(company, "jiangmin", "PurchaseOrder", drafted, "approve");
    await acts(company, "qianli", "PurchaseOrder", drafted, "approve");
    await revise(company, "ItemRevision", "RM-201", { revision: "B", specification: "B" }, "2026-07-07");
    expect(await company.sql("select state, amount from purchase_order where id = $1", [drafted.id])).toEqual([
      { state: "approved", amount: "86000.05" },
    ]);
    expect(
      await company.sql(
        "select v.number from purchase_order_line l join item_revision v on v.id = l.item_revision_id where l.head_id = $1",
        [drafted.id],
      ),
    ).toEqual([{ number: "RM-201.A" }, { number: "RM-201.A" }]);
  });

  it("[REQ-APR-02] a buyer cannot approve the own order even holding both roles", async () => {
    await grant(company, "jiangmin", "BUYER");
    const both = await company.as("jiangmin");
    const own = await both.create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "10"));
    await both.act("PurchaseOrder", own, "submit");
    const before = await countOfEverything(company);
    expect(await refusalOf(both.act("PurchaseOrder", own, "approve"))).toEqual(["SOD_SELF", "SOD_SELF"]);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("[REQ-ACC-04] who entered the supplier does not approve orders to it", async () => {
    const supplier = await both("jiangmin", "SUP-09");
    const drafted = await draft("SUP-01", "RM-201", "10", { supplier });
    await acts(company, "shenyue", "PurchaseOrder", drafted, "submit");
    expect(await refusalOf(acts(company, "jiangmin", "PurchaseOrder", drafted, "approve"))).toEqual(["SOD_SELF"]);
  });

  // A supplier entered by a person who also approves orders, approved for RM-201.
  async function both(login: string, number: string): Promise<string> {
    const supplier = await (await company.as(login)).create("Supplier", { number, nameEn: number, nameZh: number, address: "x" });
    const pair = await (await company.as("mengfei")).create("SupplierItem", {
      supplier: supplier.id,
      item: await company.id("Item", "RM-201"),
      riskClass: "B",
      basis: "audit",
      validTo: "2027-12-31",
    });
    await acts(company, "linjing", "SupplierItem", pair, "approve");
    return supplier.id;
  }

  it("an order of which something has come in is not cancelled", async () => {
    const approved = await order(company, "SUP-01", "RM-201", "100");
    const receipt = await (await company.as("gaolang")).create("Receipt", await arrival(company, approved, "R201-C", "40"));
    await acts(company, "gaolang", "Receipt", receipt, "post");
    const before = await countOfEverything(company);
    expect(
      await refusalOf(acts(company, "shenyue", "PurchaseOrder", approved, "cancel", {}, "Ordered twice by mistake")),
    ).toEqual(["ALREADY_RECEIVED"]);
    expect(await countOfEverything(company)).toEqual(before);
    const other = await order(company, "SUP-01", "RM-201", "100");
    expect((await acts(company, "shenyue", "PurchaseOrder", other, "cancel", {}, "Ordered twice by mistake")).state).toBe(
      "cancelled",
    );
  });
});
