/** Terminals, the device bound to each, and limits on critical input (21 CFR 11.10(h), REQ-ACC-07, ADR 53). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { doneOf, shown } from "../../../../test/browser.ts";
import { countOfEverything } from "../../../../test/company.ts";
import {
  activated,
  closeTerminals,
  company,
  deviceAt,
  enrol,
  given,
  limit,
  next,
  noted,
  openTerminals,
  present,
  served,
  toInspect,
  weigh,
} from "../../../../test/terminals.ts";

beforeAll(openTerminals);
afterAll(closeTerminals);
// Nothing is limited where no test says so.
beforeEach(() => limit("default", { unregistered: "record" }));

describe("a terminal", () => {
  it("[REQ-ACC-07] is proposed by one administrator and activated by another, never by an inspector; its location is of its site", async () => {
    const admin = await company.browser("guping");
    expect((await (await company.browser("chenhe")).create("Terminal", await given("T-NO"))).reasons).toEqual(["NO_PERMIT"]);
    const other = doneOf(
      await admin.create("Site", { number: "GZ1", nameEn: "Guangzhou", nameZh: "广州", zone: "Asia/Shanghai", address: "1" }),
    );
    const misplaced = await given("T-NO", { site: other.id, location: await company.id("Location", "Q1") });
    expect((await admin.create("Terminal", misplaced)).issues).toEqual(["location:OTHER_SITE"]);
    const proposed = doneOf(await admin.create("Terminal", await given(next("T"))));
    expect((await admin.act("Terminal", proposed, "activate")).reasons).toEqual(["SOD_SELF"]);
    expect((await enrol(admin, proposed)).reasons).toEqual(["TERMINAL_NOT_ACTIVE"]);
    const renamed = doneOf(await admin.edit("Terminal", proposed, { nameEn: "Balance room" }));
    const active = doneOf(await (await company.browser("weiqing")).act("Terminal", renamed, "activate"));
    // What the second one has activated stays as it was shown.
    expect((await admin.edit("Terminal", active, { nameEn: "Office" })).reasons).toEqual(["NOT_EDITABLE"]);
    expect(active.state).toBe("active");
    const trail = await company.sql(
      `select e.operation, p.login from audit.event e join person p on p.id = e.actor_id
       where e.table_name = 'terminal' and e.row_id = $1 order by e.id`,
      [active.id],
    );
    expect(trail).toEqual([
      { operation: "createTerminal", login: "guping" },
      { operation: "editTerminal", login: "guping" },
      { operation: "activateTerminal", login: "weiqing" },
    ]);
  });

  it("[REQ-ACC-07] is bound to the device that asks, by a secret of which only the hash is kept; enrolling again replaces the device", async () => {
    const terminal = await activated();
    expect((await enrol(await company.browser("chenhe"), terminal)).reasons).toEqual(["NO_PERMIT"]);
    const first = await deviceAt(terminal);
    expect(first).toMatch(/^[\w-]{43}$/);
    const kept = await company.sql<{ row: string }>("select to_jsonb(d)::text as row from terminal_device d");
    expect(kept.filter(({ row }) => row.includes(first))).toEqual([]);
    const inspector = await company.browser("chenhe");
    const sits = async (cookie: string | null) => {
      inspector.terminal = cookie;
      return shown<{ terminal: { number: string } | null }>((await inspector.ask("{ me { terminal { number } } }")).data, "me")
        .terminal;
    };
    expect(await sits(first)).toEqual({ number: terminal.number });
    expect(await sits(null)).toBeNull();
    expect(await sits(`${first.slice(0, -1)}${first.endsWith("A") ? "B" : "A"}`)).toBeNull();
    const second = await deviceAt(terminal);
    expect(await sits(first)).toBeNull();
    expect(await sits(second)).toEqual({ number: terminal.number });
    // The same device at another terminal leaves this one.
    const admin = await company.browser("guping");
    admin.terminal = second;
    const other = await activated();
    expect((await enrol(admin, other)).code).toBeNull();
    expect(await sits(second)).toBeNull();
    expect(await sits(admin.terminal)).toEqual({ number: other.number });
    expect(await company.sql("select device, enrolled_at from terminal where id = $1", [terminal.id])).toEqual([
      { device: null, enrolled_at: null },
    ]);
    // Where somebody sits is told with the sessions.
    const sessions = await (await company.browser("weiqing")).ask("{ openSessions(everybody: true) { login terminal } }");
    expect(shown<object[]>(sessions.data, "openSessions")).toContainEqual({ login: "chenhe", terminal: other.number });
  });

  it("[REQ-ACC-07] its cookie is out of reach of scripts, of this site only and long-lived; its secret is given once", async () => {
    const terminal = await activated();
    const [admin] = await company.sql<{ id: string }>("select id from person where login = 'guping'");
    const { version } = await present("terminal", terminal);
    const cookie = await served.cookieOf(admin?.id ?? "");
    const ask = () =>
      served.ask(
        `mutation ($c: ID!, $id: ID!, $v: Int!) { enrolTerminal(commandId: $c, id: $id, version: $v) }`,
        { c: "0198a000-0000-7000-8000-000000000053", id: terminal.id, v: version },
        cookie,
      );
    const cookies = String((await ask()).headers["set-cookie"]);
    expect(cookies).toMatch(/lotline-terminal=[\w-]{43}; Max-Age=31536000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict/);
    const again = await ask();
    expect([again.codes, again.headers["set-cookie"]]).toEqual([[], undefined]);
  });

  it("[REQ-ACC-07] stops counting at once when it is retired", async () => {
    const terminal = await activated();
    const inspector = await company.browser("chenhe");
    inspector.terminal = await deviceAt(terminal);
    const one = await toInspect();
    // Everything critical, of whatever type.
    await limit("default", { unregistered: "block" });
    expect((await weigh(inspector, one)).code).toBeNull();
    const admin = await company.browser("guping");
    doneOf(await admin.act("Terminal", await present("terminal", terminal), "retire", { reason: "The bench is taken down" }));
    expect((await weigh(inspector, one, 2)).reasons).toEqual(["TERMINAL_UNREGISTERED"]);
  });
});

describe("a limit", () => {
  it("[REQ-ACC-07] blocks a reading on an unregistered device: refused in both languages before and at the act, and nothing changes", async () => {
    const bench = await activated("QC-BENCH");
    const device = await deviceAt(bench);
    const rule = await limit("Inspection.record", { unregistered: "block" });
    const inspection = await toInspect();
    const inspector = await company.browser("chenhe");
    const page = await inspector.ask(
      `query ($id: ID!) { inspection(id: $id) { actions { name allowed reasons { code text { en zh } record number } } } }`,
      { id: inspection.id },
    );
    const { actions } = shown<{ actions: { name: string; allowed: boolean; reasons: object[] }[] }>(page.data, "inspection");
    const text = {
      en: `This device is not a registered terminal; by ${rule} this is done at one: use QA-OFFICE Bench QA-OFFICE, QC-BENCH Bench QC-BENCH`,
      zh: `本设备不是已登记的终端；按 ${rule}，须在规定终端操作：请使用 QA-OFFICE 工作台 QA-OFFICE、QC-BENCH 工作台 QC-BENCH`,
    };
    const verdict = actions.find(({ name }) => name === "record");
    expect(verdict?.allowed).toBe(false);
    expect(verdict?.reasons).toHaveLength(1);
    expect(verdict?.reasons[0]).toMatchObject({ code: "TERMINAL_UNREGISTERED", record: "Rule", number: rule });
    // Others that are enrolled would do as well and are named too.
    expect(verdict?.reasons[0]).toMatchObject({
      text: { en: expect.stringContaining(text.en), zh: expect.stringContaining(text.zh) },
    });
    expect(JSON.stringify(verdict?.reasons)).toContain("QC-BENCH 工作台 QC-BENCH");
    const before = await countOfEverything(company);
    const refused = await weigh(inspector, inspection);
    expect([refused.code, refused.reasons]).toEqual(["REFUSED", ["TERMINAL_UNREGISTERED"]]);
    inspector.terminal = "a-forged-secret-that-nobody-was-ever-given-00";
    expect((await weigh(inspector, inspection)).reasons).toEqual(["TERMINAL_UNREGISTERED"]);
    expect(await countOfEverything(company)).toEqual(before);
    expect(await noted(inspection)).toEqual([]);
    inspector.terminal = device;
    expect((await weigh(inspector, inspection)).code).toBeNull();
    expect(await noted(inspection)).toEqual([
      { operation: "recordInspection", terminal: "QC-BENCH", flagged: false, rule: null },
    ]);
    await limit("Inspection.record", { unregistered: "record" });
  });

  it("[REQ-ACC-07] blocks signatures of a type, and creating and changing critical values; what is not critical goes on", async () => {
    const buyer = await company.browser("shenyue");
    const wanted = {
      site: await company.id("Site", "SZ1"),
      item: await company.id("Item", "RM-201"),
      quantity: "10",
      neededOn: "2026-07-20",
      purpose: "stock",
    };
    const made = doneOf(await buyer.create("Requisition", wanted));
    await limit("Requisition", { unregistered: "block" });
    expect((await buyer.create("Requisition", wanted)).reasons).toEqual(["TERMINAL_UNREGISTERED"]);
    const reason = "Ten were not enough";
    expect((await buyer.edit("Requisition", made, { quantity: "20" }, reason)).reasons).toEqual(["TERMINAL_UNREGISTERED"]);
    const edited = doneOf(await buyer.edit("Requisition", made, { purpose: "safety stock" }));
    expect(edited.version).toBe(made.version + 1);
    const bars = await buyer.ask("{ me { barredHere { record verb site } } }");
    expect(shown<{ barredHere: object[] }>(bars.data, "me").barredHere).toEqual([
      { record: "Requisition", verb: "create", site: null },
      { record: "Requisition", verb: "edit", site: null },
    ]);
    await limit("Requisition", { unregistered: "record" });
    await limit("Inspection", { unregistered: "block" });
    const inspection = await toInspect();
    const inspector = await company.browser("chenhe");
    await limit("Inspection.record", { unregistered: "record" });
    // The verb's own limit counts before that of the type.
    expect((await weigh(inspector, inspection)).code).toBeNull();
    const asked = await inspector.intent("Inspection", await present("inspection", inspection), "conclude");
    expect(asked.reasons).toContain("TERMINAL_UNREGISTERED");
    await limit("Inspection", { unregistered: "record" });
  });

  it("[REQ-ACC-07] by location and by site: only terminals that stand there, only records of that site", async () => {
    const [q1, s1] = [await company.id("Location", "Q1"), await company.id("Location", "S1")];
    const there = await activated(next("AT-Q1"), { location: q1 });
    const away = await activated(next("AT-S1"), { location: s1 });
    const devices = { there: await deviceAt(there), away: await deviceAt(away) };
    const rule = await limit("Inspection.record", { unregistered: "block", locations: [{ location: "Q1" }] });
    const inspection = await toInspect();
    const inspector = await company.browser("chenhe");
    inspector.terminal = devices.away;
    const refused = await weigh(inspector, inspection);
    const [reason] = refused.errors.flatMap(
      ({ originalError }) =>
        (originalError as unknown as { details: { reasons: { code: string; text: object }[] } }).details.reasons,
    );
    expect(reason).toMatchObject({
      code: "TERMINAL_ELSEWHERE",
      text: {
        en: `Terminal ${away.number} does not stand at Q1; by ${rule} this is done at one: use ${there.number} Bench ${there.number}.`,
        zh: `终端 ${away.number} 不在 Q1；按 ${rule}，须在规定终端操作：请使用 ${there.number} 工作台 ${there.number}。`,
      },
    });
    inspector.terminal = devices.there;
    expect((await weigh(inspector, inspection)).code).toBeNull();
    await limit("Inspection.record", { unregistered: "block", sites: [{ site: "GZ1" }] });
    inspector.terminal = null;
    expect((await weigh(inspector, inspection, 2)).code).toBeNull();
    await limit("Inspection.record", { unregistered: "block", sites: [{ site: "SZ1" }] });
    expect((await weigh(inspector, inspection, 2)).reasons).toEqual(["TERMINAL_UNREGISTERED"]);
    await limit("Inspection.record", { unregistered: "record" });
  });

  it("[REQ-ACC-07] is written by people who know what there is: an unknown type, outcome, site or location is refused", async () => {
    const qa = await company.browser("linjing");
    const write = async (key: string, content: object) =>
      (await qa.create("Rule", { ruleName: "terminal-limit", key, content, validFrom: "2026-07-06", citation: "x" })).issues;
    expect(await write("Weighing", { unregistered: "block" })).toEqual(["key:terminalLimit"]);
    expect(await write("Inspection.requestRetest", { unregistered: "block" })).toEqual(["key:terminalLimit"]);
    expect(await write("Inspection", { unregistered: "explode" })).toEqual(["content:shape"]);
    expect(
      await write("Inspection", { unregistered: "block", sites: [{ site: "XX" }], locations: [{ location: "YY" }] }),
    ).toEqual(["content:site", "content:location"]);
  });
});
