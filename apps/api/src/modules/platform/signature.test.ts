/** The signing ceremony (21 CFR 11.50–11.300, compliance.md §D) through GraphQL, on a rule that one QA person writes and the QA head approves. */
import { randomUUID } from "node:crypto";
import { actionsOf } from "@lotline/schema";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, doneOf, intentOf, type Reply, shown, type Target } from "../../../test/browser.ts";
import { draftRule } from "../../../test/draft-rule.ts";
import { type House, openHouse } from "../../../test/house.ts";
import { recordNames, specOf } from "../../base/names.ts";
import { demoCode, demoPassword } from "../../seed/people.ts";
import { neededFor } from "./prove.ts";

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

const signatures = (id: string) =>
  house.sql<{ [column: string]: unknown }>(
    "select printed_name, job_title, meaning, statement, zone, auth_components, record_version, signed_at = public.domain_now() as now from signature where record_type = 'Rule' and record_id = $1",
    [id],
  );

const stampsOf = async (id: string): Promise<{ [key: string]: unknown }[]> => {
  const { data } = await author.ask(
    `query ($id: ID!) { rule(id: $id) { version state timeline { kind signature { printedName meaning zone signedAt verdict version } } } }`,
    { id },
  );
  const { timeline } = shown<{ timeline: { signature: { [key: string]: unknown } | null }[] }>(data, "rule");
  return timeline.flatMap((t) => (t.signature ? [t.signature] : []));
};

const open = async (target: Target): Promise<string> => intentOf(await head.intent("Rule", target, "approve")).id;
const approve = (target: Target, signature: unknown, more: object = {}): Promise<Reply> =>
  head.act("Rule", target, "approve", { signature, ...more });

const moveClock = (minutes: number) => house.sql("select public.set_domain_clock($1)", [minutes * 60_000]);

/** Says why the signing was refused, and that nothing was signed or changed by it. */
async function refusal(target: Target & { number: string }, reply: Reply): Promise<readonly [string | null, readonly string[]]> {
  expect(await signatures(target.id)).toEqual([]);
  expect(await house.sql("select state, version from rule where id = $1", [target.id])).toEqual([
    { state: "draft", version: target.version },
  ]);
  return [reply.code, reply.reasons];
}

describe("what a signature shows", () => {
  it("[REQ-SIG-01] [REQ-SIG-09] printed name, time with zone, meaning and the declaration in the signer's language stand on the record", async () => {
    const rule = await draft();
    const dialog = intentOf(await head.intent("Rule", rule, "approve"));
    expect([dialog.meaning, dialog.statement, dialog.needs]).toEqual([
      "APPROVED",
      { en: `I approve rule ${rule.number}; I did not write it.`, zh: `我批准规则 ${rule.number} ，且未参与其编制。` },
      "FULL",
    ]);
    expect((await approve(rule, { intent: dialog.id, ...full })).code).toBeNull();
    expect(await signatures(rule.id)).toMatchObject([
      {
        printed_name: "Xu Heng",
        job_title: "QA head",
        meaning: "APPROVED",
        statement: dialog.statement.en,
        zone: "UTC",
        auth_components: "userName+password",
        record_version: 2,
      },
    ]);
    expect(await stampsOf(rule.id)).toMatchObject([
      {
        printedName: "Xu Heng",
        meaning: "APPROVED",
        zone: "UTC",
        verdict: "VALID",
        version: 2,
        signedAt: expect.stringMatching(/Z$/),
      },
    ]);
  });

  it("[REQ-SIG-02] a signature that is copied to another record or altered is no longer valid", async () => {
    const [signed, other] = [await draft(), await draft()];
    await head.sign("Rule", signed, "approve");
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql(
      `insert into signature (printed_name, job_title, meaning, statement, language, reason, record_number, record_version, content, content_hash, auth_components, signed_at, zone,
         on_behalf_of, previous_hash, key_id, server_signature, person_id, record_type, record_id, intent_id)
       select printed_name, job_title, meaning, statement, language, reason, $2, record_version, content, content_hash, auth_components, signed_at, zone,
         on_behalf_of, previous_hash, key_id, server_signature, person_id, record_type, $1, intent_id from signature where record_id = $3 and record_type = 'Rule'`,
      [other.id, other.number, signed.id],
    );
    expect(await stampsOf(other.id)).toMatchObject([{ verdict: "SIGNATURE_ALTERED" }]);
    expect(await stampsOf(signed.id)).toMatchObject([{ verdict: "VALID" }]);
  });

  it("[REQ-SIG-12] a later change shows as RECORD_CHANGED, and the signature of the signed version stays as it was", async () => {
    const rule = await draft();
    await head.sign("Rule", rule, "approve");
    const before = await signatures(rule.id);
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql("update rule set citation = 'another', version = version + 1 where id = $1", [rule.id]);
    expect(await stampsOf(rule.id)).toMatchObject([{ verdict: "RECORD_CHANGED", version: 2 }]);
    expect(await signatures(rule.id)).toEqual(before);
  });
});

describe("the proof", () => {
  it("[REQ-SIG-03] the first signature asks for user name and password; the next for one of them", async () => {
    const rule = await draft();
    for (const half of [
      { password: demoPassword },
      { code: demoCode },
      { userName: "xuheng" },
      { userName: "xuheng", code: demoCode },
      {},
    ])
      expect(await refusal(rule, await approve(rule, { intent: await open(rule), ...half }))).toEqual([
        "SIGNATURE_REFUSED",
        ["FULL_PROOF"],
      ]);
    expect((await approve(rule, { intent: await open(rule), ...full })).code).toBeNull();
    const [second, third] = [await draft(), await draft()];
    const dialog = intentOf(await head.intent("Rule", second, "approve"));
    expect(dialog.needs).toBe("PASSWORD_OR_CODE");
    expect((await approve(second, { intent: dialog.id, password: demoPassword })).code).toBeNull();
    expect((await approve(third, { intent: await open(third), code: demoCode })).code).toBeNull();
    expect((await signatures(third.id)).map((s) => s.auth_components)).toEqual(["code"]);
  });

  it("[REQ-SIG-03] a signing code never carries a release to market or production, a disposition, or the opening of emergency access", () => {
    const session = (isOpen: boolean) => ({
      id: "1",
      personId: "1",
      locked: false,
      mustChange: false,
      mustEnrol: false,
      secondFactor: false,
      passkey: false,
      inspection: null,
      terminal: null,
      signing: { open: isOpen, until: null, failures: 0 },
    });
    const meanings = [
      ...new Set(recordNames.flatMap((n) => Object.values(actionsOf(specOf(n))).flatMap((a) => a.sign?.meaning ?? []))),
    ];
    for (const meaning of meanings) {
      expect(neededFor(session(false), meaning, true)).toBe("FULL");
      expect([meaning, neededFor(session(true), meaning, true)]).toEqual([
        meaning,
        ["RELEASED_TO_MARKET", "RELEASED_PRODUCTION", "DISPOSITIONED", "EMERGENCY_OPENED"].includes(meaning)
          ? "PASSWORD"
          : "PASSWORD_OR_CODE",
      ]);
    }
  });

  it("[REQ-SIG-08] five failures end the session with an alert and without a signature, also when they come at once", async () => {
    const rule = await draft();
    const intents = await Promise.all(Array.from({ length: 8 }, () => open(rule)));
    const [last = "", ...first] = intents;
    const replies = await Promise.all(
      first.map((intent) => approve(rule, { intent, userName: "xuheng", password: "not the password at all" })),
    );
    const codes = replies.map((r) => [r.code, ...r.reasons].join(" "));
    expect(codes.filter((c) => c === "SIGNATURE_REFUSED PROOF_WRONG")).toHaveLength(5);
    expect(await refusal(rule, await approve(rule, { intent: last, ...full }))).toEqual(["UNAUTHENTICATED", []]);
    const alerts = await house.sql(
      "select count(*)::int as n from security_event where kind = 'securityAlert' and person_id = (select id from person where login = 'xuheng')",
    );
    expect(alerts).toEqual([{ n: 1 }]);
    expect((await head.ask("{ me { login } }")).data).toEqual({ me: null });
  });

  it("[REQ-SIG-08] the user name of another person is a failure even with one's own password", async () => {
    const rule = await draft();
    expect(
      await refusal(rule, await approve(rule, { intent: await open(rule), userName: "songwei", password: demoPassword })),
    ).toEqual(["SIGNATURE_REFUSED", ["PROOF_WRONG"]]);
  });
});

describe("who may sign", () => {
  it("[REQ-SIG-06] nobody before his identity is proved", async () => {
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql("update person set identity_document = null where login = 'xuheng'");
    try {
      const rule = await draft();
      expect(await refusal(rule, await head.intent("Rule", rule, "approve"))).toEqual([
        "SIGNATURE_REFUSED",
        ["IDENTITY_UNVERIFIED"],
      ]);
    } finally {
      await house.sql("update person set identity_document = 'employment' where login = 'xuheng'");
    }
  });

  it("[REQ-SIG-07] nobody whose password was reset, until a second person has confirmed", async () => {
    await house.sql("update credential set signing_suspended = true where id = (select id from person where login = 'xuheng')");
    try {
      const rule = await draft();
      expect(await refusal(rule, await head.intent("Rule", rule, "approve"))).toEqual([
        "SIGNATURE_REFUSED",
        ["SIGNING_SUSPENDED"],
      ]);
    } finally {
      await house.sql(
        "update credential set signing_suspended = false where id = (select id from person where login = 'xuheng')",
      );
    }
  });

  it("[REQ-APR-02] [REQ-ACC-04] not the author, whatever permits he has", async () => {
    const people = await house.sql<{ id: string }>("select id from person where login = 'songwei'");
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql(
      "insert into role_grant (number, state, created_by_id, person_id, role) values ('RG-X', 'active', 1, $1, 'QA_HEAD')",
      [people[0]?.id],
    );
    try {
      const rule = await draft();
      expect(await refusal(rule, await author.intent("Rule", rule, "approve"))).toEqual(["REFUSED", ["SOD_SELF"]]);
    } finally {
      await house.sql("update role_grant set state = 'ended' where number = 'RG-X'");
    }
  });
});

describe("the intent", () => {
  it("without one, with an unknown or garbled one, nothing is signed", async () => {
    const rule = await draft();
    expect(await refusal(rule, await head.act("Rule", rule, "approve"))).toEqual(["SIGNATURE_REFUSED", ["SIGNATURE_REQUIRED"]]);
    for (const intent of [randomUUID(), "", "1", "'; drop table rule", "\u0000"])
      expect(await refusal(rule, await approve(rule, { intent, ...full }))).toEqual(["SIGNATURE_REFUSED", ["INTENT"]]);
  });

  it("serves once", async () => {
    const rule = await draft();
    const intent = await open(rule);
    expect((await approve(rule, { intent, ...full })).code).toBeNull();
    const again = await approve({ ...rule, version: rule.version + 1 }, { intent, ...full });
    expect([again.code, (await signatures(rule.id)).length]).toEqual(["REFUSED", 1]);
    const next = await draft();
    expect(await refusal(next, await approve(next, { intent, ...full }))).toEqual(["SIGNATURE_REFUSED", ["INTENT"]]);
  });

  it("a replay of the signed command answers and signs nothing twice", async () => {
    const rule = await draft();
    const given = { intent: await open(rule), ...full };
    const commandId = randomUUID();
    const [first, second] = [await approve(rule, given, { commandId }), await approve(rule, given, { commandId })];
    expect(doneOf(second)).toEqual(doneOf(first));
    expect(await signatures(rule.id)).toHaveLength(1);
  });

  it("asked about without the secret, as after a reload, it tells what took place and signs nothing [U23]", async () => {
    const rule = await draft();
    const intent = await open(rule);
    const [lost, answered] = [randomUUID(), randomUUID()];
    // It never arrived.
    expect(await refusal(rule, await approve(rule, { intent }, { commandId: lost }))).toEqual([
      "SIGNATURE_REFUSED",
      ["FULL_PROOF"],
    ]);
    expect(await signatures(rule.id)).toEqual([]);
    const first = await approve(rule, { intent, ...full }, { commandId: answered });
    expect(doneOf(await approve(rule, { intent }, { commandId: answered }))).toEqual(doneOf(first));
    expect(await signatures(rule.id)).toHaveLength(1);
    // Another person learns nothing by its id.
    const elsewhere = await house.browser("linjing");
    expect((await elsewhere.act("Rule", rule, "approve", { commandId: answered, signature: { intent } })).code).toBe(
      "COMMAND_CONFLICT",
    );
  });

  it("expires after five minutes", async () => {
    const rule = await draft();
    const intent = await open(rule);
    await moveClock(6);
    try {
      expect(await refusal(rule, await approve(rule, { intent, ...full }))).toEqual(["SIGNATURE_REFUSED", ["INTENT"]]);
    } finally {
      await moveClock(0);
    }
  });

  it("is the person's and the session's that asked for it, and for that record and action only", async () => {
    const [rule, other] = [await draft(), await draft()];
    const intent = await open(rule);
    expect(await refusal(other, await approve(other, { intent, ...full }))).toEqual(["SIGNATURE_REFUSED", ["INTENT"]]);
    const elsewhere = await house.browser("xuheng");
    expect(await refusal(rule, await elsewhere.act("Rule", rule, "approve", { signature: { intent, ...full } }))).toEqual([
      "SIGNATURE_REFUSED",
      ["INTENT"],
    ]);
    await house.sql("update signature_intent set person_id = (select id from person where login = 'linjing') where id = $1", [
      intent,
    ]);
    expect(await refusal(rule, await approve(rule, { intent, ...full }))).toEqual(["SIGNATURE_REFUSED", ["INTENT"]]);
  });

  it("[REQ-SIG-10] a record changed after the dialog was opened is refused as stale", async () => {
    const rule = await draft();
    const intent = await open(rule);
    const changed = doneOf(await author.edit("Rule", rule, { citation: "changed meanwhile" }));
    expect(await refusal(changed, await approve(rule, { intent, ...full }))).toEqual(["CONFLICT", ["STALE_RECORD"]]);
    // Also when the new version is named: the intent saw the old one.
    expect(await refusal(changed, await approve(changed, { intent, ...full }))).toEqual(["CONFLICT", ["STALE_RECORD"]]);
    expect((await approve(changed, { intent: await open(changed), ...full })).code).toBeNull();
  });

  it("[REQ-SIG-10] the same version with other content is stale too", async () => {
    const rule = await draft();
    const intent = await open(rule);
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql("update rule set citation = 'slipped in' where id = $1", [rule.id]);
    expect(await refusal(rule, await approve(rule, { intent, ...full }))).toEqual(["CONFLICT", ["STALE_RECORD"]]);
  });
});
