/** Nonconformities and held parts of serial-tracked lots: the units that go, or stay behind, are named. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, countOfEverything, inspectionOf, openCompany, revise } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { command } from "../../../kernel/command.ts";
import { receiveLot } from "../../inventory/index.ts";
import { openInspection } from "../inspection/open.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  const steward = await company.as("luoan");
  const [unit] = await company.sql<{ id: string }>("select id from unit where symbol = 'ea'");
  const names = { number: "MB-401", nameEn: "Board", nameZh: "主板", itemClass: "component", source: "bought" };
  await steward.create("Item", { ...names, unit: unit?.id, inspectionRequired: true, serialTracked: true });
  await revise(company, "InspectionPlan", "MB-401", {
    nameEn: "Board",
    nameZh: "主板",
    characteristics: [
      {
        nameEn: "Appearance",
        nameZh: "外观",
        kind: "attribute",
        decimals: 0,
        samplingRule: "fixed",
        sampleSize: 1,
        acceptUpTo: 0,
      },
    ],
  });
});
afterAll(() => company.close());

let lots = 0;
async function boards(): Promise<{ id: string; number: string; unit: (n: string) => string }> {
  const number = `MB-${++lots}`;
  const { ctx } = await company.as("gaolang");
  const given = {
    number,
    item: await company.id("Item", "MB-401"),
    supplier: await company.id("Supplier", "SUP-05"),
    supplierLot: "S",
    quantity: "5",
    serials: `${number}-1…5`,
    location: await company.id("Location", "Q1"),
    source: { record: "Receipt", id: "1000001", number: "DOC-1" },
  } as const;
  await command(company.kernel, ctx, { id: randomUUID(), operation: "test", input: null }, async (tx) => {
    await openInspection(tx, await receiveLot(tx, given));
    return null;
  });
  return { id: await company.id("Lot", number), number, unit: (n) => `${number}-${n}` };
}

const where = (prefix: string) =>
  company.sql<object>(
    `select l.number as lot, s.whereabouts as at, string_agg(right(s.serial_number, 1), '' order by s.serial_number) as units
     from serial s join lot l on l.id = s.lot_id where s.serial_number like $1 group by 1, 2 order by 1, 2`,
    [`${prefix}-%`],
  );

/** Refused, and nothing changed. */
async function refusedWith(work: () => Promise<unknown>): Promise<string[]> {
  const before = await countOfEverything(company);
  const codes = await refusalOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return codes;
}

describe("units of a serial-tracked lot", () => {
  it("[REQ-TRC-01] that are scrapped by a decision are named: as many as were found, of this lot, on our shelves", async () => {
    const [lot, other] = [await boards(), await boards()];
    const ncr = await (await company.as("chenhe")).create("Nonconformity", {
      site: await company.id("Site", "SZ1"),
      description: "Two boards with a cracked corner",
      severity: "minor",
      lot: lot.id,
      quantity: "2",
    });
    await acts(company, "chenhe", "Nonconformity", ncr, "report");
    await acts(company, "linjing", "Nonconformity", ncr, "review", { containment: "Set apart at Q1" });
    const decision = { decision: "scrap", justification: "Not to be repaired", instruction: null } as const;
    await acts(company, "linjing", "Nonconformity", ncr, "disposition", decision);
    await acts(company, "hechuan", "Nonconformity", ncr, "disposition", decision);
    const carryOut = (serials: string | null) =>
      acts(company, "gaolang", "Nonconformity", ncr, "carryOut", { carriedOut: "Broken and thrown away", serials });
    expect(await refusedWith(() => carryOut(null))).toEqual(["SERIALS_REQUIRED"]);
    expect(await refusedWith(() => carryOut(lot.unit("2")))).toEqual(["SERIALS_COUNT"]);
    expect(await refusedWith(() => carryOut(`${lot.unit("2")} ${other.unit("2")}`))).toEqual(["SERIAL_OTHER_LOT"]);
    expect(await refusedWith(() => carryOut(`${lot.unit("2")} ${lot.unit("9")}`))).toEqual(["SERIAL_UNKNOWN"]);
    await carryOut(`${lot.unit("2")} ${lot.unit("4")}`);
    expect(await where(lot.number)).toEqual([
      { lot: lot.number, at: "quarantine", units: "135" },
      { lot: lot.number, at: "scrap", units: "24" },
    ]);
  });

  it("[REQ-TRC-11] that are held by an inspection go into the part with its own number", async () => {
    const lot = await boards();
    const inspection = await inspectionOf(company, lot);
    await acts(company, "chenhe", "Inspection", inspection, "record", {
      readings: [{ characteristic: 1, sample: 1, value: "0" }],
    });
    const hold = async (serials: string | null) =>
      acts(company, "chenhe", "Inspection", inspection, "holdPart", {
        from: await company.id("Location", "Q1"),
        quantity: "2",
        serials,
        lotNumber: `${lot.number}-H`,
        severity: "minor",
        description: "Scratched",
      });
    expect(await refusedWith(() => hold(null))).toEqual(["SERIALS_REQUIRED"]);
    await hold(`${lot.unit("1")} ${lot.unit("5")}`);
    expect(await where(lot.number)).toEqual([
      { lot: lot.number, at: "quarantine", units: "234" },
      { lot: `${lot.number}-H`, at: "quarantine", units: "15" },
    ]);
  });
});
