import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acts,
  ask,
  blockerCodes,
  type Company,
  countOfEverything,
  inspectionOf,
  openCompany,
  receive,
  revise,
} from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";

const width = { nameEn: "Width", nameZh: "宽度", kind: "variable", lower: "119.0", upper: "121.0", unit: "mm", decimals: 1 };
const byAql = { ...width, samplingRule: "aql", level: "S3", aql: "2.5" };

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  await revise(
    company,
    "InspectionPlan",
    "PK-301",
    { revision: "B", nameEn: "Pouch", nameZh: "纸塑袋", characteristics: [byAql] },
    "2026-07-07",
  );
  await company.at("2026-07-07 08:00");
});
afterAll(() => company.close());

let lots = 0;
/** A lot of pouches from SUP-05 with so many of them out of limits. */
async function pouches(outOfLimits: number, quantity = "24000") {
  const lot = await receive(company, "SUP-05", "PK-301", `PW-${++lots}`, quantity);
  return { lot, ...(await conclude(lot, outOfLimits)) };
}

async function conclude(lot: { id: string }, outOfLimits: number) {
  const inspection = await inspectionOf(company, lot);
  const [sample] = await samplesOf(inspection);
  const readings = Array.from({ length: sample?.n ?? 0 }, (_, index) => ({
    characteristic: 1,
    sample: index + 1,
    value: index < outOfLimits ? "121.4" : "120.0",
  }));
  await acts(company, "chenhe", "Inspection", inspection, "record", { readings });
  await acts(company, "chenhe", "Inspection", inspection, "conclude");
  return { inspection, sample };
}

const samplesOf = (inspection: { id: string }) =>
  company.sql<{ letter: string; n: number; ac: number; re: number; severity: string }>(
    `select code_letter as letter, sample_size as n, accept_up_to as ac, reject_from as re, severity
     from inspection_sample where head_id = $1 order by characteristic`,
    [inspection.id],
  );

const pair = async () =>
  (
    await company.sql<{ id: string; number: string; state: string; recent: string | null; score: number }>(
      "select id, number, state, recent, score from sampling_state where number = 'SW-PK-301-SUP-05'",
    )
  )[0];

describe("US-03 tell me how many", () => {
  it("[REQ-GATE-10] [REQ-GATE-11] 24,000 pouches, S-3, AQL 2.5: F, n 20, Ac 1, Re 2, frozen with standard, steps and severity when the lot arrives", async () => {
    const lot = await receive(company, "SUP-05", "PK-301", "PX-F", "24000");
    const inspection = await inspectionOf(company, lot);
    const state = await pair();
    const [standard] = await company.sql<{ id: string }>("select id from rule where rule_name = 'sampling-standard'");
    expect(await company.sql("select * from inspection_sample where head_id = $1", [inspection.id])).toMatchObject([
      {
        position: 1,
        characteristic: 1,
        rule: "aql",
        standard: "iso-2859-1",
        citation: "ISO 2859-1:1999, tables 1, 2-A, 2-B, 2-C; 9.3, 9.4",
        level: "S3",
        aql: "2.500",
        severity: "normal",
        code_letter: "F",
        sample_size: 20,
        accept_up_to: 1,
        reject_from: 2,
        inspect_all: false,
        tables: "2026-11",
        standard_rule_id: standard?.id,
        confirmed_by_id: null,
        switching_id: state?.id,
        steps: [
          { code: "LETTER", values: { lot: 24000, level: "S-3", letter: "F" } },
          { code: "PLAN", values: { letter: "F", aql: "2.5", severity: "normal", n: 20, accept: 1, reject: 2 } },
        ],
      },
    ]);
    // The plan is revised before anybody reads: this lot keeps what was frozen.
    await revise(
      company,
      "InspectionPlan",
      "PK-301",
      { revision: "C", nameEn: "x", nameZh: "x", characteristics: [{ ...byAql, aql: "0.65" }] },
      "2026-07-08",
    );
    await company.at("2026-07-08 08:00");
    expect(await samplesOf(inspection)).toEqual([{ letter: "F", n: 20, ac: 1, re: 2, severity: "normal" }]);
    const later = await receive(company, "SUP-05", "PK-301", "PX-C", "24000");
    expect(await samplesOf(await inspectionOf(company, later))).toEqual([
      { letter: "F", n: 20, ac: 0, re: 1, severity: "normal" },
    ]);
    await revise(
      company,
      "InspectionPlan",
      "PK-301",
      { revision: "D", nameEn: "x", nameZh: "x", characteristics: [byAql] },
      "2026-07-09",
    );
    await company.at("2026-07-09 08:00");
  });

  it("a lot no larger than the sample is inspected whole, Ac and Re stay those of the plan", async () => {
    const lot = await receive(company, "SUP-05", "PK-301", "PX-8", "8");
    const [sample] = await company.sql(
      "select sample_size, accept_up_to, reject_from, inspect_all from inspection_sample s join inspection i on i.id = s.head_id where i.lot_id = $1",
      [lot.id],
    );
    expect(sample).toEqual({ sample_size: 5, accept_up_to: 0, reject_from: 1, inspect_all: false });
    const small = await receive(company, "SUP-05", "PK-301", "PX-4", "4");
    const [whole] = await company.sql(
      "select sample_size, accept_up_to, reject_from, inspect_all from inspection_sample s join inspection i on i.id = s.head_id where i.lot_id = $1",
      [small.id],
    );
    expect(whole).toEqual({ sample_size: 4, accept_up_to: 0, reject_from: 1, inspect_all: true });
  });
});

describe("switching by the results of a supplier's item (ISO 2859-1 9.3, 9.4)", () => {
  it("[REQ-GATE-01] goes from normal over tightened to discontinued, which releases nothing until QA resumes it by signature", async () => {
    const first = await pouches(1);
    expect(first.sample).toEqual({ letter: "F", n: 20, ac: 1, re: 2, severity: "normal" });
    await pouches(2);
    expect(await pair()).toMatchObject({ state: "normal", recent: "+-" });
    await pouches(0);
    const second = await pouches(2);
    // The switch, its reason and the inspections that caused it are in the transaction of the conclusion.
    expect(await pair()).toMatchObject({ state: "tightened", recent: null });
    const [event] = await company.sql<{ command_id: string }>(
      "select severity_from, severity_to, code, causes, result, command_id from sampling_event where inspection_id = $1",
      [second.inspection.id],
    );
    expect(event).toMatchObject({
      severity_from: "normal",
      severity_to: "tightened",
      code: "TWO_OF_FIVE",
      result: "rejected",
    });
    const rejected = await company.sql<{ number: string }>(
      "select i.number from inspection i join lot l on l.id = i.lot_id where l.number like 'PW-%' and i.result = 'rejected' order by i.number",
    );
    expect((event as unknown as { causes: string[] }).causes).toEqual(rejected.map(({ number }) => number));
    expect(
      await company.sql(
        "select count(distinct row_id)::int as n from audit.event where command_id = $1 and table_name = 'inspection' and new ->> 'result' = 'rejected'",
        [event?.command_id],
      ),
    ).toEqual([{ n: 1 }]);

    const tightened = await pouches(1);
    expect(tightened.sample).toEqual({ letter: "G", n: 32, ac: 1, re: 2, severity: "tightened" });
    for (let i = 0; i < 4; i += 1) await pouches(2);
    expect(await pair()).toMatchObject({ state: "tightened" });
    // What was accepted before is not released either once the pair is discontinued.
    expect(await blockerCodes(company, "lot.release", "Lot", tightened.lot.id)).not.toContain("SAMPLING_DISCONTINUED");
    await pouches(2);
    expect(await pair()).toMatchObject({ state: "discontinued" });
    expect(await refusalOf(acts(company, "zhouqiming", "Lot", tightened.lot, "release"))).toContain("SAMPLING_DISCONTINUED");
    const stopped = await receive(company, "SUP-05", "PK-301", "PX-S", "24000");
    const waiting = await inspectionOf(company, stopped);
    const before = await countOfEverything(company);
    const record = () =>
      acts(company, "chenhe", "Inspection", waiting, "record", { readings: [{ characteristic: 1, sample: 1, value: "120.0" }] });
    expect(await refusalOf(record())).toEqual(["SAMPLING_DISCONTINUED"]);
    expect(await countOfEverything(company)).toEqual(before);

    const state = await (await company.as("linjing")).find("SamplingState", "SW-PK-301-SUP-05");
    const resume = (login: string) =>
      acts(company, login, "SamplingState", state, "resume", {}, "The supplier has mended its cutter and shown three good lots");
    expect(await refusalOf(resume("chenhe"))).toEqual(["NO_PERMIT", "SOD_SELF"]);
    await resume("linjing");
    expect(await pair()).toMatchObject({ state: "tightened", recent: null });
    await record();
    const story = (await ask(
      company,
      "linjing",
      `{ samplingState(id: "${state.id}") { state history { severityFrom severityTo result inspection reason { en } causes } } }`,
    )) as { samplingState: { history: { severityFrom: string; severityTo: string; reason: { en: string } }[] } };
    expect(story.samplingState.history.slice(0, 2)).toMatchObject([
      { severityFrom: "discontinued", severityTo: "tightened", result: null, inspection: null },
      { severityFrom: "tightened", severityTo: "discontinued", result: "rejected" },
    ]);
    for (let i = 0; i < 5; i += 1) await pouches(0);
    expect(await pair()).toMatchObject({ state: "normal", recent: null, score: 0 });
  });

  it("a lot inspected again does not count", async () => {
    const before = await pair();
    const { lot } = await pouches(0);
    const after = await pair();
    expect(after?.recent).toBe(`${before?.recent ?? ""}+`);
    await (await company.as("zhouqiming")).act("Lot", lot, "release");
    await acts(company, "linjing", "Lot", lot, "reevaluate", {}, "Reported by the line as dusty");
    await (await company.as("linjing")).create("Inspection", { site: await company.id("Site", "SZ1"), lot: lot.id });
    await conclude(lot, 2);
    expect(await pair()).toEqual(after);
  });

  it("reduced inspection stays off until QA confirms its tables by signature, and then begins by itself", async () => {
    for (let i = 0; i < 16; i += 1) await pouches(0);
    expect(await pair()).toMatchObject({ state: "normal" });
    expect((await pair())?.score).toBeGreaterThanOrEqual(30);
    const rule = {
      ruleName: "sampling-table",
      key: "reduced",
      content: { confirmed: true },
      validFrom: "2026-07-09",
      citation: "ISO 2859-1:1999 table 2-C, read against the printed text",
    };
    const proposer = await company.as("linjing");
    expect(await refusalOf(proposer.create("Rule", { ...rule, key: "everything" }))).toEqual(["key:table"]);
    const draft = await proposer.create("Rule", rule);
    await pouches(0);
    expect(await pair()).toMatchObject({ state: "normal" });
    expect(await refusalOf(proposer.act("Rule", draft, "approve"))).toEqual(["NO_PERMIT", "SOD_SELF"]);
    await (await company.as("xuheng")).act("Rule", draft, "approve");
    await pouches(0);
    expect(await pair()).toMatchObject({ state: "reduced" });
    const reduced = await pouches(0);
    expect(reduced.sample).toMatchObject({ severity: "reduced" });
    await pouches(reduced.sample?.re ?? 1);
    expect(await pair()).toMatchObject({ state: "normal" });
  });
});

describe("the standard by which lots are sampled", () => {
  it("[REQ-GATE-10] is rule data, which the page of a plan names and the next lot is sampled by", async () => {
    const page = 'query { inspectionPlan(number: "IP-PK-301.B") { samplingStandard } }';
    const standardOnPage = async () =>
      ((await ask(company, "chenhe", page)) as { inspectionPlan: { samplingStandard: string } }).inspectionPlan.samplingStandard;
    const named = async () =>
      (
        await company.sql<{ standard: string }>(
          "select standard from inspection_sample s join inspection i on i.id = s.head_id where s.rule = 'aql' order by i.id desc limit 1",
        )
      )[0]?.standard;
    await receive(company, "SUP-05", "PK-301", "PX-Y", "24000");
    expect([await standardOnPage(), await named()]).toEqual(["iso-2859-1", "iso-2859-1"]);
    const rule = await (await company.as("linjing")).create("Rule", {
      ruleName: "sampling-standard",
      key: "default",
      content: { standard: "z1.4" },
      validFrom: "2026-07-06",
      citation: "Quality agreement with the notified body, 2026",
    });
    await (await company.as("xuheng")).act("Rule", rule, "approve");
    await receive(company, "SUP-05", "PK-301", "PX-Z", "24000");
    expect([await standardOnPage(), await named()]).toEqual(["z1.4", "z1.4"]);
  });
});

describe("what a plan's sampling rule needs before it is approved", () => {
  let letter = 0;
  const codes = async (item: string, characteristic: object) => {
    const draft = await (await company.as("luoan")).create("InspectionPlan", {
      item: await company.id("Item", item),
      revision: `S${++letter}`,
      changeReason: "x",
      nameEn: "x",
      nameZh: "x",
      characteristics: [{ ...width, ...characteristic }],
    });
    return refusalOf((await company.as("linjing")).act("InspectionPlan", draft, "approve", { effectiveOn: "2026-08-01" }));
  };

  it.each([
    ["fixed without its numbers", "RM-205", { samplingRule: "fixed", sampleSize: 5 }, ["SAMPLING_MISSING"]],
    ["AQL without its level", "RM-205", { samplingRule: "aql", aql: "2.5" }, ["SAMPLING_MISSING"]],
    ["figures of another rule", "RM-205", { samplingRule: "aql", level: "II", aql: "1", sampleSize: 5 }, ["SAMPLING_NOT_USED"]],
    ["an AQL the standard has not", "RM-205", { samplingRule: "aql", level: "II", aql: "1.2" }, ["AQL_UNKNOWN"]],
    ["an AQL of unconfirmed tables", "RM-205", { samplingRule: "aql", level: "II", aql: "25" }, ["TABLE_UNCONFIRMED"]],
    ["an impossible LTPD", "RM-205", { samplingRule: "zero", ltpd: "0", beta: "10" }, ["LTPD_RANGE"]],
    ["what is weighed, by AQL", "RM-201", { samplingRule: "aql", level: "II", aql: "1.0" }, ["SAMPLING_NOT_COUNTED"]],
    ["what is weighed, all units", "RM-201", { samplingRule: "all" }, ["SAMPLING_NOT_COUNTED"]],
  ])("%s is refused", async (_what, item, characteristic, expected) => {
    expect(await codes(item, characteristic)).toEqual(expected);
  });

  it("c = 0 by LTPD gives its n for the lot, and all units the lot itself", async () => {
    await revise(
      company,
      "InspectionPlan",
      "RM-205",
      {
        revision: "Z",
        nameEn: "x",
        nameZh: "x",
        characteristics: [
          { ...width, samplingRule: "zero", ltpd: "2.5", beta: "10" },
          { ...width, samplingRule: "all", acceptUpTo: 3 },
        ],
      },
      "2026-07-09",
    );
    const lot = await receive(company, "SUP-04", "RM-205", "C-1", "24000");
    expect(
      await company.sql(
        "select s.sample_size as n, s.accept_up_to as ac, s.reject_from as re, s.inspect_all as all, s.switching_id from inspection_sample s join inspection i on i.id = s.head_id where i.lot_id = $1 order by s.characteristic",
        [lot.id],
      ),
    ).toEqual([
      { n: 91, ac: 0, re: 1, all: false, switching_id: null },
      { n: 24000, ac: 3, re: 4, all: true, switching_id: null },
    ]);
  });
});
