/** Suppliers are scored each month from what came and was inspected; below the limit a person decides. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, blockerCodes, type Company, inspect, openCompany, order, purchase, receive } from "../../../test/company.ts";
import { refusalOf } from "../../../test/house.ts";
import { systemPersonId } from "../../base/context.ts";
import { tellTime } from "../../outbox/day-clock.ts";
import { deliver } from "../../outbox/relay.ts";
import { reEvaluation } from "./re-evaluate.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function dayBegins(day: string): Promise<void> {
  await company.at(`${day} 00:05`);
  await tellTime(company.kernel);
  const waiting = await company.sql<{ id: string; payload: object }>(
    "update outbox set sent_at = now() where name = 'day.begun' and sent_at is null returning id, payload",
  );
  for (const { id, payload } of waiting)
    await deliver(company.kernel, reEvaluation, { message: id, name: "day.begun", version: 1, payload, by: systemPersonId });
}

interface Pair {
  readonly id: string;
  readonly state: string;
  readonly score: string | null;
  readonly day: string | null;
  readonly basis: { readonly [name: string]: unknown } | null;
}

async function pairOf(supplier: string): Promise<Pair> {
  const [pair] = await company.sql<Pair>(
    `select p.id, p.state, p.score::float::text as score, p.scored_on::text as day, p.score_basis as basis from supplier_item p
     join supplier s on s.id = p.supplier_id where s.number = $1 order by p.id limit 1`,
    [supplier],
  );
  if (!pair) throw new Error(supplier);
  return pair;
}

const tasks = ({ id }: { id: string }) =>
  company.sql<object>("select action, permit from work_item where record_type = 'SupplierItem' and record_id = $1", [id]);

describe("the monthly re-evaluation", () => {
  it('[REQ-SUP-02] score below limit · proposal "conditional": a task for supplier quality, and nothing decided', async () => {
    const good = await receive(company, "SUP-01", "RM-201", "R-1", "100", await order(company, "SUP-01", "RM-201", "100"));
    await inspect(company, good, [["14.2", "14.6"]]);
    const bad = await receive(company, "SUP-05", "PK-301", "P-1", "24000", await order(company, "SUP-05", "PK-301", "24000"));
    await inspect(company, bad, [
      ["125.0", "125.0", "125.0"],
      ["0", "0"],
    ]);
    await dayBegins("2026-07-31");
    expect(await pairOf("SUP-05")).toMatchObject({ state: "approved", score: null });

    await dayBegins("2026-08-01");
    expect(await pairOf("SUP-01")).toMatchObject({ state: "approved", score: "100", day: "2026-08-01" });
    // On time 100 × 40 + 1,000,000 ppm 0 × 40 + one report 80 × 20.
    expect(await pairOf("SUP-05")).toMatchObject({
      state: "reviewDue",
      score: "56",
      day: "2026-08-01",
      basis: {
        from: "2025-08-01",
        to: "2026-07-31",
        limit: "70",
        deliveryOnTime: { value: "100", weight: "40", points: "100" },
        supplierPpm: { value: "1000000", weight: "40", points: "0" },
        supplierNonconformities: { value: "1", weight: "20", points: "80" },
      },
    });
    expect(await tasks(await pairOf("SUP-05"))).toEqual([{ action: "makeConditional", permit: "supplierItem.change" }]);
    // Nothing was bought of the third: there is nothing to judge it by.
    expect(await pairOf("SUP-04")).toMatchObject({ state: "approved", score: null, day: null });
    // Nothing is decided: it may be bought from as before.
    expect(await codesOfOrder()).not.toContain("SUPPLIER_NOT_APPROVED");
  });

  it("is told once a month, also when the first day was missed", async () => {
    const before = await pairOf("SUP-05");
    await dayBegins("2026-08-02");
    expect(await pairOf("SUP-05")).toEqual(before);
    await dayBegins("2026-09-03");
    expect(await pairOf("SUP-05")).toMatchObject({ state: "reviewDue", day: "2026-09-03" });
  });
});

async function codesOfOrder(): Promise<string[]> {
  const given = await purchase(company, "SUP-05", "PK-301", "100", { orderedOn: "2026-09-03", neededOn: "2026-09-30" });
  const draft = await (await company.as("shenyue")).create("PurchaseOrder", given);
  return blockerCodes(company, "purchase.order", "PurchaseOrder", draft.id);
}

describe("the decision", () => {
  const terms = (conditionalTo: string) => ({ conditions: "Every lot under tightened inspection", conditionalTo });

  it("[REQ-SUP-02] is signed by a person with what the score is made of; only QA may keep, with a reason", async () => {
    const pair = await pairOf("SUP-05");
    expect(await refusalOf(acts(company, "shenyue", "SupplierItem", pair, "makeConditional", terms("2026-12-31")))).toEqual([
      "NO_PERMIT",
    ]);
    expect(await refusalOf(acts(company, "mengfei", "SupplierItem", pair, "keep", {}, "Their cutter has been mended"))).toEqual([
      "NO_PERMIT",
      "SOD_SELF",
    ]);
    await acts(company, "linjing", "SupplierItem", pair, "keep", {}, "Their cutter has been mended");
    expect(await pairOf("SUP-05")).toMatchObject({ state: "approved", score: "56" });
    expect(await tasks(pair)).toEqual([]);
    // The next month asks again while the score is what it is.
    await dayBegins("2026-10-01");
    expect(await pairOf("SUP-05")).toMatchObject({ state: "reviewDue", day: "2026-10-01" });
    for (const day of ["2026-09-30", "2028-01-01"])
      expect(await refusalOf(acts(company, "mengfei", "SupplierItem", pair, "makeConditional", terms(day)))).toEqual([
        "CONDITION_PERIOD",
      ]);
    await acts(company, "mengfei", "SupplierItem", pair, "makeConditional", terms("2026-10-31"));
    expect(await pairOf("SUP-05")).toMatchObject({ state: "conditional" });
    const [signed] = await company.sql<{ content: string }>(
      "select content::text from signature where record_type = 'SupplierItem' and record_id = $1 order by id desc limit 1",
      [pair.id],
    );
    expect(signed?.content).toContain("supplierPpm");
  });

  it("[REQ-SUP-01] what is approved under conditions may be bought to their last day, and no longer", async () => {
    const reasons = async (day: string) => {
      await company.at(`${day} 09:00`);
      const given = await purchase(company, "SUP-05", "PK-301", "100", { orderedOn: day, neededOn: "2026-12-30" });
      const draft = await (await company.as("shenyue")).create("PurchaseOrder", given);
      return blockerCodes(company, "purchase.order", "PurchaseOrder", draft.id);
    };
    expect(await reasons("2026-10-31")).not.toContain("SUPPLIER_NOT_APPROVED");
    expect(await reasons("2026-11-01")).toContain("SUPPLIER_NOT_APPROVED");
    const pair = await pairOf("SUP-05");
    await acts(company, "linjing", "SupplierItem", pair, "approve");
    expect(await company.sql("select state, conditions, conditional_to from supplier_item where id = $1", [pair.id])).toEqual([
      { state: "approved", conditions: null, conditional_to: null },
    ]);
    expect(await reasons("2026-11-01")).not.toContain("SUPPLIER_NOT_APPROVED");
  });
});

describe("the rule of the score", () => {
  const rule = (content: object, key = "default") => ({
    ruleName: "supplier-score",
    key,
    content,
    validFrom: "2027-01-01",
    citation: "QP-07",
  });
  const part = { weight: "1", full: "100", none: "0" };

  it.each([
    ["a figure the product has not", { limit: "70", parts: { scar: part } }, "default", ["content:shape"]],
    ["a weight of nothing", { limit: "70", parts: { deliveryOnTime: { ...part, weight: "0" } } }, "default", ["content:shape"]],
    [
      "full marks and none at the same value",
      { limit: "70", parts: { deliveryOnTime: { ...part, none: "100" } } },
      "default",
      ["content:shape"],
    ],
    ["a limit nobody reaches", { limit: "101", parts: { deliveryOnTime: part } }, "default", ["content:shape"]],
    ["another key", { limit: "70", parts: { deliveryOnTime: part } }, "SUP-05", ["key:score"]],
  ])("refuses %s", async (_what, content, key, expected) => {
    expect(await refusalOf((await company.as("linjing")).create("Rule", rule(content, key)))).toEqual(expected);
  });

  it("takes other weights and another limit", async () => {
    const draft = await (await company.as("linjing")).create("Rule", rule({ limit: "85.5", parts: { deliveryOnTime: part } }));
    expect(draft.number).toBeTruthy();
  });
});
