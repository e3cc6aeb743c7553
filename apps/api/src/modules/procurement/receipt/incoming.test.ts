/** US-02 as the warehouse keeper sees it: one scan fills the line, cold goods are judged as they come, papers are asked for. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, arrival, ask, type Company, inspect, openCompany, purchase, revise } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { command } from "../../../kernel/command.ts";
import type { Handled } from "../../../seed/hands.ts";
import { isExcursion } from "./cold-chain.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  await bags();
  await epoxy();
});
afterAll(() => company.close());

/** RM-201 is bought in bags of 25 kg, and its lots are numbered by month. */
async function bags(): Promise<void> {
  const steward = await company.as("luoan");
  const bag = await steward.create("Unit", { symbol: "bag", nameEn: "Bag", nameZh: "袋", decimals: 0 });
  const conversion = await steward.create("UnitConversion", {
    item: await company.id("Item", "RM-201"),
    fromQuantity: "1",
    fromUnit: bag.id,
    toQuantity: "25",
    toUnit: await company.id("Unit", "kg"),
  });
  await acts(company, "linjing", "UnitConversion", conversion, "approve");
  await steward.edit("Item", { id: await company.id("Item", "RM-201") }, { lotPattern: "R201-{yy}{mm}" });
}

/** RM-208 is kept at 2–8 °C, in a cold quarantine place. */
async function epoxy(): Promise<void> {
  const steward = await company.as("luoan");
  await steward.create("Location", {
    number: "Q8",
    nameEn: "Cold quarantine",
    nameZh: "冷藏待验区",
    type: "quarantine",
    storageClass: "cold",
    site: await company.id("Site", "SZ1"),
  });
  const unit = await company.id("Unit", "kg");
  const item = { number: "RM-208", nameEn: "Epoxy", nameZh: "环氧胶", itemClass: "raw", source: "bought", unit };
  const { id } = await steward.create("Item", { ...item, lotPattern: "R208-{yy}{mm}", inspectionRequired: true });
  await revise(company, "ItemRevision", "RM-208", { specification: "Epoxy", shelfLifeMonths: 12, storageClass: "cold" });
  const pair = {
    item: id,
    supplier: await company.id("Supplier", "SUP-01"),
    riskClass: "A",
    basis: "audit",
    validTo: "2027-12-31",
  };
  await acts(company, "linjing", "SupplierItem", await (await company.as("mengfei")).create("SupplierItem", pair), "approve");
}

async function approved(lines: readonly object[]): Promise<Handled> {
  const given = await purchase(company, "SUP-01", "RM-201", "1", { lines });
  const draft = await (await company.as("shenyue")).create("PurchaseOrder", given);
  await acts(company, "shenyue", "PurchaseOrder", draft, "submit");
  return acts(company, "jiangmin", "PurchaseOrder", draft, "approve");
}

const inBags = async (quantity: string) =>
  approved([{ item: await company.id("Item", "RM-201"), unit: await company.id("Unit", "bag"), quantity, price: "462.5" }]);

const scanned = async (order: { id: string }, text: string) =>
  (
    (await ask(
      company,
      "gaolang",
      `{ scannedLine(order: "${order.id}", text: "${text}") { orderLine item { number } quantity unit { symbol } stockQuantity supplierLot lotNumber
        madeOn expiresOn location { number } problems { en } } }`,
    )) as { scannedLine: object }
  ).scannedLine;

const bagCode = "(241)RM-201(10)PV26-118(11)260626(37)48";

describe("a receipt by scan", () => {
  it("[REQ-TRC-01] one scan of 48 bags fills the line: 1,200 kg, the supplier's lot, ours by the pattern, a quarantine place", async () => {
    expect(await scanned(await inBags("48"), bagCode)).toEqual({
      orderLine: 1,
      item: { number: "RM-201" },
      quantity: "48",
      unit: { symbol: "bag" },
      stockQuantity: "1200",
      supplierLot: "PV26-118",
      lotNumber: "R201-2607",
      madeOn: "2026-06-26",
      expiresOn: null,
      location: { number: "Q1" },
      problems: [],
    });
  });

  it("says what a code does not say, and uses nothing of one that is not read without doubt", async () => {
    const order = await inBags("48");
    expect(await scanned(order, "(241)RM-201")).toMatchObject({
      orderLine: 1,
      quantity: null,
      problems: [
        { en: "The code names no amount; please type it." },
        { en: "The code names no lot of the supplier; please type it." },
      ],
    });
    expect(await scanned(order, "(241)RM-999(10)X")).toMatchObject({
      orderLine: null,
      problems: [{ en: "This package is of nothing that the order still waits for." }],
    });
    expect(await scanned(order, "(01)09521234000014")).toMatchObject({
      orderLine: null,
      problems: [{ en: "The code cannot be read without doubt; nothing of it was used." }],
    });
    expect(await scanned(order, "R201-2607")).toMatchObject({
      problems: [{ en: "This is no GS1 element string; please type the line." }],
    });
  });

  it("[REQ-GATE-01] bags become kilograms of one lot, and the next delivery of the month another number", async () => {
    const order = await inBags("96");
    const bag = await company.id("Unit", "bag");
    const keeper = await company.as("gaolang");
    for (const [quantity, lot, state] of [
      ["48", "R201-2607", "approved"],
      ["48", "R201-2607-2", "received"],
    ] as const) {
      const draft = await keeper.create("Receipt", await arrival(company, order, "", quantity, { unit: bag, expiresOn: null }));
      await keeper.act("Receipt", draft, "post");
      expect(
        await company.sql(
          "select t.number, t.state, t.quantity_made, o.state as order from lot t, purchase_order o where t.number = $1 and o.id = $2",
          [lot, order.id],
        ),
      ).toEqual([{ number: lot, state: "quarantine", quantity_made: "1200.000000", order: state }]);
    }
  });

  it("over-delivery is judged in the unit of the stock: 52 bags are within 10 % of 48, 53 are not", async () => {
    const bag = await company.id("Unit", "bag");
    const keeper = await company.as("gaolang");
    const come = async (quantity: string) =>
      keeper.create("Receipt", await arrival(company, await inBags("48"), "", quantity, { unit: bag, expiresOn: null }));
    expect(await refusalOf(keeper.act("Receipt", await come("53"), "post"))).toEqual(["OVER_DELIVERY"]);
    expect((await keeper.act("Receipt", await come("52"), "post")).state).toBe("posted");
  });

  it("refuses a unit that does not convert, and half a bag", async () => {
    const keeper = await company.as("gaolang");
    const order = await inBags("48");
    const ea = await keeper.create("Receipt", await arrival(company, order, "", "48", { unit: await company.id("Unit", "ea") }));
    expect(await refusalOf(keeper.act("Receipt", ea, "post"))).toEqual(["UNITS_DO_NOT_CONVERT"]);
    const half = await keeper.create(
      "Receipt",
      await arrival(company, order, "", "1.5", { unit: await company.id("Unit", "bag") }),
    );
    expect(await refusalOf(keeper.act("Receipt", half, "post"))).toEqual(["QUANTITY_DECIMALS"]);
  });

  it.each(["2029-06-30", "2029/6/30", "2029年6月30日"])("takes a date as it is typed: %s", async (expiresOn) => {
    const keeper = await company.as("gaolang");
    const { id } = await keeper.create(
      "Receipt",
      await arrival(company, await inBags("4"), `D-${expiresOn.length}`, "100", { expiresOn }),
    );
    expect(await company.sql("select expires_on::text from receipt_line where head_id = $1", [id])).toEqual([
      { expires_on: "2029-06-30" },
    ]);
  });
});

describe("cold goods", () => {
  it("are out of range above and below, not at the limits, and not without limits", () => {
    const cold = { storageClass: "cold", storageMin: null, storageMax: null } as const;
    const judged = (loggerMin: string | null, loggerMax: string | null) => isExcursion({ loggerMin, loggerMax }, cold);
    expect([judged("2.0", "8.0"), judged("3.1", "8.1"), judged("1.9", "5"), judged(null, "9.4"), judged(null, null)]).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(isExcursion({ loggerMin: "-40", loggerMax: "60" }, { storageClass: null, storageMin: null, storageMax: null })).toBe(
      false,
    );
  });

  const receiveEpoxy = async (more: object) => {
    const order = await approved([{ item: await company.id("Item", "RM-208"), quantity: "6", price: "10" }]);
    const location = await company.id("Location", "Q8");
    const keeper = await company.as("gaolang");
    const draft = await keeper.create(
      "Receipt",
      await arrival(company, order, "", "6", { location, expiresOn: "2027-06-30", ...more }),
    );
    await keeper.act("Receipt", draft, "post");
    const [row] = await company.sql<{ id: string; number: string }>(
      "select t.id, t.number from receipt_line l join lot t on t.id = l.lot_id where l.head_id = $1",
      [draft.id],
    );
    return row ?? { id: "", number: "" };
  };

  it("[REQ-GATE-19] RM-208 logged at 9.4 °C for 42 min is received, a deviation opened and the lot held, in one transaction", async () => {
    const lot = await receiveEpoxy({ loggerMin: "3.2", loggerMax: "9.4", minutesOut: 42 });
    const [deviation] = await company.sql<{ number: string; command: string }>(
      `select d.number, d.kind, d.description, d.state, h.kind as hold, h.placed_by_system from receipt_line l join deviation d on d.id = l.deviation_id
       join hold h on h.lot_id = l.lot_id and h.state = 'active' where l.lot_id = $1`,
      [lot.id],
    );
    expect(deviation).toMatchObject({
      kind: "excursion",
      state: "reported",
      hold: "excursion",
      placed_by_system: deviation?.number,
      description:
        "RM-208: logger read 3.2–9.4 °C on arrival for 42 min, limit Cold, 2–8 °C / 到货记录仪 3.2–9.4 °C 持续 42 分钟，要求 冷藏 2–8 °C",
    });
    expect(await company.sql("select state from lot where id = $1", [lot.id])).toEqual([{ state: "quarantine" }]);
  });

  it("[REQ-GATE-19] within the range nothing is opened; without a reading it is received, but not released", async () => {
    const good = await receiveEpoxy({ loggerMin: "3.2", loggerMax: "7.4" });
    expect(await company.sql("select 1 from hold where lot_id = $1", [good.id])).toEqual([]);
    const silent = await receiveEpoxy({});
    expect(await refusalOf(acts(company, "zhouqiming", "Lot", silent, "release"))).toContain("TEMPERATURE_RECORD_MISSING");
    expect(await refusalOf(acts(company, "zhouqiming", "Lot", good, "release"))).not.toContain("TEMPERATURE_RECORD_MISSING");
  });
});

describe("the papers of a delivery", () => {
  it("[REQ-SUP-05] no certificate where the plan asks for one · accept · blocked, until it is attached to the receipt", async () => {
    await company.at("2026-07-10 08:00");
    await revise(
      company,
      "InspectionPlan",
      "PK-301",
      {
        revision: "B",
        changeReason: "certificate asked for",
        nameEn: "Pouch",
        nameZh: "纸塑袋",
        certificate: "conformity",
        characteristics: [
          {
            nameEn: "Width",
            nameZh: "宽度",
            kind: "variable",
            lower: "119.0",
            upper: "121.0",
            unit: "mm",
            decimals: 1,
            samplingRule: "fixed",
            sampleSize: 1,
            acceptUpTo: 0,
          },
        ],
      },
      "2026-07-10",
    );
    const given = await purchase(company, "SUP-05", "PK-301", "100", { orderedOn: "2026-07-10" });
    const order = await (await company.as("shenyue")).create("PurchaseOrder", given);
    await acts(company, "shenyue", "PurchaseOrder", order, "submit");
    await acts(company, "jiangmin", "PurchaseOrder", order, "approve");
    const keeper = await company.as("gaolang");
    const receipt = await keeper.create("Receipt", await arrival(company, order, "P301-2607", "100"));
    await keeper.act("Receipt", receipt, "post");
    const lot = await keeper.find("Lot", "P301-2607");
    await inspect(company, lot, [["120.0"]]);
    expect(await refusalOf(acts(company, "zhouqiming", "Lot", lot, "release"))).toEqual(["CERTIFICATE_MISSING"]);
    const attach = (kind: string) =>
      command(company.kernel, keeper.ctx, { id: randomUUID(), operation: "addAttachment", input: kind }, async (tx) => {
        const columns = ["record_type", "record_id", "name", "kind", "media_type", "size", "sha256"];
        await tx.insert("attachment", columns, [["Receipt", receipt.id, `${kind}.pdf`, kind, "application/pdf", 10, kind]]);
        return null;
      });
    await attach("analysis");
    expect(await refusalOf(acts(company, "zhouqiming", "Lot", lot, "release"))).toEqual(["CERTIFICATE_MISSING"]);
    await attach("conformity");
    expect((await acts(company, "zhouqiming", "Lot", lot, "release")).state).toBe("released");
  });
});
