import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acts,
  ask,
  blockerCodes,
  blockers,
  type Company,
  countOfEverything,
  inspect,
  inspectionOf,
  openCompany,
  receive,
  revise,
} from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const stateOf = async (lot: { id: string }) =>
  (await company.sql<{ state: string }>("select state from lot where id = $1", [lot.id]))[0]?.state;
const reading = (sample: number, value: string, characteristic = 1) => ({ characteristic, sample, value });

describe("US-03 tell me how many, show me limits, let me type", () => {
  it("the first reading takes the lot under test; all samples in limits release nothing by themselves", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", "R-1", "100");
    const inspection = await inspectionOf(company, lot);
    expect(await stateOf(lot)).toBe("quarantine");
    await acts(company, "chenhe", "Inspection", inspection, "record", { readings: [reading(1, "13.5")] });
    expect(await stateOf(lot)).toBe("underTest");
    const before = await countOfEverything(company);
    expect(await refusalOf(acts(company, "chenhe", "Inspection", inspection, "conclude"))).toEqual(["READINGS_MISSING"]);
    expect(await countOfEverything(company)).toEqual(before);
    await acts(company, "chenhe", "Inspection", inspection, "record", { readings: [reading(2, "14.0")] });
    await acts(company, "chenhe", "Inspection", inspection, "conclude");
    expect(await company.sql("select state, result, summary from inspection where id = $1", [inspection.id])).toEqual([
      {
        state: "concluded",
        result: "accepted",
        summary: [
          { position: 1, nameEn: "Tensile strength", nameZh: "项目", samples: 2, defects: 0, acceptUpTo: 0, result: "accepted" },
        ],
      },
    ]);
    expect(await stateOf(lot)).toBe("underTest");
  });

  it("one width out of limits is accepted with Ac 1; appearance counts its defects", async () => {
    const lot = await receive(company, "SUP-05", "PK-301", "P-1", "24000");
    await inspect(company, lot, [
      ["120.0", "121.4", "119.0"],
      ["2", "OK"],
    ]);
    expect(await company.sql("select result from inspection where lot_id = $1", [lot.id])).toEqual([{ result: "accepted" }]);
    expect(await company.sql("select count(*)::int as n from nonconformity where lot_id = $1", [lot.id])).toEqual([{ n: 0 }]);
  });

  it("[REQ-GATE-11] two out of limits reject it: the nonconformity is there, prefilled and open, with a hold, in the same transaction", async () => {
    const lot = await receive(company, "SUP-05", "PK-301", "P-2", "24000");
    await inspect(company, lot, [
      ["120.0", "121.4", "121.1"],
      ["0", "0"],
    ]);
    expect(await stateOf(lot)).toBe("underTest");
    const [ncr] = await company.sql<object>(
      `select n.number, n.state, n.description, n.quantity, i.number as inspection from nonconformity n join inspection i on i.id = n.inspection_id where n.lot_id = $1`,
      [lot.id],
    );
    expect(ncr).toEqual({
      number: "NCR-26-001",
      state: "open",
      description: "IN-26-0003: Width 项目: 2/3 > Ac 1 (119.0–121.0 mm)",
      quantity: "24000.000000",
      inspection: "IN-26-0003",
    });
    expect(await company.sql("select state, kind, placed_by_system from hold where lot_id = $1", [lot.id])).toEqual([
      { state: "active", kind: "nonconformity", placed_by_system: "NCR-26-001" },
    ]);
    const together = await company.sql(
      "select count(distinct command_id)::int as n from audit.event where (table_name, kind) in (('nonconformity', 'insert'), ('hold', 'insert')) or (table_name = 'inspection' and new ->> 'result' = 'rejected')",
    );
    expect(together).toEqual([{ n: 1 }]);
    expect(await refusalOf(acts(company, "zhouqiming", "Lot", lot, "release"))).toEqual(
      expect.arrayContaining(["INSPECTION_REJECTED", "NCR_OPEN"]),
    );
  });

  it("nobody types pass or fail, a sample beyond the plan or twice", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", "R-2", "100");
    const inspection = await inspectionOf(company, lot);
    const before = await countOfEverything(company);
    const codes = (readings: ReturnType<typeof reading>[]) =>
      refusalOf(acts(company, "chenhe", "Inspection", inspection, "record", { readings }));
    expect(await codes([reading(1, "pass")])).toEqual(["readings.0.value:decimal"]);
    expect(await codes([reading(1, "14"), reading(3, "14")])).toEqual(["readings.1.sample:max"]);
    expect(await codes([reading(1, "14"), reading(1, "15")])).toEqual(["readings.1.sample:twice"]);
    expect(await codes([reading(1, "14", 2)])).toEqual(["readings.0.characteristic:unknown"]);
    expect(await codes([])).toEqual(["readings:required"]);
    expect(
      await codes([reading(1, "pass"), reading(1, "14", 2), reading(3, "14"), reading(2, "1,5,2"), reading(1, "15")]),
    ).toEqual([
      "readings.0.value:decimal",
      "readings.1.characteristic:unknown",
      "readings.2.sample:max",
      "readings.3.value:decimal",
      "readings.4.sample:twice",
    ]);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("[REQ-GATE-12] a corrected reading needs a reason, and the first one stays to be seen", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", "R-3", "100");
    const inspection = await inspectionOf(company, lot);
    const record = (value: string, reason = "") =>
      acts(company, "chenhe", "Inspection", inspection, "record", { readings: [reading(1, value)] }, reason);
    await record("12.4");
    expect(await refusalOf(record("14.2"))).toEqual(["reason:REASON_REQUIRED"]);
    expect(await refusalOf(record("14.2", "typo"))).toEqual(["reason:REASON_REQUIRED"]);
    await record("14.2", "Read the neighbouring line of the printout");
    await record("14.20");
    const rows = await company.sql<{ value: string; conforms: boolean; replaces: string | null }>(
      "select r.value, r.conforms, was.value as replaces from reading r left join reading was on was.id = r.replaces_id where r.inspection_id = $1 order by r.id",
      [inspection.id],
    );
    expect(rows).toEqual([
      { value: "12.4", conforms: false, replaces: null },
      { value: "14.2", conforms: true, replaces: "12.4" },
    ]);
    await expect(company.sql("update reading set value = '14.2' where value = '12.4'")).rejects.toThrow();
  });

  it("[REQ-GATE-10] judges by the plan that was in force when the lot came, whatever is approved later", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", "R-4", "100");
    await revise(
      company,
      "InspectionPlan",
      "RM-201",
      {
        revision: "B",
        nameEn: "PVC",
        nameZh: "PVC",
        characteristics: [
          {
            nameEn: "Tensile strength",
            nameZh: "拉伸强度",
            kind: "variable",
            lower: "15.0",
            decimals: 1,
            samplingRule: "fixed",
            sampleSize: 5,
            acceptUpTo: 0,
          },
        ],
      },
      "2026-07-07",
    );
    await company.at("2026-07-08 09:00");
    await inspect(company, lot, [["13.6", "14.0"]]);
    expect(
      await company.sql(
        "select i.result, p.number from inspection i join inspection_plan p on p.id = i.plan_id where i.lot_id = $1",
        [lot.id],
      ),
    ).toEqual([{ result: "accepted", number: "IP-RM-201.A" }]);
    await company.at("2026-07-06 10:00");
  });

  it("a lot smaller than the sample is inspected whole", async () => {
    const lot = await receive(company, "SUP-05", "PK-301", "P-3", "2");
    await inspect(company, lot, [
      ["120.0", "120.0"],
      ["0", "0"],
    ]);
    expect(await company.sql("select result from inspection where lot_id = $1", [lot.id])).toEqual([{ result: "accepted" }]);
  });
});

describe("an inspection as the screen sees it", () => {
  it("[REQ-GATE-12] shows limits, samples, every reading with who and the replaced one, and how it stands", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", "R-5", "100");
    const inspection = await inspectionOf(company, lot);
    await acts(company, "chenhe", "Inspection", inspection, "record", { readings: [reading(1, "12.4")] });
    await acts(
      company,
      "chenhe",
      "Inspection",
      inspection,
      "record",
      { readings: [reading(1, "14.2"), reading(2, "14")] },
      "Read the neighbouring line of the printout",
    );
    const answer = await ask(
      company,
      "linjing",
      `{ inspection(number: "${inspection.number}") { state characteristics { position nameEn kind lower upper unit decimals limits sampleSize acceptUpTo defects judged
         readings { sample value conforms replaced by { en } } } } }`,
    );
    const by = { en: "Chen He" };
    expect(answer).toEqual({
      inspection: {
        state: "started",
        characteristics: [
          {
            position: 1,
            nameEn: "Tensile strength",
            kind: "variable",
            lower: "13.5",
            upper: null,
            unit: "MPa",
            decimals: 1,
            limits: "≥ 13.5 MPa",
            sampleSize: 2,
            acceptUpTo: 0,
            defects: 0,
            judged: "accepted",
            readings: [
              { sample: 1, value: "12.4", conforms: false, replaced: true, by },
              { sample: 1, value: "14.2", conforms: true, replaced: false, by },
              { sample: 2, value: "14", conforms: true, replaced: false, by },
            ],
          },
        ],
      },
    });
  });
});

describe("a lot whose item has no plan in force", () => {
  it("is received, blocks with a clear reason, and is inspected once a plan is approved", async () => {
    const lot = await receive(company, "SUP-04", "RM-205", "C-1", "100");
    const inspection = await inspectionOf(company, lot);
    expect(
      await refusalOf(acts(company, "chenhe", "Inspection", inspection, "record", { readings: [reading(1, "25")] })),
    ).toEqual(["NO_INSPECTION_PLAN"]);
    expect(await blockerCodes(company, "inspection.record", "Inspection", inspection.id)).toEqual(["NO_INSPECTION_PLAN"]);
    expect((await blockers(company, "lot.release", "Lot", lot.id)).map((r) => r.text.en)).toEqual([
      "RM-205: no inspection plan in force; approve one, then inspect.",
    ]);
    await revise(company, "InspectionPlan", "RM-205", {
      nameEn: "Cannula",
      nameZh: "针管",
      characteristics: [
        {
          nameEn: "Pull",
          nameZh: "连接牢固度",
          kind: "variable",
          lower: "22",
          decimals: 0,
          samplingRule: "fixed",
          sampleSize: 1,
          acceptUpTo: 0,
        },
      ],
    });
    await inspect(company, lot, [["25"]]);
    expect(
      await company.sql(
        "select i.result, p.number from inspection i join inspection_plan p on p.id = i.plan_id where i.lot_id = $1",
        [lot.id],
      ),
    ).toEqual([{ result: "accepted", number: "IP-RM-205.A" }]);
  });
});
