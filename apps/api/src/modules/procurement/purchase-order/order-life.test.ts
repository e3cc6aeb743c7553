/** From a need to an order and its delivery: requisitions, units, tax, amendment, short closing. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, arrival, type Company, countOfEverything, openCompany, purchase } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import type { Handled } from "../../../seed/hands.ts";
import { moneyOf } from "./amounts.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const sql = <T extends object>(text: string, id: string) => company.sql<T>(text, [id]);

const draft = async (lines: readonly object[], more: object = {}): Promise<Handled> =>
  (await company.as("shenyue")).create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "1", { lines, ...more }));

const pvc = async (quantity: string, price: string, more: object = {}) => ({
  item: await company.id("Item", "RM-201"),
  quantity,
  price,
  ...more,
});

async function needed(quantity = "300", more: object = {}): Promise<Handled> {
  const planner = await company.as("hechuan");
  const given = {
    site: await company.id("Site", "SZ1"),
    item: await company.id("Item", "RM-201"),
    neededOn: "2026-07-24",
    purpose: "August",
  };
  const made = await planner.create("Requisition", { ...given, quantity, ...more });
  return planner.act("Requisition", made, "submit");
}

const stateOf = async ({ id }: { id: string }) =>
  (
    await sql<{ state: string; order: string | null }>(
      "select state, purchase_order_id as order from requisition where id = $1",
      id,
    )
  )[0];

describe("the money of an order", () => {
  it("each line's net amount and tax are rounded half up to the cent, and everything above is their sum", async () => {
    expect(moneyOf({ quantity: "3", price: "0.005", taxRate: "13" }, 2).net.toFixed(2)).toBe("0.02");
    const { id } = await draft([await pvc("4000", "21.5"), await pvc("3", "0.005", { taxRate: "0" })]);
    expect(await sql("select amount, tax, gross from purchase_order where id = $1", id)).toEqual([
      { amount: "86000.02", tax: "11180.00", gross: "97180.02" },
    ]);
    expect(await sql("select net, tax, tax_rate from purchase_order_line where head_id = $1 order by position", id)).toEqual([
      { net: "86000.00", tax: "11180.00", tax_rate: "13.00" },
      { net: "0.02", tax: "0.00", tax_rate: "0.00" },
    ]);
  });

  it("[REQ-SUP-03] carries the firm's quality clauses with the duty to give notice of changes, and does not leave without one", async () => {
    const order = await draft([await pvc("10", "1")]);
    const clauses = await sql<{ clause: string; text_en: string }>(
      "select clause, text_en from purchase_order_clause where head_id = $1 order by position",
      order.id,
    );
    expect(clauses.map(({ clause }) => clause)).toEqual(["Q1", "Q2", "Q3"]);
    expect(clauses[1]?.text_en).toContain("notifies us before any change");
    await (await company.as("shenyue")).edit("PurchaseOrder", order, { clauses: [] }, "Clauses taken out by mistake");
    expect(await refusalOf(acts(company, "shenyue", "PurchaseOrder", order, "submit"))).toEqual([
      "CLAUSE_MISSING",
      "CLAUSE_MISSING",
      "CLAUSE_MISSING",
    ]);
  });
});

describe("a requisition", () => {
  it("is approved by another person, taken into an order with its day, and follows it to the delivery", async () => {
    const need = await needed();
    expect(await refusalOf(acts(company, "hechuan", "Requisition", need, "approve"))).toEqual([
      "NO_PERMIT",
      "SOD_SELF",
      "SOD_SELF",
    ]);
    await acts(company, "jiangmin", "Requisition", need, "approve");
    const order = await draft([]);
    await acts(company, "shenyue", "PurchaseOrder", order, "takeRequisition", { requisition: need.id, price: "18.5" });
    expect(await stateOf(need)).toEqual({ state: "ordered", order: order.id });
    expect(
      await sql("select quantity, needed_on::text, requisition_id, net from purchase_order_line where head_id = $1", order.id),
    ).toEqual([{ quantity: "300.000000", needed_on: "2026-07-24", requisition_id: need.id, net: "5550.00" }]);
    await acts(company, "shenyue", "PurchaseOrder", order, "submit");
    await acts(company, "jiangmin", "PurchaseOrder", order, "approve");
    const keeper = await company.as("gaolang");
    const receipt = await keeper.create("Receipt", await arrival(company, order, "R201-REQ", "300"));
    await keeper.act("Receipt", receipt, "post");
    expect(await stateOf(need)).toEqual({ state: "fulfilled", order: order.id });
  });

  it("is open again when its line is taken out or the order cancelled, and is not taken twice", async () => {
    const need = await needed();
    await acts(company, "jiangmin", "Requisition", need, "approve");
    const order = await draft([]);
    const take = (into: Handled) =>
      acts(company, "shenyue", "PurchaseOrder", into, "takeRequisition", { requisition: need.id, price: "18.5" });
    await take(order);
    const other = await draft([]);
    const before = await countOfEverything(company);
    expect(await refusalOf(take(other))).toEqual(["REQUISITION_NOT_OPEN"]);
    expect(await countOfEverything(company)).toEqual(before);
    await (await company.as("shenyue")).edit("PurchaseOrder", order, { lines: [] }, "Bought from another supplier");
    expect(await stateOf(need)).toEqual({ state: "approved", order: null });
    const second = await draft([]);
    await take(second);
    await acts(company, "shenyue", "PurchaseOrder", second, "cancel", {}, "The campaign was put off");
    expect(await stateOf(need)).toEqual({ state: "approved", order: null });
  });

  it("asks for what is bought, in an amount that its unit knows, for a day to come", async () => {
    const made = async (more: object) => {
      const planner = await company.as("hechuan");
      const given = {
        site: await company.id("Site", "SZ1"),
        item: await company.id("Item", "RM-201"),
        quantity: "1",
        neededOn: "2026-07-24",
        purpose: "x",
      };
      const asked = await planner.create("Requisition", { ...given, ...more });
      return refusalOf(planner.act("Requisition", asked, "submit"));
    };
    expect(await made({ item: await company.id("Item", "FG-IS100") })).toEqual(["ITEM_NOT_BOUGHT"]);
    expect(await made({ item: await company.id("Item", "PK-301"), quantity: "0.5" })).toEqual(["QUANTITY_DECIMALS"]);
    expect(await made({ neededOn: "2026-07-05" })).toEqual(["NEEDED_IN_PAST"]);
  });
});

describe("an approved order", () => {
  async function halfReceived(lot: string): Promise<Handled> {
    const order = await draft([await pvc("100", "10")]);
    await acts(company, "shenyue", "PurchaseOrder", order, "submit");
    await acts(company, "jiangmin", "PurchaseOrder", order, "approve");
    const keeper = await company.as("gaolang");
    await keeper.act("Receipt", await keeper.create("Receipt", await arrival(company, order, lot, "40")), "post");
    return order;
  }

  it("[REQ-APR-03] is amended by going back to its beginning, with a reason and a new approval; what was received stays in it", async () => {
    const order = await halfReceived("R201-AM");
    expect(await refusalOf(acts(company, "shenyue", "PurchaseOrder", order, "amend"))).toEqual(["reason:REASON_REQUIRED"]);
    await acts(company, "shenyue", "PurchaseOrder", order, "amend", {}, "Supplier delivers less this month");
    const [line] = await sql<{ id: string }>("select id from purchase_order_line where head_id = $1", order.id);
    const buyer = await company.as("shenyue");
    const change = (quantity: string, id: string | undefined = line?.id) =>
      pvc(quantity, "10", id ? { id } : {}).then((row) =>
        buyer.edit("PurchaseOrder", order, { lines: [row] }, "Agreed on the telephone"),
      );
    expect(await refusalOf(change("39"))).toEqual(["LINE_RECEIVED"]);
    expect(await refusalOf(buyer.edit("PurchaseOrder", order, { lines: [] }, "Agreed on the telephone"))).toEqual([
      "LINE_RECEIVED",
    ]);
    await change("60");
    await acts(company, "shenyue", "PurchaseOrder", order, "submit");
    expect((await acts(company, "jiangmin", "PurchaseOrder", order, "approve")).state).toBe("approved");
    expect(await sql("select amendment, amount from purchase_order where id = $1", order.id)).toEqual([
      { amendment: 1, amount: "600.00" },
    ]);
    expect(
      await sql(
        "select meaning, record_version from signature where record_type = 'PurchaseOrder' and record_id = $1 order by id",
        order.id,
      ),
    ).toMatchObject([{ meaning: "APPROVED" }, { meaning: "APPROVED" }]);
  });

  it("is closed short with a reason once something has come, and then takes nothing more", async () => {
    const untouched = await draft([await pvc("100", "10")]);
    await acts(company, "shenyue", "PurchaseOrder", untouched, "submit");
    await acts(company, "jiangmin", "PurchaseOrder", untouched, "approve");
    const why = "The rest is not needed any more";
    expect(await refusalOf(acts(company, "shenyue", "PurchaseOrder", untouched, "closeShort", {}, why))).toEqual([
      "NOTHING_RECEIVED",
    ]);
    const order = await halfReceived("R201-CS");
    expect((await acts(company, "shenyue", "PurchaseOrder", order, "closeShort", {}, why)).state).toBe("closedShort");
    const keeper = await company.as("gaolang");
    expect(await refusalOf(keeper.create("Receipt", await arrival(company, order, "R201-CS2", "60")))).toEqual([
      "ORDER_NOT_APPROVED",
    ]);
  });
});
