import { randomUUID } from "node:crypto";
import { drawOf } from "@lotline/sampling";
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
import { command } from "../../../kernel/command.ts";
import type { Handled } from "../../../seed/hands.ts";
import { usability } from "../../inventory/index.ts";

const width = { nameEn: "Width", nameZh: "宽度", kind: "variable", lower: "119.0", upper: "121.0", unit: "mm", decimals: 1 };
const plan = {
  nameEn: "Pouch",
  nameZh: "纸塑袋",
  certificate: "conformity",
  skipLot: "oneOf2",
  characteristics: [{ ...width, samplingRule: "aql", level: "S3", aql: "2.5" }],
};
const pairNumber = "SW-PK-301-SUP-05";

let company: Company;
let approval: Handled;
beforeAll(async () => {
  company = await openCompany();
  await revise(company, "InspectionPlan", "PK-301", { ...plan, revision: "B" }, "2026-07-07");
  await company.at("2026-07-07 08:00");
});
afterAll(() => company.close());

let lots = 0;
const arrives = async () => {
  const lot = await receive(company, "SUP-05", "PK-301", `PS-${++lots}`, "24000");
  return { lot, inspection: await inspectionOf(company, lot) };
};
type Arrived = Awaited<ReturnType<typeof arrives>>;

const judge = async ({ inspection }: Arrived, value: "120.0" | "121.4") => {
  const [sample] = await company.sql<{ n: number }>("select sample_size as n from inspection_sample where head_id = $1", [
    inspection.id,
  ]);
  const readings = Array.from({ length: sample?.n ?? 0 }, (_, i) => ({ characteristic: 1, sample: i + 1, value }));
  await acts(company, "chenhe", "Inspection", inspection, "record", { readings });
  await acts(company, "chenhe", "Inspection", inspection, "conclude");
};
/** So many lots arrive and are accepted one after the other. */
const accepted = async (n: number) => {
  for (let i = 0; i < n; i += 1) await judge(await arrives(), "120.0");
};
/** Lots arrive until one is skipped; the drawn ones are accepted. */
const untilSkipped = async (): Promise<Arrived> => {
  for (let i = 0; i < 3; i += 1) {
    const arrived = await arrives();
    if (arrived.inspection.state === "skipped") return arrived;
    await judge(arrived, "120.0");
  }
  throw new Error("of three lots none was skipped");
};

const pair = async () =>
  (
    await company.sql<{ id: string; mode: string; n: number; arrived: number | null; seed: string | null }>(
      "select id, skip_mode as mode, accepted_in_row as n, skip_arrived as arrived, skip_seed as seed from sampling_state where number = $1",
      [pairNumber],
    )
  )[0];
const stateOf = async ({ inspection }: Arrived) =>
  (await company.sql<{ state: string }>("select state from inspection where id = $1", [inspection.id]))[0]?.state;
/** What was written last into the pair's history about skip-lot. */
const told = async () =>
  (
    await company.sql<{ skip: { code: string; cause?: object; calledBack?: string[]; rule?: string } }>(
      "select e.skip from sampling_event e join sampling_state s on s.id = e.state_id where s.number = $1 and e.skip is not null order by e.id desc limit 1",
      [pairNumber],
    )
  )[0]?.skip;

const rule = async (content: object, validFrom: string): Promise<Handled> => {
  const proposed = { ruleName: "skip-lot", key: "oneOf2", content, validFrom, citation: "ISO 2859-3, read against the text" };
  const draft = await (await company.as("linjing")).create("Rule", proposed);
  return (await company.as("xuheng")).act("Rule", draft, "approve");
};
const attach = async ({ lot }: Arrived) => {
  const { ctx } = await company.as("gaolang");
  await command(company.kernel, ctx, { id: randomUUID(), operation: "addAttachment", input: lot.id }, async (tx) => {
    const columns = ["record_type", "record_id", "name", "kind", "media_type", "size", "sha256"];
    await tx.insert("attachment", columns, [["Lot", lot.id, "coc.pdf", "conformity", "application/pdf", 10, lot.id]]);
    return null;
  });
};
const nonconformityOf = async ({ lot }: Arrived) =>
  (await company.as("chenhe")).create("Nonconformity", {
    site: await company.id("Site", "SZ1"),
    lot: lot.id,
    quantity: "100",
    severity: "minor",
    description: "Seal wrinkled on a hundred pouches",
  });
const release = ({ lot }: Arrived, login = "zhouqiming") => acts(company, login, "Lot", lot, "release");

describe("a supplier's item qualifies for skip-lot", () => {
  it("never by figures that nobody confirmed, and never for risk class A unless the rule says so", async () => {
    await rule({ lots: 2, riskClassA: false, confirmed: false }, "2026-07-07");
    await accepted(2);
    expect(await pair()).toMatchObject({ mode: "lotByLot", n: 2, seed: null });
    expect((await told())?.code).toBe("SKIP_WAITS_UNCONFIRMED");
    await rule({ lots: 2, riskClassA: false, confirmed: true }, "2026-07-07");
    await accepted(1);
    expect(await pair()).toMatchObject({ mode: "lotByLot", n: 3, seed: null });
    expect((await told())?.code).toBe("SKIP_WAITS_RISK_CLASS");
    // A renewed approval in class B is another approval: it is counted anew, from the first lot that arrives under it.
    approval = await (await company.as("mengfei")).create("SupplierItem", {
      supplier: await company.id("Supplier", "SUP-05"),
      item: await company.id("Item", "PK-301"),
      riskClass: "B",
      basis: "printed pouch, no contact with the fluid path",
      validTo: "2027-12-31",
    });
    await acts(company, "linjing", "SupplierItem", approval, "approve");
    const first = await arrives();
    expect(await told()).toMatchObject({
      code: "SKIP_ENDS_APPROVAL",
      cause: { record: "SupplierItem", number: approval.number },
    });
    await judge(first, "120.0");
    expect(await pair()).toMatchObject({ mode: "lotByLot", n: 1 });
    await accepted(1);
    expect(await pair()).toMatchObject({ mode: "skipLot", n: 2, arrived: 0 });
    expect((await pair())?.seed).toMatch(/^SW-PK-301-SUP-05\/IN-26-\d{4}$/);
    expect((await told())?.code).toBe("SKIP_BEGINS");
  });

  it("the content of the rule has its form, and its key is one of the frequencies", async () => {
    const propose = async (key: string, content: object) =>
      (await company.as("linjing")).create("Rule", {
        ruleName: "skip-lot",
        key,
        content,
        validFrom: "2026-07-07",
        citation: "x",
      });
    const good = { lots: 10, riskClassA: false, confirmed: true };
    expect(await refusalOf(propose("oneOf9", good))).toEqual(["key:skipLot"]);
    expect(await refusalOf(propose("oneOf3", { ...good, lots: 1 }))).toEqual(["content:shape"]);
    expect(await refusalOf(propose("oneOf3", { lots: 10, confirmed: true }))).toEqual(["content:shape"]);
  });

  it("made items have no skip-lot rule", async () => {
    const made = { ...plan, certificate: null, revision: "S", changeReason: "x", item: await company.id("Item", "FG-IS100") };
    const draft = await (await company.as("luoan")).create("InspectionPlan", made);
    expect(await refusalOf(acts(company, "linjing", "InspectionPlan", draft, "approve", { effectiveOn: "2026-08-01" }))).toEqual([
      "SKIP_LOT_NOT_BOUGHT",
    ]);
  });
});

describe("[REQ-GATE-01] a lot in skip-lot", () => {
  it("is inspected or skipped by the draw of its place, which anybody makes again from what is recorded", async () => {
    const seed = (await pair())?.seed ?? "";
    const expected: string[] = [];
    const shown: string[] = [];
    for (let counter = 1; counter <= 6; counter += 1) {
      const { block, pick } = drawOf(seed, counter, 2);
      expected.push((block - 1) * 2 + pick === counter ? "open" : "skipped");
      const arrived = await arrives();
      shown.push(arrived.inspection.state);
      const [drawn] = await company.sql<{ skip: { draw: object } }>("select skip from sampling_event where inspection_id = $1", [
        arrived.inspection.id,
      ]);
      expect(drawn?.skip).toMatchObject({
        code: arrived.inspection.state === "skipped" ? "LOT_SKIPPED" : "LOT_DRAWN",
        oneOf: 2,
        lots: 2,
        plan: "IP-PK-301.B",
        approval: approval.number,
        draw: { seed, counter, block, pick },
      });
      if (arrived.inspection.state === "open") await judge(arrived, "120.0");
    }
    expect(shown).toEqual(expected);
    expect(shown.filter((state) => state === "skipped")).toHaveLength(3);
    expect(await pair()).toMatchObject({ mode: "skipLot", arrived: 6 });
  });

  it("stays in quarantine and unusable until a releaser signs, with its certificate; the evidence names the rule, not a result", async () => {
    const skipped = await untilSkipped();
    const { lot, inspection } = skipped;
    expect((await (await company.as("gaolang")).find("Lot", lot.number)).state).toBe("quarantine");
    let unusable: string[] = [];
    await (await company.as("gaolang")).read(async (tx) => {
      unusable = ((await usability(tx, [lot.id])).get(lot.id) ?? []).map(({ code }) => code);
    });
    expect(unusable).toEqual(["LOT_NOT_RELEASED"]);
    const before = await countOfEverything(company);
    expect(await refusalOf(release(skipped))).toEqual(["CERTIFICATE_MISSING"]);
    expect(await countOfEverything(company)).toEqual(before);
    await attach(skipped);
    // Who received it may not release it, nor may anybody without the permit.
    expect(await refusalOf(release(skipped, "gaolang"))).toEqual(["NO_PERMIT", "SOD_SELF", "SOD_SELF"]);
    expect((await release(skipped)).state).toBe("released");
    const [row] = await company.sql<{ evidence: { quality: object } }>(
      "select release_evidence as evidence from lot where id = $1",
      [lot.id],
    );
    const state = await pair();
    const { number } = (
      await company.sql<{ number: string }>(
        "select number from rule where rule_name = 'skip-lot' and key = 'oneOf2' order by id desc limit 1",
      )
    )[0] ?? { number: "" };
    expect(row?.evidence.quality).toEqual({
      nonconformities: [],
      inspections: [
        {
          number: inspection.number,
          plan: "IP-PK-301.B",
          result: null,
          summary: null,
          skipLot: {
            rule: number,
            pair: pairNumber,
            lots: 2,
            oneOf: 2,
            ...drawOf(state?.seed ?? "", state?.arrived ?? 0, 2),
          },
        },
      ],
    });
    // Nothing was read, nothing counted: severity and its window are those of inspected lots.
    expect(
      await company.sql("select count(*)::int as n from sampling_event where inspection_id = $1 and result is not null", [
        inspection.id,
      ]),
    ).toEqual([{ n: 0 }]);
  });

  it("that was released and is taken back is inspected before it is released again", async () => {
    const skipped = await untilSkipped();
    await attach(skipped);
    await release(skipped);
    await acts(company, "linjing", "Lot", skipped.lot, "reevaluate", {}, "Reported by the line as dusty");
    expect(await refusalOf(release(skipped))).toEqual(["INSPECT_FIRST"]);
    await (await company.as("linjing")).create("Inspection", { site: await company.id("Site", "SZ1"), lot: skipped.lot.id });
    expect(await refusalOf(release(skipped))).toEqual(["INSPECTION_OPEN"]);
    await judge({ lot: skipped.lot, inspection: await inspectionOf(company, skipped.lot) }, "120.0");
    expect((await release(skipped)).state).toBe("released");
  });

  it("is told with its reasons in the history of the pair", async () => {
    const { samplingState } = (await ask(
      company,
      "linjing",
      `{ samplingState(id: "${(await pair())?.id}") { skipMode skipRule { number } history { reason { en } skipReason { en } skip } } }`,
    )) as { samplingState: { skipMode: string; history: { reason: { en: string }; skip: { code: string } | null }[] } };
    expect(samplingState.skipMode).toBe("skipLot");
    const reasons = samplingState.history.map(({ reason }) => reason.en);
    expect(reasons).toContain("skipped by the draw");
    expect(reasons).toContain("drawn for inspection");
  });
});

describe("[REQ-GATE-01] skip-lot ends, and what was skipped and waits is inspected after all", () => {
  const back = { mode: "lotByLot", n: 0, arrived: null, seed: null };

  it("with a lot that is not accepted", async () => {
    const waits = await untilSkipped();
    let drawn = await arrives();
    const alsoWaits = drawn.inspection.state === "skipped" ? [drawn] : [];
    if (drawn.inspection.state === "skipped") drawn = await arrives();
    expect(drawn.inspection.state).toBe("open");
    await judge(drawn, "121.4");
    expect(await pair()).toMatchObject(back);
    const called = await told();
    expect(called?.code).toBe("SKIP_ENDS_REJECTED");
    expect(called?.cause).toEqual({ record: "Inspection", number: drawn.inspection.number });
    // Also those of earlier tests that nobody has released.
    expect(called?.calledBack).toEqual(expect.arrayContaining([waits, ...alsoWaits].map(({ inspection }) => inspection.number)));
    expect(await stateOf(waits)).toBe("open");
    expect(await refusalOf(release(waits))).toContain("INSPECTION_OPEN");
    await judge(waits, "120.0");
    await attach(waits);
    expect((await release(waits)).state).toBe("released");
  });

  it("also at a site that the inspector does not see: there it is not called back, and its release is refused", async () => {
    await accepted(2);
    const elsewhere = await untilSkipped();
    const near = await untilSkipped();
    const here = await company.id("Site", "SZ1");
    const site = { number: "SZ9", nameEn: "Site nine", nameZh: "九号场地", zone: "Asia/Shanghai", address: "Demo Road 9" };
    const there = await (await company.as("guping")).create("Site", site);
    const standsAt = (site: string) =>
      company.sql(
        "with i as (update inspection set site_id = $1 where id = $2) update lot set site_id = $1 where id = $3 returning id",
        [site, elsewhere.inspection.id, elsewhere.lot.id],
      );
    const chenheSees = (site: string | null) =>
      company.sql("update role_grant set for_site_id = $1 where person_id = (select id from person where login = 'chenhe')", [
        site,
      ]);
    await company.sql("select set_config('app.actor', '1', false), set_config('app.operation', 'moveSite', false)");
    await standsAt(there.id);
    await chenheSees(here);
    await acts(company, "chenhe", "Nonconformity", await nonconformityOf(near), "report");
    const called = await told();
    expect(called).toMatchObject({ code: "SKIP_ENDS_NONCONFORMITY", calledBack: [near.inspection.number] });
    expect(await stateOf(elsewhere)).toBe("skipped");
    await attach(elsewhere);
    expect(await refusalOf(release(elsewhere))).toEqual(["SKIP_LOT_ENDED"]);
    await chenheSees(null);
    await standsAt(here);
  });

  it("with a nonconformity of a skipped lot, also of one that was released", async () => {
    await accepted(2);
    const skipped = await untilSkipped();
    await attach(skipped);
    await release(skipped);
    expect(await pair()).toMatchObject({ mode: "skipLot" });
    const ncr = await nonconformityOf(skipped);
    expect(await pair()).toMatchObject({ mode: "skipLot" });
    await acts(company, "chenhe", "Nonconformity", ncr, "report");
    expect(await pair()).toMatchObject(back);
    expect(await told()).toMatchObject({
      code: "SKIP_ENDS_NONCONFORMITY",
      cause: { record: "Nonconformity", number: ncr.number },
    });
    expect((await arrives()).inspection.state).toBe("open");
  });

  it("with an approval that is suspended, even before the next lot arrives", async () => {
    await accepted(2);
    const skipped = await untilSkipped();
    await attach(skipped);
    expect(await blockerCodes(company, "lot.release", "Lot", skipped.lot.id)).toEqual([]);
    // What is only written beside the approval, as a score each month, changes nothing about it.
    const { ctx } = await company.as("linjing");
    await command(company.kernel, ctx, { id: randomUUID(), operation: "score", input: null }, async (tx) => {
      const [scored] = await tx.lock("SupplierItem", [approval.id]);
      if (scored) tx.update("SupplierItem", scored, { score: "91.5", scoredOn: "2026-07-07" });
      return null;
    });
    expect(await blockerCodes(company, "lot.release", "Lot", skipped.lot.id)).toEqual([]);
    await acts(company, "mengfei", "SupplierItem", approval, "suspend", {}, "Their sealing line was moved");
    expect(await refusalOf(release(skipped))).toEqual(["SKIP_LOT_ENDED"]);
    await company.at("2026-07-07 09:00");
    await acts(company, "linjing", "SupplierItem", approval, "approve");
    // Approved again is not approved as it was.
    expect(await refusalOf(release(skipped))).toEqual(["SKIP_LOT_ENDED"]);
    expect((await arrives()).inspection.state).toBe("open");
    expect(await pair()).toMatchObject(back);
    expect(await told()).toMatchObject({ code: "SKIP_ENDS_APPROVAL", calledBack: [skipped.inspection.number] });
    expect(await stateOf(skipped)).toBe("open");
  });

  it("with another revision of the plan", async () => {
    await accepted(2);
    expect(await pair()).toMatchObject({ mode: "skipLot" });
    await revise(company, "InspectionPlan", "PK-301", { ...plan, revision: "C" }, "2026-07-08");
    await company.at("2026-07-08 08:00");
    const first = await arrives();
    expect(first.inspection.state).toBe("open");
    expect(await told()).toMatchObject({
      code: "SKIP_ENDS_PLAN",
      cause: { record: "InspectionPlan", number: "IP-PK-301.C" },
    });
    await judge(first, "120.0");
    expect(await pair()).toMatchObject({ mode: "lotByLot", n: 1 });
  });

  it("with another version of the rule", async () => {
    await accepted(1);
    expect(await pair()).toMatchObject({ mode: "skipLot" });
    const stricter = await rule({ lots: 3, riskClassA: false, confirmed: true }, "2026-07-08");
    expect((await arrives()).inspection.state).toBe("open");
    expect(await told()).toMatchObject({ code: "SKIP_ENDS_RULE", cause: { record: "Rule", number: stricter.number } });
    expect(await pair()).toMatchObject(back);
  });

  it("with a plan that has no skip-lot rule any more", async () => {
    await accepted(3);
    expect(await pair()).toMatchObject({ mode: "skipLot" });
    await revise(company, "InspectionPlan", "PK-301", { ...plan, skipLot: null, revision: "D" }, "2026-07-09");
    await company.at("2026-07-09 08:00");
    expect((await arrives()).inspection.state).toBe("open");
    expect(await told()).toMatchObject({ code: "SKIP_ENDS_PLAN" });
    expect(await pair()).toMatchObject({ mode: null, n: null, seed: null });
  });
});
