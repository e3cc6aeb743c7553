/** Only who is qualified on that day inspects and verifies. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, intentOf } from "../../../../test/browser.ts";
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
import { reasonsOf, refusalOf } from "../../../../test/house.ts";
import { personOf, qualify, skillInUse } from "../../../../test/qualified.ts";
import { command } from "../../../kernel/command.ts";
import { act } from "../../../kernel/lifecycle.ts";
import type { Handled } from "../../../seed/hands.ts";
import { demoPassword } from "../../../seed/people.ts";

let company: Company;
let lots = 0;
beforeAll(async () => {
  company = await openCompany();
  await skillInUse(company, "QS-RAW");
  await revise(
    company,
    "InspectionPlan",
    "RM-201",
    {
      revision: "B",
      nameEn: "PVC",
      nameZh: "PVC",
      skill: await company.id("Skill", "QS-RAW"),
      characteristics: [
        {
          nameEn: "Tensile strength",
          nameZh: "拉伸强度",
          kind: "variable",
          decimals: 1,
          lower: "13.5",
          unit: "MPa",
          samplingRule: "fixed",
          sampleSize: 2,
          acceptUpTo: 0,
          isVerified: true,
        },
      ],
    },
    "2026-07-07",
  );
  await company.at("2026-07-07 08:00");
});
afterAll(() => company.close());

const arrive = async (): Promise<Handled> =>
  inspectionOf(company, await receive(company, "SUP-01", "RM-201", `R-${++lots}`, "100"));
const readings = (...values: string[]) => ({
  readings: values.map((value, index) => ({ characteristic: 1, sample: index + 1, value })),
});
const record = (inspection: { id: string }, login = "chenhe", ...values: string[]) =>
  acts(company, login, "Inspection", inspection, "record", readings(...(values.length > 0 ? values : ["14.1", "14.4"])));

/** Why it was refused, in English; nothing was changed. */
async function refused(work: () => Promise<unknown>): Promise<(readonly [string, string])[]> {
  const before = await countOfEverything(company);
  const reasons = await reasonsOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return reasons.map(({ code, text }) => [code, text.en]);
}

const not = (who: string, what: string) => [["NOT_QUALIFIED", `${who} is not qualified for QS-RAW Skill QS-RAW: ${what}.`]];

describe("[REQ-GATE-06] an inspection is done by who is qualified for it on that day", () => {
  it("never granted, not yet valid, expired yesterday, revoked: each refused with its reason, and nothing changes", async () => {
    const inspection = await arrive();
    expect(await refused(() => record(inspection))).toEqual(not("Chen He", "it was never granted"));
    const { number } = await qualify(company, "chenhe", "QS-RAW", "2026-07-08", { validTo: "2026-07-20" });
    expect(await refused(() => record(inspection))).toEqual(not("Chen He", `${number} is valid from 2026-07-08 only`));
    await company.at("2026-07-20 23:59");
    await record(inspection, "chenhe", "14.1");
    await company.at("2026-07-21 00:00");
    expect(await refused(() => record(inspection))).toEqual(not("Chen He", `${number} expired 2026-07-20`));
    const renewed = await qualify(company, "chenhe", "QS-RAW", "2026-07-21");
    await record(inspection);
    await acts(company, "wenjie", "Qualification", renewed, "revoke", {}, "Wrong readings in the comparison");
    expect(await refused(() => acts(company, "chenhe", "Inspection", inspection, "conclude"))).toEqual(
      not("Chen He", `${renewed.number} was revoked 2026-07-21`),
    );
  });

  it("a retest, the conclusion and the verification ask too; setting a part aside does not", async () => {
    const inspection = await arrive();
    const first = await qualify(company, "sunye", "QS-RAW", "2026-07-21");
    await record(inspection, "sunye");
    await acts(company, "linjing", "Qualification", first, "revoke", {}, "Wrong readings in the comparison");
    const why = `${first.number} was revoked 2026-07-21`;
    const retest = { characteristic: 1, why: "The clamp slipped" };
    expect(await refused(() => acts(company, "sunye", "Inspection", inspection, "requestRetest", retest))).toEqual(
      not("Sun Ye", why),
    );
    expect(await refused(() => acts(company, "sunye", "Inspection", inspection, "conclude"))).toEqual(not("Sun Ye", why));
    await acts(company, "sunye", "Inspection", inspection, "holdPart", {
      from: await company.id("Location", "Q1"),
      quantity: "10",
      lotNumber: `R-${lots}-H`,
      severity: "minor",
      description: "One bag torn",
    });
    await qualify(company, "sunye", "QS-RAW", "2026-07-21");
    expect((await acts(company, "sunye", "Inspection", inspection, "conclude")).state).toBe("toVerify");
    expect(await refused(() => acts(company, "hejia", "Inspection", inspection, "verify"))).toEqual(
      not("He Jia", "it was never granted"),
    );
    await qualify(company, "hejia", "QS-RAW", "2026-07-21");
    expect((await acts(company, "hejia", "Inspection", inspection, "verify")).state).toBe("concluded");
  });

  it("the page says it beforehand, to each person for himself; a plan that asks for nothing asks nobody", async () => {
    const inspection = await arrive();
    const seen = async (login: string) => {
      const answer = (await ask(
        company,
        login,
        `{ inspection(number: "${inspection.number}") { actions { name allowed reasons { code } } } }`,
      )) as { inspection: { actions: { name: string; allowed: boolean; reasons: { code: string }[] }[] } };
      const verdict = answer.inspection.actions.find(({ name }) => name === "record");
      return [verdict?.allowed, verdict?.reasons.map(({ code }) => code)];
    };
    expect(await seen("chenhe")).toEqual([false, ["NOT_QUALIFIED"]]);
    expect(await seen("sunye")).toEqual([true, []]);
    for (const gate of ["record", "retest", "conclude", "verify"])
      expect(await blockerCodes(company, `inspection.${gate}`, "Inspection", inspection.id), gate).toContain("NOT_QUALIFIED");
    const lot = await receive(company, "SUP-05", "PK-301", `P-${++lots}`, "10");
    const free = { characteristic: 1, sample: 1, value: "120.0" };
    await acts(company, "chenhe", "Inspection", await inspectionOf(company, lot), "record", { readings: [free] });
  });

  it("without a plan yet, the one that the first reading will freeze is asked", async () => {
    const lot = await receive(company, "SUP-05", "PK-301", `P-${++lots}`, "10");
    const inspection = await inspectionOf(company, lot);
    await company.sql(
      "with actor as (select set_config('app.actor', '1', false)) update inspection set plan_id = null from actor where id = $1",
      [inspection.id],
    );
    await revise(
      company,
      "InspectionPlan",
      "PK-301",
      {
        revision: "C",
        nameEn: "Pouch",
        nameZh: "纸塑袋",
        skill: await company.id("Skill", "QS-RAW"),
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
      },
      "2026-07-21",
    );
    expect(await refusalOf(record(inspection, "chenhe", "0"))).toEqual(["NOT_QUALIFIED"]);
    await record(inspection, "sunye", "0");
  });

  it("a plan asks only for a skill in use", async () => {
    const old = await skillInUse(company, "QS-OLD");
    await acts(company, "linjing", "Skill", old, "retire", {}, "No longer done here");
    const draft = await (await company.as("luoan")).create("InspectionPlan", {
      item: await company.id("Item", "RM-205"),
      revision: "A",
      changeReason: "first",
      nameEn: "Cannula",
      nameZh: "针管",
      skill: old.id,
      characteristics: [
        { nameEn: "Look", nameZh: "外观", kind: "attribute", decimals: 0, samplingRule: "fixed", sampleSize: 1, acceptUpTo: 0 },
      ],
    });
    const approve = () => acts(company, "linjing", "InspectionPlan", draft, "approve", { effectiveOn: "2026-07-21" });
    expect(await refused(approve)).toEqual([["SKILL_NOT_IN_USE", "QS-OLD is not in use."]]);
  });
});

describe("[REQ-SIG-10] the qualification is looked at inside the signing transaction", () => {
  it("revoked while the dialog was open: the signature is refused and nothing changes", async () => {
    const inspection = await arrive();
    await record(inspection, "sunye");
    const browser = await Browser.of(company.kernel, { id: await personOf(company, "sunye"), login: "sunye" });
    const target = await (await company.as("sunye")).find("Inspection", inspection.number);
    const opened = intentOf(await browser.intent("Inspection", target, "conclude"));
    const [held] = await company.sql<{ id: string; number: string }>(
      "select q.id, q.number from qualification q join person p on p.id = q.person_id where p.login = 'sunye' and q.state = 'granted'",
    );
    await acts(company, "linjing", "Qualification", { id: held?.id ?? "" }, "revoke", {}, "Wrong readings in the comparison");
    const before = await countOfEverything(company);
    const signature = { intent: opened.id, userName: "sunye", password: demoPassword };
    const reply = await browser.act("Inspection", target, "conclude", { signature });
    expect([reply.code, reply.reasons]).toEqual(["REFUSED", ["NOT_QUALIFIED"]]);
    expect(await countOfEverything(company)).toEqual(before);
  });

  it("revoked at the same moment: one waits for the other, and what comes after the revocation is refused", async () => {
    const inspection = await arrive();
    const held = await qualify(company, "sunye", "QS-RAW", "2026-07-21");
    const { ctx } = await company.as("linjing");
    let revoked = () => {};
    const isRevoked = new Promise<void>((resolve) => {
      revoked = resolve;
    });
    let commit = () => {};
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    // The command of the revocation up to its commit, without its signature: what it locks is the same.
    const revoking = command(company.kernel, ctx, { id: crypto.randomUUID(), operation: "test", input: null }, async (tx) => {
      await tx.lock("Person", [await personOf(company, "sunye")]);
      const [row] = await tx.lock("Qualification", [held.id]);
      if (!row) throw new Error("not there");
      await tx.act("Qualification", row.id, "fall", {});
      await tx.flush();
      revoked();
      await mayCommit;
      return { record: "Qualification", id: row.id };
    });
    await isRevoked;
    const { version } = await (await company.as("sunye")).find("Inspection", inspection.number);
    const recording = command(
      company.kernel,
      (await company.as("sunye")).ctx,
      { id: crypto.randomUUID(), operation: "recordInspection", input: null },
      async (tx) => {
        await act(tx, "Inspection", { id: inspection.id, version, action: "record", input: readings("14.1") });
        return { record: "Inspection", id: inspection.id };
      },
    );
    const outcome = refusalOf(recording);
    await new Promise((resolve) => setTimeout(resolve, 300));
    commit();
    await revoking;
    expect(await outcome).toEqual(["NOT_QUALIFIED"]);
    expect(await company.sql("select 1 from reading where inspection_id = $1", [inspection.id])).toEqual([]);
  });
});
