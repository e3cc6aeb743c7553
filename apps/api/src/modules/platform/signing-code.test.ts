import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, intentOf } from "../../../test/browser.ts";
import { draftRule } from "../../../test/draft-rule.ts";
import { type House, openHouse } from "../../../test/house.ts";
import { demoCode, demoPassword } from "../../seed/people.ts";

const set = "mutation ($p: String!, $c: String) { done: setSigningCode(password: $p, code: $c) }";
const look = "{ signingCode { allowed isSet } }";

describe("[REQ-SIG-04] the signing code is let by signature, chosen by its owner", () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house?.close());

  const decide = async (allowed: boolean) => {
    const rule = { ruleName: "signing-code", key: "default", content: { allowed }, validFrom: "2026-01-01", citation: "test" };
    const made = await (await house.hands.as("linjing")).create("Rule", rule);
    await (await house.hands.as("xuheng")).act("Rule", made, "approve");
  };

  it("where the firm has decided against it nobody sets one, and where it has let it a weak one or a wrong password is refused", async () => {
    await decide(false);
    const browser = await house.browser("hechuan");
    expect((await browser.ask(look)).data).toEqual({ signingCode: { allowed: false, isSet: true } });
    expect((await browser.ask(set, { p: demoPassword, c: "otter 71 lamp" })).reasons).toEqual(["SIGNING_CODE_OFF"]);
    await decide(true);
    for (const weak of ["12345", "123456", "777777", "my hechuan code"])
      expect([weak, (await browser.ask(set, { p: demoPassword, c: weak })).issues]).toEqual([weak, ["code:CODE_WEAK"]]);
    expect((await browser.ask(set, { p: "not it", c: "otter 71 lamp" })).issues).toEqual(["password:PASSWORD_WRONG"]);
    expect((await browser.ask(set, { p: demoPassword, c: "otter 71 lamp" })).data).toEqual({ done: true });
    expect((await browser.ask(set, { p: demoPassword })).data).toEqual({ done: true });
    expect((await browser.ask(look)).data).toEqual({ signingCode: { allowed: true, isSet: false } });
    expect(
      await house.sql(
        "select kind from security_event e join person p on p.id = e.person_id where p.login = 'hechuan' and kind like 'signingCode%' order by e.id",
      ),
    ).toEqual([{ kind: "signingCodeFailed" }, { kind: "signingCodeSet" }, { kind: "signingCodeRemoved" }]);
    expect((await Browser.anonymous(house.kernel).ask(look)).code).toBe("UNAUTHENTICATED");
  });

  it("decided against, a later signature asks for the password, and the code that somebody has does not sign", async () => {
    const head = await house.browser("xuheng");
    const author = await house.browser("linjing");
    await decide(true);
    await head.sign("Rule", await draftRule(author), "approve");
    expect(intentOf(await head.intent("Rule", await draftRule(author), "approve")).needs).toBe("PASSWORD_OR_CODE");
    await decide(false);
    const rule = await draftRule(author);
    const intent = intentOf(await head.intent("Rule", rule, "approve"));
    expect(intent.needs).toBe("PASSWORD");
    const signed = (signature: object) => head.act("Rule", rule, "approve", { signature: { intent: intent.id, ...signature } });
    expect((await signed({ code: demoCode })).reasons).toEqual(["PASSWORD_PROOF"]);
    expect((await signed({ password: demoPassword })).code).toBeNull();
  });
});
