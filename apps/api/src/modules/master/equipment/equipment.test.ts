import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, countOfEverything, instrument, openCompany } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { dueAfter } from "./due.ts";
import { type EquipmentFact, equipmentOf, equipmentReasons, rangeReasons } from "./fit.ts";

let company: Company;
let next = 0;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const codesOf = async (id: string, wanted?: Parameters<typeof equipmentReasons>[1]): Promise<string[]> => {
  let codes: string[] = [];
  await (await company.as("chenhe")).read(async (tx) => {
    const fact = (await equipmentOf(tx, [id])).get(id);
    codes = fact ? equipmentReasons(fact, wanted).map((reason) => reason.code) : ["unknown"];
  });
  return codes;
};

describe("the due date of a calibration", () => {
  it("is the same day so many months later, in a shorter month its last day", () => {
    expect(dueAfter("2025-12-20", 12)).toBe("2026-12-20");
    expect(dueAfter("2025-07-20", 12)).toBe("2026-07-20");
    expect(dueAfter("2026-01-31", 1)).toBe("2026-02-28");
    expect(dueAfter("2024-02-29", 12)).toBe("2025-02-28");
  });

  it("[REQ-GATE-07] is the last good day, until 24:00 on the wall of its site", async () => {
    const calliper = await instrument(company, `CAL-${++next}`, "2025-07-20");
    await company.at("2026-07-20 23:59");
    expect(await codesOf(calliper.id)).toEqual([]);
    await company.at("2026-07-21 00:00");
    expect(await codesOf(calliper.id)).toEqual(["EQUIPMENT_DUE"]);
    await company.at("2026-07-06 08:00");
  });
});

describe("a piece of equipment", () => {
  it("[REQ-APR-02] is approved by QA, and whoever recorded the calibration does not approve it", async () => {
    const metrologist = await company.as("shaobo");
    const made = await metrologist.create("Equipment", {
      number: `CAL-${++next}`,
      site: await company.id("Site", "SZ1"),
      nameEn: "Calliper",
      nameZh: "卡尺",
      type: "calliper",
      calibrationMonths: 12,
    });
    expect(await refusalOf(acts(company, "linjing", "Equipment", made, "approve"))).toEqual(["EQUIPMENT_DUE"]);
    await metrologist.act("Equipment", made, "calibrate", {
      calibratedOn: "2026-07-01",
      certificate: "C-1",
      asFound: "inTolerance",
    });
    const before = await countOfEverything(company);
    expect(await refusalOf(acts(company, "shaobo", "Equipment", made, "approve"))).toEqual(["NO_PERMIT", "SOD_SELF", "SOD_SELF"]);
    expect(await countOfEverything(company)).toEqual(before);
    expect((await acts(company, "linjing", "Equipment", made, "approve")).state).toBe("inUse");
    expect(await codesOf(made.id)).toEqual([]);
  });

  it("keeps every calibration with its certificate; the latest moves the due date, and it waits for QA meanwhile", async () => {
    const calliper = await instrument(company, `CAL-${++next}`, "2025-09-01");
    const after = await acts(company, "shaobo", "Equipment", calliper, "calibrate", {
      calibratedOn: "2026-07-05",
      certificate: "C-2026",
      asFound: "inTolerance",
      note: "jaws cleaned",
    });
    expect(after.state).toBe("toApprove");
    expect(await codesOf(calliper.id)).toEqual(["EQUIPMENT_NOT_APPROVED"]);
    const lines = await company.sql(
      "select calibrated_on::text, due_on::text, certificate, as_found from equipment_calibration where head_id = $1 order by position",
      [calliper.id],
    );
    expect(lines).toEqual([
      { calibrated_on: "2025-09-01", due_on: "2026-09-01", certificate: `C-CAL-${next}`, as_found: "inTolerance" },
      { calibrated_on: "2026-07-05", due_on: "2027-07-05", certificate: "C-2026", as_found: "inTolerance" },
    ]);
    await acts(company, "linjing", "Equipment", calliper, "approve");
    expect(await codesOf(calliper.id)).toEqual([]);
  });

  it("[REQ-GATE-07] found out of tolerance is locked at once and measures nothing until QA unlocks and approves it", async () => {
    const calliper = await instrument(company, `CAL-${++next}`, "2025-09-01");
    const found = await acts(company, "shaobo", "Equipment", calliper, "calibrate", {
      calibratedOn: "2026-07-05",
      certificate: "C-OOT",
      asFound: "outOfTolerance",
      note: "+0.12 mm at 100 mm, adjusted",
    });
    expect(found.state).toBe("locked");
    expect(await codesOf(calliper.id)).toEqual(["EQUIPMENT_LOCKED"]);
    await acts(company, "linjing", "Equipment", calliper, "unlock", {}, "adjusted, impact assessed");
    await acts(company, "linjing", "Equipment", calliper, "approve");
    expect(await codesOf(calliper.id)).toEqual([]);
  });

  it("[REQ-GATE-07] every reason is named at once: out of service, due, of another type", async () => {
    const calliper = await instrument(company, `CAL-${++next}`, "2025-07-20");
    await acts(company, "shaobo", "Equipment", calliper, "takeOut", {}, "dropped on the floor");
    await company.at("2026-07-21 08:00");
    const site = await company.id("Site", "SZ1");
    expect(await codesOf(calliper.id, { type: "tensileTester", site })).toEqual([
      "EQUIPMENT_OUT",
      "EQUIPMENT_DUE",
      "EQUIPMENT_TYPE",
    ]);
    await company.at("2026-07-06 08:00");
  });

  it("a calibration of tomorrow or older than the last one is refused at its box", async () => {
    const calliper = await instrument(company, `CAL-${++next}`, "2025-09-01");
    const record = (calibratedOn: string) =>
      refusalOf(
        acts(company, "shaobo", "Equipment", calliper, "calibrate", { calibratedOn, certificate: "C", asFound: "inTolerance" }),
      );
    expect(await record("2026-07-07")).toEqual(["calibratedOn:future"]);
    expect(await record("2025-08-31")).toEqual(["calibratedOn:order"]);
  });

  it("[REQ-GATE-07] reads nothing outside its range, told in the range's own unit", () => {
    const fact = { number: "CAL-1", rangeFrom: "0", rangeTo: "150", rangeUnit: "mm" } as EquipmentFact;
    expect(rangeReasons(fact, "150", "mm")).toEqual([]);
    expect(rangeReasons(fact, "150.01", "mm").map((reason) => reason.code)).toEqual(["EQUIPMENT_RANGE"]);
    expect(rangeReasons(fact, "900", "MPa")).toEqual([]);
  });
});
