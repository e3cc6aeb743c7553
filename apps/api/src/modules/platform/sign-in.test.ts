/** Signing in under attack, and the second factor. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shown } from "../../../test/browser.ts";
import { type House, openHouse, refusalOf } from "../../../test/house.ts";
import { command } from "../../kernel/command.ts";
import { demoPassword } from "../../seed/people.ts";
import { delaySeconds, leaked } from "./delay.ts";
import { checkSecret, hashing, hashSecret } from "./password.ts";
import { base32, codeOf, counterAt } from "./totp.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const wrong = "wrong wrong wrong";
const at = (address: string): Browser => {
  const browser = Browser.anonymous(house.kernel);
  browser.client = { address, agent: `browser at ${address}` };
  return browser;
};
const enter = (browser: Browser, userName: string, password = demoPassword, code?: string) =>
  browser.ask("mutation ($u: String!, $p: String!, $c: String) { login(userName: $u, password: $p, code: $c) }", {
    u: userName,
    p: password,
    c: code,
  });
const moveClock = (minutes: number) => house.sql("select public.set_domain_clock($1)", [minutes * 60_000]);
const idOf = async (login: string) =>
  (await house.sql<{ id: string }>("select id from person where login = $1", [login]))[0]?.id ?? "";
const kindsOf = async (login: string) =>
  (
    await house.sql<{ kind: string }>("select kind from security_event where person_id = $1 order by id", [await idOf(login)])
  ).map((event) => event.kind);

describe("[REQ-SIG-08] delays after failed sign-ins (ASVS 6.3.1)", () => {
  it("a stranger who guesses at the QA head's name slows himself down, not her at her own browser nor her new one at home", async () => {
    const hers = at("10.1.0.7");
    expect((await enter(hers, "xuheng")).data).toEqual({ login: true });
    const stranger = at("203.0.113.9");
    for (let i = 0; i < 3; i++) expect((await enter(stranger, "xuheng", wrong)).reasons).toEqual(["SIGN_IN"]);
    // Now he waits, whatever he types, also the right password.
    expect((await enter(stranger, "xuheng", wrong)).reasons).toEqual(["WAIT"]);
    expect((await enter(stranger, "xuheng")).reasons).toEqual(["WAIT"]);
    for (let i = 0; i < 30; i++) await enter(stranger, "xuheng", wrong);
    expect((await enter(hers, "xuheng")).data).toEqual({ login: true });
    expect((await enter(at("198.51.100.1"), "xuheng")).data).toEqual({ login: true });
  });

  it("a stranger who sits in her own network does not delay her browser either", async () => {
    const hers = at("10.1.0.7");
    await enter(hers, "songwei");
    const beside = at("10.1.0.7");
    for (let i = 0; i < 4; i++) await enter(beside, "songwei", wrong);
    expect((await enter(beside, "songwei")).reasons).toEqual(["WAIT"]);
    expect((await enter(hers, "songwei")).data).toEqual({ login: true });
    // A cookie that another person got here is no key to her name.
    const neighbour = at("10.1.0.7");
    await enter(neighbour, "fangyi");
    expect((await enter(neighbour, "songwei")).reasons).toEqual(["WAIT"]);
  });

  it("many strangers at one name, and one stranger at many names, are slowed down too; the wait ends by itself", async () => {
    try {
      for (let i = 0; i < 20; i++) expect((await enter(at(`192.0.2.${i}`), "luoan", wrong)).reasons).toEqual(["SIGN_IN"]);
      expect((await enter(at("192.0.2.77"), "luoan", wrong)).reasons).toEqual(["WAIT"]);
      const sprayer = at("192.0.2.200");
      for (let i = 0; i < 30; i++) expect((await enter(sprayer, `name${i}`, wrong)).reasons).toEqual(["SIGN_IN"]);
      expect((await enter(sprayer, "another", wrong)).reasons).toEqual(["WAIT"]);
      await moveClock(60);
      expect((await enter(at("192.0.2.77"), "luoan")).data).toEqual({ login: true });
    } finally {
      await moveClock(0);
    }
  });

  it("guesses that come at once are counted one by one: of twelve three are looked at", async () => {
    const browser = at("203.0.113.50");
    const answers = await Promise.all(Array.from({ length: 12 }, () => enter(browser, "mengfei", wrong)));
    expect(answers.filter((a) => a.reasons[0] === "SIGN_IN")).toHaveLength(3);
    expect(answers.filter((a) => a.reasons[0] === "WAIT")).toHaveLength(9);
  });

  it("[REQ-ACC-01] a name nobody has is answered with the same words, the same delays and the same work (ASVS 6.3.8)", async () => {
    const answers = async (login: string, address: string) => {
      const told: unknown[] = [];
      const times: number[] = [];
      for (let i = 0; i < 4; i++) {
        const began = performance.now();
        const { code, reasons, errors } = await enter(at(address), login, wrong);
        times.push(performance.now() - began);
        told.push([code, reasons, errors.map((e) => e.message)]);
      }
      return { told, ms: Math.min(...times.slice(0, 3)) };
    };
    // As the product hashes; the people of the tests have cheap ones.
    await house.sql("update credential set password_hash = $2 where id = $1", [
      await idOf("guping"),
      await hashSecret(demoPassword),
    ]);
    const [known, unknown] = [await answers("guping", "203.0.113.60"), await answers("nobody.at.all", "203.0.113.61")];
    expect(unknown.told).toEqual(known.told);
    expect(unknown.told.map((t) => (t as [string, string[]])[1])).toEqual([["SIGN_IN"], ["SIGN_IN"], ["SIGN_IN"], ["WAIT"]]);
    // One argon2 hash each: far more than what the rest of the answer takes.
    expect(Math.min(known.ms, unknown.ms) / Math.max(known.ms, unknown.ms)).toBeGreaterThan(0.3);
  });

  it("a flood of hashes is bounded: what cannot wait is told that the server is busy, and counts as no failure", async () => {
    let over = false;
    let refused = 0;
    const again = async () => {
      while (!over) {
        await checkSecret(null, wrong).catch(() => {
          refused += 1;
        });
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const flood = Array.from({ length: hashing.atOnce + hashing.waiting + 30 }, again);
    expect((await enter(at("198.18.0.1"), "haoyu")).code).toBe("BUSY");
    over = true;
    await Promise.all(flood);
    expect(refused).toBeGreaterThan(0);
    expect((await house.sql("select failures from sign_in_failure where login = 'haoyu' and failures > 0")).length).toBe(0);
    expect((await enter(at("198.18.0.1"), "haoyu")).data).toEqual({ login: true });
  });

  it("waits grow from two seconds to five minutes, failures leak away, a day forgets all", () => {
    expect([0, 2, 3, 4, 10, 50].map(delaySeconds)).toEqual([0, 0, 2, 4, 256, 300]);
    expect([0, 119, 120, 3600].map((s) => leaked({ leaksPerMinute: 0.5 }, 20, s))).toEqual([20, 20, 19, 0]);
    expect([3600, 86_401].map((s) => leaked({ leaksPerMinute: 0 }, 20, s))).toEqual([20, 0]);
  });

  it("administrators see who has to wait and from where; others do not", async () => {
    const ask = "{ signInDelays { scope login place failures waitSeconds } }";
    const rows = shown<{ scope: string; login: string; place: string; failures: number; waitSeconds: number }[]>(
      (await (await house.browser("weiqing")).ask(ask)).data,
      "signInDelays",
    );
    expect(rows).toContainEqual({
      scope: "network",
      login: "xuheng",
      place: "203.0.113.9",
      failures: 3,
      waitSeconds: expect.any(Number),
    });
    expect(rows.filter((row) => row.scope === "device" && row.place !== "")).toEqual([]);
    expect((await (await house.browser("linjing")).ask(ask)).reasons).toEqual(["NO_PERMIT"]);
  });
});

/** Enrols and answers the plain secret with the recovery codes. */
async function enrol(browser: Browser, code?: string): Promise<{ secret: Buffer; recovery: string[] }> {
  const offered = await browser.ask(
    "mutation ($p: String!, $c: String) { offer: offerSecondFactor(password: $p, code: $c) { secret uri } }",
    { p: demoPassword, c: code },
  );
  const { secret: text, uri } = shown<{ secret: string; uri: string }>(offered.data, "offer");
  const secret = plain(text);
  expect(uri).toBe(
    `otpauth://totp/Lotline:${browser.login}?secret=${text.replaceAll(" ", "")}&issuer=Lotline&algorithm=SHA1&digits=6&period=30`,
  );
  const confirmed = await browser.ask("mutation ($c: String!) { codes: confirmSecondFactor(code: $c) }", { c: fresh(secret) });
  return { secret, recovery: shown<string[]>(confirmed.data, "codes") };
}

const plain = (text: string): Buffer => {
  const bits = [...text.replaceAll(" ", "")]
    .map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};
/** The code of now, or of some steps from now. */
const fresh = (secret: Buffer, steps = 0): string => codeOf(secret, counterAt(Date.now() / 1000) + steps);
/** As if the codes used so far were of long ago: tests do not wait half a minute. */
const longAgo = async (login: string) =>
  house.sql("update second_factor set last_counter = 0 where id = $1", [await idOf(login)]);

describe("[REQ-ACC-06] the second factor", () => {
  it("is enrolled with the password and a first code; from then on it is asked at sign-in, and each code counts once", async () => {
    const browser = await house.browser("zhouqiming");
    const other = await house.browser("zhouqiming");
    expect((await browser.ask('mutation { offerSecondFactor(password: "x") { uri } }')).issues).toEqual(["password:PROOF_WRONG"]);
    const { secret, recovery } = await enrol(browser);
    expect(recovery).toHaveLength(10);
    expect((await other.ask("{ sites { totalCount } }")).code).toBe("UNAUTHENTICATED");
    expect((await browser.ask("{ secondFactor { enrolled recoveryLeft } }")).data).toEqual({
      secondFactor: { enrolled: true, recoveryLeft: 10 },
    });
    const [kept] = await house.sql<{ text: string }>("select second_factor::text as text from second_factor where id = $1", [
      await idOf("zhouqiming"),
    ]);
    for (const secretText of [secret.toString("hex"), base32(secret), secret.toString("base64"), ...recovery])
      expect(kept?.text).not.toContain(secretText);

    const visitor = at("10.9.0.1");
    expect((await enter(visitor, "zhouqiming")).reasons).toEqual(["SECOND_FACTOR"]);
    // The code that enrolled it was used.
    expect((await enter(visitor, "zhouqiming", demoPassword, fresh(secret))).reasons).toEqual(["SECOND_FACTOR_WRONG"]);
    await longAgo("zhouqiming");
    expect((await enter(visitor, "zhouqiming", demoPassword, fresh(secret, 3))).reasons).toEqual(["SECOND_FACTOR_WRONG"]);
    // A right code does not tell that the password is wrong, nor the other way round.
    expect((await enter(at("10.9.0.2"), "zhouqiming", wrong, fresh(secret))).reasons).toEqual(["SIGN_IN"]);
    expect((await enter(visitor, "zhouqiming", demoPassword, fresh(secret))).data).toEqual({ login: true });
    expect(await kindsOf("zhouqiming")).toContain("secondFactorEnrolled");
    const [how] = await house.sql<{ how: string }>(
      "select detail ->> 'how' as how from security_event where kind = 'signedIn' and person_id = $1 order by id desc limit 1",
      [await idOf("zhouqiming")],
    );
    expect(how?.how).toBe("password+code");
  });

  it("wrong codes are delayed like wrong passwords; asking for the code is no failure", async () => {
    await enrol(await house.browser("yaolan"));
    const visitor = at("10.9.1.1");
    for (let i = 0; i < 5; i++) expect((await enter(visitor, "yaolan")).reasons).toEqual(["SECOND_FACTOR"]);
    for (let i = 0; i < 3; i++)
      expect((await enter(visitor, "yaolan", demoPassword, "000000")).reasons).toEqual(["SECOND_FACTOR_WRONG"]);
    expect((await enter(visitor, "yaolan", demoPassword, "000000")).reasons).toEqual(["WAIT"]);
  });

  it("[ASVS 6.5.1] of eight sign-ins at once with one code exactly one succeeds", async () => {
    const { secret } = await enrol(await house.browser("jiangmin"));
    await longAgo("jiangmin");
    const code = fresh(secret);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => enter(at(`10.9.2.${i}`), "jiangmin", demoPassword, code)),
    );
    expect(answers.filter((a) => a.data).length).toBe(1);
    expect(answers.flatMap((a) => a.reasons)).toEqual(Array.from({ length: 7 }, () => "SECOND_FACTOR_WRONG"));
  });

  it("a recovery code opens once, also when the key of the secrets is gone", async () => {
    const { recovery } = await enrol(await house.browser("chenhe"));
    await house.sql("update second_factor set secret = 'v1.AAAA' where id = $1", [await idOf("chenhe")]);
    expect((await enter(at("10.9.3.1"), "chenhe", demoPassword, recovery[4])).data).toEqual({ login: true });
    expect((await enter(at("10.9.3.2"), "chenhe", demoPassword, recovery[4])).reasons).toEqual(["SECOND_FACTOR_WRONG"]);
    expect((await kindsOf("chenhe")).filter((kind) => kind === "recoveryCodeUsed")).toHaveLength(1);
  });

  it("[REQ-SIG-03] the first signature of a session asks for it too, later ones do not; wrong codes count among the five", async () => {
    const songwei = await house.hands.as("songwei");
    const rule = (key: string) =>
      songwei.create("Rule", {
        ruleName: "receipt-tolerance",
        key,
        content: { percent: "5" },
        validFrom: "2030-01-01",
        citation: "test",
      });
    const [first, second] = [await rule("a"), await rule("b")];
    const head = await house.browser("xuheng");
    const { secret } = await enrol(head);
    const target = { id: first.id, version: 1 };
    const full = { userName: "xuheng", password: demoPassword };
    const intent = await head.ask(
      'mutation ($id: ID!) { intent: signatureIntent(record: "Rule", id: $id, version: 1, action: "approve") { needs secondFactor } }',
      { id: first.id },
    );
    expect(intent.data).toEqual({ intent: { needs: "FULL", secondFactor: true } });
    expect((await head.sign("Rule", target, "approve", full)).reasons).toEqual(["SECOND_FACTOR"]);
    expect((await head.sign("Rule", target, "approve", { ...full, oneTimeCode: "000000" })).reasons).toEqual(["PROOF_WRONG"]);
    await longAgo("xuheng");
    const signed = await head.sign("Rule", target, "approve", { ...full, oneTimeCode: fresh(secret) });
    expect([signed.code, signed.reasons]).toEqual([null, []]);
    expect((await head.sign("Rule", { id: second.id, version: 1 }, "approve", { password: demoPassword })).code).toBeNull();
    expect(
      (
        await house.sql<{ c: string }>(
          "select auth_components as c from signature where record_type = 'Rule' order by id desc limit 2",
        )
      ).map((s) => s.c),
    ).toEqual(["password", "userName+password+code"]);
    const third = await rule("c");
    const other = await house.browser("xuheng");
    for (let i = 0; i < 5; i++)
      await other.sign("Rule", { id: third.id, version: 1 }, "approve", { ...full, oneTimeCode: "000000" });
    expect((await other.ask("{ sites { totalCount } }")).code).toBe("UNAUTHENTICATED");
    expect(await kindsOf("xuheng")).toContain("securityAlert");
  });

  it("is asked of a role by rule data: its people must enrol before anything else and cannot take it off", async () => {
    const songwei = await house.hands.as("songwei");
    const given = {
      ruleName: "second-factor",
      key: "SALES",
      content: { required: true },
      validFrom: "2026-01-01",
      citation: "EU11d 11.6",
    };
    expect(await refusalOf(songwei.create("Rule", { ...given, key: "SALESMAN" }))).toEqual(["key:role"]);
    const rule = await songwei.create("Rule", given);
    const seller = await house.browser("fangyi");
    expect((await seller.ask("{ sites { totalCount } }")).code).toBeNull();
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql("update rule set state = 'approved' where id = $1", [rule.id]);
    expect((await seller.ask("{ sites { totalCount } }")).code).toBe("SECOND_FACTOR_REQUIRED");
    expect((await seller.ask("{ me { login mustEnrol permits } }")).data).toEqual({
      me: { login: "fangyi", mustEnrol: true, permits: [] },
    });
    expect((await (await house.browser("linjing")).ask("{ sites { totalCount } }")).code).toBeNull();
    const { secret } = await enrol(seller);
    expect((await seller.ask("{ sites { totalCount } }")).code).toBeNull();
    await longAgo("fangyi");
    const off = (browser: Browser, code: string) =>
      browser.ask("mutation ($p: String!, $c: String!) { removeSecondFactor(password: $p, code: $c) }", {
        p: demoPassword,
        c: code,
      });
    expect((await off(seller, fresh(secret))).reasons).toEqual(["SECOND_FACTOR_REQUIRED"]);
    const free = await house.browser("dingkai");
    const own = await enrol(free);
    expect((await off(free, "000000")).issues).toEqual(["password:PROOF_WRONG"]);
    await longAgo("dingkai");
    expect((await off(free, fresh(own.secret))).data).toEqual({ removeSecondFactor: true });
    expect((await enter(at("10.9.4.1"), "dingkai")).data).toEqual({ login: true });
  });

  it("[REQ-SIG-07] is reset by an administrator; signing is suspended until a second one confirms", async () => {
    const { resetFactor, confirmReset } = await import("./index.ts");
    const browser = await house.browser("linjing");
    await enrol(browser);
    const [guping, weiqing] = [await house.hands.as("guping"), await house.hands.as("weiqing")];
    const id = await idOf("linjing");
    const suspended = async () =>
      (await house.sql<{ s: boolean }>("select signing_suspended as s from credential where id = $1", [id]))[0]?.s;
    const by = (hand: typeof guping, work: typeof resetFactor, reason = "lost the telephone") =>
      command(house.kernel, hand.ctx, { id: randomUUID(), operation: "resetSecondFactor", input: {}, reason }, async (tx) => {
        await work(tx, id);
        return { record: "Person", id };
      });
    expect(await refusalOf(by(weiqing, resetFactor))).toContain("NO_PERMIT");
    expect(await refusalOf(by(guping, resetFactor, "short"))).toEqual(["reason:REASON_REQUIRED"]);
    expect(await suspended()).toBe(false);
    await by(guping, resetFactor);
    expect([await suspended(), (await browser.ask("{ sites { totalCount } }")).code]).toEqual([true, "UNAUTHENTICATED"]);
    expect((await enter(at("10.9.5.1"), "linjing")).data).toEqual({ login: true });
    await by(weiqing, confirmReset);
    expect(await suspended()).toBe(false);
    expect((await kindsOf("linjing")).slice(-1)).toEqual(["resetConfirmed"]);
  });
});
