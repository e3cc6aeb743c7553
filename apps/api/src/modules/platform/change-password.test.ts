/** One's own password: changed with the present one, and first of all when somebody else gave it. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "../../../test/browser.ts";
import { type House, openHouse } from "../../../test/house.ts";
import { command } from "../../kernel/command.ts";
import { demoPassword } from "../../seed/people.ts";
import { issuePassword, resetPassword } from "./credential.ts";
import { hashSecret } from "./password.ts";

const given = "given-for-one-use-only";
const own = "a pass phrase of my own";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const idOf = async (login: string) =>
  (await house.sql<{ id: string }>("select id from person where login = $1", [login]))[0]?.id ?? "";
const hashOf = async (login: string) =>
  (await house.sql<{ h: string }>("select password_hash as h from credential where id = $1", [await idOf(login)]))[0]?.h;
const eventsOf = async (login: string) =>
  (
    await house.sql<{ kind: string }>("select kind from security_event where person_id = $1 order by id", [await idOf(login)])
  ).map((e) => e.kind);
const change = (browser: Browser, current: string, next: string) =>
  browser.ask("mutation ($c: String!, $n: String!) { changePassword(current: $c, next: $n) }", { c: current, n: next });
const signIn = (browser: Browser, login: string, password: string) =>
  browser.ask("mutation ($u: String!, $p: String!) { login(userName: $u, password: $p) }", { u: login, p: password });

/** A new person with a role and the password an administrator gave. */
async function newcomer(login: string): Promise<Browser> {
  const [guping, weiqing] = [await house.hands.as("guping"), await house.hands.as("weiqing")];
  const person = await guping.create("Person", { login, nameEn: "New", nameZh: "新", titleEn: "Sales", titleZh: "销售" });
  await guping.act("RoleGrant", await weiqing.create("RoleGrant", { person: person.id, role: "SALES" }), "confirm");
  const hash = await hashSecret(given);
  await command(house.kernel, guping.ctx, { id: randomUUID(), operation: "issuePassword", input: { login } }, async (tx) => {
    await issuePassword(tx, person.id, hash);
    return { record: "Person", id: person.id };
  });
  const browser = Browser.anonymous(house.kernel);
  expect((await signIn(browser, login, given)).data).toEqual({ login: true });
  return browser;
}

/** Everything a person may otherwise ask for: a list, a search, the work list, a record made, a signature, a task. */
const questions = [
  "{ customers { totalCount } }",
  '{ search(text: "SZ1") { number } }',
  "{ workItems { number } }",
  'mutation { createCustomer(commandId: "0197d7f6-0000-7000-8000-000000000001", input: { number: "C-99", nameEn: "X", nameZh: "X", kind: "hospital" }) { id } }',
  'mutation { signatureIntent(record: "SalesOrder", id: "1", version: 1, action: "confirm") { id } }',
];

describe("a password given by somebody else", () => {
  it("[REQ-ACC-01] [REQ-ACC-02] [REQ-SIG-07] lets its person do nothing but replace it", async () => {
    const browser = await newcomer("given.first");
    const before = await house.sql("select count(*)::int as n from customer");
    for (const question of questions) {
      const reply = await browser.ask(question);
      // A question that does not fit the schema would prove nothing.
      expect([question, reply.code, reply.data && Object.values(reply.data).every((v) => v === null)]).toEqual([
        question,
        "PASSWORD_MUST_CHANGE",
        reply.data === null ? null : true,
      ]);
    }
    expect(await house.sql("select count(*)::int as n from customer")).toEqual(before);
    expect((await browser.ask("{ me { login mustChange locked permits roles sites } }")).data).toEqual({
      me: { login: "given.first", mustChange: true, locked: false, permits: [], roles: [], sites: [] },
    });
    expect((await change(browser, given, own)).data).toEqual({ changePassword: true });
    expect((await browser.ask("{ me { mustChange roles } }")).data).toEqual({ me: { mustChange: false, roles: ["SALES"] } });
    expect((await browser.ask("{ customers { totalCount } }")).code).toBeNull();
  });

  it("[REQ-SIG-07] a reset ends the open sessions, and the one-time password is replaced before anything else", async () => {
    const [open, guping] = [await house.browser("fangyi"), await house.hands.as("guping")];
    const [id, hash] = [await idOf("fangyi"), await hashSecret(given)];
    const reason = "the password was lost on holiday";
    await command(
      house.kernel,
      guping.ctx,
      { id: randomUUID(), operation: "resetPassword", input: { id }, reason },
      async (tx) => {
        await resetPassword(tx, id, hash);
        return { record: "Person", id };
      },
    );
    expect((await open.ask("{ customers { totalCount } }")).code).toBe("UNAUTHENTICATED");
    expect((await change(open, demoPassword, own)).code).toBe("UNAUTHENTICATED");
    const browser = Browser.anonymous(house.kernel);
    await signIn(browser, "fangyi", given);
    expect((await browser.ask("{ customers { totalCount } }")).code).toBe("PASSWORD_MUST_CHANGE");
    expect((await change(browser, given, given)).issues).toEqual(["next:PASSWORD_SAME"]);
    expect((await browser.ask("{ customers { totalCount } }")).code).toBe("PASSWORD_MUST_CHANGE");
    expect((await change(browser, given, own)).data).toEqual({ changePassword: true });
    expect((await browser.ask("{ customers { totalCount } }")).code).toBeNull();
    // Signing still waits for the second person.
    expect(await house.sql("select must_change, signing_suspended from credential where id = $1", [id])).toEqual([
      { must_change: false, signing_suspended: true },
    ]);
  });
});

describe("one's own password", () => {
  it("[REQ-SIG-08] changes with the present one only, ends the other sessions and is written down", async () => {
    const [here, there] = [await house.browser("dingkai"), await house.browser("dingkai")];
    expect((await change(here, demoPassword, own)).data).toEqual({ changePassword: true });
    expect((await here.ask("{ me { login } }")).data).toEqual({ me: { login: "dingkai" } });
    expect((await there.ask("{ me { login } }")).data).toEqual({ me: null });
    expect((await eventsOf("dingkai")).at(-1)).toBe("passwordChanged");
    const nobody = Browser.anonymous(house.kernel);
    expect((await signIn(nobody, "dingkai", demoPassword)).reasons).toEqual(["SIGN_IN"]);
    expect((await signIn(nobody, "dingkai", own)).data).toEqual({ login: true });
    const [stored] = await house.sql<{ n: number }>(
      "select count(*)::int as n from security_event where person_id = $1 and detail::text like '%phrase%'",
      [await idOf("dingkai")],
    );
    expect(stored).toEqual({ n: 0 });
  });

  it("[REQ-SIG-08] a new one that is weak or the same is refused at its field, and costs no try", async () => {
    const browser = await house.browser("shenyue");
    const before = await hashOf("shenyue");
    expect((await change(browser, "wrong", "short")).issues).toEqual(["next:PASSWORD_WEAK"]);
    expect((await change(browser, demoPassword, "shenyue-2026-08")).issues).toEqual(["next:PASSWORD_WEAK"]);
    expect((await change(browser, demoPassword, demoPassword)).issues).toEqual(["next:PASSWORD_SAME"]);
    expect(await hashOf("shenyue")).toBe(before);
    expect(
      await house.sql("select max(signing_failures) as n from session where person_id = $1", [await idOf("shenyue")]),
    ).toEqual([{ n: 0 }]);
  });

  it("[REQ-SIG-08] five wrong present passwords end the session and alert security; nothing has changed", async () => {
    const browser = await house.browser("hechuan");
    const before = await hashOf("hechuan");
    for (let n = 0; n < 4; n++)
      expect((await change(browser, "wrong wrong wrong", own)).issues).toEqual(["current:PASSWORD_WRONG"]);
    expect((await change(browser, "wrong wrong wrong", own)).code).toBe("UNAUTHENTICATED");
    expect((await change(browser, demoPassword, own)).code).toBe("UNAUTHENTICATED");
    expect(await hashOf("hechuan")).toBe(before);
    expect((await eventsOf("hechuan")).slice(-4)).toEqual([
      "passwordChangeFailed",
      "passwordChangeFailed",
      "securityAlert",
      "signedOut",
    ]);
  });

  it("is not asked of nobody, nor behind a locked screen", async () => {
    expect((await change(Browser.anonymous(house.kernel), demoPassword, own)).code).toBe("UNAUTHENTICATED");
    const browser = await house.browser("jiangmin");
    await browser.ask("mutation { lock }");
    expect((await change(browser, demoPassword, own)).code).toBe("SESSION_LOCKED");
  });
});
