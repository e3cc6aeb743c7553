import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "../../../test/browser.ts";
import { type House, openHouse } from "../../../test/house.ts";
import { signIn } from "./sign-in.ts";

const standing = "query ($p: ID!) { account(person: $p) { password suspended secondFactor identified } }";
const give = "mutation ($c: ID!, $p: ID!) { done: givePassword(commandId: $c, person: $p) }";
const reset = "mutation ($c: ID!, $p: ID!, $r: String!) { done: resetPassword(commandId: $c, person: $p, reason: $r) }";
const confirm = "mutation ($c: ID!, $p: ID!) { done: confirmReset(commandId: $c, person: $p) }";
const resetSecondFactor =
  "mutation ($c: ID!, $p: ID!, $r: String!) { done: resetSecondFactor(commandId: $c, person: $p, reason: $r) }";
const oneTime = /^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/;

describe("[REQ-SIG-06] [REQ-SIG-07] the account of a person, in the browser of administrators", () => {
  let house: House;
  let system: Browser;
  let security: Browser;
  let person: string;
  beforeAll(async () => {
    house = await openHouse();
    system = await house.browser("guping");
    security = await house.browser("weiqing");
    const made = await (await house.hands.as("guping")).create("Person", {
      login: "zhao.min",
      nameEn: "Zhao Min",
      nameZh: "赵敏",
      titleEn: "Buyer",
      titleZh: "采购员",
    });
    person = made.id;
  });
  afterAll(() => house?.close());

  const ask = (browser: Browser, document: string, more: object = {}) =>
    browser.ask(document, { p: person, c: randomUUID(), ...more });
  const enters = (password: string) =>
    signIn(house.kernel.orm, { login: "zhao.min", password }, { address: "test", agent: "test" });

  it("a new person has none; the system administrator gives one, told once; a repeated command tells and changes nothing", async () => {
    expect((await ask(system, standing)).data).toEqual({
      account: { password: "none", suspended: false, secondFactor: false, identified: false },
    });
    expect((await ask(security, give)).reasons).toEqual(["NO_PERMIT"]);
    const c = randomUUID();
    const given = await ask(system, give, { c });
    expect(given.data?.done).toMatch(oneTime);
    await enters(String(given.data?.done));
    expect((await ask(system, give, { c })).data).toEqual({ done: null });
    await enters(String(given.data?.done));
    expect((await ask(system, give)).reasons).toEqual(["PASSWORD_GIVEN"]);
    expect((await ask(security, standing)).data).toMatchObject({ account: { password: "oneTime", suspended: false } });
  });

  it("a reset asks for a reason, suspends signing, and somebody else than who reset it confirms", async () => {
    expect((await ask(system, reset, { r: "lost" })).issues).toEqual(["reason:REASON_REQUIRED"]);
    const done = await ask(system, reset, { r: "forgotten over the holidays" });
    expect(done.data?.done).toMatch(oneTime);
    await enters(String(done.data?.done));
    expect((await ask(security, standing)).data).toMatchObject({ account: { password: "oneTime", suspended: true } });
    expect((await ask(system, confirm)).reasons).toEqual(["NO_PERMIT"]);
    expect((await ask(security, confirm)).data).toEqual({ done: true });
    expect((await ask(security, standing)).data).toMatchObject({ account: { suspended: false } });
    expect((await ask(security, confirm)).reasons).toEqual(["NOT_SUSPENDED"]);
  });

  it("nobody else sees or changes it, and a disabled person gets no password", async () => {
    const buyer = await house.browser("shenyue");
    for (const [document, more] of [
      [standing, {}],
      [give, {}],
      [reset, { r: "forgotten over the holidays" }],
      [confirm, {}],
    ] as const)
      expect((await ask(buyer, document, more)).reasons).toEqual(["NO_PERMIT"]);
    const guping = await house.hands.as("guping");
    const made = await guping.create("Person", { login: "gone", nameEn: "G", nameZh: "G", titleEn: "G", titleZh: "G" });
    await guping.act("Person", made, "disable", undefined, "hired by mistake");
    expect((await ask(system, give, { p: made.id })).reasons).toEqual(["STATE"]);
    expect((await ask(system, standing, { p: "999999" })).code).toBe("NOT_FOUND");
  });

  it("[REQ-ACC-02] what is no person is not found, whatever is asked about it", async () => {
    for (const p of ["999999", "0", "ZZ-concluded", "1e3", ""]) {
      const more = { p, r: "forgotten over the holidays" };
      for (const document of [standing, give, reset, resetSecondFactor])
        expect([document, p, (await ask(system, document, more)).code]).toEqual([document, p, "NOT_FOUND"]);
      expect((await ask(security, confirm, more)).code).toBe("NOT_FOUND");
    }
  });
});
