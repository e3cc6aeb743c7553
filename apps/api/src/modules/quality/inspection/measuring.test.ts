/** Instruments, retests, verification, held parts and two people at one inspection. */
import type { ActionInputOf } from "@lotline/schema";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  acts,
  ask,
  type Company,
  countOfEverything,
  grant,
  inspectionOf,
  instrument,
  openCompany,
  receive,
  revise,
} from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { command } from "../../../kernel/command.ts";
import { act } from "../../../kernel/lifecycle.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
let next = 0;
const callipers = new Map<string, Handled>();
const line = { samplingRule: "fixed", nameZh: "项目", decimals: 1, lower: "119.0", upper: "121.0", unit: "mm", kind: "variable" };

beforeAll(async () => {
  company = await openCompany();
  callipers.set("CAL-017", await instrument(company, "CAL-017", "2025-07-20"));
  callipers.set("CAL-018", await instrument(company, "CAL-018", "2025-12-20"));
  callipers.set("TT-01", await instrument(company, "TT-01", "2026-06-01", { type: "tensileTester" }));
  await revise(
    company,
    "InspectionPlan",
    "PK-301",
    {
      revision: "B",
      nameEn: "Pouch",
      nameZh: "纸塑袋",
      characteristics: [
        { ...line, nameEn: "Width", sampleSize: 3, acceptUpTo: 1, instrument: "calliper" },
        {
          ...line,
          nameEn: "Appearance",
          kind: "attribute",
          decimals: 0,
          lower: null,
          upper: null,
          unit: null,
          sampleSize: 2,
          acceptUpTo: 2,
        },
      ],
    },
    "2026-07-07",
  );
  await revise(
    company,
    "InspectionPlan",
    "RM-201",
    {
      revision: "B",
      nameEn: "PVC",
      nameZh: "PVC",
      characteristics: [
        { ...line, nameEn: "Tensile", lower: "13.5", upper: null, unit: "MPa", sampleSize: 2, acceptUpTo: 0, isVerified: true },
      ],
    },
    "2026-07-07",
  );
  await company.at("2026-07-21 08:00");
});
afterAll(() => company.close());

type Typed = ActionInputOf<"Inspection", "record">["readings"][number];
const reading = (sample: number, value: string, equipment: string | null = "CAL-018", characteristic = 1): Typed => ({
  characteristic,
  sample,
  value,
  equipment: equipment === null ? null : (callipers.get(equipment)?.id ?? equipment),
  defect: null,
});
const looked = [reading(1, "0", null, 2), reading(2, "0", null, 2)];
const pouches = async (quantity = "24000") => {
  const lot = await receive(company, "SUP-05", "PK-301", `P-${++next}`, quantity);
  return { lot, inspection: await inspectionOf(company, lot) };
};
const record = (inspection: Handled, readings: Typed[], reason = "", login = "chenhe") =>
  acts(company, login, "Inspection", inspection, "record", { readings }, reason);

async function refusedWith(work: () => Promise<unknown>): Promise<string[]> {
  const before = await countOfEverything(company);
  const codes = await refusalOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return codes;
}

describe("US-03 the instrument of a reading", () => {
  it("[REQ-GATE-07] CAL-017, due 2026-07-20, is refused on 2026-07-21 with its reason; CAL-018 measures", async () => {
    const { inspection } = await pouches();
    expect(await refusedWith(() => record(inspection, [reading(1, "120.0", "CAL-017")]))).toEqual(["EQUIPMENT_DUE"]);
    await record(inspection, [reading(1, "120.0", "CAL-018")]);
    expect(
      await company.sql(
        "select r.value, e.number from reading r join equipment e on e.id = r.equipment_id where r.inspection_id = $1",
        [inspection.id],
      ),
    ).toEqual([{ value: "120", number: "CAL-018" }]);
  });

  it("[REQ-GATE-07] each wrong instrument is named once, whatever the number of readings: due, of another type, out of range", async () => {
    const { inspection } = await pouches();
    const readings = [reading(1, "120.0", "CAL-017"), reading(2, "120.1", "CAL-017"), reading(3, "120.2", "TT-01")];
    expect(await refusedWith(() => record(inspection, readings))).toEqual(["EQUIPMENT_DUE", "EQUIPMENT_TYPE"]);
    expect(await refusedWith(() => record(inspection, [reading(1, "151.0")]))).toEqual(["EQUIPMENT_RANGE"]);
    expect(await refusedWith(() => record(inspection, [reading(1, "120.0", null)]))).toEqual(["readings.0.equipment:required"]);
    expect(await refusedWith(() => record(inspection, [reading(1, "120.0", "999999")]))).toEqual(["readings.0.equipment:ref"]);
  });

  it("[REQ-GATE-07] [REQ-GATE-18] the page offers what is of the type, what may not be used with its reason", async () => {
    const { inspection } = await pouches();
    const answer = (await ask(
      company,
      "chenhe",
      `{ inspection(id: "${inspection.id}") { instruments { number dueOn reasons { code record number text { en } } } } }`,
    )) as { inspection: { instruments: { number: string }[] } };
    expect(answer.inspection.instruments).toEqual([
      {
        number: "CAL-017",
        dueOn: "2026-07-20",
        reasons: [
          {
            code: "EQUIPMENT_DUE",
            record: "Equipment",
            number: "CAL-017",
            text: { en: "CAL-017: its calibration was due 2026-07-20." },
          },
        ],
      },
      { number: "CAL-018", dueOn: "2026-12-20", reasons: [] },
    ]);
  });
});

describe("a retest", () => {
  it("[REQ-GATE-12] of a failed sample is refused until it was approved by QA; both results stand in the report", async () => {
    const { inspection } = await pouches();
    await record(inspection, [reading(1, "121.4"), reading(2, "120.0"), reading(3, "121.6"), ...looked]);
    const again = [reading(1, "120.9"), reading(2, "120.1"), reading(3, "120.8")];
    expect(await refusedWith(() => record(inspection, again, "the jaws were dirty, read again"))).toEqual([
      "RETEST_NOT_APPROVED",
    ]);
    await acts(company, "chenhe", "Inspection", inspection, "requestRetest", {
      characteristic: 1,
      why: "Calliper jaws found dirty after the reading",
    });
    const [asked] = await company.sql<Handled>("select id, number from retest where inspection_id = $1", [inspection.id]);
    if (!asked) throw new Error("no retest");
    await grant(company, "chenhe", "QA_REVIEWER");
    expect(await refusedWith(() => acts(company, "chenhe", "Retest", asked, "approve"))).toContain("SOD_SELF");
    await acts(company, "linjing", "Retest", asked, "approve");
    // The first round no longer counts, so the characteristic is open again.
    expect(await refusedWith(() => acts(company, "chenhe", "Inspection", inspection, "conclude"))).toEqual(["READINGS_MISSING"]);
    await record(inspection, again);
    const done = await acts(company, "chenhe", "Inspection", inspection, "conclude");
    expect(done.state).toBe("concluded");
    const [row] = await company.sql<{ result: string; summary: object[] }>(
      "select result, summary from inspection where id = $1",
      [inspection.id],
    );
    expect(row?.result).toBe("accepted");
    expect(row?.summary[0]).toMatchObject({
      position: 1,
      defects: 0,
      result: "accepted",
      retests: [{ number: asked.number, before: { defects: 2, result: "rejected" } }],
    });
    const values = await company.sql(
      "select value, retest_id is not null as again from reading where inspection_id = $1 and characteristic = 1 order by id",
      [inspection.id],
    );
    expect(values).toEqual([
      { value: "121.4", again: false },
      { value: "120", again: false },
      { value: "121.6", again: false },
      { value: "120.9", again: true },
      { value: "120.1", again: true },
      { value: "120.8", again: true },
    ]);
  });

  it("is asked for a characteristic that has its result, one at a time", async () => {
    const { inspection } = await pouches();
    await record(inspection, [reading(1, "121.4")]);
    const ask_ = () =>
      acts(company, "sunye", "Inspection", inspection, "requestRetest", { characteristic: 1, why: "doubtful reading" });
    expect(await refusedWith(ask_)).toEqual(["RESULT_MISSING"]);
    await record(inspection, [reading(2, "120"), reading(3, "120")]);
    await ask_();
    expect(await refusedWith(ask_)).toEqual(["RETEST_WAITS"]);
  });
});

describe("a retest of one sample", () => {
  it("[REQ-GATE-12] opens that sample only; the first result and the round before stand in the report", async () => {
    const { inspection } = await pouches();
    await record(inspection, [reading(1, "121.4"), reading(2, "120.0"), reading(3, "121.6"), ...looked]);
    const askFor = (sample: number) =>
      acts(company, "chenhe", "Inspection", inspection, "requestRetest", { characteristic: 1, sample, why: "Jaws found dirty" });
    expect(await refusedWith(() => askFor(4))).toEqual(["NO_SAMPLE"]);
    await askFor(3);
    const [asked] = await company.sql<Handled & { sample: number }>(
      "select id, number, sample from retest where inspection_id = $1",
      [inspection.id],
    );
    if (!asked) throw new Error("no retest");
    expect(asked.sample).toBe(3);
    await acts(company, "linjing", "Retest", asked, "approve");
    // The other failed sample has its result and keeps it.
    expect(await refusedWith(() => record(inspection, [reading(1, "120.9")], "the jaws were dirty, read again"))).toEqual([
      "RETEST_NOT_APPROVED",
    ]);
    expect(await refusedWith(() => acts(company, "chenhe", "Inspection", inspection, "conclude"))).toEqual(["READINGS_MISSING"]);
    await record(inspection, [reading(3, "120.8")]);
    await acts(company, "chenhe", "Inspection", inspection, "conclude");
    const [row] = await company.sql<{ result: string; summary: object[] }>(
      "select result, summary from inspection where id = $1",
      [inspection.id],
    );
    expect([row?.result, row?.summary[0]]).toMatchObject([
      "accepted",
      {
        defects: 1,
        result: "accepted",
        retests: [{ number: asked.number, sample: 3, before: { defects: 2, result: "rejected" } }],
      },
    ]);
    expect(
      await company.sql(
        "select sample, value, retest_id is not null as again from reading where inspection_id = $1 and characteristic = 1 order by id",
        [inspection.id],
      ),
    ).toEqual([
      { sample: 1, value: "121.4", again: false },
      { sample: 2, value: "120", again: false },
      { sample: 3, value: "121.6", again: false },
      { sample: 3, value: "120.8", again: true },
    ]);
  });
});

describe("verification by a second person", () => {
  it("[REQ-GATE-09] where the plan says so the inspection counts only after it; the verifier is not the inspector and changes nothing", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    const inspection = await inspectionOf(company, lot);
    await record(inspection, [reading(1, "14.1", null), reading(2, "14.4", null)], "", "sunye");
    const concluded = await acts(company, "sunye", "Inspection", inspection, "conclude");
    expect(concluded.state).toBe("toVerify");
    const release = () => acts(company, "zhouqiming", "Lot", lot, "release");
    expect(await refusedWith(release)).toEqual(["INSPECTION_UNVERIFIED"]);
    await grant(company, "sunye", "QC_VERIFIER");
    expect(await refusedWith(() => acts(company, "sunye", "Inspection", inspection, "verify"))).toContain("SOD_SELF");
    expect(await refusedWith(() => record(inspection, [reading(1, "14.2", null)], "verifier corrects it", "sunye"))).toEqual([
      "STATE",
    ]);
    expect((await acts(company, "hejia", "Inspection", inspection, "verify")).state).toBe("concluded");
    expect((await release()).state).toBe("released");
  });
});

describe("a held part", () => {
  it("US-03 15,000 of 24,000 go on, 9,000 become a lot of their own with nonconformity, hold and edges; the sum stays", async () => {
    const { lot, inspection } = await pouches("24000");
    await record(inspection, [reading(1, "120"), reading(2, "120"), reading(3, "120"), ...looked]);
    const part = {
      from: await company.id("Location", "Q1"),
      quantity: "9000",
      lotNumber: `P-${next}-H`,
      severity: "major",
      description: "Pallet 2 wet on one side",
    } as const;
    expect(
      await refusedWith(() => acts(company, "chenhe", "Inspection", inspection, "holdPart", { ...part, quantity: "24000" })),
    ).toEqual(["WHOLE_LOT"]);
    await acts(company, "chenhe", "Inspection", inspection, "holdPart", part);
    await acts(company, "chenhe", "Inspection", inspection, "conclude");
    const lots = await company.sql(
      `select l.number, l.state, b.quantity::float as quantity from lot l join balance b on b.lot_id = l.id
       where l.number in ($1, $2) and b.location_type = 'quarantine' order by l.id`,
      [`P-${next}`, part.lotNumber],
    );
    expect(lots).toEqual([
      { number: `P-${next}`, state: "underTest", quantity: 15000 },
      { number: part.lotNumber, state: "underTest", quantity: 9000 },
    ]);
    const [child] = await company.sql<{ id: string }>("select id from lot where number = $1", [part.lotNumber]);
    expect(
      await company.sql("select count(*)::int as edges from lot_edge where lot_id = any($1)", [[lot.id, child?.id]]),
    ).toEqual([{ edges: 2 }]);
    const [ncr] = await company.sql<object>(
      "select n.state, n.quantity, h.state as hold from nonconformity n join hold h on h.lot_id = n.lot_id where n.lot_id = $1",
      [child?.id],
    );
    expect(ncr).toEqual({ state: "open", quantity: "9000.000000", hold: "active" });
    expect((await acts(company, "zhouqiming", "Lot", lot, "release")).state).toBe("released");
    expect(await refusedWith(() => acts(company, "zhouqiming", "Lot", { id: child?.id ?? "" }, "release"))).toEqual([
      "LOT_ON_HOLD",
      "INSPECTION_MISSING",
      "NCR_OPEN",
    ]);
  });
});

describe("two people at one inspection", () => {
  it("the second one's readings on the old state are refused whole; told again on the new one, nobody's reading is overwritten unseen", async () => {
    const { inspection } = await pouches();
    const started = await record(inspection, [reading(1, "120.0")]);
    const { ctx } = await company.as("sunye");
    const save = (version: number, readings: Typed[], reason = "") =>
      command(
        company.kernel,
        ctx,
        { id: crypto.randomUUID(), operation: "recordInspection", input: { version, readings }, reason },
        async (tx) => {
          await act(tx, "Inspection", { id: inspection.id, version, action: "record", input: { readings } });
          return { record: "Inspection", id: inspection.id };
        },
      );
    await record(inspection, [reading(2, "120.2")]);
    const before = await countOfEverything(company);
    expect(await refusalOf(save(started.version, [reading(2, "119.9"), reading(3, "119.8")]))).toEqual(["STALE_RECORD"]);
    expect(await countOfEverything(company)).toEqual(before);
    const { version } = await (await company.as("sunye")).find("Inspection", inspection.number);
    expect(await refusalOf(save(version, [reading(2, "119.9"), reading(3, "119.8")]))).toEqual(["reason:REASON_REQUIRED"]);
    await save(version, [reading(3, "119.8")]);
    expect(await company.sql("select sample, value from reading where inspection_id = $1 order by id", [inspection.id])).toEqual([
      { sample: 1, value: "120" },
      { sample: 2, value: "120.2" },
      { sample: 3, value: "119.8" },
    ]);
  });
});

describe("a large inspection", () => {
  it("US-03 200 samples of 20 characteristics are saved in one command, in as many statements as two readings", async () => {
    const characteristics = Array.from({ length: 20 }, (_, i) => ({
      ...line,
      nameEn: `Dimension ${i + 1}`,
      sampleSize: 200,
      acceptUpTo: 5,
      instrument: "calliper",
    }));
    await revise(
      company,
      "InspectionPlan",
      "RM-205",
      { revision: "A", nameEn: "Cannula", nameZh: "针管", characteristics },
      "2026-07-21",
    );
    const readings = characteristics.flatMap((_, c) =>
      Array.from({ length: 200 }, (_, s) => reading(s + 1, "120.0", "CAL-018", c + 1)),
    );
    /** The inspection of a new lot, and the statements that its readings took. */
    const saved = async (rows: Typed[]) => {
      const inspection = await inspectionOf(company, await receive(company, "SUP-04", "RM-205", `C-${++next}`, "60000"));
      const spy = vi.spyOn(Client.prototype, "query");
      await record(inspection, rows);
      const sent = spy.mock.calls.length;
      spy.mockRestore();
      return { inspection, sent };
    };
    const few = await saved(readings.slice(0, 2));
    // What the database learned of few readings misleads it: it once took half a minute to find which of many were replaced.
    await company.sql("analyze");
    const many = await saved(readings);
    expect(many.sent).toBe(few.sent);
    expect(
      await company.sql(
        "select count(*)::int as n, count(distinct command_id)::int as commands from reading where inspection_id = $1",
        [many.inspection.id],
      ),
    ).toEqual([{ n: 4000, commands: 1 }]);
    expect((await acts(company, "chenhe", "Inspection", many.inspection, "conclude")).state).toBe("concluded");
  });
});
