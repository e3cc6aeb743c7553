import { randomUUID } from "node:crypto";
import { ruleMeanings } from "@lotline/schema/rule-meanings";
import { setupSteps, starterKey, starterSets } from "@lotline/schema/setup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, shown } from "../../../../test/browser.ts";
import { type House, openHouse, refusalOf } from "../../../../test/house.ts";
import { missingOf } from "./missing.ts";
import { goLiveReasons, stepsHere } from "./steps.ts";

interface Step {
  readonly key: string;
  readonly isDone: boolean;
  readonly missing: readonly { readonly text: { readonly en: string }; readonly to: string | null }[];
  readonly missingCount: number;
}
interface Setup {
  readonly steps: readonly Step[];
  readonly liveRule: string | null;
  readonly liveFrom: string | null;
}

const setup = "{ companySetup { liveRule liveFrom steps { key isDone missingCount missing { text { en } to } } } }";
const take =
  "mutation ($c: ID!, $r: String!, $k: [String!]!, $s: ID) { done: takeStarter(commandId: $c, record: $r, keys: $k, site: $s) }";

describe("[REQ-ACC-01] [REQ-MIG-06] setting up the company", () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
    // Of the demo company's people the inspector alone holds no role.
    const [inspector] = await house.sql<{ id: string; version: number }>(
      "select id, version from person where login = 'zhaoming'",
    );
    if (!inspector) throw new Error("no inspector");
    await (await house.hands.as("guping")).act("Person", inspector, "disable", undefined, "no inspection is under way");
  });
  afterAll(() => house?.close());

  const ask = async (login: string) => shown<Setup>((await (await house.browser(login)).ask(setup)).data, "companySetup");
  const step = async (key: string, login = "weiqing") => (await ask(login)).steps.find((one) => one.key === key);
  const taken = (browser: Browser, r: string, k: readonly string[], s?: string, c = randomUUID()) =>
    browser.ask(take, { c, r, k, s });
  const open = async () => (await ask("weiqing")).steps.filter(({ isDone }) => !isDone).map(({ key }) => key);

  it("every step knows what it lacks, and a rule that this product does not know is no step", () => {
    for (const { key, rule } of stepsHere) expect([key, rule !== undefined || missingOf[key] !== undefined]).toEqual([key, true]);
    expect(stepsHere.map(({ key }) => key)).toEqual(
      setupSteps.filter(({ rule }) => !rule || Object.hasOwn(ruleMeanings, rule)).map(({ key }) => key),
    );
    expect(stepsHere.map(({ key }) => key)).toContain("signing");
  });

  it("a company with people only lacks the rest; a new person without password, proof and role is named, and only for those who may know", async () => {
    expect(await open()).toEqual([
      "site",
      "signing",
      "calendar",
      "numbers",
      "letterhead",
      "locations",
      "units",
      "defects",
      "items",
      "plans",
      "suppliers",
      "customers",
      "opening",
      "backup",
    ]);
    const made = await (await house.hands.as("guping")).create("Person", {
      login: "new.one",
      nameEn: "New One",
      nameZh: "新人",
      titleEn: "Buyer",
      titleZh: "采购员",
    });
    expect(await step("people")).toEqual({
      key: "people",
      isDone: false,
      missingCount: 3,
      missing: [
        { text: { en: "New One: no password" }, to: `/person/${made.number}` },
        { text: { en: "New One: identity not proved" }, to: `/person/${made.number}` },
        { text: { en: "New One: no role" }, to: "/role-grant/new" },
      ],
    });
    expect(await step("people", "wutong")).toEqual({ key: "people", isDone: false, missingCount: 3, missing: [] });
    const weiqing = await house.hands.as("weiqing");
    await weiqing.act("Person", made, "proveIdentity", { document: "employment", note: null });
    const grant = await weiqing.create("RoleGrant", { person: made.id, role: "BUYER" });
    expect((await step("roles"))?.missing.map(({ to }) => to)).toEqual([`/role-grant/${grant.number}`]);
    await (await house.hands.as("guping")).act("RoleGrant", grant, "confirm");
    expect((await step("roles"))?.isDone).toBe(true);
    await (await house.browser("guping")).ask("mutation ($c: ID!, $p: ID!) { givePassword(commandId: $c, person: $p) }", {
      c: randomUUID(),
      p: made.id,
    });
    expect((await step("people"))?.missing.map(({ text }) => text.en)).toEqual(["New One: has not signed in yet"]);
    await house.sql("update credential set must_change = false where id = $1", [made.id]);
    expect((await step("people"))?.isDone).toBe(true);
  });

  it("a starter set is made by whoever takes it, chosen rows only, once, under their permits", async () => {
    const steward = await house.browser("luoan");
    const c = randomUUID();
    expect((await taken(steward, "Unit", ["pcs", "m²"], undefined, c)).data).toEqual({ done: 2 });
    expect((await taken(steward, "Unit", ["pcs", "m²"], undefined, c)).data).toEqual({ done: 2 });
    expect(
      await house.sql("select u.number, u.decimals, p.login from unit u join person p on p.id = u.created_by_id order by u.id"),
    ).toEqual([
      { number: "pcs", decimals: 0, login: "luoan" },
      { number: "m²", decimals: 3, login: "luoan" },
    ]);
    expect((await taken(steward, "Unit", ["kg", "pcs"])).code).toBe("BAD_USER_INPUT");
    expect(await house.sql("select from unit")).toHaveLength(2);
    expect((await taken(steward, "Unit", [])).reasons).toEqual(["NOTHING_CHOSEN"]);
    expect((await taken(steward, "Person", ["x"])).code).toBe("NOT_FOUND");
    expect((await taken(steward, "DefectCode", ["D-01"])).reasons).toEqual(["NO_PERMIT"]);
    expect((await taken(await house.browser("xuheng"), "DefectCode", starterSets.DefectCode.map(starterKey))).data).toEqual({
      done: starterSets.DefectCode.length,
    });
    expect((await taken(steward, "Location", ["Q1"])).reasons).toEqual(["SITE_MISSING"]);
    const site = await (await house.hands.as("guping")).create("Site", {
      number: "HQ1",
      nameEn: "Main",
      nameZh: "总部",
      zone: "Asia/Shanghai",
      address: "1 Road",
    });
    expect((await step("locations"))?.missing.map(({ text }) => text.en)).toEqual(["HQ1: no quarantine", "HQ1: no storage"]);
    expect((await taken(await house.browser("luoan"), "Location", ["Q1", "S1"], site.id)).data).toEqual({ done: 2 });
    expect(await house.sql("select number from location where type in ('quarantine', 'storage') order by id")).toEqual([
      { number: "HQ1-Q1" },
      { number: "HQ1-S1" },
    ]);
    expect((await step("locations"))?.isDone).toBe(true);
    const rest = starterSets.Unit.map(starterKey).filter((key) => key !== "pcs" && key !== "m²");
    expect((await taken(steward, "Unit", rest)).data).toEqual({ done: rest.length });
  });

  it("the go-live is refused with every open step; signed it names what is left, and says since when", async () => {
    const [weiqing, xuheng, luoan] = [
      await house.hands.as("weiqing"),
      await house.hands.as("xuheng"),
      await house.hands.as("luoan"),
    ];
    const rule = (ruleName: string, content: unknown) => ({
      ruleName,
      key: "default",
      content,
      validFrom: "2026-01-01",
      citation: "test",
    });
    const early = await weiqing.create("Rule", rule("go-live", { open: ["suppliers", "items"] }));
    expect(await refusalOf(xuheng.act("Rule", early, "approve"))).toEqual([
      "GO_LIVE_OPEN",
      "GO_LIVE_NOT_NAMED",
      "GO_LIVE_NOT_NAMED",
      "GO_LIVE_NOT_NAMED",
      "GO_LIVE_OPEN",
      "GO_LIVE_OPEN",
      "GO_LIVE_NOT_NAMED",
      "GO_LIVE_NOT_NAMED",
      "GO_LIVE_NOT_NAMED",
    ]);
    await xuheng.act("Rule", await weiqing.create("Rule", rule("signing-code", { allowed: true })), "approve");
    expect((await step("signing"))?.isDone).toBe(true);
    const [unit] = await house.sql<{ id: string }>("select id from unit where number = 'pcs'");
    const item = await luoan.create("Item", {
      number: "PK-1",
      nameEn: "Pouch",
      nameZh: "袋",
      itemClass: "packaging",
      source: "bought",
      unit: unit?.id,
      inspectionRequired: true,
    });
    expect((await step("items"))?.missing).toEqual([{ text: { en: "PK-1: no approved revision" }, to: "/item/PK-1" }]);
    expect((await step("plans"))?.missing).toEqual([{ text: { en: "PK-1: no approved inspection plan" }, to: "/item/PK-1" }]);
    const given = { item: item.id, revision: "A", changeReason: "first issue" };
    const [day] = await house.sql<{ today: string }>("select public.company_day()::text as today");
    const effectiveOn = day?.today ?? "";
    const revision = await luoan.create("ItemRevision", { ...given, specification: "120 x 200" });
    await xuheng.act("ItemRevision", revision, "approve", { effectiveOn });
    expect(await open()).toEqual(["calendar", "numbers", "letterhead", "plans", "suppliers", "customers", "opening", "backup"]);
    const plan = await luoan.create("InspectionPlan", {
      ...given,
      nameEn: "Pouch",
      nameZh: "袋",
      characteristics: [
        { nameEn: "Seal", nameZh: "封口", kind: "attribute", decimals: 0, samplingRule: "fixed", sampleSize: 2, acceptUpTo: 0 },
      ],
    });
    await xuheng.act("InspectionPlan", plan, "approve", { effectiveOn });
    // calendar, numbers, letterhead, customers, opening, backup
    expect(await refusalOf(xuheng.act("Rule", early, "approve"))).toEqual(Array(6).fill("GO_LIVE_NOT_NAMED"));
    expect((await ask("wutong")).liveRule).toBeNull();
    const full = await weiqing.create(
      "Rule",
      rule("go-live", { open: ["calendar", "numbers", "letterhead", "suppliers", "customers", "opening", "backup"] }),
    );
    await xuheng.act("Rule", full, "approve");
    expect(await ask("wutong")).toMatchObject({ liveRule: full.number, liveFrom: "2026-01-01" });
  });

  it("a required step cannot be named away", () => {
    const step = stepsHere.find(({ key }) => key === "units");
    if (!step) throw new Error("no units");
    expect(goLiveReasons([{ step, isDone: false, missing: [] }], { open: ["units"] }).map(({ code }) => code)).toEqual([
      "GO_LIVE_OPEN",
    ]);
  });
});
