/** Notices by mail, through the outbox to a real mail server: what a mail says, when it goes, and what becomes of it (ADR 44). */
import { randomUUID } from "node:crypto";
import type { MessageName } from "@lotline/schema";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, shown } from "../../../../test/browser.ts";
import { type Company, openCompany } from "../../../../test/company.ts";
import { type MailBox, openMailBox } from "../../../../test/smtp.ts";
import { command } from "../../../kernel/command.ts";
import { tellTime } from "../../../outbox/day-clock.ts";
import { createRelay, deadQueue, type Relay } from "../../../outbox/relay.ts";
import { notify } from "../notice.ts";
import { mailWorker } from "./delivery.ts";
import { createMailer } from "./mailer.ts";
import { nextWork } from "./queue.ts";
import { isMailAddress, isMailRule, mailModeOf } from "./rule.ts";

const rule = {
  sender: { address: "lotline@chenglan.example", name: "Lotline" },
  language: "zh",
  atOnce: ["approval.overdue", "role.changed"],
  digest: ["lot.rejected"],
  never: ["comment.mentioned"],
  quietOutsideWork: true,
} as const;

describe("the rule", () => {
  it("knows its kinds, one list for each, and one plain address of the sender", () => {
    expect(isMailRule(rule)).toBe(true);
    expect(isMailRule({ ...rule, digest: ["approval.overdue"] })).toBe(false);
    expect(isMailRule({ ...rule, atOnce: ["day.begun"] })).toBe(false);
    expect(isMailRule({ ...rule, sender: { address: "a@b.c\r\nBcc: x@y.z", name: "x" } })).toBe(false);
    expect(["li.na@example.com", "a@localhost"].map(isMailAddress)).toEqual([true, true]);
    expect(["", "a", "a b@c.d", "a@b.c,d@e.f", "<a@b.c>", "a@b.c\n"].map(isMailAddress)).toEqual(Array(6).fill(false));
  });

  it("decides before the person does where it says so", () => {
    const of = (message: string, chosen?: string) => mailModeOf(message, chosen, rule);
    expect([of("approval.overdue"), of("approval.overdue", "inApp")]).toEqual(["now", "now"]);
    expect([of("lot.rejected"), of("lot.rejected", "inApp"), of("lot.rejected", "mail")]).toEqual(["digest", null, "chosen now"]);
    expect([of("lot.released"), of("lot.released", "mail"), of("lot.released", "digest")]).toEqual([
      null,
      "chosen now",
      "digest",
    ]);
    expect([of("comment.mentioned", "mail"), of("comment.mentioned", "digest")]).toEqual([null, null]);
  });

  it("quiet hours end with the next working day's beginning", () => {
    const calendar = { weekdays: [1, 2, 3, 4, 5], off: ["2026-07-13"], hours: { from: "08:00", to: "17:00" } };
    const at = (wall: string) => nextWork(new Date(`${wall}:00+08:00`), "Asia/Shanghai", calendar).toISOString();
    expect(at("2026-07-06T09:30")).toBe("2026-07-06T01:30:00.000Z");
    expect(at("2026-07-06T06:30")).toBe("2026-07-06T00:00:00.000Z");
    expect(at("2026-07-06T17:00")).toBe("2026-07-07T00:00:00.000Z");
    // Friday evening, and Monday is off.
    expect(at("2026-07-10T18:00")).toBe("2026-07-14T00:00:00.000Z");
  });
});

describe("mails", () => {
  let company: Company;
  let box: MailBox;
  let relay: Relay;
  const lookups = new Map<string, string>();
  const idOf = (login: string) => lookups.get(login) ?? "";

  beforeAll(async () => {
    company = await openCompany();
    for (const { id, login } of await company.sql<{ id: string; login: string }>("select id, login from person"))
      lookups.set(login, id);
    const admin = await company.browser("guping");
    for (const login of ["shenyue", "xuheng", "guping"]) {
      const [person] = await company.sql<{ id: string; version: number }>("select id, version from person where login = $1", [
        login,
      ]);
      if (!person) throw new Error(login);
      expect((await admin.edit("Person", person, { mail: "li na@example.com" })).issues).toEqual(["mail:mail"]);
      expect((await admin.edit("Person", person, { mail: `${login}@chenglan.example` })).code).toBeNull();
    }
  });
  afterAll(() => company.close());
  beforeEach(async () => {
    box = await openMailBox();
    await company.sql("update outbox set sent_at = now() where sent_at is null");
    await company.at("2026-07-06 09:00");
  });
  afterEach(async () => {
    await relay?.stop();
    await box[Symbol.asyncDispose]();
  });

  const start = async (port = box.port, tries = 3) => {
    const mailer = createMailer({ host: "127.0.0.1", port, tls: "none", user: "lotline", password: "p@ss" });
    const worker = mailWorker({ mailer, baseUrl: () => "https://lotline.example", tries, firstDelay: 0 });
    relay = createRelay({ kernel: company.kernel, url: company.database.app, outside: [worker], intervalMs: 50 });
    await relay.start();
  };
  const ctx = { personId: "1", sessionId: null, source: "job", request: "test", language: "en" } as const;
  const tell = (message: MessageName, login: string, number = "R201-2607") =>
    command(company.kernel, ctx, { id: randomUUID(), operation: "tell", input: { message, login, number } }, async (tx) => {
      const text = { en: "the patient Mr Wang, 4,300.00 CNY", zh: "患者王先生" };
      await notify(tx, message, "1", [idOf(login)], { record: "Lot", id: "1", number, text });
      return null;
    });
  const mails = () =>
    company.sql<{ id: string; state: string; tries: number; answer: string | null; number: string; version: number }>(
      "select id, number, version, state, tries, answer from mail_message order by id",
    );
  const last = async () => (await mails()).at(-1);
  const until = async (ready: () => boolean | Promise<boolean>): Promise<void> => {
    for (let i = 0; i < 200; i++) {
      if (await ready()) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("it did not happen within 10 s");
  };
  const choose = (browser: Browser, channels: object, mailLanguage?: string) =>
    browser.ask(
      "mutation ($id: ID!, $c: JSON!, $l: String) { done: chooseNotices(commandId: $id, channels: $c, digestHour: 18, mailLanguage: $l) { mail mailLanguage } }",
      { id: randomUUID(), c: channels, l: mailLanguage },
    );
  const testMail = (browser: Browser) =>
    browser.ask("mutation ($id: ID!) { sendTestMail(commandId: $id) }", { id: randomUUID() });

  it("without a rule in force nothing goes by mail, nobody can choose it, and a test says everything that is missing", async () => {
    await tell("approval.overdue", "shenyue");
    expect(await mails()).toEqual([]);
    const buyer = await company.browser("shenyue");
    expect((await choose(buyer, { "lot.released": "mail" })).issues).toEqual(["channels.lot.released:mail"]);
    expect((await testMail(await company.browser("guping"))).reasons).toEqual(["NO_MAIL_SERVER", "NO_MAIL_RULE"]);
    expect((await testMail(buyer)).reasons).toEqual(["NO_PERMIT"]);
    const draft = await (await company.as("linjing")).create("Rule", {
      ruleName: "mail",
      key: "default",
      content: rule,
      validFrom: "2026-07-06",
      citation: "internal",
    });
    await (await company.as("xuheng")).act("Rule", draft, "approve");
  });

  it("an escalation goes at once: record number and link in the firm's language, and not a word of the notice; once, however often it is delivered", async () => {
    await start();
    await tell("approval.overdue", "shenyue");
    await until(() => box.received.length > 0);
    const [mail] = box.received;
    expect([mail?.from, mail?.to, mail?.subject, mail?.language]).toEqual([
      "lotline@chenglan.example",
      "shenyue@chenglan.example",
      "[Lotline] 审批超期：批 R201-2607",
      "zh",
    ]);
    expect(mail?.text.split("\n").slice(0, 2)).toEqual(["审批超期：批 R201-2607", "https://lotline.example/lot/R201-2607"]);
    expect(mail?.html).toContain('<a href="https://lotline.example/lot/R201-2607">');
    expect(mail?.raw.includes("4,300.00") || mail?.text.includes("王")).toBe(false);
    expect(box.signedIn).toEqual(["lotline:p@ss"]);
    await until(async () => (await last())?.state === "sent");
    expect(await last()).toMatchObject({ state: "sent", tries: 1, answer: expect.stringContaining("250") });
    await company.sql(
      `insert into outbox (name, version, payload, command_id, created_at)
       select name, version, payload, command_id, created_at from outbox where name = 'mail.due' order by id desc limit 1`,
    );
    await until(async () => (await company.sql("select from outbox where sent_at is null")).length === 0);
    await tell("approval.overdue", "shenyue", "R202-1");
    await until(() => box.received.length > 1);
    expect(box.received.map(({ subject }) => subject)).toEqual([
      "[Lotline] 审批超期：批 R201-2607",
      "[Lotline] 审批超期：批 R202-1",
    ]);
  });

  it("a server that is busy is asked again; one that refuses for good is not, and a person sends it again", async () => {
    await start();
    box.refusals.push(451, 451);
    await tell("role.changed", "shenyue");
    await until(async () => (await last())?.state === "sent");
    expect([(await last())?.tries, box.received.length]).toEqual([3, 1]);
    box.refusals.push(550);
    await tell("role.changed", "shenyue", "R203-1");
    await until(async () => (await last())?.state === "failed");
    const failed = await last();
    expect([failed?.tries, failed?.answer?.includes("550"), box.received.length]).toEqual([1, true, 1]);
    const target = { id: failed?.id ?? "", version: failed?.version ?? 0 };
    expect((await (await company.browser("xuheng")).act("MailMessage", target, "sendAgain")).reasons).toEqual(["NO_PERMIT"]);
    expect((await (await company.browser("guping")).act("MailMessage", target, "sendAgain")).code).toBeNull();
    await until(() => box.received.length > 1);
    await until(async () => (await last())?.state === "sent");
    // Who may not see addresses sees none.
    const list = (browser: Browser) => browser.ask("{ mailMessages(first: 1) { edges { node { address } } } }");
    expect(JSON.stringify((await list(await company.browser("xuheng"))).data)).not.toContain("@");
  });

  it("a server that is away is tried so often and no more; then the mail lies there for a person, and no queue keeps it", async () => {
    await start(1, 2);
    await tell("role.changed", "shenyue", "R204-1");
    await until(async () => (await last())?.state === "failed");
    expect(await last()).toMatchObject({ tries: 2, answer: expect.stringContaining("ECONNREFUSED") });
    expect(await company.sql("select from pgboss.job where name = $1", [deadQueue])).toEqual([]);
  });

  it("[U18] what a person chose comes at once within working hours, in the person's language, and is held outside them", async () => {
    await start();
    const head = await company.browser("xuheng");
    expect((await choose(head, { "comment.mentioned": "mail", "role.changed": "off" }, "fr")).issues).toEqual([
      "channels.comment.mentioned:mail",
      "channels.role.changed:mandatory",
      "mailLanguage:unknown",
    ]);
    expect((await choose(head, { "lot.released": "mail", "lot.rejected": "digest" }, "en")).data).toEqual({
      done: { mail: "xuheng@chenglan.example", mailLanguage: "en" },
    });
    await tell("lot.released", "xuheng", "R205-1");
    await until(() => box.received.length > 0);
    expect(box.received[0]?.subject).toBe("[Lotline] Lot released: Lot R205-1");
    await company.at("2026-07-06 20:30");
    await tell("lot.released", "xuheng", "R206-1");
    expect((await last())?.state).toBe("held");
    // An escalation does not wait.
    await tell("approval.overdue", "xuheng", "R207-1");
    await until(() => box.received.length > 1);
    await company.at("2026-07-07 07:30");
    await tellTime(company.kernel);
    await company.at("2026-07-07 08:00");
    await tellTime(company.kernel);
    await until(() => box.received.length > 2);
    expect(box.received.map(({ subject }) => subject.split(" ").at(-1))).toEqual(["R205-1", "R207-1", "R206-1"]);
  });

  it("[U18] the daily digest comes by mail at the person's hour, one mail for all, without what was read meanwhile", async () => {
    await start();
    await company.at("2026-07-08 10:00");
    for (const number of ["R301-1", "R302-1", "R303-1"]) await tell("lot.rejected", "xuheng", number);
    await company.sql("update notice set read_at = domain_now() where record_number = 'R302-1'");
    await company.at("2026-07-08 17:00");
    await tellTime(company.kernel);
    await company.at("2026-07-08 18:00");
    await tellTime(company.kernel);
    await until(() => box.received.length > 0);
    expect(box.received[0]?.subject).toBe("[Lotline] Daily digest: 2 notices");
    expect(box.received[0]?.text.match(/https:\S+/g)).toEqual([
      "https://lotline.example/lot/R301-1",
      "https://lotline.example/lot/R303-1",
    ]);
    await company.at("2026-07-08 19:00");
    await tellTime(company.kernel);
    await until(async () => (await company.sql("select from outbox where sent_at is null")).length === 0);
    expect(box.received.length).toBe(1);
  });

  it("a person who has left, or has no address, gets none", async () => {
    await start();
    await tell("role.changed", "jiangmin", "R401-1");
    await company.sql("select set_config('app.actor', '2', false)");
    await company.sql("update person set state = 'disabled' where login = 'shenyue'");
    const count = (await mails()).length;
    await tell("role.changed", "shenyue", "R402-1");
    expect((await mails()).length).toBe(count);
    expect(
      shown<{ mail: string | null }>(
        (await (await company.browser("jiangmin")).ask("{ noticeSetting { mail } }")).data,
        "noticeSetting",
      ),
    ).toEqual({ mail: null });
  });
});
