/** Accounts of inspectors (REQ-ACC-12, ADR 42): who lets them in, what they see, that they change nothing, what is written down. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, doneOf, shown, type Target } from "../../../../test/browser.ts";
import { acts, type Company, openCompany, receive, usableLot } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { systemPersonId } from "../../../base/context.ts";
import { deliver } from "../../../outbox/relay.ts";
import type { Handled } from "../../../seed/hands.ts";
import { areasWithoutWord, inspectorConsumer } from "./access.ts";

let company: Company;
let inspector: Target & { number: string };
let pouches: Handled;
let others: Handled;
beforeAll(async () => {
  company = await openCompany();
  pouches = await usableLot(company, "SUP-05", "PK-301", "IN-1", "1000");
  others = await receive(company, "SUP-04", "RM-205", "OUT-1", "500");
  const admin = await company.browser("guping");
  inspector = doneOf(
    await admin.create("Person", {
      login: "inspector1",
      nameEn: "Ins Pector",
      nameZh: "检查员甲",
      titleEn: "Inspector",
      titleZh: "检查员",
    }),
  );
}, 120_000);
afterAll(() => company.close());
beforeEach(() => company.at("2026-07-06 08:00"));

const id = (record: "Site" | "Item" | "Lot", number: string) => company.id(record, number);

const account = async (more: object = {}) => ({
  person: inspector.id,
  inspection: "NMPA Jiangsu, routine inspection 2026",
  why: "Announced inspection of incoming materials",
  validFrom: "2026-07-06",
  validTo: "2026-07-10",
  sites: [{ place: await id("Site", "SZ1") }],
  areas: [{ area: "inventory" }, { area: "quality" }, { area: "master" }],
  items: [{ item: await id("Item", "PK-301") }],
  ...more,
});

const propose = async (more: object = {}): Promise<Handled> =>
  (await company.as("weiqing")).create("InspectorAccess", await account(more));

const confirm = (access: { id: string }, by = "guping") => acts(company, by, "InspectorAccess", access, "confirm");

/** An account in force with a scope, and a browser of its inspector; the one before it has ended. */
async function letIn(more: object = {}): Promise<{ access: Handled; browser: Browser }> {
  const open = await company.sql<{ id: string }>("select id from inspector_access where state <> 'ended'");
  for (const one of open) await acts(company, "weiqing", "InspectorAccess", one, "end", undefined, "The next scope is looked at");
  const access = await propose(more);
  await confirm(access, "xuheng");
  return { access, browser: await company.browser("inspector1") };
}

const lotsSeen = async (browser: Browser): Promise<string[]> => {
  const { lots } = (await browser.ask('{ lots(sort: ["number"]) { edges { node { number } } totalCount } }')).data as {
    lots: { edges: { node: { number: string } }[]; totalCount: number };
  };
  expect(lots.totalCount).toBe(lots.edges.length);
  return lots.edges.map(({ node }) => node.number);
};

const views = ({ id: access }: { id: string }) =>
  company.sql<{ kind: string; operation: string; record: string | null; number: string | null; found: boolean }>(
    `select kind, operation, record_type as record, record_number as number, is_found as found from inspection_view
     where access_id = $1 order by id`,
    [access],
  );

describe("letting an inspector in", () => {
  it("[REQ-ACC-12] takes two people, a scope, days within the rule, and somebody who holds no role", async () => {
    expect(areasWithoutWord()).toEqual([]);
    const wide = await propose({ validTo: "2026-08-31", sites: [], areas: [] });
    expect(await refusalOf(confirm(wide, "weiqing"))).toEqual(["SOD_SELF", "INSPECTOR_NO_SCOPE", "TOO_LONG"]);
    expect(await refusalOf(confirm(wide, "xuheng"))).toEqual(["INSPECTOR_NO_SCOPE", "TOO_LONG"]);
    const [planner] = await company.sql<{ id: string }>("select id from person where login = 'hechuan'");
    expect(await refusalOf(confirm(await propose({ person: planner?.id }), "xuheng"))).toEqual(["INSPECTOR_HAS_ROLES"]);
    const [head] = await company.sql<{ id: string }>("select id from person where login = 'xuheng'");
    expect(await refusalOf(confirm(await propose({ person: head?.id }), "xuheng"))).toEqual(["SOD_SELF", "INSPECTOR_HAS_ROLES"]);
    const security = await company.as("weiqing");
    const backwards = await account({ validTo: "2026-07-01", periodFrom: "2026-02-01", periodTo: "2026-01-01", why: "visit" });
    expect(await refusalOf(security.create("InspectorAccess", backwards))).toEqual([
      "validTo:date",
      "periodTo:date",
      "why:REASON_REQUIRED",
    ]);
    expect(await refusalOf((await company.as("luoan")).create("InspectorAccess", await account()))).toEqual(["NO_PERMIT"]);
    // Before it is confirmed it gives nothing.
    const browser = await company.browser("inspector1");
    expect((await browser.ask("{ lots { totalCount } }")).reasons).toEqual(["NO_PERMIT"]);
    const access = await propose();
    expect((await confirm(access, "xuheng")).state).toBe("active");
    expect(await refusalOf(confirm(await propose(), "xuheng"))).toEqual(["INSPECTOR_OVERLAPS"]);
  });
});

describe("what an inspector sees", () => {
  it("[REQ-ACC-12] is the scope: what is out of it is not found by number, id, search, list or trail", async () => {
    const { access, browser } = await letIn();
    expect(await lotsSeen(browser)).toEqual(["IN-1"]);
    const asked = await browser.ask(
      'query ($id: ID!) { one: lot(id: $id) { id } two: lot(number: "OUT-1") { id } three: lot(number: "IN-1") { number item { number } } }',
      {
        id: others.id,
      },
    );
    expect(asked.data).toEqual({ one: null, two: null, three: { number: "IN-1", item: { number: "PK-301" } } });
    const found = await browser.ask('{ out: search(text: "OUT-1") { number } in: search(text: "IN-1") { number } }');
    expect(found.data).toEqual({ out: [], in: [{ number: "IN-1" }] });
    const more = await browser.ask(
      "{ items { edges { node { number } } } inspections { edges { node { lot { number } } } } suppliers { edges { node { number } } } }",
    );
    expect(shown(more.data, "items")).toEqual({ edges: [{ node: { number: "PK-301" } }] });
    expect(shown(more.data, "inspections")).toEqual({ edges: [{ node: { lot: { number: "IN-1" } } }] });
    // Purchasing and people were not named.
    expect((await browser.ask("{ receipts { totalCount } }")).reasons).toEqual(["NO_PERMIT"]);
    expect((await browser.ask("{ roleGrants { totalCount } }")).reasons).toEqual(["NO_PERMIT"]);
    const trail = await browser.ask("{ trail { events { record number } } }");
    const { events } = shown<{ events: { record: string | null; number: string | null }[] }>(trail.data, "trail");
    expect(events.some(({ number }) => number === "IN-1")).toBe(true);
    expect(events.filter(({ number }) => number === "OUT-1" || number === "RM-205")).toEqual([]);
    expect((await views(access)).map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(["lots", "lot", "search", "items", "trail"]),
    );
  });

  it("[REQ-ACC-12] is narrowed by lots, by a period and by sites alike", async () => {
    const lots = await letIn({ items: [], lots: [{ lot: others.id }] });
    expect(await lotsSeen(lots.browser)).toEqual(["OUT-1"]);
    const items = await lots.browser.ask("{ items { edges { node { number } } } }");
    expect(shown(items.data, "items")).toEqual({ edges: [{ node: { number: "RM-205" } }] });
    const before = await letIn({ items: [], periodTo: "2026-07-05" });
    expect(await lotsSeen(before.browser)).toEqual([]);
    const within = await letIn({ items: [], periodFrom: "2026-07-06", periodTo: "2026-07-06" });
    expect(await lotsSeen(within.browser)).toEqual(["IN-1", "OUT-1"]);
    const elsewhere = await (await company.as("guping")).create("Site", {
      number: "SZ9",
      nameEn: "Other",
      nameZh: "其他",
      zone: "Asia/Shanghai",
      address: "Demo Road 9",
    });
    const away = await letIn({ items: [], sites: [{ place: elsewhere.id }] });
    expect(await lotsSeen(away.browser)).toEqual([]);
  });

  it("[REQ-ACC-12] [REQ-ACC-10] shows no personal data and no price, though the auditor's role would", async () => {
    const { browser } = await letIn({ items: [], areas: [{ area: "master" }, { area: "procurement" }] });
    const { masked } = shown<{ masked: string[] }>(
      (await browser.ask('{ person(number: "P-0001") { masked identityDocument } }')).data,
      "person",
    );
    expect(masked).toContain("identityDocument");
    const supplier = await browser.ask('{ supplier(number: "SUP-05") { masked contact } }');
    expect(shown(supplier.data, "supplier")).toMatchObject({ contact: null });
    const orders = await browser.ask("{ purchaseOrders { edges { node { masked lines { price } } } } }");
    const { edges } = shown<{ edges: { node: { masked: string[]; lines: { price: string | null }[] } }[] }>(
      orders.data,
      "purchaseOrders",
    );
    expect(edges.length).toBeGreaterThan(0);
    expect(edges.flatMap(({ node }) => node.lines.map(({ price }) => price)).filter((price) => price !== null)).toEqual([]);
  });
});

describe("what an inspector changes", () => {
  it("[REQ-ACC-12] is nothing: every mutation is refused before it begins, and the database refuses what gets past", async () => {
    const { browser } = await letIn();
    const before = await company.sql("select count(*)::int as n from audit.event");
    const lot = { id: pouches.id, version: 1 };
    for (const reply of [
      await browser.act("Lot", lot, "move", { input: { to: pouches.id } }),
      await browser.intent("Lot", lot, "release"),
      await browser.edit("Lot", lot, { expiresOn: "2030-01-01" }, "Trying to change it"),
      await browser.ask("mutation { endSessions(ids: []) }"),
    ])
      expect(reply.reasons).toEqual(["INSPECTOR_READ_ONLY"]);
    expect(await refusalOf(acts(company, "inspector1", "Lot", pouches, "move"))).toEqual(["INSPECTOR_READ_ONLY"]);
    expect(await company.sql("select count(*)::int as n from audit.event")).toEqual(before);
    const page = await browser.ask("query ($id: ID!) { lot(id: $id) { actions { name allowed reasons { code } } } }", {
      id: pouches.id,
    });
    const { actions } = shown<{ actions: { allowed: boolean; reasons: { code: string }[] }[] }>(page.data, "lot");
    expect(actions.every(({ allowed }) => !allowed)).toBe(true);
    expect(new Set(actions.flatMap(({ reasons }) => reasons.map(({ code }) => code)))).toEqual(new Set(["INSPECTOR_READ_ONLY"]));
    // The role that reads for an inspector has no right to write anything, anywhere.
    expect(
      await company.sql(
        `select table_name, privilege_type from information_schema.role_table_grants
         where grantee = 'lotline_inspector' and privilege_type <> 'SELECT'`,
      ),
    ).toEqual([]);
    expect(
      await company.sql(
        `select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
           and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'inspection_scope'))`,
      ),
    ).toEqual([]);
  });
});

describe("what is written down", () => {
  it("[REQ-ACC-12] is every record, list, export and print with what was asked, also what was not found; append-only, shown to QA", async () => {
    const { access, browser } = await letIn();
    await browser.ask('{ lot(number: "IN-1") { number } }');
    await browser.ask('{ lot(number: "OUT-1") { number } }');
    await browser.ask('{ lots(filter: { number: { contains: "IN" } }) { totalCount } }');
    expect(await views(access)).toEqual([
      { kind: "record", operation: "lot", record: "Lot", number: "IN-1", found: true },
      { kind: "record", operation: "lot", record: "Lot", number: "OUT-1", found: false },
      { kind: "list", operation: "lots", record: "Lot", number: null, found: true },
    ]);
    const page = await (await company.browser("linjing")).ask(
      `query ($id: ID!) { page: inspectionViews(access: $id) { hasMore counts { kind n } views { kind number asked isFound } } }`,
      { id: access.id },
    );
    expect(shown(page.data, "page")).toEqual({
      hasMore: false,
      counts: [
        { kind: "list", n: 1 },
        { kind: "record", n: 2 },
      ],
      views: [
        { kind: "list", number: null, asked: { filter: { number: { contains: "IN" } } }, isFound: true },
        { kind: "record", number: "OUT-1", asked: { number: "OUT-1" }, isFound: false },
        { kind: "record", number: "IN-1", asked: { number: "IN-1" }, isFound: true },
      ],
    });
    // Not to the inspector, and not to who has nothing to do with it.
    expect((await browser.ask(`{ inspectionViews(access: "${access.id}") { hasMore } }`)).reasons).toEqual(["NO_PERMIT"]);
    await expect(company.sql("delete from inspection_view")).rejects.toThrow("AUDIT_APPEND_ONLY");
    // What others look at is not.
    await (await company.browser("fanqing")).ask('{ lot(number: "IN-1") { number } }');
    expect(await views(access)).toHaveLength(3);
  });
});

describe("the end of an account", () => {
  it("[REQ-ACC-12] ends its sessions at once when it is ended, and at the end of its last day without a job", async () => {
    const first = await letIn();
    expect((await first.browser.ask("{ me { inspection } }")).data).toEqual({ me: { inspection: first.access.number } });
    await acts(company, "weiqing", "InspectorAccess", first.access, "end", undefined, "The inspection is over");
    expect((await first.browser.ask("{ me { inspection } }")).data).toEqual({ me: null });
    expect((await (await company.browser("inspector1")).ask("{ lots { totalCount } }")).code).toBe("UNAUTHENTICATED");
    const second = await letIn({ validTo: "2026-07-07" });
    await company.at("2026-07-07 23:59");
    const late = await company.browser("inspector1");
    expect(await lotsSeen(late)).toEqual(["IN-1"]);
    await company.at("2026-07-08 00:00");
    expect((await late.ask("{ lots { totalCount } }")).code).toBe("UNAUTHENTICATED");
    expect(await company.sql("select state from inspector_access where id = $1", [second.access.id])).toEqual([
      { state: "active" },
    ]);
    const message = { message: "2026-07-08", name: "day.begun" as const, version: 1, payload: { day: "2026-07-08" } };
    await deliver(company.kernel, inspectorConsumer, { ...message, by: systemPersonId });
    expect(await company.sql("select state from inspector_access where id = $1", [second.access.id])).toEqual([
      { state: "ended" },
    ]);
    expect(
      await company.sql("select count(*)::int as n from session where person_id = $1 and ended_at is null", [inspector.id]),
    ).toEqual([{ n: 0 }]);
  });
});
