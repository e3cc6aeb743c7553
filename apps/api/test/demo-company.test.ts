/** The demo company as shipped: its evidence holds, its balances are those of scenarios.md section 1, and the auditor's first questions have answers. */
import { verify } from "@lotline/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, shown } from "./browser.ts";
import { type Demo, demoKeys, openDemo } from "./demo.ts";
import { query } from "./query.ts";

let demo: Demo;
let auditor: Browser;
beforeAll(async () => {
  demo = await openDemo();
  auditor = await demo.as("fanqing");
});
afterAll(() => demo?.[Symbol.asyncDispose]());

interface Revision {
  readonly id: string;
  readonly revision: string;
  readonly shelfLifeMonths: number;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
}

/** What stands of a lot, by the type of place. */
const standing = async (lot: string) =>
  Object.fromEntries(
    (
      await demo.sql<{ type: string; n: string }>(
        "select p.type, sum(b.quantity)::text as n from balance b join lot l on l.id = b.lot_id join location p on p.id = b.location_id where l.number = $1 group by 1 having sum(b.quantity) <> 0",
        [lot],
      )
    ).map((row) => [row.type, Number(row.n)]),
  );

const onHand = async (lots: string) =>
  Number(
    (
      await demo.sql<{ sum: string }>(
        "select coalesce(sum(b.quantity), 0) as sum from balance b join lot l on l.id = b.lot_id join location p on p.id = b.location_id where l.number like $1 and p.type in ('storage', 'quarantine', 'dispatch', 'blocked')",
        [lots],
      )
    )[0]?.sum,
  );

describe("evidence", () => {
  it("[REQ-REC-03] trail, seals, signatures and records verify", async () => {
    const result = await verify({ url: demo.database.reader, publicKeys: demoKeys() });
    expect(result).toMatchObject({ ok: true, first: null });
    expect([result.events > 1000, result.seals > 0, result.signatures > 50, result.records > 500]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it("[REQ-SIG-02] every signature shown on a lot of the company is valid", async () => {
    const { data } = await auditor.ask("{ lots(first: 500) { edges { node { number timeline { signature { verdict } } } } } }");
    const page = data?.lots as {
      edges: { node: { number: string; timeline: { signature: { verdict: string } | null }[] } }[];
    };
    const verdicts = page.edges.flatMap(({ node }) =>
      node.timeline.flatMap((t) => (t.signature ? [`${node.number} ${t.signature.verdict}`] : [])),
    );
    expect(verdicts.length).toBeGreaterThan(20);
    expect(verdicts.filter((v) => !v.endsWith(" VALID"))).toEqual([]);
  });
});

describe("its own production", () => {
  it("[REQ-GATE-01] each lot made counts for switching as a lot inspected for the first time", async () => {
    expect(
      await demo.sql(
        "select count(*)::int > 20 as many, bool_and(e.original) as original from sampling_event e join inspection i on i.id = e.inspection_id where i.origin = 'made'",
      ),
    ).toEqual([{ many: true, original: true }]);
  });
});

describe("US-15, first half", () => {
  it("[REQ-REC-05] who changed the shelf life of FG-IS100, when, why, and what was in force on 2026-07-15", async () => {
    const { data } = await auditor.ask(
      `query { itemRevisions(sort: ["createdAt"], first: 500) { edges { node { id number revision shelfLifeMonths effectiveFrom effectiveTo changeReason createdAt createdBy { login } item { number }
         timeline { at reason actor { en } changes { field old new } signature { meaning verdict } } } } } }`,
    );
    type Full = Revision & {
      item: { number: string };
      changeReason: string;
      createdBy: { login: string };
      timeline: {
        at: string;
        reason: string | null;
        actor: { en: string };
        changes: { field: string; old: string | null; new: string }[];
        signature: { meaning: string; verdict: string } | null;
      }[];
    };
    const all = shown<{ edges: { node: Full }[] }>(data, "itemRevisions")
      .edges.map((e) => e.node)
      .filter((r) => r.item.number === "FG-IS100");
    expect(all.map((r) => [r.revision, r.shelfLifeMonths])).toEqual([
      ["A", 24],
      ["B", 36],
    ]);
    const [before, after] = all;
    const changes = after?.timeline.flatMap((t) =>
      t.changes
        .filter((c) => c.field === "shelfLifeMonths" && c.old !== null)
        .map((c) => ({ ...c, by: t.actor.en, on: t.at.slice(0, 10), why: t.reason })),
    );
    expect(changes).toEqual([
      {
        field: "shelfLifeMonths",
        old: "30",
        new: "36",
        by: "Luo An",
        on: "2026-07-16",
        why: "The 36-month time point of AS-26-02 is in",
      },
    ]);
    expect(after?.createdBy.login).toBe("luoan");
    expect(after?.timeline.flatMap((t) => (t.signature ? [[t.signature.meaning, t.signature.verdict]] : []))).toEqual([
      ["APPROVED", "VALID"],
    ]);
    // In force on a day is computed from the dates.
    const inForce = all.filter(
      (r) => r.effectiveFrom <= "2026-07-15" && (r.effectiveTo === null || r.effectiveTo > "2026-07-15"),
    );
    expect(inForce.map((r) => r.revision)).toEqual(["A"]);
    // Revision B was a draft on that day, with another shelf life, by the trail.
    const asOf = await auditor.ask(
      'query ($a: ID!, $b: ID!) { a: itemRevision(id: $a) { asOf(at: "2026-07-15T12:00:00+08:00") } b: itemRevision(id: $b) { asOf(at: "2026-07-15T12:00:00+08:00") } }',
      { a: before?.id, b: after?.id },
    );
    expect(asOf.data).toMatchObject({
      a: { asOf: { state: "approved", shelfLifeMonths: "24" } },
      b: { asOf: { state: "draft", shelfLifeMonths: "30" } },
    });
  });

  it("[REQ-REC-02] the app's own role cannot change the trail or the ledger", async () => {
    for (const sql of [
      "update audit.event set reason = 'x'",
      "delete from audit.event",
      "truncate audit.event",
      "update movement set quantity = 1",
      "update signature set meaning = 'x'",
    ])
      await expect(query(demo.database.app, sql)).rejects.toThrow(/permission denied/);
  });

  it("[REQ-REC-03] a superuser's edit of one row is named by table and id", async () => {
    const [row] = await demo.sql<{ id: string }>("select id from item_revision order by id limit 1");
    await demo.sql("alter table item_revision disable trigger all");
    await demo.sql("update item_revision set shelf_life_months = 99 where id = $1", [row?.id]);
    await demo.sql("alter table item_revision enable trigger all");
    const result = await verify({ url: demo.database.reader, publicKeys: demoKeys() });
    expect(result).toMatchObject({ ok: false, first: { table: "item_revision", id: Number(row?.id) } });
  });
});

describe("balances of scenarios.md section 1", () => {
  it("R201-2607: 126.0 kg on hand", async () => expect(await onHand("R201-2607")).toBe(126));
  it("tubes 600, chambers 800", async () => expect([await onHand("TB-07%"), await onHand("MP112-26-3%")]).toEqual([600, 800]));
  it("the finished lots: 23,640, 23,712 and 23,580 made, each part where it is", async () => {
    expect(await standing("IS2607A")).toEqual({ output: -23_640, customer: 20_000, storage: 3_200, retained: 120, sample: 320 });
    expect(await standing("IS2607B")).toEqual({
      output: -23_712,
      customer: 9_600,
      transit: 2_400,
      storage: 11_200,
      blocked: 72,
      retained: 120,
      sample: 320,
    });
    expect(await standing("IS2608A")).toEqual({ output: -23_580, quarantine: 23_580 });
    const [f1] = await demo.sql(
      "select b.quantity::float8 as n from balance b join lot l on l.id = b.lot_id join location p on p.id = b.location_id where l.number = 'IS2607A' and p.number = 'SZ1-F1'",
    );
    expect(f1).toEqual({ n: 3_200 });
  });

  it("balances are the sums of the ledger, to the last digit", async () => {
    const differing = await demo.sql(
      `select lot_id, location_id from (select lot_id, location_id, sum(quantity) as q from movement group by 1, 2) m full join balance b using (lot_id, location_id)
       where coalesce(m.q, 0) <> coalesce(b.quantity, 0)`,
    );
    expect(differing).toEqual([]);
  });
});
