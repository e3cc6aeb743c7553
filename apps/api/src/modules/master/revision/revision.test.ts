import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, blockerCodes, type Company, countOfEverything, grant, openCompany, revise } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const spans = (table: string, item: string) =>
  company.sql<{ number: string; from: string; to: string | null }>(
    `select r.number, effective_from::text as "from", effective_to::text as "to" from ${table} r join item i on i.id = r.item_id where i.number = $1 and r.state = 'approved' order by r.id`,
    [item],
  );

describe("dated revisions", () => {
  it("[REQ-DOC-02] a new revision closes the one before it on the day it begins, in one act", async () => {
    const next = await revise(
      company,
      "ItemRevision",
      "FG-IS100",
      { revision: "B", specification: "B", shelfLifeMonths: 24 },
      "2026-07-20",
    );
    expect(next.number).toBe("FG-IS100.B");
    expect(await spans("item_revision", "FG-IS100")).toEqual([
      { number: "FG-IS100.A", from: "2026-07-06", to: "2026-07-20" },
      { number: "FG-IS100.B", from: "2026-07-20", to: null },
    ]);
  });

  it("[REQ-DOC-02] refuses a day in the past and a day not after its predecessor's, and changes nothing", async () => {
    const draft = await (await company.as("luoan")).create("ItemRevision", {
      item: await company.id("Item", "RM-201"),
      revision: "B",
      changeReason: "x",
      specification: "B",
    });
    const before = await countOfEverything(company);
    const approve = async (effectiveOn: string) =>
      (await company.as("linjing")).act("ItemRevision", draft, "approve", { effectiveOn });
    // The signature intent is written before the act is refused; nothing else is.
    expect(await refusalOf(approve("2026-07-05"))).toEqual(["effectiveOn:PAST"]);
    expect(await refusalOf(approve("2026-07-06"))).toEqual(["BEFORE_PREDECESSOR"]);
    expect(await countOfEverything(company)).toEqual(before);
    expect(await spans("item_revision", "RM-201")).toEqual([{ number: "RM-201.A", from: "2026-07-06", to: null }]);
  });

  it("[REQ-DOC-02] two revisions in force on one day are impossible by constraint, whoever writes", async () => {
    const again = company.sql(
      `insert into item_revision (number, state, created_by_id, item_id, revision, change_reason, specification, effective_from)
       select 'X', 'approved', 1, id, 'X', 'x', 'x', '2026-07-10' from item where number = 'RM-201'`,
    );
    await expect(again).rejects.toThrow(/item_revision_one_in_force/);
  });

  it("[REQ-APR-02] the author of a revision does not approve it, whatever roles he has", async () => {
    await grant(company, "songwei", "STEWARD");
    const both = await company.as("songwei");
    const draft = await both.create("InspectionPlan", {
      item: await company.id("Item", "RM-205"),
      revision: "A",
      changeReason: "x",
      nameEn: "x",
      nameZh: "x",
      characteristics: [measured],
    });
    expect(draft.number).toBe("IP-RM-205.A");
    const before = await countOfEverything(company);
    expect(await refusalOf(both.act("InspectionPlan", draft, "approve", { effectiveOn: "2026-07-06" }))).toEqual(["SOD_SELF"]);
    expect(await countOfEverything(company)).toEqual(before);
    expect((await acts(company, "linjing", "InspectionPlan", draft, "approve", { effectiveOn: "2026-07-06" })).state).toBe(
      "approved",
    );
  });

  it("one letter is given once, and only Latin capitals and digits", async () => {
    const steward = await company.as("luoan");
    const given = { item: await company.id("Item", "PK-301"), changeReason: "x", specification: "x" };
    expect(await refusalOf(steward.create("ItemRevision", { ...given, revision: "a" }))).toEqual(["revision:DUPLICATE"]);
    expect(await refusalOf(steward.create("ItemRevision", { ...given, revision: "А" }))).toEqual(["revision:code"]);
  });
});

const measured = {
  nameEn: "Width",
  nameZh: "宽度",
  kind: "variable",
  decimals: 1,
  samplingRule: "fixed",
  sampleSize: 3,
  acceptUpTo: 0,
  lower: "1.0",
  upper: "2.0",
};

describe("what a plan needs before it is approved", () => {
  let letter = 0;
  const codes = async (characteristics: object[]) => {
    const draft = await (await company.as("luoan")).create("InspectionPlan", {
      item: await company.id("Item", "RM-205"),
      revision: `P${++letter}`,
      changeReason: "x",
      nameEn: "x",
      nameZh: "x",
      characteristics,
    });
    return refusalOf((await company.as("linjing")).act("InspectionPlan", draft, "approve", { effectiveOn: "2026-07-06" }));
  };

  it("has characteristics", async () => expect(await codes([])).toEqual(["PLAN_EMPTY"]));
  it("a measured one has a limit", async () =>
    expect(await codes([{ ...measured, lower: null, upper: null }])).toEqual(["LIMIT_MISSING"]));
  it("the lower limit is not above the upper one", async () =>
    expect(await codes([{ ...measured, lower: "2.1" }])).toEqual(["LIMITS_CROSSED"]));
  it("limits are not finer than readings are rounded to", async () =>
    expect(await codes([{ ...measured, upper: "2.05" }])).toEqual(["LIMIT_DECIMALS"]));
  it("not every sample may fail", async () => expect(await codes([{ ...measured, acceptUpTo: 3 }])).toEqual(["ACCEPTS_ALL"]));
  it("what is judged by defects has no limits", async () =>
    expect(await codes([{ ...measured, kind: "attribute" }])).toEqual(["LIMIT_NOT_USED"]));
  it("says everything at once", async () =>
    expect(
      await codes([
        { ...measured, lower: null, upper: null },
        { ...measured, lower: "3.0" },
      ]),
    ).toEqual(["LIMIT_MISSING", "LIMITS_CROSSED"]));
});

describe("what a bill of materials needs before it is approved", () => {
  let letter = 0;
  const codes = async (item: string, components: readonly (readonly [string, string])[]) => {
    const rows: object[] = [];
    for (const [number, quantityPer] of components) rows.push({ component: await company.id("Item", number), quantityPer });
    const draft = await (await company.as("luoan")).create("Bom", {
      item: await company.id("Item", item),
      revision: `P${++letter}`,
      changeReason: "x",
      components: rows,
    });
    const before = await blockerCodes(company, "bom.approve", "Bom", draft.id);
    expect(await refusalOf(acts(company, "linjing", "Bom", draft, "approve", { effectiveOn: "2026-07-07" }))).toEqual(before);
    return before;
  };

  it("has components", async () => expect(await codes("PK-301", [])).toEqual(["BOM_EMPTY"]));
  it("lists a component once", async () =>
    expect(
      await codes("RM-205", [
        ["PK-301", "1"],
        ["PK-301", "2"],
      ]),
    ).toEqual(["COMPONENT_TWICE"]));
  it("does not make an item of itself", async () => expect(await codes("RM-201", [["RM-201", "1"]])).toEqual(["BOM_CYCLE"]));
  it("nor of itself through another item's bill", async () =>
    expect(await codes("RM-201", [["FG-IS100", "1"]])).toEqual(["BOM_CYCLE"]));

  it("two bills that would close a ring together: only one is approved", async () => {
    const draft = async (item: string, component: string) =>
      (await company.as("luoan")).create("Bom", {
        item: await company.id("Item", item),
        revision: "R",
        changeReason: "x",
        components: [{ component: await company.id("Item", component), quantityPer: "1" }],
      });
    const drafts = [await draft("RM-205", "PK-301"), await draft("PK-301", "RM-205")];
    const done = await Promise.allSettled(
      drafts.map((bom, i) => acts(company, i ? "linjing" : "songwei", "Bom", bom, "approve", { effectiveOn: "2026-07-07" })),
    );
    expect(done.filter((d) => d.status === "fulfilled")).toHaveLength(1);
  });

  it("refuses a blocked component", async () => {
    const blocked = { id: await company.id("Item", "RM-205") };
    await acts(company, "linjing", "Item", blocked, "block", {}, "No longer to be used");
    expect(await codes("FG-IS100", [["RM-205", "1"]])).toEqual(["ITEM_BLOCKED"]);
    await acts(company, "linjing", "Item", blocked, "unblock", {}, "Approved for use again");
  });
});
