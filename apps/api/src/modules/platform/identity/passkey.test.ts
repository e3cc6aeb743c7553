/** Passkeys: set up after a proof of identity, asked at sign-in, in the signing dialog and at the lock, removed with a reason. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Authenticator, type Behaviour } from "../../../../test/authenticator.ts";
import { Browser, intentOf, type Reply, shown, type Target } from "../../../../test/browser.ts";
import { draftRule } from "../../../../test/draft-rule.ts";
import { type House, openHouse, refusalOf } from "../../../../test/house.ts";
import { command } from "../../../kernel/command.ts";
import { demoPassword } from "../../../seed/people.ts";
import { confirmReset } from "../credential.ts";
import { resetFactor } from "../second-factor.ts";

const origin = "http://localhost:4000";
const why = "the telephone is to be replaced";

let house: House;
let author: Browser;
beforeAll(async () => {
  house = await openHouse();
  author = await house.browser("songwei");
});
afterAll(() => house?.close());

const offer = (browser: Browser, proof: object = { password: demoPassword }) =>
  browser.ask(
    "mutation ($password: String, $code: String, $passkey: String) { offerPasskey(password: $password, code: $code, passkey: $passkey) }",
    {
      ...proof,
    },
  );
const enrol = (browser: Browser, answer: string, name = "Telephone") =>
  browser.ask("mutation ($name: String!, $answer: String!) { enrolPasskey(name: $name, answer: $answer) }", { name, answer });
const asked = async (browser: Browser, purpose: string, intent?: string): Promise<string> =>
  shown<string>(
    (await browser.ask("mutation ($p: String!, $i: ID) { askPasskey(purpose: $p, intent: $i) }", { p: purpose, i: intent })).data,
    "askPasskey",
  );
const passkeyLogin = (browser: Browser, answer: string) =>
  browser.ask("mutation ($answer: String!) { passkeyLogin(answer: $answer) }", { answer });
const login = (browser: Browser, userName: string, more: object = {}) =>
  browser.ask(
    "mutation ($u: String!, $p: String!, $c: String, $k: String) { login(userName: $u, password: $p, code: $c, passkey: $k) }",
    {
      u: userName,
      p: demoPassword,
      ...more,
    },
  );
const me = async (browser: Browser) =>
  shown<{ login: string; locked: boolean } | null>((await browser.ask("{ me { login locked } }")).data, "me");
const listed = async (browser: Browser) =>
  shown<{ id: string; name: string; isSynced: boolean }[]>(
    (await browser.ask("{ passkeys { id name isSynced } }")).data,
    "passkeys",
  );
const kindsOf = async (name: string, last: number) =>
  (
    await house.sql<{ kind: string }>(
      "select kind from (select id, kind from security_event where person_id = (select id from person where login = $1) order by id desc limit $2) e order by id",
      [name, last],
    )
  ).map(({ kind }) => kind);

/** A person of the company with a passkey, in a browser of her own. */
async function withPasskey(name: string, key = new Authenticator(origin)): Promise<{ browser: Browser; key: Authenticator }> {
  const browser = await house.browser(name);
  const offered = shown<string>((await offer(browser)).data, "offerPasskey");
  expect((await enrol(browser, key.make(offered))).data).toEqual({ enrolPasskey: true });
  return { browser, key };
}

describe("[REQ-ACC-06] setting up and removing", () => {
  it("asks for the password first, then for user verification; the list shows it, the other sessions end, the event is written", async () => {
    const elsewhere = await house.browser("fangyi");
    const browser = await house.browser("fangyi");
    expect((await offer(browser, { password: "wrong wrong wrong" })).issues).toEqual(["password:PROOF_WRONG"]);
    expect((await offer(browser, {})).issues).toEqual(["password:PROOF_WRONG"]);
    const key = new Authenticator(origin);
    const offered = shown<string>((await offer(browser)).data, "offerPasskey");
    expect((await enrol(browser, key.make(offered, { unverified: true }))).reasons).toEqual(["PASSKEY_WRONG"]);
    // The refusal took nothing back: it changed nothing, and the same offer serves the right answer.
    expect((await enrol(browser, key.make(offered))).data).toEqual({ enrolPasskey: true });
    expect(await listed(browser)).toEqual([{ id: expect.any(String), name: "Telephone", isSynced: false }]);
    expect(await me(elsewhere)).toBeNull();
    expect(await kindsOf("fangyi", 1)).toEqual(["passkeyEnrolled"]);
  });

  it("the same offer serves once, and for the session that asked only; a name is given", async () => {
    const browser = await house.browser("mengfei");
    const offered = shown<string>((await offer(browser)).data, "offerPasskey");
    const another = await house.browser("luoan");
    expect((await enrol(another, new Authenticator(origin).make(offered))).reasons).toEqual(["PASSKEY_WRONG"]);
    const key = new Authenticator(origin);
    expect((await enrol(browser, key.make(offered), " ")).issues).toEqual(["name:max"]);
    expect((await enrol(browser, key.make(offered))).code).toBeNull();
    expect((await enrol(browser, new Authenticator(origin).make(offered))).reasons).toEqual(["PASSKEY_WRONG"]);
    expect(await listed(browser)).toHaveLength(1);
    expect(await listed(another)).toEqual([]);
  });

  it("a key copied between devices is refused where the rule says so", async () => {
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql(`update rule set content = '{"synced": false}' where rule_name = 'passkey'`);
    try {
      const browser = await house.browser("jiangmin");
      const offered = shown<string>((await offer(browser)).data, "offerPasskey");
      const key = new Authenticator(origin, { synced: true });
      expect((await enrol(browser, key.make(offered))).reasons).toEqual(["PASSKEY_SYNCED"]);
      expect(await listed(browser)).toEqual([]);
    } finally {
      await house.sql(`update rule set content = '{"synced": true}' where rule_name = 'passkey'`);
    }
    const { browser, key } = await withPasskey("jiangmin", new Authenticator(origin, { synced: true }));
    expect(await listed(browser)).toMatchObject([{ isSynced: true }]);
    // It does not count, and serves again and again.
    for (let i = 0; i < 2; i++) {
      const anywhere = Browser.anonymous(house.kernel);
      expect((await passkeyLogin(anywhere, key.answer(await asked(anywhere, "signIn")))).data).toEqual({ passkeyLogin: true });
    }
  });

  it("a page at a plain address, or at an address of numbers, is told so and gets no challenge", async () => {
    const browser = await house.browser("qinlan");
    for (const [host, baseUrl] of [
      ["10.0.0.7:4000", undefined],
      ["127.0.0.1:4000", undefined],
      ["localhost:4000", "http://erp.example.com"],
      ["erp.example.com", undefined],
      ["localhost:4000", "https://10.0.0.7"],
    ] as const) {
      browser.client = { ...browser.client, host };
      browser.baseUrl = baseUrl;
      expect([(await offer(browser)).reasons, (await browser.ask("{ installation { passkeys } }")).data]).toEqual([
        ["PASSKEY_ADDRESS"],
        { installation: { passkeys: false } },
      ]);
    }
    browser.baseUrl = "https://erp.example.com";
    const options = shown<string>((await offer(browser)).data, "offerPasskey");
    expect(JSON.parse(options)).toMatchObject({
      rp: { id: "erp.example.com" },
      authenticatorSelection: { userVerification: "required" },
    });
    expect(
      await house.sql(
        "select count(*)::int as n from identity_challenge where person_id = (select id from person where login = 'qinlan')",
      ),
    ).toEqual([{ n: 1 }]);
  });

  it("removing asks for a reason and a proof, which may be the passkey itself; afterwards it opens nothing", async () => {
    const { browser, key } = await withPasskey("shaobo");
    const [{ id } = { id: "" }] = await listed(browser);
    const remove = (more: object) =>
      browser.ask(
        "mutation ($id: ID!, $r: String!, $p: String, $k: String) { removePasskey(id: $id, reason: $r, password: $p, passkey: $k) }",
        {
          id,
          ...more,
        },
      );
    expect((await remove({ r: "short", p: demoPassword })).issues).toEqual(["reason:REASON_REQUIRED"]);
    expect((await remove({ r: why, p: "wrong wrong wrong" })).issues).toEqual(["password:PROOF_WRONG"]);
    expect(await listed(browser)).toHaveLength(1);
    expect((await remove({ r: why, k: key.answer(await asked(browser, "own")) })).data).toEqual({ removePasskey: true });
    expect(await listed(browser)).toEqual([]);
    const anywhere = Browser.anonymous(house.kernel);
    expect((await passkeyLogin(anywhere, key.answer(await asked(anywhere, "signIn")))).reasons).toEqual(["PASSKEY_NOT_YOURS"]);
    // The row and its reason stay.
    expect(await house.sql("select remove_reason from passkey where id = $1", [id])).toEqual([{ remove_reason: why }]);
  });

  it("the last means of somebody whose role asks for a second factor stays until there is another", async () => {
    const { browser } = await withPasskey("hejia");
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql(
      `insert into rule (number, state, created_by_id, rule_name, key, content, valid_from, citation)
       values ('RULE-SF', 'approved', 1, 'second-factor', 'QC_VERIFIER', '{"required": true}', '2026-01-01', 'Test')`,
    );
    const remove = async (index: number) =>
      browser.ask("mutation ($id: ID!, $r: String!, $p: String) { removePasskey(id: $id, reason: $r, password: $p) }", {
        id: (await listed(browser))[index]?.id,
        r: why,
        p: demoPassword,
      });
    expect((await remove(0)).reasons).toEqual(["SECOND_FACTOR_REQUIRED"]);
    expect(await listed(browser)).toHaveLength(1);
    const offered = shown<string>((await offer(browser)).data, "offerPasskey");
    expect((await enrol(browser, new Authenticator(origin).make(offered))).data).toEqual({ enrolPasskey: true });
    expect((await remove(0)).data).toEqual({ removePasskey: true });
    expect((await remove(0)).reasons).toEqual(["SECOND_FACTOR_REQUIRED"]);
    await house.sql("update rule set state = 'withdrawn' where number = 'RULE-SF'");
  });
});

describe("[REQ-ACC-06] signing in", () => {
  it("by the passkey alone opens a session of its person; each wrong answer is told by its code and opens none", async () => {
    const { key } = await withPasskey("gaolang");
    const anywhere = Browser.anonymous(house.kernel);
    const given = async (behaviour: Behaviour = {}) => key.answer(await asked(anywhere, "signIn"), behaviour);
    const first = await given();
    expect((await passkeyLogin(anywhere, first)).data).toEqual({ passkeyLogin: true });
    expect(await me(anywhere)).toEqual({ login: "gaolang", locked: false });
    anywhere.token = null;
    const wrong: readonly (readonly [string, string])[] = [
      [first, "PASSKEY_REPLAY"],
      ["{}", "PASSKEY_WRONG"],
      ["no JSON at all", "PASSKEY_WRONG"],
      [key.answer(JSON.stringify({ challenge: "AAAA", rpId: "localhost" })), "PASSKEY_UNASKED"],
      [await given({ unverified: true }), "PASSKEY_UNVERIFIED"],
      [await given({ origin: "http://localhost:9" }), "PASSKEY_WRONG"],
      [await given({ rpId: "example.com" }), "PASSKEY_WRONG"],
      [new Authenticator(origin).answer(await asked(anywhere, "signIn")), "PASSKEY_NOT_YOURS"],
      [await given({ counter: 1 }), "PASSKEY_COUNTER"],
    ];
    for (const [answer, code] of wrong) {
      const reply = await passkeyLogin(anywhere, answer);
      expect([reply.code, reply.reasons]).toEqual(["UNAUTHENTICATED", [code]]);
      expect(anywhere.token).toBeNull();
    }
    // A key that counts back may have been copied: security is told.
    expect(await kindsOf("gaolang", 2)).toEqual(["securityAlert", "signInFailed"]);
  });

  it("an answer more than five minutes late is refused; nobody disabled comes in", async () => {
    const { key } = await withPasskey("hechuan");
    const anywhere = Browser.anonymous(house.kernel);
    const late = key.answer(await asked(anywhere, "signIn"));
    await house.sql("update identity_challenge set made_at = made_at - interval '6 minutes'");
    expect((await passkeyLogin(anywhere, late)).reasons).toEqual(["PASSKEY_LATE"]);
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql("update person set state = 'disabled' where login = 'hechuan'");
    expect((await passkeyLogin(anywhere, key.answer(await asked(anywhere, "signIn")))).reasons).toEqual(["DISABLED"]);
    expect(anywhere.token).toBeNull();
  });

  it("is the second factor beside the password: asked after it, another person's is refused, the right one enters", async () => {
    const [{ key }, other] = [await withPasskey("wutong"), await withPasskey("chenhe")];
    const anywhere = Browser.anonymous(house.kernel);
    expect((await login(anywhere, "wutong")).reasons).toEqual(["PASSKEY_ASKED"]);
    expect((await login(anywhere, "wutong", { k: other.key.answer(await asked(anywhere, "signIn")) })).reasons).toEqual([
      "PASSKEY_NOT_YOURS",
    ]);
    expect(
      (await login(anywhere, "wutong", { p: "wrong wrong wrong", k: key.answer(await asked(anywhere, "signIn")) })).reasons,
    ).toEqual(["SIGN_IN"]);
    expect(anywhere.token).toBeNull();
    expect((await login(anywhere, "wutong", { k: key.answer(await asked(anywhere, "signIn")) })).data).toEqual({ login: true });
    expect(await me(anywhere)).toEqual({ login: "wutong", locked: false });
  });

  it("opens a locked session again; five wrong answers end it", async () => {
    const { browser, key } = await withPasskey("sunye");
    const unlock = (answer: string) => browser.ask("mutation ($answer: String!) { passkeyUnlock(answer: $answer) }", { answer });
    await browser.ask("mutation { lock }");
    expect((await unlock(key.answer(await asked(browser, "unlock")))).data).toEqual({ passkeyUnlock: true });
    expect(await me(browser)).toEqual({ login: "sunye", locked: false });
    await browser.ask("mutation { lock }");
    for (let i = 0; i < 5; i++)
      expect((await unlock(key.answer(await asked(browser, "unlock"), { unverified: true }))).reasons).toEqual([
        "PASSKEY_UNVERIFIED",
      ]);
    expect(await me(browser)).toBeNull();
    expect(await kindsOf("sunye", 2)).toEqual(["securityAlert", "signedOut"]);
  });
});

describe("[REQ-SIG-03] signing", () => {
  const signatures = (id: string) =>
    house.sql<{ how: string }>("select auth_components as how from signature where record_type = 'Rule' and record_id = $1", [
      id,
    ]);
  const open = async (head: Browser, rule: Target) => intentOf(await head.intent("Rule", rule, "approve"));
  const approve = (head: Browser, rule: Target, signature: object): Promise<Reply> =>
    head.act("Rule", rule, "approve", { signature });

  it("the first by user name and passkey, the next by the passkey; the components name the event of the proof", async () => {
    const { browser: head, key } = await withPasskey("xuheng");
    const [first, second] = [await draftRule(author), await draftRule(author)];
    const dialog = await open(head, first);
    expect(dialog.needs).toBe("FULL");
    // Who has a passkey and no app does not sign first by the password alone: signing in would have asked for more.
    expect((await approve(head, first, { intent: dialog.id, userName: "xuheng", password: demoPassword })).reasons).toEqual([
      "PASSKEY_ASKED",
    ]);
    const answer = async (intent: string) => key.answer(await asked(head, "sign", intent));
    expect((await approve(head, first, { intent: dialog.id, passkey: await answer(dialog.id) })).reasons).toEqual(["FULL_PROOF"]);
    expect(await signatures(first.id)).toEqual([]);
    expect(
      (await approve(head, first, { intent: dialog.id, userName: "xuheng", passkey: await answer(dialog.id) })).code,
    ).toBeNull();
    const later = await open(head, second);
    expect((await approve(head, second, { intent: later.id, passkey: await answer(later.id) })).code).toBeNull();
    const events = await house.sql<{ id: string; detail: object }>(
      "select id, detail from security_event where kind = 'signerProved' order by id",
    );
    expect(events.map(({ detail }) => detail)).toEqual([
      { means: "passkey", intent: dialog.id },
      { means: "passkey", intent: later.id },
    ]);
    expect([await signatures(first.id), await signatures(second.id)]).toEqual([
      [{ how: `userName+passkey#${events[0]?.id}` }],
      [{ how: `passkey#${events[1]?.id}` }],
    ]);
  });

  it("[REQ-SIG-08] an answer for another intent, used before, of another person or without user verification is refused by its code and counted; the fifth ends the session", async () => {
    const head = await house.browser("xuheng");
    const key = new Authenticator(origin);
    const again = shown<string>((await offer(head)).data, "offerPasskey");
    await enrol(head, key.make(again));
    const stranger = await withPasskey("linjing");
    const [rule, other] = [await draftRule(author), await draftRule(author)];
    const [mine, another] = [await open(head, rule), await open(head, other)];
    const ofMine = async (behaviour: Behaviour = {}) => key.answer(await asked(head, "sign", mine.id), behaviour);
    const replayed = await ofMine({ unverified: true });
    const tries: readonly (readonly [string, string])[] = [
      [key.answer(await asked(head, "sign", another.id)), "PASSKEY_OTHER_INTENT"],
      [replayed, "PASSKEY_UNVERIFIED"],
      [replayed, "PASSKEY_REPLAY"],
      [stranger.key.answer(await asked(head, "sign", mine.id)), "PASSKEY_NOT_YOURS"],
      [key.answer(await asked(head, "own")), "PASSKEY_UNASKED"],
    ];
    for (const [index, [passkey, code]] of tries.entries()) {
      const reply = await approve(head, rule, { intent: mine.id, userName: "xuheng", passkey });
      expect([reply.code, reply.reasons]).toEqual(["SIGNATURE_REFUSED", [code]]);
      expect(
        await house.sql(
          "select signing_failures as n from session where id = (select max(id) from session where person_id = (select id from person where login = 'xuheng'))",
        ),
      ).toEqual([{ n: index + 1 }]);
    }
    expect(await signatures(rule.id)).toEqual([]);
    expect(await house.sql("select state, version from rule where id = $1", [rule.id])).toEqual([
      { state: "draft", version: rule.version },
    ]);
    expect(await me(head)).toBeNull();
    expect(await kindsOf("xuheng", 2)).toEqual(["securityAlert", "signedOut"]);
  });

  it("a challenge is made for an intent of one's own session only", async () => {
    const head = await house.browser("xuheng");
    const { id } = await open(head, await draftRule(author));
    const ask = (browser: Browser, intent: string) =>
      browser.ask('mutation ($i: ID) { askPasskey(purpose: "sign", intent: $i) }', { i: intent });
    expect((await ask(await house.browser("xuheng"), id)).reasons).toEqual(["INTENT"]);
    expect((await ask(head, "x")).reasons).toEqual(["INTENT"]);
    expect((await ask(head, id)).code).toBeNull();
  });
});

describe("[REQ-SIG-07] a lost passkey", () => {
  it("is taken off by an administrator; signing is suspended until a second one confirms", async () => {
    const { browser, key } = await withPasskey("qianli");
    const as = async (login: string, work: (tx: Parameters<typeof resetFactor>[0]) => Promise<void>) => {
      const hands = await house.hands.as(login);
      await command(
        house.kernel,
        hands.ctx,
        { id: crypto.randomUUID(), operation: "resetSecondFactor", input: {}, reason: why },
        async (tx) => {
          await work(tx);
          return null;
        },
      );
    };
    const [person] = await house.sql<{ id: string }>("select id from person where login = 'qianli'");
    const id = person?.id ?? "";
    expect(await refusalOf(as("fangyi", (tx) => resetFactor(tx, id)))).toEqual(["NO_PERMIT"]);
    await as("guping", (tx) => resetFactor(tx, id));
    expect(await me(browser)).toBeNull();
    const anywhere = Browser.anonymous(house.kernel);
    expect((await passkeyLogin(anywhere, key.answer(await asked(anywhere, "signIn")))).reasons).toEqual(["PASSKEY_NOT_YOURS"]);
    expect(await house.sql("select signing_suspended from credential where id = $1", [id])).toEqual([
      { signing_suspended: true },
    ]);
    expect(await refusalOf(as("guping", (tx) => confirmReset(tx, id)))).toContain("NO_PERMIT");
    await as("weiqing", (tx) => confirmReset(tx, id));
    expect(await house.sql("select signing_suspended from credential where id = $1", [id])).toEqual([
      { signing_suspended: false },
    ]);
  });
});

describe("[REQ-ACC-06] an administrator's view", () => {
  it("tells by which means a person signs in, and no secret; others are not told", async () => {
    await withPasskey("baixue");
    const [person] = await house.sql<{ id: string }>("select id from person where login = 'baixue'");
    const ask = "query ($p: ID!) { signInMeans(person: $p) { password app suspended passkeys { name } } }";
    expect((await (await house.browser("weiqing")).ask(ask, { p: person?.id })).data).toEqual({
      signInMeans: { password: true, app: false, suspended: false, passkeys: [{ name: "Telephone" }] },
    });
    expect((await (await house.browser("fangyi")).ask(ask, { p: person?.id })).reasons).toEqual(["NO_PERMIT"]);
    expect((await (await house.browser("weiqing")).ask(ask, { p: "999999999" })).code).toBe("NOT_FOUND");
  });
});
