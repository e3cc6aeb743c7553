/** The life of a value of an own field: audited, signed, found, and still readable when its attribute is withdrawn. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, type Company, countOfEverything, purchase, receive } from "../../../test/company.ts";
import { refusalOf } from "../../../test/house.ts";
import { type Given, openOwnFields, terms } from "../../../test/own-fields.ts";

let stage: Awaited<ReturnType<typeof openOwnFields>>;
let company: Company;
beforeAll(async () => {
  stage = await openOwnFields();
  company = stage.company;
});
afterAll(async () => company?.[Symbol.asyncDispose]());

describe("the life of a value", () => {
  beforeAll(async () => {
    await stage.define("Supplier.note", { kind: "text", maxLength: 5 });
    await stage.define("Supplier.staff", { kind: "integer", min: "1", max: "500", unit: "人" });
    await stage.define("Supplier.terms", terms);
  });

  it("old and new stand in the trail and in the timeline by name; as-of shows what it was", async () => {
    await stage.define("Supplier.audit", { kind: "integer" });
    await company.at("2026-07-06 09:00");
    const made = await stage.supplier({ audit: 3, note: "n" });
    await company.at("2026-07-06 10:00");
    await (await company.as("luoan")).edit("Supplier", made, { attributes: { audit: 4, note: null, staff: 9 } });
    const events = await company.sql<{ kind: string; old: Given | null; now: object }>(
      "select kind, old -> 'attributes' as old, new -> 'attributes' as now from audit.event where table_name = 'supplier' and row_id = $1 order by id",
      [made.id],
    );
    expect(events).toEqual([
      { kind: "insert", old: null, now: { audit: 3, note: "n" } },
      { kind: "update", old: { audit: 3, note: "n" }, now: { audit: 4, staff: 9 } },
    ]);
    const read = await ask(
      company,
      "linjing",
      `{ supplier(id: "${made.id}") { attributes before: asOf(at: "2026-07-06T09:30:00+08:00") now: asOf(at: "2026-07-06T11:00:00+08:00") timeline { kind changes { field old new } } } }`,
    );
    expect(read).toMatchObject({
      supplier: {
        attributes: { audit: 4, staff: 9 },
        before: { number: made.number, "attributes.audit": "3", "attributes.note": "n" },
        now: { "attributes.audit": "4", "attributes.staff": "9" },
        timeline: [
          {
            kind: "change",
            changes: [
              { field: "attributes.note", old: "n", new: null },
              { field: "attributes.audit", old: "3", new: "4" },
              { field: "attributes.staff", old: null, new: "9" },
            ],
          },
          { kind: "created" },
        ],
      },
    });
    await company.at("2026-07-06 08:00");
  });

  it("is part of what is signed: another value shows, one that is added later does not", async () => {
    await stage.define("PurchaseOrder.project", { kind: "text" });
    await stage.define("PurchaseOrder.extra", { kind: "text" });
    const buyer = await company.as("shenyue");
    const order = await buyer.create(
      "PurchaseOrder",
      await purchase(company, "SUP-01", "RM-201", "10", { attributes: { project: "P-1" } }),
    );
    await buyer.act("PurchaseOrder", order, "submit");
    await (await company.as("jiangmin")).act("PurchaseOrder", order, "approve");
    const [signature] = await company.sql<{ content: string }>(
      "select content from signature where record_type = 'PurchaseOrder' and record_id = $1",
      [order.id],
    );
    expect(JSON.parse(signature?.content ?? "{}").record.fields).toMatchObject({ "attributes.project": "P-1", currency: "CNY" });
    const verdict = async () => {
      const read = await ask(company, "linjing", `{ purchaseOrder(id: "${order.id}") { timeline { signature { verdict } } } }`);
      return (read as { purchaseOrder: { timeline: { signature: { verdict: string } | null }[] } }).purchaseOrder.timeline
        .flatMap((entry) => entry.signature?.verdict ?? [])
        .join();
    };
    const set = async (attributes: object) => {
      await company.sql("select set_config('app.actor', '1', false)");
      await company.sql("update purchase_order set attributes = $2 where id = $1", [order.id, attributes]);
    };
    expect(await verdict()).toBe("VALID");
    await set({ project: "P-1", extra: "later" });
    expect(await verdict()).toBe("VALID");
    await set({ project: "P-2" });
    expect(await verdict()).toBe("RECORD_CHANGED");
    await set({});
    expect(await verdict()).toBe("RECORD_CHANGED");
  });

  it("a lot, which receipts make, gets its values by an edit", async () => {
    await stage.define("Lot.arrival", { kind: "decimal", unit: "°C", itemKinds: ["raw"] });
    const lot = await receive(company, "SUP-01", "RM-201", "OWN-L1", "10");
    expect((await stage.stored(lot, "lot"))?.attributes).toEqual({});
    const reviewer = await company.as("linjing");
    await reviewer.edit("Lot", lot, { attributes: { arrival: "21.50" } });
    expect((await stage.stored(lot, "lot"))?.attributes).toEqual({ arrival: "21.5" });
  });

  it("lists find it by each kind of condition, and refuse what makes no sense", async () => {
    await stage.define("Supplier.place", { kind: "text" });
    await stage.define("Supplier.size", { kind: "decimal" });
    await stage.define("Supplier.visited", { kind: "date" });
    await stage.define("Supplier.trusted", { kind: "flag" });
    const rows: readonly Given[] = [
      { place: "Suzhou North", size: "9", visited: "2026-01-10", trusted: true, terms: "net30" },
      { place: "Ningbo", size: "10.5", visited: "2026-03-01", trusted: false, terms: "prepaid" },
      { place: "50% of _it", size: "-3" },
    ];
    const numbers: string[] = [];
    for (const attributes of rows) numbers.push((await stage.supplier(attributes)).number);
    const [one, two, three] = numbers;
    const found = async (filter: string) => {
      const read = await ask(company, "linjing", `{ suppliers(filter: { ${filter} }) { totalCount edges { node { number } } } }`);
      return (read as { suppliers: { edges: { node: { number: string } }[] } }).suppliers.edges
        .map(({ node }) => node.number)
        .filter((number) => numbers.includes(number));
    };
    const own = (term: string) => found(`attributes: [${term}]`);
    expect(await own('{ name: "place", contains: "ZHOU" }')).toEqual([one]);
    expect(await own('{ name: "place", contains: "50%" }')).toEqual([three]);
    expect(await own('{ name: "place", eq: "Ningbo" }')).toEqual([two]);
    expect(await own('{ name: "place", startsWith: "suz" }')).toEqual([one]);
    expect(await own('{ name: "place", startsWith: "North" }')).toEqual([]);
    expect(await own('{ name: "visited", relative: "past" }')).toEqual([one, two]);
    expect(await own('{ name: "visited", relative: "future" }')).toEqual([]);
    expect(await own('{ name: "terms", in: ["net30", "prepaid"] }')).toEqual([one, two]);
    expect(await own('{ name: "terms", in: [] }')).toEqual([]);
    expect(await own('{ name: "size", min: "-3", max: "9" }')).toEqual([one, three]);
    expect(await own('{ name: "size", min: "9.000001" }')).toEqual([two]);
    expect(await own('{ name: "visited", from: "2026-01-11" }')).toEqual([two]);
    expect(await own('{ name: "visited", to: "2026-01-10" }')).toEqual([one]);
    expect(await own('{ name: "trusted", is: false }')).toEqual([two]);
    expect(await own('{ name: "trusted", isNull: true }')).toEqual([three]);
    expect(await own('{ name: "trusted", is: true }, { name: "size", min: "10" }')).toEqual([]);
    expect(
      await found('or: [{ attributes: [{ name: "trusted", is: true }] }, { attributes: [{ name: "size", max: "0" }] }]'),
    ).toEqual([one, three]);
    for (const term of [
      '{ name: "nothing", eq: "x" }',
      '{ name: "size", contains: "1" }',
      '{ name: "size", min: "x" }',
      '{ name: "visited", from: "soon" }',
    ])
      await expect(own(term)).rejects.toThrow("This filter value cannot be read.");
    await expect(ask(company, "linjing", "{ units(filter: { attributes: [] }) { totalCount } }")).rejects.toThrow('"attributes"');
  });

  it("a filter by equality is answered by the index", async () => {
    await company.sql("set enable_seqscan = off");
    const plan = await company.sql<{ "QUERY PLAN": string }>(
      `explain select id from supplier t where t.attributes @> '{"terms": "net30"}'::jsonb`,
    );
    await company.sql("set enable_seqscan = on");
    expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toContain("supplier_attributes");
  });
});

describe("the end of an attribute", () => {
  it("withdrawn, its values stay, are shown as such and take no others", async () => {
    await stage.define("Supplier.region", { kind: "text", labelEn: "Region", labelZh: "地区", required: true });
    const made = await stage.supplier({ region: "East", note: "n" });
    await stage.define("Supplier.region", { kind: "text", labelEn: "Region", labelZh: "地区", required: true, withdrawn: true });
    const steward = await company.as("luoan");
    expect(await refusalOf(stage.supplier({ region: "West" }))).toEqual(["attributes.region:unknownField"]);
    expect(await refusalOf(steward.edit("Supplier", made, { attributes: { region: "West" } }))).toEqual([
      "attributes.region:unknownField",
    ]);
    await steward.edit("Supplier", made, { attributes: { note: "m" } });
    expect((await stage.stored(made))?.attributes).toEqual({ region: "East", note: "m" });
    const read = (await ask(
      company,
      "linjing",
      `{ supplier(id: "${made.id}") { attributes } attributes(record: "Supplier") { name labelEn labelZh kind required withdrawn } found: suppliers(filter: { attributes: [{ name: "region", eq: "East" }] }) { totalCount } }`,
    )) as { attributes: { name: string }[] };
    expect(read).toMatchObject({ supplier: { attributes: { region: "East", note: "m" } }, found: { totalCount: 1 } });
    expect(read.attributes.find(({ name }) => name === "region")).toEqual({
      name: "region",
      labelEn: "Region",
      labelZh: "地区",
      kind: "text",
      required: true,
      withdrawn: true,
    });
    await stage.define("Supplier.region", { kind: "text", labelEn: "Region", labelZh: "地区" });
    await steward.edit("Supplier", made, { attributes: { region: "West" } });
    expect((await stage.stored(made))?.attributes).toEqual({ region: "West", note: "m" });
  });

  it("kind and unit do not change while values are stored, nor at a later date; without values they may", async () => {
    await stage.define("Supplier.rating", { kind: "integer" });
    const early = await stage.propose("Supplier.rating", { labelEn: "a", labelZh: "a", kind: "text" });
    const made = await stage.supplier({ rating: 5 });
    const before = await countOfEverything(company);
    const content = { labelEn: "a", labelZh: "a", kind: "decimal" };
    expect(await refusalOf(stage.propose("Supplier.rating", content))).toEqual(["content.kind:ATTRIBUTE_KIND"]);
    expect(await refusalOf(stage.propose("Supplier.rating", { ...content, kind: "integer", unit: "kg" }))).toEqual([
      "content.kind:ATTRIBUTE_KIND",
    ]);
    expect(await refusalOf(stage.approve(early))).toEqual(["ATTRIBUTE_KIND"]);
    expect(await countOfEverything(company)).toEqual(before);
    await (await company.as("luoan")).edit("Supplier", made, { attributes: { rating: null } });
    expect(await refusalOf(stage.propose("Supplier.rating", content, "2026-08-01"))).toEqual(["content.kind:ATTRIBUTE_KIND"]);
    await stage.define("Supplier.rating", { kind: "decimal" });
    await (await company.as("luoan")).edit("Supplier", made, { attributes: { rating: "4.5" } });
    expect((await stage.stored(made))?.attributes).toEqual({ rating: "4.5" });
    // The version before the one in force does not count any more.
    await stage.define("Supplier.rating", { kind: "decimal", max: "5" });
  });

  it("who stores a value and who approves a definition wait for each other; who stores none does not wait", async () => {
    await stage.define("Supplier.race", { kind: "integer" });
    const rule = await stage.propose("Supplier.race", { labelEn: "a", labelZh: "a", kind: "text" });
    const waiting = async (): Promise<number> =>
      (
        await company.sql<{ n: number }>(
          "select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
        )
      )[0]?.n ?? 0;
    const blocked = async (): Promise<void> => {
      while ((await waiting()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    };

    await company.sql("begin");
    await company.sql("select pg_advisory_xact_lock(hashtext('attributes Supplier'))");
    await stage.supplier();
    const saving = stage.supplier({ race: 1 });
    await blocked();
    await company.sql("commit");
    await saving;

    const second = await stage.propose("Supplier.calm", { labelEn: "a", labelZh: "a", kind: "text" });
    await company.sql("begin");
    await company.sql("select pg_advisory_xact_lock_shared(hashtext('attributes Supplier'))");
    const approving = stage.approve(second);
    await blocked();
    await company.sql("commit");
    await approving;

    // The value came first, so the draft that would make it text is refused.
    expect(await refusalOf(stage.approve(rule))).toEqual(["ATTRIBUTE_KIND"]);
  });
});
