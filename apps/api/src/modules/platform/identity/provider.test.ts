/** Signing in at the company's provider, and being proved there anew in a session, against a real provider (ADR 47). */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, doneOf, intentOf, type Reply, shown, type Target } from "../../../../test/browser.ts";
import { draftRule } from "../../../../test/draft-rule.ts";
import { type House, openHouse, refusalOf } from "../../../../test/house.ts";
import { AtProvider, type IdentityProvider, openProvider, type Said } from "../../../../test/identity-provider.ts";
import { demoPassword } from "../../../seed/people.ts";
import { Provider } from "./provider.ts";

const baseUrl = "http://localhost:4000";

let house: House;
let real: IdentityProvider;
let provider: Provider;
let author: Browser;
beforeAll(async () => {
  house = await openHouse();
  real = await openProvider(baseUrl);
  provider = new Provider(real.settings, baseUrl);
  author = await house.browser("songwei");
});
afterAll(async () => {
  await real?.[Symbol.asyncDispose]();
  await house?.close();
});

const equipped = (browser: Browser): Browser => {
  browser.baseUrl = baseUrl;
  browser.provider = provider;
  return browser;
};
const anybody = () => equipped(Browser.anonymous(house.kernel));
const begin = (browser: Browser, purpose: string, intent?: string): Promise<Reply> =>
  browser.ask("mutation ($p: String!, $i: ID) { askProvider(purpose: $p, intent: $i) }", { p: purpose, i: intent });
const arrive = (browser: Browser, search: string): Promise<Reply> =>
  browser.ask("mutation ($s: String!) { arriveFromProvider(search: $s) { purpose asks { code } } }", { s: search });
/** The whole way: begun here, said there, and the query that comes back. */
const wayOf = async (browser: Browser, said: Said, purpose = "signIn", intent?: string, at = new AtProvider()): Promise<string> =>
  at.comeBack(shown<string>((await begin(browser, purpose, intent)).data, "askProvider"), said);
const me = async (browser: Browser) => shown<{ login: string } | null>((await browser.ask("{ me { login } }")).data, "me");
const setRule = async (content: object) => {
  await house.sql("select set_config('app.actor', '1', false)");
  await house.sql("update rule set content = $1 where rule_name = 'sign-in'", [JSON.stringify(content)]);
};
const usual = { passwords: "everybody", loginClaim: null, trustedAmr: [], trustedAcr: [] };
const now = () => Math.floor(Date.now() / 1000);

/** Links as two administrators do it. */
async function link(login: string, subject = `sub-${login}`): Promise<void> {
  const [person] = await house.sql<{ id: string }>("select id from person where login = $1", [login]);
  const made = await (await house.hands.as("weiqing")).create("IdentityLink", {
    person: person?.id,
    issuer: real.issuer,
    subject,
  });
  await (await house.hands.as("guping")).act("IdentityLink", made, "confirm");
}

describe("[REQ-ACC-01] signing in at the provider", () => {
  it("opens a session of the linked person; one nobody is linked to is refused, told, written down and makes nobody", async () => {
    await link("fangyi");
    const browser = anybody();
    expect((await arrive(browser, await wayOf(browser, { login: "sub-fangyi" }))).data).toEqual({
      arriveFromProvider: { purpose: "signIn", asks: [] },
    });
    expect(await me(browser)).toEqual({ login: "fangyi" });
    const people = await house.sql("select count(*)::int as n from person");
    const stranger = anybody();
    const reply = await arrive(stranger, await wayOf(stranger, { login: "sub-stranger" }));
    expect([reply.code, reply.reasons, await me(stranger)]).toEqual(["UNAUTHENTICATED", ["PROVIDER_UNKNOWN"], null]);
    expect(await house.sql("select count(*)::int as n from person")).toEqual(people);
    expect(
      await house.sql(
        "select detail ->> 'subject' as subject, detail ->> 'why' as why from security_event where kind = 'signInFailed' order by id desc limit 1",
      ),
    ).toEqual([{ subject: "sub-stranger", why: "PROVIDER_UNKNOWN" }]);
  });

  it("the same answer twice, one begun in another browser or long ago, a made-up one, a cancelled one: each has its code and opens nothing", async () => {
    await link("hechuan");
    const said = { login: "sub-hechuan" };
    const used = anybody();
    const search = await wayOf(used, said);
    await arrive(used, search);
    const [other, late, made, cancelled] = [anybody(), anybody(), anybody(), anybody()];
    used.token = null;
    expect((await arrive(used, search)).reasons).toEqual(["PROVIDER_REPLAY"]);
    expect((await arrive(other, await wayOf(anybody(), said))).reasons).toEqual(["PROVIDER_BROWSER"]);
    const slow = await wayOf(late, said);
    await house.sql("update provider_round set made_at = made_at - interval '11 minutes'");
    expect((await arrive(late, slow)).reasons).toEqual(["PROVIDER_LATE"]);
    expect((await arrive(made, `?code=abc&state=${randomUUID()}&iss=${real.issuer}`)).reasons).toEqual(["PROVIDER_STATE"]);
    expect((await arrive(cancelled, await wayOf(cancelled, { deny: true }))).reasons).toEqual(["PROVIDER_DENIED"]);
    for (const browser of [used, other, late, made, cancelled]) expect(browser.token).toBeNull();
  });

  it("the code of one way and the state of another do not fit: PKCE and nonce are bound to the state", async () => {
    const browser = anybody();
    const [one, two] = [
      new URLSearchParams(await wayOf(browser, { login: "sub-fangyi" })),
      new URLSearchParams(await wayOf(browser, { login: "sub-fangyi" })),
    ];
    two.set("code", one.get("code") ?? "");
    expect((await arrive(browser, `?${two}`)).reasons).toEqual(["PROVIDER_WRONG"]);
    expect(browser.token).toBeNull();
  });

  it("a disabled person is refused; a provider that is away is told, and the password still opens", async () => {
    await link("wutong");
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql("update person set state = 'disabled' where login = 'wutong'");
    const browser = anybody();
    expect((await arrive(browser, await wayOf(browser, { login: "sub-wutong" }))).reasons).toEqual(["PROVIDER_DISABLED"]);
    const search = await wayOf(browser, { login: "sub-fangyi" });
    await real.away(true);
    try {
      expect((await arrive(browser, search)).reasons).toEqual(["PROVIDER_DOWN"]);
      const fresh = anybody();
      fresh.provider = new Provider(real.settings, baseUrl);
      expect((await begin(fresh, "signIn")).reasons).toEqual(["PROVIDER_DOWN"]);
      expect(
        (await fresh.ask('mutation ($p: String!) { login(userName: "fangyi", password: $p) }', { p: demoPassword })).data,
      ).toEqual({ login: true });
    } finally {
      await real.away(false);
    }
  });

  it("where the rule names a claim the first sign-in links by it, once: the same name under another subject is refused", async () => {
    await setRule({ ...usual, loginClaim: "preferred_username" });
    try {
      const first = anybody();
      expect((await arrive(first, await wayOf(first, { login: "sub-chenhe" }))).code).toBeNull();
      expect(await me(first)).toEqual({ login: "chenhe" });
      const second = anybody();
      // Its claim says chenhe too, but it is another identity.
      expect((await arrive(second, await wayOf(second, { login: "chenhe" }))).reasons).toEqual(["PROVIDER_UNKNOWN"]);
      expect(
        await house.sql(
          "select subject, state from identity_link where person_id = (select id from person where login = 'chenhe')",
        ),
      ).toEqual([{ subject: "sub-chenhe", state: "active" }]);
      await setRule({ ...usual, loginClaim: "email" });
      const unverified = anybody();
      expect((await arrive(unverified, await wayOf(unverified, { login: "sub-sunye" }))).reasons).toEqual(["PROVIDER_UNKNOWN"]);
    } finally {
      await setRule(usual);
    }
  });

  it("our own second factor is asked unless the rule trusts how the provider proved the person", async () => {
    await link("jiangmin");
    const [{ id } = { id: "" }] = await house.sql<{ id: string }>("select id from person where login = 'jiangmin'");
    await house.sql("insert into second_factor (id, secret, last_counter, recovery) values ($1, 'sealed elsewhere', 0, '[]')", [
      id,
    ]);
    const browser = anybody();
    const search = await wayOf(browser, { login: "sub-jiangmin", amr: "pwd mfa" });
    expect((await arrive(browser, search)).data).toEqual({
      arriveFromProvider: { purpose: "signIn", asks: [{ code: "SECOND_FACTOR" }] },
    });
    expect(browser.token).toBeNull();
    const state = new URLSearchParams(search).get("state");
    const factor = (who: Browser) =>
      who.ask('mutation ($s: String!) { addSecondFactor(state: $s, code: "000000") }', { s: state });
    expect([(await factor(browser)).reasons, (await factor(anybody())).reasons, browser.token]).toEqual([
      ["SECOND_FACTOR_WRONG"],
      ["PROVIDER_STATE"],
      null,
    ]);
    await setRule({ ...usual, trustedAmr: ["mfa"] });
    try {
      const weak = anybody();
      expect((await arrive(weak, await wayOf(weak, { login: "sub-jiangmin", amr: "pwd" }))).data).toEqual({
        arriveFromProvider: { purpose: "signIn", asks: [{ code: "SECOND_FACTOR" }] },
      });
      const strong = anybody();
      expect((await arrive(strong, await wayOf(strong, { login: "sub-jiangmin", amr: "pwd mfa" }))).data).toEqual({
        arriveFromProvider: { purpose: "signIn", asks: [] },
      });
      expect(await me(strong)).toEqual({ login: "jiangmin" });
    } finally {
      await setRule(usual);
      await house.sql("update second_factor set secret = null where id = $1", [id]);
    }
  });

  it("passwords may be for administrators only; whoever administers people keeps the way in", async () => {
    await setRule({ ...usual, passwords: "administrators" });
    try {
      const login = (name: string, password = demoPassword) => {
        const browser = anybody();
        return browser.ask("mutation ($u: String!, $p: String!) { login(userName: $u, password: $p) }", { u: name, p: password });
      };
      // Whether a password is right is not told by it.
      expect([(await login("qianli")).reasons, (await login("qianli", "wrong wrong wrong")).reasons]).toEqual([
        ["PASSWORD_OFF"],
        ["SIGN_IN"],
      ]);
      for (const name of ["weiqing", "guping"]) expect((await login(name)).data).toEqual({ login: true });
    } finally {
      await setRule(usual);
    }
  });
});

describe("[REQ-SIG-07] linking an identity", () => {
  it("takes two administrators, neither of them its person; an identity is linked once, and again after its end", async () => {
    const [person, admin] = await Promise.all(
      ["luoan", "weiqing"].map(
        async (login) => (await house.sql<{ id: string }>("select id from person where login = $1", [login]))[0]?.id,
      ),
    );
    const [proposer, confirmer] = [await house.hands.as("weiqing"), await house.hands.as("guping")];
    const given = { issuer: real.issuer, subject: "sub-luoan" };
    expect(await refusalOf(proposer.create("IdentityLink", { ...given, person: admin }))).toEqual(["SOD_SELF"]);
    const made = await proposer.create("IdentityLink", { ...given, person });
    const browser = anybody();
    expect((await arrive(browser, await wayOf(browser, { login: "sub-luoan" }))).reasons).toEqual(["PROVIDER_UNKNOWN"]);
    expect(await refusalOf(proposer.create("IdentityLink", { ...given, person }))).toEqual(["subject:DUPLICATE"]);
    expect(await refusalOf(proposer.act("IdentityLink", made, "confirm"))).toContain("SOD_SELF");
    await confirmer.act("IdentityLink", made, "confirm");
    expect((await arrive(browser, await wayOf(browser, { login: "sub-luoan" }))).code).toBeNull();
    await proposer.act("IdentityLink", made, "end", {}, "she has left the company");
    expect(await me(browser)).toBeNull();
    expect((await arrive(browser, await wayOf(browser, { login: "sub-luoan" }))).reasons).toEqual(["PROVIDER_UNKNOWN"]);
    expect((await proposer.create("IdentityLink", { ...given, person })).version).toBe(1);
  });
});

describe("[REQ-SIG-03] signing by being proved anew at the provider", () => {
  const signatures = (id: string) =>
    house.sql<{ how: string }>("select auth_components as how from signature where record_type = 'Rule' and record_id = $1", [
      id,
    ]);
  const open = async (head: Browser, rule: Target) => intentOf(await head.intent("Rule", rule, "approve"));
  const approve = (head: Browser, rule: Target, intent: string, more: object = { userName: "xuheng" }): Promise<Reply> =>
    head.act("Rule", rule, "approve", { signature: { intent, provider: true, ...more } });
  const head = async () => equipped(await house.browser("xuheng"));
  const said = { login: "sub-xuheng" };

  it("the first by user name and a fresh proof, the next by a fresh proof; one proof signs one intent, once", async () => {
    await link("xuheng");
    const browser = await head();
    const [first, second] = [await draftRule(author), await draftRule(author)];
    const [one, two] = [await open(browser, first), await open(browser, second)];
    const address = shown<string>((await begin(browser, "sign", one.id)).data, "askProvider");
    expect([new URL(address).searchParams.get("prompt"), new URL(address).searchParams.get("max_age")]).toEqual(["login", "0"]);
    // Before it, and for another intent, there is no proof.
    expect((await approve(browser, first, one.id)).reasons).toEqual(["PROVIDER_UNPROVED"]);
    const search = await new AtProvider().comeBack(address, said);
    expect((await arrive(browser, search)).data).toEqual({ arriveFromProvider: { purpose: "sign", asks: [] } });
    expect((await approve(browser, second, two.id)).reasons).toEqual(["PROVIDER_UNPROVED"]);
    expect((await approve(browser, first, one.id)).code).toBeNull();
    const third = await draftRule(author);
    expect((await approve(browser, third, one.id, {})).reasons).toEqual(["PROVIDER_UNPROVED"]);
    await arrive(browser, await wayOf(browser, said, "sign", two.id));
    expect((await approve(browser, second, two.id, {})).code).toBeNull();
    const events = await house.sql<{ id: string; detail: object }>(
      "select id, detail from security_event where kind = 'signerProved' order by id",
    );
    expect(events.map(({ detail }) => detail)).toMatchObject([
      { means: "provider", intent: one.id, subject: "sub-xuheng", authTime: expect.any(Number) },
      { means: "provider", intent: two.id, subject: "sub-xuheng", authTime: expect.any(Number) },
    ]);
    expect([await signatures(first.id), await signatures(second.id), await signatures(third.id)]).toEqual([
      [{ how: `userName+provider#${events[0]?.id}` }],
      [{ how: `provider#${events[1]?.id}` }],
      [],
    ]);
  });

  it("[REQ-SIG-08] a replay, another person, an old auth_time and the nonce of another intent are refused by their codes and counted; the fifth ends the session and nothing is signed", async () => {
    await link("linjing");
    const browser = await head();
    const [rule, other] = [await draftRule(author), await draftRule(author)];
    const [mine, another] = [await open(browser, rule), await open(browser, other)];
    const replayed = await wayOf(browser, { ...said, at: now() - 3600 }, "sign", mine.id);
    // The code that was given for the other intent, with this one's state: PKCE already tells them apart.
    const [one, two] = [
      new URLSearchParams(await wayOf(browser, said, "sign", another.id)),
      new URLSearchParams(await wayOf(browser, said, "sign", mine.id)),
    ];
    two.set("code", one.get("code") ?? "");
    // As a provider would answer that mixes questions up: everything fits but the nonce.
    const mixed = await wayOf(browser, said, "sign", mine.id);
    await house.sql("update provider_round set nonce = 'of another intent' where id = (select max(id) from provider_round)");
    const tries: readonly (readonly [string, string])[] = [
      [replayed, "PROVIDER_STALE"],
      [replayed, "PROVIDER_REPLAY"],
      [await wayOf(browser, { login: "sub-linjing" }, "sign", mine.id), "PROVIDER_OTHER_PERSON"],
      [`?${two}`, "PROVIDER_WRONG"],
      [mixed, "PROVIDER_NONCE"],
    ];
    for (const [index, [search, code]] of tries.entries()) {
      const reply = await arrive(browser, search);
      expect([reply.code, reply.reasons, reply.errors[0]?.originalError]).toMatchObject([
        "SIGNATURE_REFUSED",
        [code],
        { details: { triesLeft: 4 - index } },
      ]);
    }
    expect(await me(browser)).toBeNull();
    expect([await signatures(rule.id), await house.sql("select state, version from rule where id = $1", [rule.id])]).toEqual([
      [],
      [{ state: "draft", version: rule.version }],
    ]);
    expect(
      await house.sql(
        "select count(*)::int as n from security_event where kind = 'securityAlert' and person_id = (select id from person where login = 'xuheng')",
      ),
    ).toEqual([{ n: 1 }]);
  });

  it("[REQ-SIG-08] a provider that does not say when it asked the person proves nothing", async () => {
    const browser = await head();
    const rule = await draftRule(author);
    const { id } = await open(browser, rule);
    const search = await wayOf(browser, said, "sign", id);
    const silent: Pick<Provider, "identity"> = {
      identity: async (...given) => ({ ...(await provider.identity(...given)), authTime: undefined }),
    };
    browser.provider = silent as Provider;
    expect((await arrive(browser, search)).reasons).toEqual(["PROVIDER_NO_AUTH_TIME"]);
    expect((await approve(browser, rule, id)).reasons).toEqual(["PROVIDER_UNPROVED"]);
    expect(await signatures(rule.id)).toEqual([]);
  });

  it("clocks may differ by ten seconds, not by more; the end is that of the session that began", async () => {
    const browser = await head();
    const rule = await draftRule(author);
    const { id } = await open(browser, rule);
    for (const [at, code] of [
      [-30, "PROVIDER_STALE"],
      [60, "PROVIDER_STALE"],
      [-5, null],
    ] as const) {
      const reply = await arrive(browser, await wayOf(browser, { ...said, at: now() + at }, "sign", id));
      expect(reply.reasons[0] ?? null).toBe(code);
    }
    const search = await wayOf(browser, said, "sign", id);
    const elsewhere = await head();
    elsewhere.device = browser.device;
    expect((await arrive(elsewhere, search)).reasons).toEqual(["PROVIDER_SESSION"]);
  });

  it("opens a locked session again, and proves the owner who sets up a passkey; a person without a password signs by it", async () => {
    const browser = await head();
    await browser.ask("mutation { lock }");
    expect((await arrive(browser, await wayOf(browser, said, "unlock"))).data).toEqual({
      arriveFromProvider: { purpose: "unlock", asks: [] },
    });
    expect(await me(browser)).toEqual({ login: "xuheng" });
    const offer = () => browser.ask("mutation { offerPasskey(provider: true) }");
    expect((await offer()).issues).toEqual(["password:PROOF_WRONG"]);
    await arrive(browser, await wayOf(browser, said, "own"));
    expect((await offer()).code).toBeNull();
    expect((await offer()).issues).toEqual(["password:PROOF_WRONG"]);
    await house.sql("update credential set password_hash = null where id = (select id from person where login = 'xuheng')");
    const rule = await draftRule(author);
    const { data } = await browser.ask(
      'mutation ($id: ID!, $v: Int!) { i: signatureIntent(record: "Rule", id: $id, version: $v, action: "approve") { id means } }',
      { id: rule.id, v: rule.version },
    );
    const intent = shown<{ id: string; means: string[] }>(data, "i");
    expect(intent.means).toEqual(["provider"]);
    await arrive(browser, await wayOf(browser, said, "sign", intent.id));
    expect(doneOf(await approve(browser, rule, intent.id)).state).toBe("approved");
  });
});
