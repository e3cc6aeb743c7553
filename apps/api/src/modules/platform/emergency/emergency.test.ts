/** Emergency (break-glass) access (REQ-ACC-09, ADR 42): who opens it for what, what it lets do, how it ends, and its review. */
import { type AnyRecord, actionsOf, isDecision, permits, type Role, registry, role as roles } from "@lotline/schema";
import { emergencyRights } from "@lotline/schema/special-rights";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, doneOf, intentOf, shown, type Target } from "../../../../test/browser.ts";
import { type Company, countOfEverything, inspect, openCompany, order, receive, usableLot } from "../../../../test/company.ts";
import { findingsOf, said } from "../../../../test/findings.ts";
import { reasonsOf, refusalOf } from "../../../../test/house.ts";
import { systemPersonId } from "../../../base/context.ts";
import { deliver } from "../../../outbox/relay.ts";
import type { Handled } from "../../../seed/hands.ts";
import { demoCode, demoPassword } from "../../../seed/people.ts";
import { emergencyConsumers } from "./access.ts";

let company: Company;
let lot: Handled;
beforeAll(async () => {
  company = await openCompany();
  lot = await usableLot(company, "SUP-05", "PK-301", "EA-LOT", "1000");
});
afterAll(() => company.close());
beforeEach(() => company.at("2026-07-06 08:00"));

const given = (role: Role, minutes = 30) => ({
  role,
  cause: "productAtRisk",
  why: "Cold store fails, the keeper cannot be reached",
  minutes,
});

const drafted = async (by: Browser, role: Role, minutes = 30): Promise<Target & { number: string }> =>
  doneOf(await by.create("EmergencyAccess", given(role, minutes)));

async function opened(by: Browser, role: Role, minutes = 30): Promise<Target & { number: string }> {
  return doneOf(await by.sign("EmergencyAccess", await drafted(by, role, minutes), "open"));
}

const present = async (table: string, { id }: { id: string }): Promise<Target> =>
  (await company.sql<Target>(`select id::text as id, version from ${table} where id = $1`, [id]))[0] as Target;

/** Moves ten of the lot from one place to the other and back the next time. */
async function moved(by: Browser, back = false) {
  const [from, to] = [await company.id("Location", "S1"), await company.id("Location", "D1")];
  const input = { from: back ? to : from, to: back ? from : to, quantity: "10" };
  return by.act("Lot", await present("lot", lot), "move", { input });
}

const end = async (by: Browser, access: Target) => by.act("EmergencyAccess", await present("emergency_access", access), "end");

/** Ends what is open and signs the review, so that another one may be opened. */
async function reviewed(access: Target): Promise<void> {
  const head = await company.browser("xuheng");
  const now = await present("emergency_access", access);
  await head.act("EmergencyAccess", now, "end");
  const input = { conclusion: "justified", finding: "Looked at every act" };
  doneOf(await head.sign("EmergencyAccess", await present("emergency_access", access), "review", { input }));
}

const standing = ({ id }: { id: string }) =>
  company.sql("select state, ended_at, ending from emergency_access where id = $1", [id]);

const hourBegins = async () => {
  const consumer = emergencyConsumers[1];
  if (!consumer) throw new Error("no consumer");
  const [now] = await company.sql<{ hour: string }>("select public.domain_now()::text as hour");
  const message = { message: `hour ${now?.hour}`, name: "hour.begun" as const, version: 1, payload: { hour: now?.hour ?? "" } };
  await deliver(company.kernel, consumer, { ...message, by: systemPersonId });
};

describe("the rights of emergency access", () => {
  const table = new Map(Object.entries(permits) as [string, readonly Role[] | "*"][]);
  const specs: readonly AnyRecord[] = Object.values(registry);

  it("[REQ-ACC-09] of no role include a permit that signs, approves, decides, administers or grants, by the record files", () => {
    const barred = new Set(
      specs.flatMap((spec) =>
        Object.values(actionsOf(spec)).flatMap((action) => (action.permit && isDecision(action) ? [action.permit] : [])),
      ),
    );
    for (const permit of ["lot.release", "hold.lift", "hold.place", "inspection.perform", "purchase.approve"])
      expect(barred).toContain(permit);
    for (const role of Object.keys(roles.values) as Role[])
      for (const permit of emergencyRights(role, table, new Set())) {
        expect(barred).not.toContain(permit);
        const platform = specs.filter(({ area }) => area === "platform");
        for (const { read, create, edit } of platform) expect([read, create?.permit, edit?.permit]).not.toContain(permit);
      }
    expect(emergencyRights("SYSADMIN", table, new Set()).filter((permit) => table.get(permit) !== "*")).toEqual([]);
    expect(emergencyRights("WAREHOUSE", table, new Set())).toEqual(
      expect.arrayContaining(["lot.move", "lot.read", "receipt.perform", "shipment.pick"]),
    );
  });

  it("[REQ-ACC-09] leave out what a step of an approval asks for, and what an administrator may do, as the rules say now", () => {
    expect(emergencyRights("WAREHOUSE", table, new Set(["lot.move"]))).not.toContain("lot.move");
    const widened = new Map(table).set("lot.move", ["WAREHOUSE", "SYSADMIN"]);
    expect(emergencyRights("WAREHOUSE", widened, new Set())).not.toContain("lot.move");
    // Of what no record file speaks it cannot be told.
    expect(emergencyRights("QA_HEAD", table, new Set())).not.toContain("audit.read");
  });
});

describe("emergency access", () => {
  it("[REQ-ACC-09] lets its person do in its session what the role does, marks each act in trail and history, and asks for the review at once", async () => {
    const planner = await company.browser("hechuan");
    const elsewhere = await company.browser("hechuan");
    expect((await moved(planner)).reasons).toEqual(["NO_PERMIT"]);
    const access = await opened(planner, "WAREHOUSE");
    expect(shown(await (await planner.ask("{ me { emergency { number role until } } }")).data, "me")).toEqual({
      emergency: { number: access.number, role: "WAREHOUSE", until: "2026-07-06T00:30:00.000Z" },
    });
    expect((await moved(planner)).code).toBeNull();
    // In another session of the same person there is none.
    expect((await moved(elsewhere)).reasons).toEqual(["NO_PERMIT"]);
    expect(
      await company.sql(
        "select a.operation, a.record_type, a.record_id::text from emergency_act a where a.access_id = $1 order by a.id",
        [access.id],
      ),
    ).toEqual([{ operation: "moveLot", record_type: "Lot", record_id: lot.id }]);
    const trail = await company.sql<{ actor_role: string }>(
      "select actor_role from audit.event where operation = 'moveLot' and table_name = 'lot' order by id desc limit 1",
    );
    expect(trail).toEqual([{ actor_role: `PLANNER,${access.number}` }]);
    const page = await planner.ask("query ($id: ID!) { lot(id: $id) { timeline(first: 1) { operation emergency } } }", {
      id: lot.id,
    });
    expect(shown(page.data, "lot")).toEqual({ timeline: [{ operation: "moveLot", emergency: access.number }] });
    // Monday 08:00: due on Tuesday 08:00; the QA head is asked, and is told.
    expect(
      await company.sql("select action, permit, due_at from work_item where record_type = 'EmergencyAccess' and record_id = $1", [
        access.id,
      ]),
    ).toEqual([{ action: "review", permit: "emergency.review", due_at: new Date("2026-07-07T00:00:00Z") }]);
    const tell = emergencyConsumers[0];
    if (!tell) throw new Error("no consumer");
    const message = { message: access.number, name: "emergency.opened" as const, version: 1, payload: { access: access.id } };
    await deliver(company.kernel, tell, { ...message, by: (await personOf("hechuan")) ?? "" });
    expect(
      await company.sql("select p.login from notice n join person p on p.id = n.person_id where n.message = 'emergency.opened'"),
    ).toEqual([{ login: "xuheng" }]);
    expect((await end(planner, access)).code).toBeNull();
    expect((await moved(planner, true)).reasons).toEqual(["NO_PERMIT"]);
    expect(await standing(access)).toEqual([{ state: "opened", ended_at: new Date("2026-07-06T00:00:00Z"), ending: "person" }]);
    await reviewed(access);
  });

  it("[REQ-ACC-09] ends by itself at its minute, by the clock of the database and without a job; the job writes it down", async () => {
    const planner = await company.browser("hechuan");
    const access = await opened(planner, "WAREHOUSE", 10);
    await company.sql("select public.set_domain_clock(0, $1::timestamptz)", ["2026-07-06 08:09:59.999+08"]);
    expect((await moved(planner, true)).code).toBeNull();
    await company.at("2026-07-06 08:10");
    expect((await moved(planner)).reasons).toEqual(["NO_PERMIT"]);
    expect(shown(await (await planner.ask("{ me { emergency { number } } }")).data, "me")).toEqual({ emergency: null });
    expect(await standing(access)).toEqual([{ state: "opened", ended_at: null, ending: null }]);
    await hourBegins();
    expect(await standing(access)).toEqual([{ state: "opened", ended_at: new Date("2026-07-06T00:10:00Z"), ending: "time" }]);
    expect((await end(planner, access)).reasons).toEqual(["EMERGENCY_OVER"]);
    await reviewed(access);
  });

  it("[REQ-ACC-09] ends on sign-out, and a new session does not bring it back", async () => {
    const planner = await company.browser("hechuan");
    const access = await opened(planner, "WAREHOUSE");
    await planner.ask("mutation { logout }");
    expect((await moved(await company.browser("hechuan"))).reasons).toEqual(["NO_PERMIT"]);
    await company.at("2026-07-06 08:05");
    await hourBegins();
    expect(await standing(access)).toEqual([
      { state: "opened", ended_at: new Date("2026-07-06T00:00:00Z"), ending: "signedOut" },
    ]);
    await reviewed(access);
  });

  it("[REQ-ACC-09] never lasts longer than an hour, whatever stands on the record", async () => {
    const planner = await company.browser("hechuan");
    const access = await opened(planner, "WAREHOUSE", 60);
    const setUntil = async (until: string) => {
      await company.sql("select set_config('app.actor', '1', false)");
      await company.sql("update emergency_access set until = $1::timestamptz where id = $2", [until, access.id]);
    };
    await setUntil("2026-07-06 18:00+08");
    // Somebody at work all the while: the session neither locks nor ends.
    await company.at("2026-07-06 08:59");
    await company.sql("update session set last_seen_at = public.domain_now() where ended_at is null");
    expect(shown(await (await planner.ask("{ me { emergency { number } } }")).data, "me")).toEqual({
      emergency: { number: access.number },
    });
    await company.at("2026-07-06 09:00");
    expect(shown(await (await planner.ask("{ me { emergency { number } } }")).data, "me")).toEqual({ emergency: null });
    await setUntil("2026-07-06 09:00+08");
    await reviewed(access);
  });
});

const personOf = async (login: string) =>
  (await company.sql<{ id: string }>("select id from person where login = $1", [login]))[0]?.id;

describe("what emergency access never does", () => {
  it("[REQ-ACC-09] releases no lot and signs nothing, by no role of its person: refused in both languages, and nothing changes", async () => {
    const waiting = await receive(company, "SUP-05", "PK-301", "EA-WAIT", "100");
    await inspect(company, waiting, [
      ["120.0", "120.2", "119.9"],
      ["0", "0"],
    ]);
    const planner = await company.browser("hechuan");
    const access = await opened(planner, "RELEASER");
    const before = await countOfEverything(company);
    const refused = await planner.intent("Lot", await present("lot", waiting), "release");
    expect(refused.reasons).toEqual(["NO_PERMIT", "EMERGENCY_NO_SIGNATURE"]);
    expect(await countOfEverything(company)).toEqual(before);
    const page = await planner.ask(
      `query ($id: ID!) { lot(id: $id) { actions { name allowed reasons { code text { en zh } record number } } } }`,
      { id: waiting.id },
    );
    const { actions } = shown<{ actions: { name: string; allowed: boolean; reasons: { code: string; text: object }[] }[] }>(
      page.data,
      "lot",
    );
    const release = actions.find(({ name }) => name === "release");
    expect(release?.allowed).toBe(false);
    expect(release?.reasons.find(({ code }) => code === "EMERGENCY_NO_SIGNATURE")).toEqual({
      code: "EMERGENCY_NO_SIGNATURE",
      text: {
        en: `Under emergency access ${access.number} nothing is signed, released or approved; end it first.`,
        zh: `应急访问 ${access.number} 期间不得签名、放行或批准；请先结束应急访问。`,
      },
      record: "EmergencyAccess",
      number: access.number,
    });
    await reviewed(access);
    // A QA reviewer signs nothing either while it is open, though his own role would let him; then he does.
    const reviewer = await company.browser("linjing");
    const draft = doneOf(
      await (await company.browser("mengfei")).create("SupplierItem", {
        supplier: await company.id("Supplier", "SUP-01"),
        item: await company.id("Item", "RM-205"),
        riskClass: "A",
        basis: "audit 2026",
        validTo: "2027-12-31",
      }),
    );
    const open = await opened(reviewer, "WAREHOUSE");
    expect((await reviewer.sign("SupplierItem", draft, "approve")).reasons).toEqual(["EMERGENCY_NO_SIGNATURE"]);
    expect((await end(reviewer, open)).code).toBeNull();
    expect((await reviewer.sign("SupplierItem", draft, "approve")).code).toBeNull();
    await reviewed(open);
  });

  it("[REQ-ACC-09] takes no signature that was asked for before it was opened", async () => {
    const reviewer = await company.browser("linjing");
    const pair = doneOf(
      await (await company.browser("mengfei")).create("SupplierItem", {
        supplier: await company.id("Supplier", "SUP-04"),
        item: await company.id("Item", "RM-201"),
        riskClass: "A",
        basis: "audit 2026",
        validTo: "2027-12-31",
      }),
    );
    const asked = intentOf(await reviewer.intent("SupplierItem", pair, "approve"));
    const access = await opened(reviewer, "WAREHOUSE");
    const signature = { intent: asked.id, userName: "linjing", password: demoPassword };
    expect((await reviewer.act("SupplierItem", pair, "approve", { signature })).reasons).toEqual(["EMERGENCY_NO_SIGNATURE"]);
    expect(await company.sql("select from signature where record_type = 'SupplierItem' and record_id = $1", [pair.id])).toEqual(
      [],
    );
    await reviewed(access);
  });
});

describe("opening emergency access", () => {
  it("[REQ-ACC-09] lasts as long as the firm's rule says, never more than 60 minutes", async () => {
    const reviewer = await company.browser("linjing");
    const ruled = (mostMinutes: number) => ({
      ruleName: "emergency-access",
      key: "default",
      content: { mostMinutes },
      validFrom: "2026-07-06",
      citation: "internal",
    });
    expect((await reviewer.create("Rule", ruled(61))).issues).toEqual(["content:shape"]);
    expect((await reviewer.create("EmergencyAccess", given("WAREHOUSE", 61))).issues).toEqual(["minutes:max"]);
    const long = await drafted(reviewer, "WAREHOUSE", 60);
    doneOf(await (await company.browser("xuheng")).sign("Rule", doneOf(await reviewer.create("Rule", ruled(20))), "approve"));
    expect((await reviewer.create("EmergencyAccess", given("WAREHOUSE", 21))).issues).toEqual(["minutes:EMERGENCY_TOO_LONG"]);
    expect((await reviewer.intent("EmergencyAccess", long, "open")).reasons).toEqual(["EMERGENCY_TOO_LONG"]);
  });

  it("[REQ-ACC-09] takes a fresh proof: the password, never a signing code; and a reason of ten characters", async () => {
    const planner = await company.browser("hechuan");
    const short = await planner.create("EmergencyAccess", { ...given("WAREHOUSE", 5), why: "broken" });
    expect(short.issues).toEqual(["why:REASON_REQUIRED"]);
    const first = await drafted(planner, "WAREHOUSE", 5);
    expect((await planner.act("EmergencyAccess", first, "open")).reasons).toEqual(["SIGNATURE_REQUIRED"]);
    // With a signing session open, in which a code is enough for other signatures.
    await company.sql(
      "update session set signing_since = public.domain_now(), signing_seen_at = public.domain_now() where person_id = $1 and ended_at is null",
      [await personOf("hechuan")],
    );
    expect((await planner.sign("EmergencyAccess", first, "open", { code: demoCode })).reasons).toEqual(["PASSWORD_PROOF"]);
    expect(await standing(first)).toEqual([{ state: "draft", ended_at: null, ending: null }]);
  });

  it("[REQ-ACC-09] one at a time, and none before the last one is reviewed by somebody else, after it has ended", async () => {
    const planner = await company.browser("hechuan");
    const access = await opened(planner, "WAREHOUSE", 5);
    const second = await drafted(planner, "INSPECTOR", 5);
    expect((await planner.intent("EmergencyAccess", second, "open")).reasons).toEqual([
      "EMERGENCY_UNREVIEWED",
      "EMERGENCY_NO_SIGNATURE",
    ]);
    const head = await company.browser("xuheng");
    const input = { conclusion: "notJustified", finding: "The keeper was in the next room" };
    const asked = await head.intent("EmergencyAccess", await present("emergency_access", access), "review", { input });
    expect(asked.reasons).toEqual(["EMERGENCY_OPEN"]);
    await end(planner, access);
    expect((await planner.intent("EmergencyAccess", second, "open")).reasons).toEqual(["EMERGENCY_UNREVIEWED"]);
    // By constraint too, whatever a command believed.
    await company.sql("select set_config('app.actor', '1', false)");
    await expect(company.sql("update emergency_access set state = 'opened' where id = $1", [second.id])).rejects.toThrow(
      "emergency_access_one_unreviewed",
    );
    doneOf(await head.sign("EmergencyAccess", await present("emergency_access", access), "review", { input }));
    const [content] = await company.sql<{ content: string }>(
      "select content from signature where record_type = 'EmergencyAccess' and record_id = $1 and meaning = 'REVIEWED'",
      [access.id],
    );
    // What was signed names every act.
    expect(JSON.parse(content?.content ?? "{}").evidence.acts.map((act: { operation: string }) => act.operation)).toEqual([
      "createEmergencyAccess",
      "endEmergencyAccess",
    ]);
    const again = doneOf(await planner.sign("EmergencyAccess", await present("emergency_access", second), "open"));
    await reviewed(again);
  });

  it("[REQ-ACC-09] [REQ-ACC-04] is refused with every reason: administrators, excluded pairs, lent roles, a role that gives nothing", async () => {
    const admin = await company.browser("guping");
    expect((await admin.create("EmergencyAccess", given("WAREHOUSE", 5))).reasons).toEqual(["NO_PERMIT"]);
    // Even where a firm gives administrators the permit, rule 12 keeps quality records from them.
    await company.sql("select set_config('app.actor', '1', false)");
    await company.sql(
      `update rule set content = content || '["SYSADMIN"]'::jsonb where rule_name = 'role-permit' and key = 'emergency.open'`,
    );
    const byAdmin = await drafted(admin, "WAREHOUSE", 5);
    // Once for each of her two administrator's roles.
    expect((await admin.intent("EmergencyAccess", byAdmin, "open")).reasons).toEqual(["SOD_ROLES", "SOD_ROLES"]);
    const reviewer = await company.as("linjing");
    const excluded = await reviewer.create("EmergencyAccess", given("BUYER", 5));
    expect(await refusalOf(reviewer.act("EmergencyAccess", excluded, "open"))).toEqual(["SOD_ROLES"]);
    const empty = await reviewer.create("EmergencyAccess", given("DOC_CONTROLLER", 5));
    const reasons = await reasonsOf(reviewer.act("EmergencyAccess", empty, "open"));
    expect(reasons.map(({ code, text }) => [code, text])).toEqual([
      [
        "EMERGENCY_NOTHING",
        {
          en: '"Document controller" gives nothing to read or work with that you do not have.',
          zh: "“文控员”没有您尚不具备的查看或操作权限。",
        },
      ],
    ]);
    // Somebody else's draft.
    const planner = await company.as("hechuan");
    expect(await refusalOf(planner.act("EmergencyAccess", empty, "open"))).toEqual(["NOT_YOURS"]);
  });
});

describe("the review of what was done", () => {
  it("[REQ-ACC-09] shows acts under emergency access as an exception of their record until somebody signs it", async () => {
    const purchased = await order(company, "SUP-05", "PK-301", "500");
    const arrived = await receive(company, "SUP-05", "PK-301", "EA-EXC", "100", purchased);
    const planner = await company.browser("hechuan");
    const access = await opened(planner, "INSPECTOR", 5);
    const input = { from: await company.id("Location", "Q1"), quantity: "5" };
    const taken = await planner.act("Lot", await present("lot", arrived), "sample", { input });
    expect(taken.code).toBeNull();
    await end(planner, access);
    const found = await findingsOf(company, "zhouqiming", "Lot", arrived);
    expect(found.map(({ code }) => code)).toContain("UNDER_EMERGENCY");
    expect(found.filter(({ code }) => code === "UNDER_EMERGENCY").map(said)).toEqual([
      [`Take samples under emergency access ${access.number}`, `应急访问 ${access.number} 期间：取样`, "high"],
    ]);
    await reviewed(access);
  });
});
