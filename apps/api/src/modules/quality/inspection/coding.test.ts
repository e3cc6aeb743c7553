/** Defect codes of failed readings, and the instrument of each reading. */
import type { ActionInputOf } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acts,
  ask,
  type Company,
  countOfEverything,
  inspectionOf,
  instrument,
  openCompany,
  receive,
  revise,
} from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
let next = 0;
const codes = new Map<string, Handled>();
const callipers = new Map<string, Handled>();
const line = { samplingRule: "fixed", nameZh: "项目", kind: "variable", decimals: 1, lower: "119.0", upper: "121.0", unit: "mm" };

beforeAll(async () => {
  company = await openCompany();
  const steward = await company.as("linjing");
  for (const [number, severity, kind] of [
    ["D-01", "major", "variable"],
    ["D-03", "critical", "attribute"],
    ["D-05", "minor", null],
    ["D-99", "minor", null],
  ] as const)
    codes.set(number, await steward.create("DefectCode", { number, nameEn: number, nameZh: number, severity, kind }));
  await steward.act("DefectCode", codes.get("D-99") ?? { id: "" }, "withdraw", {}, "replaced by D-05 in July");
  for (const number of ["CAL-018", "CAL-019"]) callipers.set(number, await instrument(company, number, "2026-06-20"));
  const seen = { ...line, kind: "attribute", decimals: 0, lower: null, upper: null, unit: null };
  await revise(
    company,
    "InspectionPlan",
    "PK-301",
    {
      revision: "B",
      nameEn: "Pouch",
      nameZh: "纸塑袋",
      characteristics: [
        { ...line, nameEn: "Width", sampleSize: 3, acceptUpTo: 2, instrument: "calliper", isCoded: true },
        { ...seen, nameEn: "Appearance", sampleSize: 2, acceptUpTo: 5 },
      ],
    },
    "2026-07-07",
  );
  await company.at("2026-07-21 08:00");
});
afterAll(() => company.close());

type Typed = ActionInputOf<"Inspection", "record">["readings"][number];
const code = (number: string | null) => (number === null ? null : (codes.get(number)?.id ?? number));
const width = (sample: number, value: string, defect: string | null = null, equipment: string | null = "CAL-018"): Typed => ({
  characteristic: 1,
  sample,
  value,
  equipment: equipment === null ? null : (callipers.get(equipment)?.id ?? equipment),
  defect: code(defect),
});
const looked = (sample: number, value: string, defect: string | null = null): Typed => ({
  characteristic: 2,
  sample,
  value,
  equipment: null,
  defect: code(defect),
});
const opened = async () => inspectionOf(company, await receive(company, "SUP-05", "PK-301", `P-${++next}`, "24000"));
const record = (inspection: Handled, readings: Typed[], reason = "") =>
  acts(company, "chenhe", "Inspection", inspection, "record", { readings }, reason);
const conclude = (inspection: Handled) => acts(company, "chenhe", "Inspection", inspection, "conclude");
const written = (inspection: Handled) =>
  company.sql(
    `select r.sample, r.value, d.number as code, e.number as instrument, was.value as replaces
     from reading r left join defect_code d on d.id = r.defect_id left join equipment e on e.id = r.equipment_id
       left join reading was on was.id = r.replaces_id
     where r.inspection_id = $1 and r.characteristic = 1 order by r.id`,
    [inspection.id],
  );

async function refusedWith(work: () => Promise<unknown>): Promise<string[]> {
  const before = await countOfEverything(company);
  const found = await refusalOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return found;
}

describe("US-03 the defect code of a failed reading", () => {
  it("[REQ-GATE-11] is asked before the conclusion where the plan says so, by sample; elsewhere it may be left out", async () => {
    const inspection = await opened();
    await record(inspection, [width(1, "121.4"), width(2, "118.2"), width(3, "120.0"), looked(1, "2"), looked(2, "0")]);
    expect(await refusedWith(() => conclude(inspection))).toEqual(["DEFECT_CODE_MISSING"]);
    // A code that is only added corrects nothing, so no reason is asked, and the value keeps its instrument.
    await record(inspection, [width(1, "121.4", "D-01", null), width(2, "118.2", "D-05", null)]);
    await conclude(inspection);
    expect(await written(inspection)).toEqual([
      { sample: 1, value: "121.4", code: null, instrument: "CAL-018", replaces: null },
      { sample: 2, value: "118.2", code: null, instrument: "CAL-018", replaces: null },
      { sample: 3, value: "120", code: null, instrument: "CAL-018", replaces: null },
      { sample: 1, value: "121.4", code: "D-01", instrument: "CAL-018", replaces: "121.4" },
      { sample: 2, value: "118.2", code: "D-05", instrument: "CAL-018", replaces: "118.2" },
    ]);
    const [row] = await company.sql<{ summary: object[] }>("select summary from inspection where id = $1", [inspection.id]);
    expect(row?.summary[0]).toMatchObject({
      defects: 2,
      codes: [
        { code: "D-01", severity: "major", defects: 1 },
        { code: "D-05", severity: "minor", defects: 1 },
      ],
    });
  });

  it("[REQ-REC-04] that is changed, or taken from another instrument, is a correction with a reason; the first stays", async () => {
    const inspection = await opened();
    await record(inspection, [width(1, "121.4", "D-01")]);
    expect(await refusedWith(() => record(inspection, [width(1, "121.4", "D-05", null)]))).toEqual(["reason:REASON_REQUIRED"]);
    expect(await refusedWith(() => record(inspection, [width(1, "121.4", null, "CAL-019")]))).toEqual(["reason:REASON_REQUIRED"]);
    await record(inspection, [width(1, "121.4", "D-05", "CAL-019")], "it was the other calliper, edge frayed");
    // Said again it is nothing new.
    await record(inspection, [width(1, "121.4", "D-05", "CAL-019"), width(2, "120.0")]);
    expect(await written(inspection)).toEqual([
      { sample: 1, value: "121.4", code: "D-01", instrument: "CAL-018", replaces: null },
      { sample: 1, value: "121.4", code: "D-05", instrument: "CAL-019", replaces: "121.4" },
      { sample: 2, value: "120", code: null, instrument: "CAL-018", replaces: null },
    ]);
  });

  it("is one in use, for this kind of characteristic, and only of what failed; all faults are told at once", async () => {
    const inspection = await opened();
    expect(await refusedWith(() => record(inspection, [width(1, "121.4", "D-99"), width(2, "121.5", "D-03")]))).toEqual([
      "DEFECT_WITHDRAWN",
      "DEFECT_KIND",
    ]);
    expect(await refusedWith(() => record(inspection, [width(1, "120.0", "D-01")]))).toEqual(["readings.0.defect:conforms"]);
    expect(await refusedWith(() => record(inspection, [width(1, "121.4", "999999")]))).toEqual(["readings.0.defect:ref"]);
  });

  it("is offered as long as readings are typed: those in use, the last given on this item first", async () => {
    const offered = async (inspection: Handled) => {
      const source = `{ inspection(id: "${inspection.id}") { defectCodes { number severity kind title { en } } } }`;
      const answer = (await ask(company, "chenhe", source)) as { inspection: { defectCodes: { number: string }[] } };
      return answer.inspection.defectCodes;
    };
    const inspection = await opened();
    await record(inspection, [width(1, "120.0"), width(2, "120.0"), width(3, "120.0"), looked(1, "1", "D-03"), looked(2, "0")]);
    expect(await offered(await opened())).toEqual([
      { number: "D-03", severity: "critical", kind: "attribute", title: { en: "D-03" } },
      { number: "D-05", severity: "minor", kind: null, title: { en: "D-05" } },
      { number: "D-01", severity: "major", kind: "variable", title: { en: "D-01" } },
    ]);
    await conclude(inspection);
    expect(await offered(inspection)).toEqual([]);
  });
});

describe("US-03 the instrument of each reading", () => {
  it("[REQ-GATE-07] is its own: two callipers measure one characteristic, and each reading names its own in the trail", async () => {
    const inspection = await opened();
    await record(inspection, [width(1, "120.1"), width(2, "120.2", null, "CAL-019"), width(3, "120.3")]);
    expect(await written(inspection)).toMatchObject([
      { sample: 1, instrument: "CAL-018" },
      { sample: 2, instrument: "CAL-019" },
      { sample: 3, instrument: "CAL-018" },
    ]);
  });
});
