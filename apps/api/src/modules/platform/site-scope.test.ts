/** A person of one site: nothing of another one, by whatever door (the second line is row-level security in the database). */
import { type Field, type Fields, givenFields } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, shown } from "../../../test/browser.ts";
import { type Demo, openDemo } from "../../../test/demo.ts";
import { query } from "../../../test/query.ts";
import { Sampler } from "../../../test/sampler.ts";
import { camel, recordNames, specOf, tableOf } from "../../base/names.ts";
import { pluralOf } from "../../graphql/expose.ts";

let demo: Demo;
let here: Browser;
let there: Browser;
let site: { id: string };
let elsewhere: { id: string };
const scoped = recordNames.filter((name) => specOf(name).site);

beforeAll(async () => {
  demo = await openDemo();
  const sites = await demo.sql<{ id: string; number: string }>("select id, number from site order by id");
  [site = { id: "" }, elsewhere = { id: "" }] = [sites.find((s) => s.number === "SZ1"), sites.find((s) => s.number === "SH2")];
  await demo.sql("select set_config('app.actor', '1', false)");
  for (const role of ["QA_HEAD", "WAREHOUSE", "QA_REVIEWER"])
    await demo.sql("update role_grant set for_site_id = $1 where role = $2 and number like 'RG-test%'", [elsewhere.id, role]);
  here = await demo.as("xuheng");
  there = await demo.browser("QA_HEAD");
});
afterAll(() => demo?.[Symbol.asyncDispose]());

const anyOf = async (record: string) =>
  (
    await demo.sql<{ id: string; number: string; version: number }>(
      `select id, number, version from ${tableOf(record)} where site_id = $1 order by id limit 1`,
      [site.id],
    )
  )[0];

describe("[REQ-ACC-02] a person of another site", () => {
  it("sees no row of this one in any list or count, where a person of it sees them", async () => {
    const foreign: string[] = [];
    for (const name of scoped) {
      const ask = `{ page: ${pluralOf(name)}(first: 500) { totalCount edges { node { site { id } } } } }`;
      const [mine, theirs] = [
        (await here.ask(ask)).data?.page as { totalCount: number },
        (await there.ask(ask)).data?.page as { totalCount: number; edges: { node: { site: { id: string } } }[] },
      ];
      const rows = await demo.sql<{ at: string; n: number }>(
        `select site_id as at, count(*)::int as n from ${tableOf(name)} group by 1`,
      );
      const count = (at: string) => rows.find((r) => r.at === at)?.n ?? 0;
      expect([name, mine.totalCount, theirs.totalCount]).toEqual([
        name,
        count(site.id) + count(elsewhere.id),
        count(elsewhere.id),
      ]);
      foreign.push(...theirs.edges.filter((e) => e.node.site.id !== elsewhere.id).map(() => name));
    }
    expect(foreign).toEqual([]);
  });

  it("finds none by id, number, search, history, as-of, signature or work list", async () => {
    for (const name of scoped) {
      const row = await anyOf(name);
      if (!row) continue;
      const { data } = await there.ask(
        `query ($i: ID!, $n: String!) { a: ${camel(name)}(id: $i) { id timeline { id } asOf(at: "2026-08-20T00:00:00Z") } b: ${camel(name)}(number: $n) { id } search(text: $n) { record id } }`,
        { i: row.id, n: row.number },
      );
      expect([
        name,
        data?.a,
        data?.b,
        shown<{ record: string; id: string }[]>(data, "search").filter((h) => h.record === name && h.id === row.id),
      ]).toEqual([name, null, null, []]);
    }
    const items = (await there.ask("{ workItems(first: 500) { record recordId } }")).data?.workItems as {
      record: string;
      recordId: string;
    }[];
    for (const item of items.filter((i) => specOf(i.record).site))
      expect(
        (await demo.sql<{ site_id: string }>(`select site_id from ${tableOf(item.record)} where id = $1`, [item.recordId]))[0]
          ?.site_id,
      ).toBe(elsewhere.id);
  });

  it("finds none through a reference either: what it leads to is not there", async () => {
    const inspection = await anyOf("Inspection");
    await demo.sql("update inspection set site_id = $1 where id = $2", [elsewhere.id, inspection?.id]);
    const { data } = await there.ask("query ($i: ID!) { inspection(id: $i) { number lot { number } } }", { i: inspection?.id });
    expect(data?.inspection).toEqual({ number: inspection?.number, lot: null });
  });

  it("changes none and is told it does not exist; makes none there", async () => {
    const keeper = await demo.browser("WAREHOUSE");
    const receipt = await anyOf("Receipt");
    if (!receipt) throw new Error("no receipt");
    expect((await keeper.edit("Receipt", receipt, {})).code).toBe("NOT_FOUND");
    expect((await keeper.act("Receipt", receipt, "cancel", { reason: "long enough reason" })).code).toBe("NOT_FOUND");
    const input = { ...(await new Sampler(demo).createInput("Receipt")), site: site.id };
    expect((await keeper.create("Receipt", input)).reasons).toEqual(["OTHER_SITE"]);
  });

  it("names none of another site in what it makes: such a record does not exist for him", async () => {
    const reviewer = await demo.browser("QA_REVIEWER");
    const lot = await anyOf("Lot");
    const sampler = new Sampler(demo);
    const report = { ...(await sampler.createInput("Nonconformity")), site: elsewhere.id, lot: lot?.id };
    expect(await reviewer.create("Nonconformity", report)).toMatchObject({ code: "BAD_USER_INPUT", issues: ["lot:ref"] });
    // The same for every record type that can refer to one: there is one rule for all of them.
    const kinds = recordNames.flatMap((name) =>
      givenFields(specOf(name).fields as Fields).flatMap(([key, field]: [string, Field]) =>
        specOf(name).create && field.kind === "ref" && specOf(field.target).site ? [`${name}.${key}`] : [],
      ),
    );
    expect(kinds).toContain("Receipt.purchaseOrder");
    const keeper = await demo.browser("WAREHOUSE");
    const order = await anyOf("PurchaseOrder");
    const sample = await sampler.createInput("Receipt");
    const lines = [{ ...(sample.lines as object[])[0], location: (await anyOf("Location"))?.id }];
    const receipt = { ...sample, site: elsewhere.id, purchaseOrder: order?.id, lines };
    expect((await keeper.create("Receipt", receipt)).issues).toEqual(["purchaseOrder:ref", "lines.0.location:ref"]);
  });

  it("is kept out by the database itself, and without a context everybody is", async () => {
    const tables = scoped.map(tableOf);
    const open = await query(
      demo.database.app,
      `select ${tables.map((t) => `(select count(*) from ${t})::int as ${t}`).join(", ")}`,
    );
    expect(open).toEqual([Object.fromEntries(tables.map((t) => [t, 0]))]);
    expect(await query(demo.database.app, "select count(*)::int as n from audit.trail")).toEqual([{ n: 0 }]);
  });
});
