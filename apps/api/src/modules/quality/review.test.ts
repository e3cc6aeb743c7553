/** What a reviewer of inspections, retests, nonconformities and deviations is shown as out of the ordinary, and what not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, inspect, inspectionOf, openCompany, receive, revise, usableLot } from "../../../test/company.ts";
import { confirmSale, finishedLot, pickShipment, saleTo, shipmentOf, shipShipment } from "../../../test/delivery.ts";
import { publishedDevice } from "../../../test/device.ts";
import { factLines, findingsOf, foundBy, said } from "../../../test/findings.ts";
import type { Handled } from "../../seed/hands.ts";

let company: Company;
let next = 0;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

type Typed = readonly [sample: number, value: string, characteristic?: number];
const record = (inspection: Handled, typed: readonly Typed[], reason = "") =>
  acts(
    company,
    "chenhe",
    "Inspection",
    inspection,
    "record",
    {
      readings: typed.map(([sample, value, characteristic = 1]) => ({
        characteristic,
        sample,
        value,
        equipment: null,
        defect: null,
      })),
    },
    reason,
  );

const started = async (supplier: string, item: string, quantity: string, typed: readonly Typed[]) => {
  const lot = await receive(company, supplier, item, `Q-${++next}`, quantity);
  const inspection = await inspectionOf(company, lot);
  await record(inspection, typed);
  return inspection;
};

describe("review by exception of inspections", () => {
  it("[REQ-REC-12] READING_OUT lists each reading beyond its limits with who read it, of attributes without limits", async () => {
    const inspection = await started("SUP-05", "PK-301", "24000", [
      [1, "121.4"],
      [2, "120.0"],
      [1, "1", 2],
      [2, "0", 2],
    ]);
    const found = await foundBy("READING_OUT", company, "linjing", "Inspection", inspection);
    expect(found.map(said)).toEqual([
      ["Width 121.4, limit 119–121 mm", "项目 121.4，限值 119–121 mm", "high"],
      ["Appearance 1, does not conform", "项目 1，不合格", "high"],
    ]);
    expect(found.map(({ detail }) => detail)).toEqual([
      { en: "Sample 1, Chen He", zh: "样品 1，陈禾" },
      { en: "Sample 1, Chen He", zh: "样品 1，陈禾" },
    ]);
    const [width, appearance] = found;
    expect(width && factLines(width)).toEqual([
      "Reading 121.4 mm · 实测 121.4 mm · not ok · 119.000000 < 121.4 < 121.000000",
      "Limits 119–121 mm · 限值 119–121 mm",
      "Sample 1 · 样品 1",
      "Read by Chen He · 检验人 陈禾",
    ]);
    expect(appearance && factLines(appearance)).toEqual([
      "Reading 1 · 实测 1 · not ok ·  < 1 < ",
      "Sample 1 · 样品 1",
      "Read by Chen He · 检验人 陈禾",
    ]);
  });

  it("[REQ-REC-12] a reading at its limit is no exception", async () => {
    const inspection = await started("SUP-01", "RM-201", "100", [[1, "13.5"]]);
    expect(await findingsOf(company, "linjing", "Inspection", inspection)).toEqual([]);
  });

  it("[REQ-REC-12] READ_ANEW: from fail to pass weighs most; what only changed weighs less", async () => {
    const inspection = await started("SUP-01", "RM-201", "100", [[1, "12.4"]]);
    await record(inspection, [[1, "14.2"]], "Read the neighbouring line of the printout");
    const anew = await findingsOf(company, "linjing", "Inspection", inspection);
    expect(anew.map(({ code }) => code)).toEqual(["READ_ANEW"]);
    expect(anew.map(said)).toEqual([
      ["Tensile strength: 12.4 → 14.2, fail to pass", "项目：12.4 → 14.2，由不合格变为合格", "high"],
    ]);
    expect(anew.map(({ detail }) => detail)).toEqual([{ en: "Chen He", zh: "陈禾" }]);
    expect(anew.flatMap(factLines)).toEqual([
      "Before 12.4 · 原读数 12.4 · not ok",
      "After 14.2 · 现读数 14.2 · ok",
      "Read by Chen He · 检验人 陈禾",
    ]);
    await record(inspection, [[1, "14.4"]], "Typed the wrong last digit");
    expect((await findingsOf(company, "linjing", "Inspection", inspection)).map(said)).toEqual([
      ["Tensile strength: 12.4 → 14.2, fail to pass", "项目：12.4 → 14.2，由不合格变为合格", "high"],
      ["Tensile strength: 14.2 → 14.4", "项目：14.2 → 14.4", "medium"],
    ]);
  });
});

describe("review by exception of retests", () => {
  it("[REQ-GATE-12] FIRST_RESULT shows what did not conform of that characteristic and sample only", async () => {
    const plan = { samplingRule: "fixed", nameZh: "项目", kind: "variable", decimals: 1, unit: "mm", acceptUpTo: 0 };
    await revise(company, "InspectionPlan", "RM-205", {
      nameEn: "Connector",
      nameZh: "接头",
      characteristics: [
        { ...plan, nameEn: "Length", lower: "9.0", upper: "11.0", sampleSize: 2 },
        { ...plan, nameEn: "Bore", lower: null, upper: "2.0", sampleSize: 1 },
      ],
    });
    const inspection = await started("SUP-04", "RM-205", "100", [
      [1, "8.5"],
      [2, "11.5"],
      [1, "2.4", 2],
    ]);
    const askFor = async (characteristic: number, sample: number | null) => {
      const why = "Calliper jaws found dirty";
      await acts(company, "chenhe", "Inspection", inspection, "requestRetest", { characteristic, sample, why });
      const [asked] = await company.sql<Handled>(
        "select id, number from retest where inspection_id = $1 order by id desc limit 1",
        [inspection.id],
      );
      if (!asked) throw new Error("no retest");
      return asked;
    };
    const sample = await askFor(1, 2);
    const bore = await askFor(2, null);
    const [found, ...more] = await foundBy("FIRST_RESULT", company, "linjing", "Retest", sample);
    expect(more).toEqual([]);
    expect(found && said(found)).toEqual(["Length 11.5, limit 9–11 mm", "项目 11.5，限值 9–11 mm", "medium"]);
    expect(found && factLines(found)).toEqual([
      "Reading 11.5 mm · 实测 11.5 mm · not ok · 9.000000 < 11.5 < 11.000000",
      "Limits 9–11 mm · 限值 9–11 mm",
      "Sample 2 · 样品 2",
      "Read by Chen He · 检验人 陈禾",
    ]);
    expect((await foundBy("FIRST_RESULT", company, "linjing", "Retest", bore)).map(said)).toEqual([
      ["Bore 2.4, limit ≤2 mm", "项目 2.4，限值 ≤2 mm", "medium"],
    ]);
    // Both at once, as the queue asks: each gets its own.
    const { queue } = (await asked(`{ queue: reviewQueue(record: "Retest") { items { number exceptions } } }`)) as {
      queue: { items: { number: string; exceptions: number }[] };
    };
    expect(queue.items).toEqual([sample, bore].map(({ number }) => ({ number, exceptions: 1 })));
  });
});

async function asked(source: string): Promise<unknown> {
  const reply = await (await company.browser("linjing")).ask(source);
  expect(reply.errors).toEqual([]);
  return reply.data;
}

/** The nonconformity of a lot whose inspection was rejected. */
async function rejected(supplier: string, item: string, values: readonly (readonly string[])[]): Promise<Handled> {
  const lot = await receive(company, supplier, item, `N-${++next}`, "24000");
  await inspect(company, lot, values);
  const [row] = await company.sql<Handled>("select id, number from nonconformity where lot_id = $1", [lot.id]);
  if (!row) throw new Error("no nonconformity");
  return row;
}

async function reported(lot: Handled, quantity = "1"): Promise<Handled> {
  const ncr = await (await company.as("chenhe")).create("Nonconformity", {
    site: await company.id("Site", "SZ1"),
    description: "One bag torn",
    severity: "minor",
    lot: lot.id,
    quantity,
  });
  return acts(company, "chenhe", "Nonconformity", ncr, "report");
}

describe("review by exception of nonconformities", () => {
  it("[REQ-QEV-07] NCR_REPEATED names the one before of the same item and supplier within 90 days, on the firm's day", async () => {
    // 07:00 in Suzhou is the day before in UTC.
    await company.at("2026-07-08 07:00");
    const first = await rejected("SUP-01", "RM-201", [["12.0", "14.0"]]);
    expect(await findingsOf(company, "linjing", "Nonconformity", first)).toEqual([]);
    await company.at("2026-07-09 07:00");
    const second = await rejected("SUP-01", "RM-201", [["12.0", "14.0"]]);
    const found = await foundBy("NCR_REPEATED", company, "linjing", "Nonconformity", second);
    expect(found.map(said)).toEqual([[`Before it: ${first.number}, 2026-07-08`, `此前：${first.number}，2026-07-08`, "medium"]]);
    const [row] = await company.sql<{ description: string }>("select description from nonconformity where id = $1", [first.id]);
    expect(found.map(({ detail }) => detail?.en)).toEqual([row?.description]);
    expect(found.flatMap(factLines)).toEqual([
      `Earlier ${row?.description} · 此前 ${row?.description} · Nonconformity ${first.number}`,
    ]);
    // Of another item, and more than 90 days later, it is no repetition.
    const other = await rejected("SUP-05", "PK-301", [
      ["125.0", "125.0", "125.0"],
      ["0", "0"],
    ]);
    expect(await foundBy("NCR_REPEATED", company, "linjing", "Nonconformity", other)).toEqual([]);
    await company.at("2026-10-08 08:00");
    const late = await rejected("SUP-01", "RM-201", [["12.0", "14.0"]]);
    expect(await foundBy("NCR_REPEATED", company, "linjing", "Nonconformity", late)).toEqual([]);
    await company.at("2026-07-06 08:00");
  });

  it("[REQ-QEV-01] LOT_PARTLY_OUT tells what was used and shipped; what was shipped weighs most", async () => {
    const raw = await usableLot(company, "SUP-01", "RM-201", "OUT-R", "1200");
    const pouch = await usableLot(company, "SUP-05", "PK-301", "OUT-P", "24000");
    const before = await reported(raw);
    expect(await foundBy("LOT_PARTLY_OUT", company, "linjing", "Nonconformity", before)).toEqual([]);

    const second = await usableLot(company, "SUP-01", "RM-201", "OUT-R2", "1200");
    const set = await finishedLot(company, {
      lotNumber: "OUT-F",
      quantity: "1000",
      raw: second,
      pouch,
      kilograms: "50.5",
      pouches: "1020",
      remark: "Half a kilogram spilt when the hopper was filled",
    });
    await publishedDevice(company);
    await shipped(set, "400");
    const out = await foundBy("LOT_PARTLY_OUT", company, "linjing", "Nonconformity", await reported(set));
    expect(out.map(said)).toEqual([["Left stock: shipped 400 ea", "已出库：发货 400 ea", "high"]]);
    // Reported last: it would have stopped the release of what it went into.
    const used = await foundBy("LOT_PARTLY_OUT", company, "linjing", "Nonconformity", await reported(second));
    expect(used.map(said)).toEqual([["Left stock: used 50.5 kg", "已出库：耗用 50.5 kg", "medium"]]);
    expect(used.flatMap(factLines)).toEqual([]);
  });
});

async function shipped(lot: Handled, quantity: string): Promise<void> {
  const order = await saleTo(company, "C-01", quantity);
  await confirmSale(company, order);
  const shipment = await shipmentOf(company, order, [{ lot: lot.id, quantity }]);
  await pickShipment(company, shipment);
  await shipShipment(company, shipment);
}

describe("review by exception of deviations", () => {
  it("[REQ-QEV-01] LOT_RELEASED_BEFORE names each lot that is released already", async () => {
    const report = async (...lots: readonly Handled[]) =>
      (await company.as("gaolang")).create("Deviation", {
        site: await company.id("Site", "SZ1"),
        description: "Pallet stood in the sun",
        kind: "excursion",
        foundOn: "2026-07-06",
        place: "Gate 2",
        containment: "Moved into the cold room",
        lots: lots.map(({ id }) => ({ lot: id })),
      });
    const waiting = await receive(company, "SUP-01", "RM-201", `D-${++next}`, "100");
    const released = await usableLot(company, "SUP-01", "RM-201", "D-OUT", "100");
    const found = await foundBy("LOT_RELEASED_BEFORE", company, "linjing", "Deviation", await report(waiting, released));
    expect(found.map(said)).toEqual([["Lot D-OUT is released", "批 D-OUT 已放行", "high"]]);
    expect(found.flatMap(factLines)).toEqual(["Lot D-OUT · 批 D-OUT · Lot D-OUT"]);
    expect(await findingsOf(company, "linjing", "Deviation", await report(waiting))).toEqual([]);
  });
});
