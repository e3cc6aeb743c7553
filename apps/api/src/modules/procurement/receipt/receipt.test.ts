import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acts,
  arrival,
  blockerCodes,
  type Company,
  countOfEverything,
  grant,
  openCompany,
  order,
  purchase,
} from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const drafted = async (purchaseOrder: { id: string }, lot: string, quantity: string, more: object = {}, head: object = {}) =>
  (await company.as("gaolang")).create("Receipt", { ...(await arrival(company, purchaseOrder, lot, quantity, more)), ...head });

/** Posts a draft that is refused; nothing changes. */
async function refusedPost(receipt: { id: string }): Promise<string[]> {
  const before = await countOfEverything(company);
  const codes = await refusalOf(acts(company, "gaolang", "Receipt", receipt, "post"));
  expect(await countOfEverything(company)).toEqual(before);
  return codes;
}

describe("US-02 scanned, and it is in quarantine", () => {
  it("[REQ-GATE-01] a receipt makes a lot in quarantine, with its stock, its origin and its inspection by the plan in force", async () => {
    const approved = await order(company, "SUP-01", "RM-201", "1200");
    await acts(
      company,
      "gaolang",
      "Receipt",
      await drafted(approved, "R201-2607", "1200", { supplierLot: "PV26-118", expiresOn: null }),
      "post",
    );
    const [lot] = await company.sql<{ id: string; state: string }>(
      `select l.id, l.state, l.supplier_lot, l.quantity_made, s.number as supplier, v.number as revision from lot l
       join supplier s on s.id = l.supplier_id join item_revision v on v.id = l.item_revision_id where l.number = 'R201-2607'`,
    );
    expect(lot).toMatchObject({
      state: "quarantine",
      supplier_lot: "PV26-118",
      quantity_made: "1200.000000",
      supplier: "SUP-01",
      revision: "RM-201.A",
    });
    expect(
      await company.sql(
        "select p.type, m.quantity from movement m join location p on p.id = m.location_id where m.lot_id = $1 order by p.type",
        [lot?.id],
      ),
    ).toEqual([
      { type: "quarantine", quantity: "1200.000000" },
      { type: "supplier", quantity: "-1200.000000" },
    ]);
    expect(
      await company.sql(
        "select i.state, p.number as plan, i.lot_quantity from inspection i join inspection_plan p on p.id = i.plan_id where i.lot_id = $1",
        [lot?.id],
      ),
    ).toEqual([{ state: "open", plan: "IP-RM-201.A", lot_quantity: "1200.000000" }]);
    expect(await company.sql("select state from purchase_order where id = $1", [approved.id])).toEqual([{ state: "received" }]);
    expect(await refusalOf(acts(company, "zhouqiming", "Lot", { id: lot?.id ?? "" }, "release"))).toEqual(["INSPECTION_OPEN"]);
  });

  it("an order is fully received when every line is, within the tolerance of the rule", async () => {
    const approved = await order(company, "SUP-01", "RM-201", "1000");
    await acts(company, "gaolang", "Receipt", await drafted(approved, "R201-A", "400"), "post");
    expect(await company.sql("select state from purchase_order where id = $1", [approved.id])).toEqual([{ state: "approved" }]);
    const over = await drafted(approved, "R201-B", "700.001");
    expect(await refusedPost(over)).toEqual(["OVER_DELIVERY"]);
    await acts(company, "gaolang", "Receipt", await drafted(approved, "R201-B", "700"), "post");
    expect(
      await company.sql(
        "select o.state, l.quantity_received from purchase_order o join purchase_order_line l on l.head_id = o.id where o.id = $1",
        [approved.id],
      ),
    ).toEqual([{ state: "received", quantity_received: "1100.000000" }]);
    expect(await refusedPost(over)).toEqual(["ORDER_NOT_APPROVED", "OVER_DELIVERY", "LOT_NUMBER_TAKEN"]);
  });

  it("[REQ-GATE-01] only into quarantine", async () => {
    const approved = await order(company, "SUP-01", "RM-201", "10");
    const astray = await drafted(approved, "R201-Q", "10", { location: await company.id("Location", "S1") });
    expect(await blockerCodes(company, "receipt.post", "Receipt", astray.id)).toEqual(["LOCATION_NOT_QUARANTINE"]);
    expect(await refusedPost(astray)).toEqual(["LOCATION_NOT_QUARANTINE"]);
  });

  it("[REQ-TRC-01] a lot number is given once in the company, also within one receipt", async () => {
    const approved = await order(company, "SUP-01", "RM-201", "10");
    const one = await arrival(company, approved, "R201-T", "5");
    expect(await refusedPost(await drafted(approved, "R201-T", "5", {}, { lines: [...one.lines, ...one.lines] }))).toEqual([
      "LOT_NUMBER_TAKEN",
    ]);
    await acts(company, "gaolang", "Receipt", await drafted(approved, "R201-T", "5"), "post");
    expect(await refusedPost(await drafted(approved, "R201-T", "5"))).toEqual(["LOT_NUMBER_TAKEN"]);
  });

  it("[REQ-TRC-01] nor may it be one that a work order has in hand", async () => {
    await (await company.as("hechuan")).create("WorkOrder", {
      site: await company.id("Site", "SZ1"),
      item: await company.id("Item", "FG-IS100"),
      quantity: "10",
      lotNumber: "IS2607A",
      plannedOn: "2026-07-10",
    });
    const approved = await order(company, "SUP-01", "RM-201", "10");
    expect(await refusedPost(await drafted(approved, "IS2607A", "5"))).toEqual(["LOT_NUMBER_RESERVED"]);
  });

  it("refuses no line, an unknown order line, half pieces, impossible dates, and asks for the expiry date of what expires", async () => {
    const approved = await order(company, "SUP-05", "PK-301", "24000");
    expect(await refusedPost(await drafted(approved, "P-1", "10", {}, { lines: [] }))).toEqual(["LINES_MISSING"]);
    expect(await refusedPost(await drafted(approved, "P-1", "10", { orderLine: 2 }))).toEqual(["ORDER_LINE_UNKNOWN"]);
    const half = await drafted(approved, "P-1", "10.5");
    expect(await blockerCodes(company, "receipt.post", "Receipt", half.id)).toEqual(["QUANTITY_DECIMALS"]);
    expect(await refusedPost(half)).toEqual(["QUANTITY_DECIMALS"]);
    expect(await refusedPost(await drafted(approved, "P-1", "10", { expiresOn: null }))).toEqual(["EXPIRY_REQUIRED"]);
    expect(await refusedPost(await drafted(approved, "P-1", "10", { madeOn: "2026-07-07" }))).toEqual(["DATES_REVERSED"]);
    expect(await refusedPost(await drafted(approved, "P-1", "10", {}, { receivedOn: "2026-07-07" }))).toEqual([
      "RECEIVED_IN_FUTURE",
    ]);
  });

  it("[REQ-GATE-15] a licence that has lapsed meanwhile stops the receipt", async () => {
    const approved = await order(company, "SUP-04", "RM-205", "100");
    const early = await drafted(approved, "R205-1", "100");
    await company.at("2026-10-01 09:00");
    const late = await drafted(approved, "R205-1", "100", {}, { receivedOn: "2026-10-01" });
    expect(await refusedPost(late)).toEqual(["LICENCE_EXPIRED"]);
    await company.at("2026-07-06 10:00");
    expect((await acts(company, "gaolang", "Receipt", early, "post")).state).toBe("posted");
  });

  it("goods come in against an approved order only", async () => {
    const open = await (await company.as("shenyue")).create("PurchaseOrder", await purchase(company, "SUP-01", "RM-201", "10"));
    expect(await refusalOf(drafted(open, "R201-X", "5"))).toEqual(["ORDER_NOT_APPROVED"]);
  });

  it("[REQ-ACC-04] who ordered does not receive, who received does not inspect", async () => {
    await grant(company, "shenyue", "WAREHOUSE");
    await grant(company, "gaolang", "INSPECTOR");
    const approved = await order(company, "SUP-01", "RM-201", "10");
    const receipt = await (await company.as("shenyue")).create("Receipt", await arrival(company, approved, "R201-S", "10"));
    const before = await countOfEverything(company);
    expect(await refusalOf(acts(company, "shenyue", "Receipt", receipt, "post"))).toEqual(["SOD_SELF"]);
    expect(await countOfEverything(company)).toEqual(before);
    await acts(company, "gaolang", "Receipt", receipt, "post");
    const [inspection] = await company.sql<{ id: string }>(
      "select i.id from inspection i join lot l on l.id = i.lot_id where l.number = 'R201-S'",
    );
    const readings = [{ characteristic: 1, sample: 1, value: "14.0" }];
    expect(await refusalOf(acts(company, "gaolang", "Inspection", { id: inspection?.id ?? "" }, "record", { readings }))).toEqual(
      ["SOD_SELF"],
    );
  });
});
