import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acts,
  ask,
  type Company,
  countOfEverything,
  expires,
  grant,
  inspect,
  openCompany,
  receive,
  revise,
  usableLot,
} from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
let raw: Handled;
let pouch: Handled;
beforeAll(async () => {
  company = await openCompany();
  raw = await usableLot(company, "SUP-01", "RM-201", "R201-2607", "1200");
  pouch = await usableLot(company, "SUP-05", "PK-301", "P301-1", "24000");
});
afterAll(() => company.close());

const planned = async (lotNumber: string, quantity = "1000", item = "FG-IS100") =>
  (await company.as("hechuan")).create("WorkOrder", {
    site: await company.id("Site", "SZ1"),
    item: await company.id("Item", item),
    quantity,
    lotNumber,
    plannedOn: "2026-07-06",
  });
const start = async (lotNumber: string, quantity = "1000") => {
  const order = await planned(lotNumber, quantity);
  return acts(company, "hechuan", "WorkOrder", order, "release");
};
const consume = async (order: Handled, lot: Handled, quantity: string, login = "wutong") =>
  acts(company, login, "WorkOrder", order, "consume", { lot: lot.id, from: await company.id("Location", "S1"), quantity });
const complete = async (
  order: Handled,
  quantityGood: string,
  quantityScrapped: string,
  more: { madeOn?: string; remark?: string; location?: string } = {},
) =>
  acts(company, "liyan", "WorkOrder", order, "complete", {
    quantityGood,
    quantityScrapped,
    location: await company.id("Location", more.location ?? "Q1"),
    madeOn: more.madeOn ?? "2026-07-06",
    remark: more.remark ?? null,
  });

/** Refused, and nothing changed. */
async function refusedWith(work: () => Promise<unknown>): Promise<string[]> {
  const before = await countOfEverything(company);
  const codes = await refusalOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return codes;
}

describe("the release of a work order", () => {
  it("[REQ-GATE-10] freezes the bill of materials and the revision in force; a later revision does not touch it", async () => {
    const order = await start("IS2607A");
    await revise(
      company,
      "Bom",
      "FG-IS100",
      { revision: "B", components: [{ component: await company.id("Item", "RM-201"), quantityPer: "0.06" }] },
      "2026-07-07",
    );
    await company.at("2026-07-07 09:00");
    const later = await start("IS2607B");
    const frozen = async (id: string) =>
      company.sql(
        "select b.number as bom, v.number as revision from work_order w join bom b on b.id = w.bom_id join item_revision v on v.id = w.item_revision_id where w.id = $1",
        [id],
      );
    expect(await frozen(order.id)).toEqual([{ bom: "BOM-FG-IS100.A", revision: "FG-IS100.A" }]);
    expect(await frozen(later.id)).toEqual([{ bom: "BOM-FG-IS100.B", revision: "FG-IS100.A" }]);
    await company.at("2026-07-06 12:00");
  });

  it("[REQ-GATE-10] is refused for what is bought, has no bill of materials or is blocked", async () => {
    const bought = await planned("X-1", "10", "RM-201");
    expect(await refusedWith(() => acts(company, "hechuan", "WorkOrder", bought, "release"))).toEqual([
      "ITEM_NOT_MADE",
      "NO_BOM_IN_FORCE",
    ]);
    const steward = await company.as("luoan");
    const unit = await company.id("Unit", "ea");
    const fresh = await steward.create("Item", {
      number: "SF-1",
      nameEn: "x",
      nameZh: "x",
      itemClass: "subassembly",
      source: "made",
      unit,
      inspectionRequired: true,
    });
    const unspecified = await planned("X-2", "10.5", "SF-1");
    await acts(company, "linjing", "Item", fresh, "block", {}, "Not specified yet");
    expect(await refusedWith(() => acts(company, "hechuan", "WorkOrder", unspecified, "release"))).toEqual([
      "ITEM_BLOCKED",
      "NO_REVISION_IN_FORCE",
      "NO_BOM_IN_FORCE",
      "QUANTITY_DECIMALS",
    ]);
  });

  it("[REQ-TRC-01] the lot to make has a number of its own", async () => {
    expect(await refusedWith(() => planned("R201-2607"))).toEqual(["lotNumber:DUPLICATE"]);
    const order = await planned("IS-T");
    // A receipt refuses a number that an order has in hand; only somebody who goes around it can take it.
    await company.sql("select set_config('app.actor', '1', false)");
    await company.sql("update work_order set lot_number = 'P301-1' where id = $1", [order.id]);
    expect(await refusedWith(() => acts(company, "hechuan", "WorkOrder", order, "release"))).toEqual(["LOT_NUMBER_TAKEN"]);
  });
});

describe("material into a work order", () => {
  it("[REQ-GATE-01] a lot in quarantine is refused by name of the rule, and so is one that is no component", async () => {
    const order = await start("IS-C1");
    const waiting = await receive(company, "SUP-01", "RM-201", "R201-W", "100");
    expect(await refusedWith(() => consume(order, waiting, "1"))).toEqual(["LOT_NOT_RELEASED"]);
    const stranger = await receive(company, "SUP-04", "RM-205", "R205-1", "100");
    expect(await refusedWith(() => consume(order, stranger, "1"))).toEqual(["NOT_A_COMPONENT", "LOT_NOT_RELEASED"]);
  });

  it("[REQ-GATE-02] a lot on hold is refused", async () => {
    const order = await start("IS-C2");
    const held = await usableLot(company, "SUP-01", "RM-201", "R201-H", "100");
    await acts(company, "linjing", "Lot", held, "placeHold", { kind: "investigation", explanation: "Odd smell reported" });
    expect(await refusedWith(() => consume(order, held, "1"))).toEqual(["LOT_ON_HOLD"]);
  });

  it("more than stands there is refused, and the stock is as before", async () => {
    const order = await start("IS-C3");
    const small = await usableLot(company, "SUP-01", "RM-201", "R201-S", "10");
    const before = await countOfEverything(company);
    await expect(consume(order, small, "10.001")).rejects.toThrow();
    expect(await countOfEverything(company)).toEqual(before);
    await consume(order, small, "10");
  });
});

describe("the output of a work order", () => {
  it("is a lot in quarantine that keeps 36 months less a day, with its inspection, reconciled to the last piece", async () => {
    const order = await start("IS2607C");
    await consume(order, raw, "50");
    expect(await refusedWith(() => complete(order, "985", "15"))).toEqual(["COMPONENT_NOT_ISSUED"]);
    await consume(order, pouch, "1025");
    expect(await refusedWith(() => complete(order, "985", "15"))).toEqual(["RECONCILE"]);
    expect(await refusedWith(() => complete(order, "985", "15", { remark: "5 pouches torn", madeOn: "2026-07-07" }))).toEqual([
      "MADE_IN_FUTURE",
    ]);
    expect(await refusedWith(() => complete(order, "985", "15", { remark: "5 pouches torn", location: "S1" }))).toEqual([
      "LOCATION_NOT_QUARANTINE",
    ]);
    expect(await refusedWith(() => complete(order, "985.5", "15", { remark: "5 pouches torn" }))).toEqual(["QUANTITY_DECIMALS"]);
    await complete(order, "985", "15", { remark: "5 pouches torn" });
    const [lot] = await company.sql<{ id: string }>(
      "select l.id, l.state, l.quantity_made, l.made_on::text, l.expires_on::text from lot l where l.number = 'IS2607C'",
    );
    expect(lot).toMatchObject({
      state: "quarantine",
      quantity_made: "985.000000",
      made_on: "2026-07-06",
      expires_on: "2029-07-05",
    });
    expect(
      await company.sql(
        "select p.number, i.origin from inspection i join inspection_plan p on p.id = i.plan_id where i.lot_id = $1",
        [lot?.id],
      ),
    ).toEqual([{ number: "IP-FG-IS100.A", origin: "made" }]);
    const shown = await ask(
      company,
      "hechuan",
      `{ workOrder(number: "${order.number}") { remark reconciliation { item { number } planned issued variance } } }`,
    );
    expect(shown).toEqual({
      workOrder: {
        remark: "5 pouches torn",
        reconciliation: [
          { item: { number: "RM-201" }, planned: "50", issued: "50", variance: "0" },
          { item: { number: "PK-301" }, planned: "1020", issued: "1025", variance: "5" },
        ],
      },
    });
  });

  it("[REQ-GATE-03] is released after its order is closed, by nobody who performed on it", async () => {
    const order = await start("IS2607D", "100");
    await consume(order, raw, "5");
    await consume(order, pouch, "102");
    await complete(order, "100", "0");
    await grant(company, "wutong", "PLANNER");
    await grant(company, "wutong", "RELEASER");
    const [found] = await company.sql<{ id: string }>("select id from lot where number = 'IS2607D'");
    const lot = { id: found?.id ?? "" };
    await inspect(company, lot, [["0.31", "0.28"]], "sunye");
    const market = (login: string) => acts(company, login, "Lot", lot, "releaseToMarket");
    expect(await refusedWith(() => market("zhouqiming"))).toEqual(["WORK_ORDER_OPEN"]);
    expect(await refusedWith(() => acts(company, "wutong", "WorkOrder", order, "close"))).toEqual(["SOD_SELF"]);
    await acts(company, "hechuan", "WorkOrder", order, "close");
    expect(await refusedWith(() => market("wutong"))).toEqual(["SOD_SELF"]);
    expect((await market("zhouqiming")).state).toBe("released");
  });

  it("[REQ-GATE-03] is not released while a nonconformity of a lot that went into it is open", async () => {
    const own = await usableLot(company, "SUP-01", "RM-201", "R201-N", "10");
    const order = await start("IS2607E", "100");
    await consume(order, own, "5");
    await consume(order, pouch, "102");
    await complete(order, "100", "0");
    await acts(company, "hechuan", "WorkOrder", order, "close");
    const lot = await (await company.as("sunye")).find("Lot", "IS2607E");
    await inspect(company, lot, [["0.31", "0.28"]], "sunye");
    const given = { site: await company.id("Site", "SZ1"), description: "Smell", severity: "major", lot: own.id, quantity: "5" };
    await acts(company, "chenhe", "Nonconformity", await (await company.as("chenhe")).create("Nonconformity", given), "report");
    expect(await refusedWith(() => acts(company, "zhouqiming", "Lot", lot, "releaseToMarket"))).toEqual(["NCR_OPEN_UPSTREAM"]);
  });

  it("an order from which something was issued is not cancelled", async () => {
    const order = await start("IS-X", "10");
    await consume(order, raw, "0.5");
    expect(
      await refusedWith(() => acts(company, "hechuan", "WorkOrder", order, "cancel", {}, "Planned twice by mistake")),
    ).toEqual(["STATE"]);
  });
});

describe("material by first expired, first out", () => {
  it("[REQ-GATE-19] is proposed in turn, and a later lot is taken only with a reason, which is written down", async () => {
    const order = await start("FEFO-1", "100");
    const sooner = await usableLot(company, "SUP-05", "PK-301", "P301-SOON", "60");
    await expires(company, sooner, "2027-12-31");
    const asked = (await ask(
      company,
      "wutong",
      `{ workOrder(id: "${order.id}") { toTake { item { number } wanted short picks { lot { number } location { number } quantity } obstacles { why } } } }`,
    )) as { workOrder: { toTake: { item: { number: string } }[] } };
    expect(asked.workOrder.toTake.find(({ item }) => item.number === "PK-301")).toEqual({
      item: { number: "PK-301" },
      wanted: "102",
      short: "0",
      picks: [
        { lot: { number: "P301-SOON" }, location: { number: "S1" }, quantity: "60" },
        { lot: { number: "P301-1" }, location: { number: "S1" }, quantity: "42" },
      ],
      obstacles: [],
    });
    expect(await refusedWith(() => consume(order, pouch, "10"))).toEqual(["FEFO_NOT_FIRST"]);
    const from = await company.id("Location", "S1");
    const fefoReason = "The open pallet is used up first";
    await acts(company, "wutong", "WorkOrder", order, "consume", { lot: pouch.id, from, quantity: "10", fefoReason });
    await acts(company, "wutong", "WorkOrder", order, "consume", { lot: sooner.id, from, quantity: "60", fefoReason });
    await acts(company, "wutong", "WorkOrder", order, "consume", { lot: pouch.id, from, quantity: "32" });
    const said = await company.sql(
      "select trim_scale(quantity)::text as quantity, fefo_reason as reason from work_order_consumed where head_id = $1 order by position",
      [order.id],
    );
    // Where the turn was kept there is nothing to explain.
    expect(said).toEqual([
      { quantity: "10", reason: fefoReason },
      { quantity: "60", reason: null },
      { quantity: "32", reason: null },
    ]);
  });
});
