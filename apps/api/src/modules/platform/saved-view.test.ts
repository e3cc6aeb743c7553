/** Saved views on the demo company: who sees, changes, shares and locks them, by whatever path; what is refused and why. */
import { shippedViews } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, doneOf, type Reply, shown, type Target } from "../../../test/browser.ts";
import { type Demo, openDemo } from "../../../test/demo.ts";
import { query } from "../../../test/query.ts";
import { install } from "../../database/install.ts";

let demo: Demo;
let operator: Browser;
let inspector: Browser;
let planner: Browser;
let head: Browser;
let auditor: Browser;
beforeAll(async () => {
  demo = await openDemo();
  [operator, inspector, planner, head, auditor] = await Promise.all([
    demo.browser("OPERATOR"),
    demo.browser("INSPECTOR"),
    demo.browser("PLANNER"),
    demo.browser("QA_HEAD"),
    demo.browser("AUDITOR"),
  ]);
});
afterAll(() => demo?.[Symbol.asyncDispose]());

const named = (name: string, address = "state=released", recordType = "Lot") => ({
  recordType,
  nameEn: name,
  nameZh: name,
  address,
});
const save = async (who: Browser, name: string, address?: string) => doneOf(await who.create("SavedView", named(name, address)));
const share = (who: Browser, view: Target, audience: string, role?: string) =>
  who.act("SavedView", view, "share", { input: { audience, role } });
const numbers = async (who: Browser, filter = "{}"): Promise<string[]> =>
  shown<{ edges: { node: { number: string } }[] }>(
    (await who.ask(`{ page: savedViews(first: 500, filter: ${filter}) { edges { node { number } } } }`)).data,
    "page",
  ).edges.map(({ node }) => node.number);
const stored = async ({ id }: { id: string }) =>
  (await demo.sql<{ [column: string]: unknown }>("select * from saved_view where id = $1", [id]))[0];
const said = (reply: Reply) => [reply.code, ...reply.reasons, ...reply.issues];
const now = async (view: { id: string }) => ({ id: view.id, version: Number((await stored(view))?.version) });

describe("saved views [U02]", () => {
  it("[REQ-ACC-02] are anybody's to save, private to whoever saved them, and written as the browser writes them", async () => {
    const view = await save(auditor, "Mine", "sort=-createdAt&isOnHand=true&state=released");
    expect(await stored(view)).toMatchObject({
      audience: "private",
      audience_role: null,
      state: "open",
      address: "state=released&isOnHand=true",
      created_by_id: demo.person("AUDITOR").id,
    });
    expect(await numbers(auditor)).toContain(view.number);
  });

  it("[REQ-ACC-02] of another person are found by no path: list, count, filter, search, id, number, history, reference or write", async () => {
    const view = await save(operator, "Hidden away");
    const [before] = await demo.sql<{ n: number }>("select count(*)::int as n from audit.event");
    for (const who of [head, inspector, await demo.browser("SYSADMIN"), await demo.as("xuheng")]) {
      const { data } = await who.ask(
        `query ($i: ID!, $n: String!) { a: savedView(id: $i) { id timeline { id } asOf(at: "2027-01-01T00:00:00Z") } b: savedView(number: $n) { id }
           search(text: "Hidden away") { record } page: savedViews(filter: { nameEn: { contains: "Hidden" } }) { totalCount } }`,
        { i: view.id, n: view.number },
      );
      expect(data).toEqual({ a: null, b: null, search: [], page: { totalCount: 0 } });
      expect(await numbers(who)).not.toContain(view.number);
    }
    expect((await head.edit("SavedView", view, { nameEn: "Taken" })).code).toBe("NOT_FOUND");
    for (const [action, given] of [
      ["void", {}],
      ["lock", {}],
      ["share", { input: { audience: "everyone" } }],
      ["keepPrivate", {}],
    ] as const)
      expect([action, (await head.act("SavedView", view, action, given)).code]).toEqual([action, "NOT_FOUND"]);
    const asDefault = await head.create("DefaultView", { recordType: "Lot", view: view.id, audience: "private" });
    expect(said(asDefault)).toEqual(["BAD_USER_INPUT", "view:ref"]);
    expect(await demo.sql("select count(*)::int as n from audit.event")).toEqual([before]);
    expect((await stored(view))?.version).toBe(1);
  });

  it("[REQ-ACC-02] are kept apart by the database itself; without a context nobody sees any, nor their history", async () => {
    expect(await query(demo.database.app, "select count(*)::int as n from saved_view")).toEqual([{ n: 0 }]);
    const [seen] = await demo.sql<{ n: number }>("select count(*)::int as n from saved_view");
    expect(seen?.n).toBeGreaterThan(shippedViews.length);
    expect(
      await demo.sql(
        `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'audience' and not a.attisdropped
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
           and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'audience_scope'))`,
      ),
    ).toEqual([]);
  });

  it("are refused when a part of them is none of the list, each part by its name, and nothing is saved", async () => {
    const before = await numbers(operator);
    const reply = await operator.create(
      "SavedView",
      named("Wrong", "colour=red&state=eaten,released&hide=site,weight&where=and(x:is(1))"),
    );
    expect(said(reply)).toEqual(["BAD_USER_INPUT", "address:view", "address:view", "address:view", "address:view"]);
    expect(reply.errors[0]?.message).toContain("colour=red");
    expect(said(await operator.create("SavedView", named("Wrong", "", "Dragon")))).toEqual([
      "BAD_USER_INPUT",
      "recordType:recordType",
    ]);
    const sysadmin = await demo.browser("SYSADMIN");
    expect(said(await sysadmin.create("SavedView", named("Lots")))).toEqual(["REFUSED", "NO_PERMIT"]);
    const view = await save(operator, "Right");
    expect(said(await operator.edit("SavedView", view, { address: "colour=red" }))).toEqual(["BAD_USER_INPUT", "address:view"]);
    expect((await numbers(operator)).length).toBe(before.length + 1);
    expect((await stored(view))?.address).toBe("state=released");
  });

  it("are changed by their version only: of two people the second is told", async () => {
    const view = await save(operator, "Twice");
    doneOf(await operator.edit("SavedView", view, { nameEn: "Once" }));
    expect((await operator.edit("SavedView", view, { nameEn: "Again" })).code).toBe("CONFLICT");
  });
});

describe("shared views [U02]", () => {
  it("[REQ-ACC-02] are shared with the permit only; then the role sees them, and nobody else", async () => {
    const own = await save(operator, "Ours");
    expect(said(await share(operator, own, "everyone"))).toEqual(["REFUSED", "NO_PERMIT"]);
    const view = await save(planner, "For the line");
    doneOf(await share(planner, view, "role", "OPERATOR"));
    expect(await numbers(operator)).toContain(view.number);
    expect(await numbers(inspector)).not.toContain(view.number);
    expect(await stored(view)).toMatchObject({ audience: "role", audience_role: "OPERATOR" });
    doneOf(await share(planner, await now(view), "everyone", "OPERATOR"));
    expect(await stored(view)).toMatchObject({ audience: "everyone", audience_role: null });
    expect(await numbers(inspector)).toContain(view.number);
  });

  it("are changed and deleted with the permit to share only, by their author too", async () => {
    const view = await save(planner, "Common");
    doneOf(await share(planner, view, "everyone"));
    const shared = await now(view);
    expect(said(await operator.edit("SavedView", shared, { nameEn: "Mine" }))).toEqual(["REFUSED", "VIEW_SHARED"]);
    expect(said(await operator.act("SavedView", shared, "void"))).toEqual(["REFUSED", "VIEW_SHARED"]);
    expect(await stored(view)).toMatchObject({ name_en: "Common", state: "open", version: 2 });
    doneOf(await head.edit("SavedView", shared, { nameEn: "Commons" }));
    expect(said(await head.act("SavedView", await now(view), "keepPrivate"))).toEqual(["REFUSED", "VIEW_OF_ANOTHER"]);
    doneOf(await planner.act("SavedView", await now(view), "keepPrivate"));
    expect(await numbers(head)).not.toContain(view.number);
  });

  it("do not tell what they were while they were private, and keep their later history", async () => {
    const view = await save(planner, "Draft of mine", "state=rejected");
    doneOf(await planner.edit("SavedView", view, { address: "state=underTest" }));
    doneOf(await share(planner, await now(view), "everyone"));
    const history = async (who: Browser) => {
      const { data } = await who.ask("query ($i: ID!) { view: savedView(id: $i) { timeline { operation } } }", { i: view.id });
      return shown<{ timeline: { operation: string }[] }>(data, "view").timeline.map((e) => e.operation);
    };
    expect(await history(planner)).toEqual(["shareSavedView", "editSavedView", "createSavedView"]);
    expect(await history(operator)).toEqual(["shareSavedView"]);
    const { data } = await operator.ask(
      "query ($i: ID!) { view: savedView(id: $i) { timeline { changes { field old new } } } }",
      {
        i: view.id,
      },
    );
    expect(JSON.stringify(data)).not.toContain("state=");
  });

  it("stay in sight of who shares them, and a role is named when they are shown to one", async () => {
    const view = await save(planner, "Passed on");
    doneOf(await share(planner, view, "everyone"));
    expect(said(await share(head, await now(view), "role", "OPERATOR"))).toEqual(["REFUSED", "VIEW_OUT_OF_SIGHT"]);
    expect(said(await share(planner, await now(view), "role"))).toEqual(["BAD_USER_INPUT", "role:required"]);
  });

  it("[REQ-ACC-02] are locked and unlocked by QA; while they are locked nobody changes, shares or deletes them", async () => {
    const view = await save(planner, "Controlled");
    doneOf(await share(planner, view, "everyone"));
    expect(said(await planner.act("SavedView", await now(view), "lock"))).toEqual(["REFUSED", "NO_PERMIT"]);
    doneOf(await head.act("SavedView", await now(view), "lock"));
    const locked = await now(view);
    for (const who of [planner, head]) {
      expect(said(await who.edit("SavedView", locked, { address: "" }))).toEqual(["REFUSED", "NOT_EDITABLE"]);
      expect(said(await who.act("SavedView", locked, "void"))).toEqual(["REFUSED", "STATE"]);
      expect(said(await share(who, locked, "everyone"))).toEqual(["REFUSED", "STATE"]);
    }
    expect(said(await planner.act("SavedView", locked, "unlock", { reason: "long enough reason" }))).toEqual([
      "REFUSED",
      "NO_PERMIT",
    ]);
    doneOf(await head.act("SavedView", locked, "unlock", { reason: "The list got a new column." }));
    doneOf(await planner.edit("SavedView", await now(view), { address: "state=released&isOnHold=true" }));
  });
});

describe("the view a list opens with [U02]", () => {
  const choose = (who: Browser, view: { id: string } | null, audience = "private", audienceRole?: string) =>
    who.create("DefaultView", { recordType: "Lot", view: view?.id, audience, audienceRole });
  const mine = async (who: Browser) =>
    shown<{ edges: { node: { audience: string; view: { number: string } | null } }[] }>(
      (
        await who.ask(
          `{ page: defaultViews(first: 100, filter: { recordType: { eq: "Lot" } }) { edges { node { audience view { number } } } } }`,
        )
      ).data,
      "page",
    ).edges.map(({ node }) => [node.audience, node.view?.number ?? null]);

  it("is each person's own choice, once for each list", async () => {
    const view = await save(operator, "To start with");
    const chosen = doneOf(await choose(operator, view));
    expect(await mine(operator)).toEqual([["private", view.number]]);
    expect(await mine(inspector)).toEqual([]);
    expect(said(await choose(operator, view))).toEqual(["REFUSED", "DUPLICATE"]);
    doneOf(await operator.edit("DefaultView", chosen, { view: null }));
    expect(await mine(operator)).toEqual([["private", null]]);
  });

  it("[REQ-ACC-02] for a role or for everyone needs the permit to share, and a view that they see", async () => {
    const view = await save(planner, "Role's start");
    expect(said(await choose(inspector, null, "role", "INSPECTOR"))).toEqual(["REFUSED", "NO_PERMIT"]);
    expect(said(await choose(planner, view, "role", "INSPECTOR"))).toEqual(["REFUSED", "VIEW_NOT_SHARED"]);
    expect(said(await choose(planner, view, "role"))).toEqual(["BAD_USER_INPUT", "audienceRole:required"]);
    doneOf(await share(planner, view, "role", "INSPECTOR"));
    doneOf(await choose(planner, view, "role", "INSPECTOR"));
    expect(await mine(inspector)).toEqual([["role", view.number]]);
    const other = doneOf(await planner.create("SavedView", named("Orders", "state=approved", "PurchaseOrder")));
    expect(said(await choose(planner, other))).toEqual(["REFUSED", "VIEW_NOT_OF_LIST"]);
  });
});

describe("the views that are shipped [U02]", () => {
  it("are there for everyone, once, and a voided one does not come back", async () => {
    const rows = await demo.sql<{ shipped_as: string }>(
      "select shipped_as from saved_view where shipped_as is not null order by id",
    );
    expect(rows.map((r) => r.shipped_as)).toEqual(shippedViews.map(({ key }) => key));
    const [first] = await demo.sql<Target>("select id, version from saved_view where shipped_as = 'Lot.underTest'");
    if (!first) throw new Error("no shipped view");
    doneOf(await head.act("SavedView", first, "void"));
    await install(demo.database);
    expect(await demo.sql("select state from saved_view where shipped_as = 'Lot.underTest'")).toEqual([{ state: "voided" }]);
  });

  it("show lots that are on hold or on hand by what the ledger says", async () => {
    const count = async (filter: string) =>
      shown<{ totalCount: number }>((await head.ask(`{ page: lots(filter: ${filter}) { totalCount } }`)).data, "page").totalCount;
    const [held] = await demo.sql<{ n: number }>("select count(distinct lot_id)::int as n from hold where state = 'active'");
    const [all] = await demo.sql<{ n: number }>("select count(*)::int as n from lot");
    expect(held?.n).toBeGreaterThan(0);
    expect(await count("{ isOnHold: true }")).toBe(held?.n);
    expect(await count("{ isOnHold: false }")).toBe((all?.n ?? 0) - (held?.n ?? 0));
    const onHand = await count("{ isOnHand: true }");
    expect(onHand).toBeGreaterThan(0);
    expect(onHand).toBeLessThan(all?.n ?? 0);
  });
});
