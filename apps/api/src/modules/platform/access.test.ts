/** People, roles, passwords and sessions. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, doneOf, shown } from "../../../test/browser.ts";
import { type House, openHouse, refusalOf } from "../../../test/house.ts";
import { demoPassword } from "../../seed/people.ts";
import { checkSecret, hashSecret, passwordFault } from "./password.ts";
import { ruleFault } from "./rule-shapes.ts";
import { limits } from "./session.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const moveClock = (minutes: number) => house.sql("select public.set_domain_clock($1)", [minutes * 60_000]);
const newcomer = (login: string) => ({ login, nameEn: "New", nameZh: "新", titleEn: "Tester", titleZh: "测试" });
const eventsOf = async (login: string) =>
  (
    await house.sql<{ kind: string }>(
      "select kind from security_event where person_id = (select id from person where login = $1) or login = $1 order by id",
      [login],
    )
  ).map((e) => e.kind);

describe("people", () => {
  it("[REQ-SIG-05] a login is given once, in whatever case it is written, also after its person was disabled; nobody is deleted", async () => {
    const guping = await house.hands.as("guping");
    const made = await guping.create("Person", newcomer("Once.Only"));
    await guping.act("Person", made, "disable", {}, "left the company");
    for (const login of ["once.only", "ONCE.ONLY", " once.only "])
      expect(await refusalOf(guping.create("Person", newcomer(login)))).toEqual(["login:DUPLICATE"]);
    expect(await house.sql("select login, state from person where id = $1", [made.id])).toEqual([
      { login: "once.only", state: "disabled" },
    ]);
    // A login is fixed: an edit has no such field.
    expect(await refusalOf(guping.edit("Person", made, { login: "another" }, "a long enough reason"))).toEqual([":unknownField"]);
  });

  it("looks-alike logins of other scripts are refused", async () => {
    const guping = await house.hands.as("guping");
    for (const login of ["аdmin", "ad min", "admin\u0000", "1admin", "a", "администратор"])
      expect((await refusalOf(guping.create("Person", newcomer(login))))[0]).toMatch(/^login:(login|control)$/);
  });

  it("[REQ-SIG-06] identity is proved by somebody else, not by who made the person and not by oneself", async () => {
    const made = await (await house.hands.as("guping")).create("Person", newcomer("unproved"));
    expect(
      await refusalOf((await house.hands.as("guping")).act("Person", made, "proveIdentity", { document: "passport" })),
    ).toContain("NO_PERMIT");
    const weiqing = await house.hands.as("weiqing");
    expect(
      await refusalOf(weiqing.act("Person", { id: weiqing.ctx.personId }, "proveIdentity", { document: "passport" })),
    ).toEqual(["SOD_SELF"]);
    expect((await weiqing.act("Person", made, "proveIdentity", { document: "passport" })).version).toBe(2);
  });

  it("a disabled person is out at once, in an open session too", async () => {
    const guping = await house.hands.as("guping");
    const browser = await house.browser("tangrui");
    expect((await browser.ask("{ me { login } }")).data).toEqual({ me: { login: "tangrui" } });
    const person = await guping.find(
      "Person",
      (await house.sql<{ number: string }>("select number from person where login = 'tangrui'"))[0]?.number ?? "",
    );
    await guping.act("Person", person, "disable", {}, "leaves the company today");
    expect((await browser.ask("{ sites { totalCount } }")).code).toBe("UNAUTHENTICATED");
    await guping.act("Person", person, "enable", {}, "comes back to the company");
    expect((await browser.ask("{ sites { totalCount } }")).code).toBe("UNAUTHENTICATED");
  });
});

describe("[REQ-ACC-04] roles", () => {
  it("a grant needs two people, never oneself, and is in force after the second", async () => {
    const [weiqing, guping] = [await house.hands.as("weiqing"), await house.hands.as("guping")];
    const person = await guping.create("Person", newcomer("granted"));
    const grant = await weiqing.create("RoleGrant", { person: person.id, role: "SALES" });
    const browser = await house.browser("granted");
    const roles = async () => shown<{ roles: string[] }>((await browser.ask("{ me { roles } }")).data, "me").roles;
    expect(await roles()).toEqual([]);
    expect(await refusalOf(weiqing.act("RoleGrant", grant, "confirm"))).toEqual(["SOD_SELF"]);
    await guping.act("RoleGrant", grant, "confirm");
    expect(await roles()).toEqual(["SALES"]);
    expect(await refusalOf(weiqing.create("RoleGrant", { person: weiqing.ctx.personId, role: "AUDITOR" }))).toEqual(["SOD_SELF"]);
    expect(await refusalOf(weiqing.create("RoleGrant", { person: person.id, role: "SYSADMIN" }))).toEqual(["SOD_ROLES"]);
    await weiqing.act("RoleGrant", grant, "end", {}, "moves to another department");
    expect(await roles()).toEqual([]);
  });

  it("[REQ-ACC-03] administrators make, change and sign no quality record", async () => {
    for (const login of ["guping", "weiqing", "haoyu"]) {
      const admin = await house.browser(login);
      for (const [record, input] of [
        ["Supplier", { number: "X" }],
        ["Nonconformity", {}],
        ["Inspection", {}],
      ] as const)
        expect([login, record, (await admin.create(record, input)).reasons]).toEqual([login, record, ["NO_PERMIT"]]);
      expect((await admin.ask("{ lots { totalCount } }")).reasons).toEqual(["NO_PERMIT"]);
    }
  });
});

describe("rule data", () => {
  it.each<[string, unknown, boolean]>([
    ["role-permit", "*", true],
    ["role-permit", ["QA_HEAD"], true],
    ["role-permit", ["NOBODY"], false],
    ["role-permit", { QA_HEAD: true }, false],
    ["separation", ["author", "approver"], true],
    ["separation", ["author"], false],
    ["separation", null, false],
    ["separation", ["author", "toString"], false],
    ["exclusive-roles", { a: ["BUYER"], b: ["QA_HEAD"], override: true }, true],
    ["exclusive-roles", { a: [], b: ["QA_HEAD"], override: false }, false],
    ["exclusive-roles", { a: ["BUYER"], b: ["NOBODY"], override: false }, false],
    ["exclusive-roles", { a: ["BUYER"], b: ["QA_HEAD"] }, false],
    ["mitigation", { maxDays: 366, reviewDays: 31 }, true],
    ["mitigation", { maxDays: 9999, reviewDays: 31 }, false],
    ["mitigation", { maxDays: 366 }, false],
    ["retention", { years: 15 }, true],
    ["retention", { years: null }, true],
    ["retention", { years: "15" }, false],
    ["retention", { years: 0 }, false],
    ["receipt-tolerance", { percent: "7.5" }, true],
    ["receipt-tolerance", { percent: 7.5 }, false],
    ["working-days", { weekdays: [1, 2, 3, 4, 5, 6], off: ["2026-10-01"], worked: ["2026-10-10"] }, true],
    ["working-days", { weekdays: [] }, false],
    ["working-days", { weekdays: [0] }, false],
    ["working-days", { weekdays: [1], off: ["1 October"] }, false],
    ["audit-off", {}, false],
    ["constructor", {}, false],
  ])("%s with %j: %s", (name, content, fits) => expect(ruleFault(name, content) === null).toBe(fits));

  it("a rule of the wrong shape is neither made nor edited into one", async () => {
    const songwei = await house.hands.as("songwei");
    const given = { ruleName: "separation", key: "x", content: ["author"], validFrom: "2026-01-01", citation: "test" };
    expect(await refusalOf(songwei.create("Rule", given))).toEqual(["content:shape"]);
    const made = await songwei.create("Rule", { ...given, content: ["author", "approver"] });
    expect(await refusalOf(songwei.edit("Rule", made, { content: null }, "a long enough reason"))).toEqual(["content:required"]);
    expect(await refusalOf(songwei.edit("Rule", made, { content: {} }, "a long enough reason"))).toEqual(["content:shape"]);
  });
});

describe("sessions", () => {
  const lots = "{ sites { totalCount } }";

  it("[REQ-ACC-06] an idle one is locked at the next call and says so; its person opens it again with the password", async () => {
    try {
      const browser = await house.browser("linjing");
      await moveClock(limits.idle - 1);
      expect((await browser.ask(lots)).code).toBeNull();
      await moveClock(2 * limits.idle + 1);
      expect((await browser.ask(lots)).code).toBe("SESSION_LOCKED");
      expect((await browser.create("Supplier", {})).code).toBe("SESSION_LOCKED");
      expect((await browser.ask("{ me { login locked permits roles } }")).data).toEqual({
        me: { login: "linjing", locked: true, permits: [], roles: [] },
      });
      expect((await browser.ask('mutation { unlock(password: "wrong wrong wrong") }')).code).toBe("UNAUTHENTICATED");
      expect((await browser.ask(lots)).code).toBe("SESSION_LOCKED");
      expect((await browser.ask("mutation ($p: String!) { unlock(password: $p) }", { p: demoPassword })).data).toEqual({
        unlock: true,
      });
      expect((await browser.ask(lots)).code).toBeNull();
      expect((await eventsOf("linjing")).slice(-3)).toEqual(["locked", "unlockFailed", "unlocked"]);
    } finally {
      await moveClock(0);
    }
  });

  it("ends after its longest life, at sign-out, and for a token nobody has", async () => {
    try {
      const browser = await house.browser("linjing");
      await house.sql(
        "update session set created_at = public.domain_now() - interval '721 minutes', last_seen_at = public.domain_now() where person_id = (select id from person where login = 'linjing')",
      );
      expect((await browser.ask(lots)).code).toBe("UNAUTHENTICATED");
      const other = await house.browser("linjing");
      const { token } = other;
      await other.ask("mutation { logout }");
      expect(other.token).toBeNull();
      for (const used of [token, "", "x".repeat(43), "' or 1=1"]) {
        other.token = used;
        expect((await other.ask(lots)).code).toBe("UNAUTHENTICATED");
      }
    } finally {
      await moveClock(0);
    }
  });

  it("[REQ-SIG-08] five wrong passwords at unlocking end it too", async () => {
    const browser = await house.browser("mengfei");
    await browser.ask("mutation { lock }");
    for (let i = 0; i < 5; i++) await browser.ask('mutation { unlock(password: "wrong wrong wrong") }');
    expect((await browser.ask("mutation ($p: String!) { unlock(password: $p) }", { p: demoPassword })).code).toBe(
      "UNAUTHENTICATED",
    );
    expect(await eventsOf("mengfei")).toContain("securityAlert");
  });

  it("signing in takes name and password; who exists is not told", async () => {
    const nobody = Browser.anonymous(house.kernel);
    const signIn = (userName: string, password: string) =>
      nobody.ask("mutation ($u: String!, $p: String!) { login(userName: $u, password: $p) }", { u: userName, p: password });
    const unknown = await signIn("nobody.at.all", demoPassword);
    const wrong = await signIn("fangyi", "wrong wrong wrong");
    expect([unknown.code, unknown.reasons, unknown.errors[0]?.message]).toEqual([
      wrong.code,
      wrong.reasons,
      wrong.errors[0]?.message,
    ]);
    expect(wrong.reasons).toEqual(["SIGN_IN"]);
    expect((await signIn("FangYi", demoPassword)).data).toEqual({ login: true });
    expect((await nobody.ask("{ me { login } }")).data).toEqual({ me: { login: "fangyi" } });
    // Nothing but the hash of a session's token and of a password is kept.
    expect(await house.sql("select count(*)::int as n from session where token_hash = $1", [nobody.token])).toEqual([{ n: 0 }]);
    expect(await house.sql("select count(*)::int as n from credential where password_hash not like '$argon2id$%'")).toEqual([
      { n: 0 },
    ]);
  });
});

describe("passwords", () => {
  it.each([
    ["elevenchars", false],
    ["correct horse battery", true],
    ["x".repeat(129), false],
    ["aaaaaaaaaaaaaa", false],
    ["administrator", false],
    ["my-linjing-2026", false],
    ["密码密码密码密码密码密码", false],
    ["12345678901二", true],
  ])("%s: %s", (password, fits) => expect(passwordFault(password, "linjing") === null).toBe(fits));

  it("the same letters typed on another system are the same password, and the hash tells nothing", async () => {
    const stored = await hashSecret("Caf\u00e9 au lait 2026");
    expect([
      await checkSecret(stored, "Cafe\u0301 au lait 2026"),
      await checkSecret(stored, "Cafe au lait 2026"),
      await checkSecret(null, "anything"),
    ]).toEqual([true, false, false]);
    expect(await hashSecret("Caf\u00e9 au lait 2026")).not.toBe(stored);
  });
});

describe("history of a record", () => {
  it("[REQ-REC-04] a critical value that is saved changes with a reason of ten characters only; a first entry needs none", async () => {
    const guping = await house.hands.as("guping");
    const person = await guping.create("Person", newcomer("critical"));
    for (const reason of ["", "too short", "         x         ", "\u00a0".repeat(12)])
      expect(await refusalOf(guping.edit("Person", person, { nameEn: "Changed" }, reason))).toEqual(["reason:REASON_REQUIRED"]);
    expect(await house.sql("select name_en, version from person where id = $1", [person.id])).toEqual([
      { name_en: "New", version: 1 },
    ]);
    await guping.edit("Person", person, { nameEn: "Changed" }, "the name was misspelt");
    // Not critical: no reason. Nothing changed: no version, no event.
    await guping.edit("Person", person, { titleEn: "Lead tester" });
    await guping.edit("Person", person, { titleEn: "Lead tester", nameEn: "Changed" });
    expect(await house.sql("select name_en, version from person where id = $1", [person.id])).toEqual([
      { name_en: "Changed", version: 3 },
    ]);
  });

  it("[REQ-REC-05] shows the original, each change and the present value, with who and why", async () => {
    const browser = await house.browser("guping");
    const made = doneOf(await browser.create("Person", newcomer("history")));
    await browser.edit("Person", made, { nameEn: "Second" }, "first correction of it");
    await browser.edit("Person", { ...made, version: 2 }, { nameEn: "Third" }, "second correction of it");
    const { data } = await browser.ask(
      "query ($i: ID!) { person(id: $i) { nameEn timeline { kind reason role source actor { en } changes { field old new } } } }",
      { i: made.id },
    );
    const person = data?.person as {
      nameEn: string;
      timeline: { changes: { field: string; old: string | null; new: string | null }[]; reason: string | null; kind: string }[];
    };
    const names = person.timeline
      .toReversed()
      .map((t) => [t.kind, t.reason, ...t.changes.filter((c) => c.field === "nameEn").flatMap((c) => [c.old, c.new])]);
    expect([person.nameEn, ...names]).toEqual([
      "Third",
      ["created", null, null, "New"],
      ["change", "first correction of it", "New", "Second"],
      ["change", "second correction of it", "Second", "Third"],
    ]);
    expect(person.timeline[0]).toMatchObject({ role: "AUDIT_ADMIN,SYSADMIN", source: "ui", actor: { en: "Gu Ping" } });
  });

  it("[REQ-REC-10] times are the server's: no client sets one, and the domain clock is not the app's to move", async () => {
    const guping = await house.browser("guping");
    for (const field of ["createdAt", "signedAt", "at"])
      expect((await guping.create("Person", { ...newcomer("timely"), [field]: "2020-01-01T00:00:00Z" })).data).toBeNull();
    const made = doneOf(await guping.create("Person", newcomer("timely")));
    const [row] = await house.sql<{ off: number; ms: number; type: string }>(
      "select abs(extract(epoch from created_at - now()))::float8 as off, extract(milliseconds from created_at)::int as ms, pg_typeof(created_at)::text as type from person where id = $1",
      [made.id],
    );
    expect(row?.off).toBeLessThan(30);
    expect(row?.type).toBe("timestamp with time zone");
    const refusal = await (await house.hands.as("guping"))
      .read((tx) => tx.sql("select public.set_domain_clock(1)").then(() => undefined))
      .catch((error: Error) => error.message);
    expect(refusal).toMatch(/permission denied/);
  });

  it("as-of answers what stood at each moment, and nothing before there was anything", async () => {
    try {
      const browser = await house.browser("guping");
      const made = doneOf(await browser.create("Person", newcomer("as.of")));
      await moveClock(5);
      await browser.edit("Person", made, { nameEn: "Later" }, "changed five minutes on");
      const asOf = async (minutes: number) => {
        const [{ at } = { at: "" }] = await house.sql<{ at: Date }>("select now() + $1 * interval '1 minute' as at", [minutes]);
        const { data } = await browser.ask("query ($i: ID!, $t: Instant!) { person(id: $i) { asOf(at: $t) } }", {
          i: made.id,
          t: new Date(at).toISOString(),
        });
        return shown<{ asOf: { nameEn: string; version: string } | null }>(data, "person").asOf;
      };
      expect([await asOf(-10), (await asOf(2))?.nameEn, (await asOf(6))?.nameEn, (await asOf(6))?.version]).toEqual([
        null,
        "New",
        "Later",
        "2",
      ]);
    } finally {
      await moveClock(0);
    }
  });
});
