/** The signing session (21 CFR 11.200(a)(1), REQ-SIG-04): what ends it, so that the next signature asks for everything again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, intentOf, type Reply, type Target } from "../../../test/browser.ts";
import { draftRule } from "../../../test/draft-rule.ts";
import { type House, openHouse } from "../../../test/house.ts";
import { demoPassword } from "../../seed/people.ts";

let house: House;
let author: Browser;
let head: Browser;

beforeAll(async () => {
  house = await openHouse();
  author = await house.browser("songwei");
});
afterAll(() => house?.close());
beforeEach(async () => {
  // Every test has a signing session of its own.
  head = await house.browser("xuheng");
});

const draft = () => draftRule(author);

const full = { userName: "xuheng", password: demoPassword };

const open = async (target: Target): Promise<string> => intentOf(await head.intent("Rule", target, "approve")).id;
const approve = (target: Target, signature: unknown): Promise<Reply> => head.act("Rule", target, "approve", { signature });

const moveClock = (minutes: number) => house.sql("select public.set_domain_clock($1)", [minutes * 60_000]);

/** Says why the signing was refused, and that nothing was signed or changed by it. */
async function refusal(target: Target, reply: Reply): Promise<readonly [string | null, readonly string[]]> {
  expect(await house.sql("select from signature where record_type = 'Rule' and record_id = $1", [target.id])).toEqual([]);
  expect(await house.sql("select state, version from rule where id = $1", [target.id])).toEqual([
    { state: "draft", version: target.version },
  ]);
  return [reply.code, reply.reasons];
}

describe("the signing session", () => {
  it("[REQ-SIG-04] idle for eleven minutes, or eight hours after its beginning, the signing session is over", async () => {
    try {
      await head.sign("Rule", await draft(), "approve");
      await moveClock(9);
      expect((await approve(...(await later({ password: demoPassword })))).code).toBeNull();
      await moveClock(20);
      const rule = await draft();
      author = await house.browser("songwei");
      expect(intentOf(await head.intent("Rule", rule, "approve")).needs).toBe("FULL");
      expect(await refusal(rule, await approve(rule, { intent: await open(rule), password: demoPassword }))).toEqual([
        "SIGNATURE_REFUSED",
        ["FULL_PROOF"],
      ]);
      // Kept busy all day, it still ends after eight hours.
      await approve(rule, { intent: await open(rule), ...full });
      await house.sql(
        "update session set signing_since = public.domain_now() - interval '481 minutes' where person_id = (select id from person where login = 'xuheng')",
      );
      expect(intentOf(await head.intent("Rule", await draft(), "approve")).needs).toBe("FULL");
    } finally {
      await moveClock(0);
    }
  });

  it("[REQ-SIG-04] locking, and signing out and in again, end it too", async () => {
    await head.sign("Rule", await draft(), "approve");
    await head.ask("mutation { lock }");
    await head.ask("mutation ($password: String!) { unlock(password: $password) }", { password: demoPassword });
    const rule = await draft();
    expect(intentOf(await head.intent("Rule", rule, "approve")).needs).toBe("FULL");
    await head.sign("Rule", rule, "approve");
    await head.ask("mutation { logout }");
    expect((await head.ask("{ me { login } }")).data).toEqual({ me: null });
  });

  it("[REQ-SIG-04] another person who signs in at the same browser ends it, and the session with it", async () => {
    await head.sign("Rule", await draft(), "approve");
    const { token } = head;
    await head.ask('mutation ($password: String!) { login(userName: "songwei", password: $password) }', {
      password: demoPassword,
    });
    expect((await head.ask("{ me { login } }")).data).toEqual({ me: { login: "songwei" } });
    head.token = token;
    expect((await head.ask("{ me { login } }")).data).toEqual({ me: null });
  });

  it.each([
    ["network", { address: "10.0.0.7", agent: "test" }],
    ["device", { address: "127.0.0.1", agent: "another browser" }],
  ])("[REQ-SIG-04] from another %s the session goes on, but the next signature asks for everything", async (_what, client) => {
    await head.sign("Rule", await draft(), "approve");
    const rule = await draft();
    head.client = client;
    expect(intentOf(await head.intent("Rule", rule, "approve")).needs).toBe("FULL");
    expect(await refusal(rule, await approve(rule, { intent: await open(rule), password: demoPassword }))).toEqual([
      "SIGNATURE_REFUSED",
      ["FULL_PROOF"],
    ]);
    expect(
      await house.sql(
        "select detail - 'otherDevice' as moved from security_event where kind = 'sessionMoved' order by id desc limit 1",
      ),
    ).toEqual([{ moved: { from: "127.0.0.1", to: client.address } }]);
    expect((await approve(rule, { intent: await open(rule), ...full })).code).toBeNull();
    expect(intentOf(await head.intent("Rule", await draft(), "approve")).needs).toBe("PASSWORD_OR_CODE");
  });

  it("[REQ-SIG-04] a new or an ended role of the signer ends it", async () => {
    const grants = async (role: string) => {
      const [person] = await house.sql<{ id: string }>("select id from person where login = 'xuheng'");
      return (await house.hands.as("weiqing")).create("RoleGrant", { person: person?.id, role });
    };
    const needs = async () => intentOf(await head.intent("Rule", await draft(), "approve")).needs;
    await head.sign("Rule", await draft(), "approve");
    const grant = await grants("MANAGEMENT");
    expect(await needs()).toBe("PASSWORD_OR_CODE");
    await (await house.hands.as("guping")).act("RoleGrant", grant, "confirm");
    expect(await needs()).toBe("FULL");
    await head.sign("Rule", await draft(), "approve");
    expect(await needs()).toBe("PASSWORD_OR_CODE");
    await (await house.hands.as("weiqing")).act("RoleGrant", grant, "end", undefined, "the deputy is back at work");
    expect(await needs()).toBe("FULL");
  });
});

/** A new draft and a signature with this proof, its dialog opened now. */
async function later(proof: object): Promise<[Target, unknown]> {
  const rule = await draft();
  return [rule, { intent: await open(rule), ...proof }];
}
