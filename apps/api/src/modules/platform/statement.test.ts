/** The accountability statement before the first signature (21 CFR 11.10(j)): shown, accepted once a year, asked anew for another text. */
import { randomUUID } from "node:crypto";
import { shippedRules } from "@lotline/schema";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Browser, doneOf, intentOf, type Reply, shown, type Target } from "../../../test/browser.ts";
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
  // As a new signer: nothing accepted yet.
  await house.sql("update credential set statement_accepted_at = null where id = (select id from person where login = 'xuheng')");
  head = await house.browser("xuheng");
});

const draft = () => draftRule(author);

interface Statement {
  readonly version: string;
  readonly text: { readonly en: string; readonly zh: string };
  readonly sha256: string;
  readonly acceptedAt: string | null;
  readonly inForce: boolean;
}

const statement = async (): Promise<Statement> =>
  shown(
    (await head.ask("{ accountabilityStatement { version text { en zh } sha256 acceptedAt inForce } }")).data,
    "accountabilityStatement",
  );

const accept = (sha256: string): Promise<Reply> =>
  head.ask("mutation ($sha256: String!) { acceptStatement(sha256: $sha256) }", { sha256 });

const acceptances = () =>
  house.sql<{ detail: unknown; actor: string }>(
    `select e.detail, a.login as actor from security_event e join person p on p.id = e.person_id join person a on a.id = e.actor_id
     where e.kind = 'statementAccepted' and p.login = 'xuheng' order by e.id`,
  );

/** What the house says against signing a draft, and that nothing was signed. */
const refusal = async (rule: Target, reply: Reply) => {
  expect(await house.sql("select from signature where record_type = 'Rule' and record_id = $1", [rule.id])).toEqual([]);
  return [reply.code, reply.reasons];
};

const moveClock = (days: number) => house.sql("select public.set_domain_clock($1)", [days * 86_400_000]);

describe("[REQ-SIG-11] the accountability statement", () => {
  it("comes first: a new signer's first signature is refused until it is accepted, in words of both languages", async () => {
    const rule = await draft();
    expect(await refusal(rule, await head.intent("Rule", rule, "approve"))).toEqual([
      "SIGNATURE_REFUSED",
      ["STATEMENT_UNACCEPTED"],
    ]);
    const before = await statement();
    const shipped = shippedRules.find((r) => r.ruleName === "accountability-statement");
    expect(shipped?.content).toEqual({ version: before.version, months: 12, text: before.text });
    expect(before).toMatchObject({
      version: "1",
      acceptedAt: null,
      inForce: false,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const known = (await acceptances()).length;
    expect((await accept(before.sha256)).data).toEqual({ acceptStatement: true });
    expect(await statement()).toMatchObject({ inForce: true, acceptedAt: expect.stringMatching(/Z$/) });
    expect((await acceptances()).slice(known)).toEqual([
      { actor: "xuheng", detail: { version: "1", sha256: before.sha256, language: "en" } },
    ]);
    expect((await head.sign("Rule", rule, "approve")).code).toBeNull();
  });

  it("is asked by the server at the signature too, not only when the dialog opens", async () => {
    const rule = await draft();
    await accept((await statement()).sha256);
    const { id: intent } = intentOf(await head.intent("Rule", rule, "approve"));
    await house.sql(
      "update credential set statement_accepted_at = null where id = (select id from person where login = 'xuheng')",
    );
    const signature = { intent, userName: "xuheng", password: demoPassword };
    expect(await refusal(rule, await head.act("Rule", rule, "approve", { signature, commandId: randomUUID() }))).toEqual([
      "SIGNATURE_REFUSED",
      ["STATEMENT_UNACCEPTED"],
    ]);
  });

  it("counts only with its event in the sealed security log, not by a date alone", async () => {
    const rule = await draft();
    await house.sql(
      "update credential set statement_accepted_at = public.domain_now() where id = (select id from person where login = 'xuheng')",
    );
    expect(await refusal(rule, await head.intent("Rule", rule, "approve"))).toEqual([
      "SIGNATURE_REFUSED",
      ["STATEMENT_UNACCEPTED"],
    ]);
  });

  it("holds for a year and is then asked again", async () => {
    await accept((await statement()).sha256);
    try {
      await moveClock(360);
      head = await house.browser("xuheng");
      expect((await statement()).inForce).toBe(true);
      await moveClock(370);
      head = await house.browser("xuheng");
      author = await house.browser("songwei");
      const rule = await draft();
      expect((await statement()).inForce).toBe(false);
      expect(await refusal(rule, await head.intent("Rule", rule, "approve"))).toEqual([
        "SIGNATURE_REFUSED",
        ["STATEMENT_UNACCEPTED"],
      ]);
      await accept((await statement()).sha256);
      expect((await head.sign("Rule", rule, "approve")).code).toBeNull();
    } finally {
      await moveClock(0);
      author = await house.browser("songwei");
    }
  });

  it("is rule data: a text the firm has approved asks everybody anew, and only what is in force can be accepted", async () => {
    const old = await statement();
    await accept(old.sha256);
    const written = (content: unknown) =>
      author.create("Rule", {
        ruleName: "accountability-statement",
        key: "default",
        content,
        validFrom: "2026-01-01",
        citation: "test",
      });
    const text = { en: "I answer for what I sign.", zh: "本人对所签内容负责。" };
    for (const wrong of [
      { version: "2", months: 13, text },
      { version: "2", months: 12, text: { en: "Only English" } },
      { version: "", months: 12, text },
    ])
      expect((await written(wrong)).issues).toEqual(["content:shape"]);
    const next = doneOf(await written({ version: "2", months: 6, text }));
    // Signed by the head itself, still under the old text.
    expect((await head.sign("Rule", next, "approve")).code).toBeNull();
    expect(await statement()).toMatchObject({ version: "2", text, inForce: false });
    const rule = await draft();
    expect(await refusal(rule, await head.intent("Rule", rule, "approve"))).toEqual([
      "SIGNATURE_REFUSED",
      ["STATEMENT_UNACCEPTED"],
    ]);
    const known = (await acceptances()).length;
    expect([(await accept(old.sha256)).code, (await accept(old.sha256)).reasons]).toEqual(["CONFLICT", ["STATEMENT_CHANGED"]]);
    expect(await acceptances()).toHaveLength(known);
    await accept((await statement()).sha256);
    expect((await head.sign("Rule", rule, "approve")).code).toBeNull();
  });

  it("is accepted by nobody who is not signed in, and never for somebody else", async () => {
    const stranger = Browser.anonymous(house.kernel);
    const { sha256 } = await statement();
    expect((await stranger.ask("{ accountabilityStatement { version } }")).code).toBe("UNAUTHENTICATED");
    expect((await stranger.ask("mutation ($sha256: String!) { acceptStatement(sha256: $sha256) }", { sha256 })).code).toBe(
      "UNAUTHENTICATED",
    );
    await author.ask("mutation ($sha256: String!) { acceptStatement(sha256: $sha256) }", { sha256 });
    expect((await statement()).inForce).toBe(false);
  });
});
