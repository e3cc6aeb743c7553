import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Browser, type Reply, shown } from "../../../../test/browser.ts";
import { type House, openHouse, testKeys } from "../../../../test/house.ts";
import { assemble } from "../../../assemble.ts";
import { resumeJobs, workTurn } from "./turn.ts";

let house: House;
let steward: Browser;
const many = 14;
const numbers = Array.from({ length: many }, (_, i) => `B-${String(i + 1).padStart(2, "0")}`);

beforeAll(async () => {
  house = await openHouse();
  const hand = await house.hands.as("luoan");
  for (const number of numbers)
    await hand.create("Customer", {
      number,
      nameEn: number,
      nameZh: number,
      kind: "hospital",
      address: "1 Road",
      contact: "Ms A",
    });
  steward = await browserOf("luoan");
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.sql("update job set state = 'cancelled' where state in ('queued', 'running', 'checked')");
});

async function browserOf(login: string): Promise<Browser> {
  const [person] = await house.sql<{ id: string; login: string }>("select id, login from person where login = $1", [login]);
  if (!person) throw new Error(`nobody has the login ${login}`);
  return Browser.of(house.kernel, person);
}

interface JobSeen {
  readonly id: string;
  readonly state: string;
  readonly phase: string;
  readonly total: number;
  readonly ok: number;
  readonly skipped: number;
  readonly failed: number;
  readonly problem: { readonly code: string } | null;
}

const seen = "{ id state phase total ok skipped failed problem { code } }";

const start = (browser: Browser, input: object, commandId: string = crypto.randomUUID()): Promise<Reply> =>
  browser.ask(`mutation ($c: ID!, $input: BulkInput!) { job: startBulk(commandId: $c, input: $input) ${seen} }`, {
    c: commandId,
    input,
  });

const order = async (browser: Browser, verb: "runJob" | "cancelJob" | "retryJob", id: string): Promise<Reply> =>
  browser.ask(`mutation ($c: ID!, $id: ID!) { job: ${verb}(commandId: $c, id: $id) ${seen} }`, { c: crypto.randomUUID(), id });

const jobIn = (reply: Reply): JobSeen => {
  if (reply.code) throw new Error(`${reply.code} ${reply.reasons} ${reply.issues} ${reply.errors.map((e) => e.message)}`);
  return shown<JobSeen>(reply.data, "job");
};

const look = async (browser: Browser, id: string): Promise<JobSeen> =>
  jobIn(await browser.ask(`query ($id: ID!) { job(id: $id) ${seen} }`, { id }));

const fault = (error: unknown): never => {
  throw error;
};

/** Works a job's turns off until it is over, as the relay would. */
async function work(id: string, limitMs?: number): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const [job] = await house.sql<{ turn: number; state: string }>("select turn, state from job where id = $1", [id]);
    if (!job || !["queued", "running"].includes(job.state)) return;
    await workTurn(house.kernel, id, job.turn, fault, limitMs);
  }
  throw new Error("the job does not end");
}

const customers = async (): Promise<{ id: string; number: string; version: number; contact: string; state: string }[]> =>
  house.sql("select id, number, version, contact, state from customer where number like 'B-%' order by number");

const idsOf = async (some: readonly string[]): Promise<string[]> =>
  (await customers()).filter(({ number }) => some.includes(number)).map(({ id }) => id);

const rowsOf = async (browser: Browser, id: string, outcome?: string) => {
  const reply = await browser.ask(
    "query ($id: ID!, $outcome: String) { job(id: $id) { rows(outcome: $outcome, first: 500) { number outcome reasons { code text { en zh } } } groups { outcome count numbers reason { code } } } }",
    { id, outcome },
  );
  return shown<{
    rows: { number: string; outcome: string | null; reasons: { code: string; text: { en: string; zh: string } }[] }[];
    groups: { outcome: string; count: number; numbers: string[]; reason: { code: string } }[];
  }>(reply.data, "job");
};

/** All that a command could leave behind. */
const trail = async () =>
  (
    await house.sql(
      "select (select count(*) from audit.event) as events, (select count(*) from duty) as duties, (select count(*) from security_event where kind = 'refused') as refusals, (select md5(string_agg(c::text, ',' order by c.id)) from customer c) as customers",
    )
  )[0];

/** Gives a person one more role. */
async function grant(login: string, role: string): Promise<void> {
  const [person] = await house.sql<{ id: string }>("select id from person where login = $1", [login]);
  const proposed = await (await house.hands.as("weiqing")).create("RoleGrant", { person: person?.id, role });
  await (await house.hands.as("guping")).act("RoleGrant", proposed, "confirm");
}

/** Keeps a customer's row locked, so that the worker stands still there until it is let go. */
async function hold(number: string): Promise<() => Promise<unknown>> {
  await house.sql("begin");
  await house.sql("select 1 from customer where number = $1 for update", [number]);
  return () => house.sql("rollback");
}

async function until(ready: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await ready())) {
    if (Date.now() > deadline) throw new Error("it did not happen within 15 s");
    await new Promise((done) => setTimeout(done, 10));
  }
}

const backends = async (): Promise<number[]> =>
  (await house.sql<{ pid: number }>("select pid from pg_stat_activity where datname = current_database()")).map(({ pid }) => pid);

/** A job of these customers, checked. */
async function checked(browser: Browser, input: object): Promise<JobSeen> {
  const { id } = jobIn(await start(browser, { record: "Customer", ...input }));
  await work(id);
  return look(browser, id);
}

const edit = async (contact: string, some: readonly string[] = numbers) => ({ ids: await idsOf(some), input: { contact } });

describe("[U07] a bulk action", () => {
  it("is checked first by the same path, which changes nothing and names what is refused and why", async () => {
    const hand = await house.hands.as("luoan");
    for (const number of ["B-03", "B-04"])
      await hand.act("Customer", await hand.find("Customer", number), "block", undefined, "not a customer any more");
    const before = await trail();
    const job = await checked(steward, {
      action: "block",
      reason: "the contract has ended",
      ids: await idsOf(numbers.slice(0, 6)),
    });
    expect(job).toMatchObject({ state: "checked", phase: "check", total: 6, ok: 4, skipped: 2, failed: 0 });
    expect(await trail()).toEqual(before);
    const { groups } = await rowsOf(steward, job.id);
    expect(groups).toEqual([{ outcome: "skipped", count: 2, numbers: ["B-03", "B-04"], reason: { code: "STATE" } }]);
  });

  it("runs what the check allowed, each row an audited command of the person with source job, and reports every row", async () => {
    const { id } = await checked(steward, {
      action: "block",
      reason: "the contract has ended",
      ids: await idsOf(numbers.slice(0, 6)),
    });
    await order(steward, "runJob", id);
    await work(id);
    expect(await look(steward, id)).toMatchObject({ state: "done", phase: "run", total: 6, ok: 4, skipped: 2, failed: 0 });
    const { rows } = await rowsOf(steward, id);
    expect(rows.map(({ number, outcome }) => `${number} ${outcome}`)).toEqual([
      "B-01 ok",
      "B-02 ok",
      "B-03 skipped",
      "B-04 skipped",
      "B-05 ok",
      "B-06 ok",
    ]);
    const events = await house.sql(
      `select e.operation, e.source, e.reason, p.login, e.request from audit.event e join person p on p.id = e.actor_id
       where e.table_name = 'customer' and e.request = $1 order by e.id`,
      [`job ${id}`],
    );
    expect(events).toEqual(
      Array.from({ length: 4 }, () => ({
        operation: "blockCustomer",
        source: "job",
        reason: "the contract has ended",
        login: "luoan",
        request: `job ${id}`,
      })),
    );
    const hand = await house.hands.as("luoan");
    for (const number of numbers.slice(0, 6))
      await hand.act("Customer", await hand.find("Customer", number), "unblock", undefined, "the contract goes on");
  });

  it("takes all that match a filter but the excepted ones, as they are when it starts", async () => {
    const [except] = await idsOf(["B-14"]);
    const { id } = jobIn(
      await start(steward, {
        record: "Customer",
        input: { contact: "Mr M" },
        filter: { number: { startsWith: "B-1" } },
        except: [except],
      }),
    );
    const hand = await house.hands.as("luoan");
    await hand.create("Customer", { number: "B-19", nameEn: "late", nameZh: "late", kind: "hospital", contact: "Late" });
    await work(id);
    await order(steward, "runJob", id);
    await work(id);
    const after = await customers();
    expect(after.filter(({ contact }) => contact === "Mr M").map(({ number }) => number)).toEqual([
      "B-10",
      "B-11",
      "B-12",
      "B-13",
    ]);
  });

  it("[REQ-REC-04] of a critical field asks one reason for all of them", async () => {
    const given = { ids: await idsOf(["B-07", "B-08"]), input: { nameEn: "Renamed" } };
    const without = await checked(steward, given);
    expect(without).toMatchObject({ ok: 0, skipped: 2 });
    expect((await rowsOf(steward, without.id)).groups).toMatchObject([{ count: 2, reason: { code: "REASON_REQUIRED" } }]);
    const { id } = await checked(steward, { ...given, reason: "the company was renamed" });
    await order(steward, "runJob", id);
    await work(id);
    const events = await house.sql<{ reason: string }>(
      "select reason from audit.event where request = $1 and table_name = 'customer'",
      [`job ${id}`],
    );
    expect(events.map(({ reason }) => reason)).toEqual(["the company was renamed", "the company was renamed"]);
  });

  it("that is signed is refused as a bulk, with the reason, and nothing is taken down", async () => {
    const releaser = await browserOf("zhouqiming");
    const reply = await start(releaser, { record: "Lot", action: "release", ids: ["1"] });
    expect([reply.code, reply.reasons]).toEqual(["REFUSED", ["SIGNED_ONE_BY_ONE"]]);
    expect(await house.sql("select 1 from job where record_type = 'Lot'")).toEqual([]);
  });

  it("without the permit, without rows, with a wrong input or beyond the limits is refused at once", async () => {
    const buyer = await browserOf("shenyue");
    const ids = await idsOf(["B-01"]);
    const refusal = async (browser: Browser, input: object) => {
      const { code, reasons, issues } = await start(browser, input);
      return [code, ...reasons, ...issues];
    };
    expect(await refusal(buyer, { record: "Customer", input: { contact: "x" }, ids })).toEqual(["REFUSED", "NO_PERMIT"]);
    expect(await refusal(steward, { record: "Customer", input: { contact: "x" }, ids: [] })).toEqual([
      "REFUSED",
      "NOTHING_SELECTED",
    ]);
    expect(await refusal(steward, { record: "Nobody", ids })).toEqual(["NOT_FOUND", "NOT_FOUND"]);
    expect(await refusal(steward, { record: "Customer", action: "explode", ids })).toEqual(["NOT_FOUND"]);
    expect(await refusal(steward, { record: "Customer", input: { state: "blocked" }, ids })).toEqual([
      "BAD_USER_INPUT",
      "input:input",
    ]);
    expect(await refusal(steward, { record: "Customer", filter: { and: "x" } })).toEqual(["BAD_USER_INPUT", "filter:input"]);
    expect(await refusal(steward, { record: "Customer", ids, filter: {} })).toEqual(["BAD_USER_INPUT", "input:selection"]);
    const tooMany = Array.from({ length: 10_001 }, (_, i) => String(i + 1));
    expect(await refusal(steward, { record: "Customer", input: {}, ids: tooMany })).toEqual(["REFUSED", "TOO_MANY_ROWS"]);
    const rows = Array.from({ length: 1001 }, (_, i) => ({ id: String(i + 1), shown: 1, input: {} }));
    expect(await refusal(steward, { record: "Customer", rows })).toEqual(["REFUSED", "TOO_MANY_ROWS"]);
    for (let i = 0; i < 5; i++)
      expect((await start(steward, { record: "Customer", ...(await edit("x", ["B-01"])) })).code).toBeNull();
    expect(await refusal(steward, { record: "Customer", ...(await edit("x", ["B-01"])) })).toEqual(["REFUSED", "TOO_MANY_JOBS"]);
  });

  it("is judged for the bar: how many may, how many may not, and why", async () => {
    const hand = await house.hands.as("luoan");
    await hand.act("Customer", await hand.find("Customer", "B-09"), "block", undefined, "not a customer any more");
    const reply = await steward.ask(
      'query ($ids: [ID!]!) { v: bulkVerdicts(record: "Customer", ids: $ids) { name signed allowed refused reasons { count reason { code } } } }',
      { ids: await idsOf(["B-09", "B-10", "B-11"]) },
    );
    await hand.act("Customer", await hand.find("Customer", "B-09"), "unblock", undefined, "the contract goes on");
    expect(reply.data?.v).toEqual([
      { name: "block", signed: false, allowed: 2, refused: 1, reasons: [{ count: 1, reason: { code: "STATE" } }] },
      { name: "unblock", signed: false, allowed: 1, refused: 2, reasons: [{ count: 2, reason: { code: "STATE" } }] },
      { name: "edit", signed: false, allowed: 2, refused: 1, reasons: [{ count: 1, reason: { code: "NOT_EDITABLE" } }] },
    ]);
  });
});

describe("[U07] the report of a bulk", () => {
  it("says of a row that somebody changed meanwhile what is there now and what was wanted; retry takes the failed ones only", async () => {
    const { id } = await checked(steward, await edit("Ms New", ["B-12", "B-13", "B-14"]));
    const hand = await house.hands.as("luoan");
    await hand.edit("Customer", await hand.find("Customer", "B-13"), { contact: "Mr Other" });
    await order(steward, "runJob", id);
    await work(id);
    expect(await look(steward, id)).toMatchObject({ state: "done", ok: 2, skipped: 0, failed: 1 });
    const { rows } = await rowsOf(steward, id, "failed");
    expect(rows.map((row) => [row.number, ...row.reasons.map(({ code, text }) => `${code} ${text.en}`)])).toEqual([
      [
        "B-13",
        "STALE_RECORD The record was changed meanwhile; please look at the present version.",
        "FIELD_DIFFERS Contact is now “Mr Other”; this would make it “Ms New”.",
      ],
    ]);
    expect((await customers()).find(({ number }) => number === "B-13")?.contact).toBe("Mr Other");
    const again = jobIn(await order(steward, "retryJob", id));
    await work(again.id);
    await order(steward, "runJob", again.id);
    await work(again.id);
    expect(await look(steward, again.id)).toMatchObject({ state: "done", total: 1, ok: 1 });
    expect((await customers()).find(({ number }) => number === "B-13")?.contact).toBe("Ms New");
    expect(await order(steward, "retryJob", again.id)).toMatchObject({ code: "REFUSED", reasons: ["JOB_STATE"] });
  });
});

describe("[U11] rows with values of their own", () => {
  it("are checked and changed row by row on the version that was shown", async () => {
    const [a, b, c] = (await customers()).filter(({ number }) => ["B-09", "B-10", "B-11"].includes(number));
    if (!a || !b || !c) throw new Error("no customers");
    const job = await checked(steward, {
      rows: [
        { id: a.id, shown: a.version, input: { contact: "A" } },
        { id: b.id, shown: b.version, input: { contact: "x".repeat(161) } },
        { id: c.id, shown: c.version - 1, input: { contact: "C" } },
        { id: "999999", shown: 1, input: { contact: "D" } },
      ],
    });
    expect(job).toMatchObject({ state: "checked", total: 4, ok: 1, skipped: 2, failed: 1 });
    await order(steward, "runJob", job.id);
    await work(job.id);
    const { rows } = await rowsOf(steward, job.id);
    expect(rows.map(({ number, outcome, reasons }) => [number, outcome, ...reasons.map(({ code }) => code)])).toEqual([
      ["B-09", "ok"],
      ["B-10", "skipped", "tooLong"],
      ["B-11", "failed", "STALE_RECORD", "FIELD_DIFFERS"],
      ["", "skipped", "NOT_FOUND"],
    ]);
    expect((await customers()).filter(({ contact }) => contact.length === 1).map(({ number }) => number)).toEqual(["B-09"]);
  });
});

describe("[U24] a long job", () => {
  it("goes on where it was after its server was killed, and does each row once", async () => {
    const { id } = await checked(steward, await edit("Dr K"));
    await order(steward, "runJob", id);
    // A server of its own, whose connections break in the middle of its work.
    const release = await hold("B-03");
    const others = await backends();
    const doomed = await assemble(house.database.app, testKeys, { pool: 2 });
    const death = workTurn(doomed, id, 1, fault).then(
      () => "lived",
      () => "died",
    );
    await until(async () => (await look(steward, id)).ok === 2);
    const its = (await backends()).filter((pid) => !others.includes(pid));
    const closing = doomed.orm.close(true);
    await house.sql("select pg_terminate_backend(pid) from unnest($1::int[]) pid", [its]);
    await release();
    await closing;
    expect(await death).toBe("died");
    // The row it was at may have been begun again on the last connection; the rest is open.
    const half = await look(steward, id);
    expect([half.state, half.ok < 4]).toEqual(["running", true]);
    await house.sql("update outbox set sent_at = now()");
    await resumeJobs(house.kernel);
    expect(await house.sql("select payload from outbox where sent_at is null")).toEqual([{ payload: { job: id, turn: "1" } }]);
    await work(id);
    expect(await look(steward, id)).toMatchObject({ state: "done", total: many, ok: many, skipped: 0, failed: 0 });
    expect((await customers()).every(({ contact }) => contact === "Dr K" || contact === "Late")).toBe(true);
    const [events] = await house.sql<{ n: string }>(
      "select count(*) as n from audit.event where request = $1 and table_name = 'customer'",
      [`job ${id}`],
    );
    expect(Number(events?.n)).toBe(many);
  });

  it("takes turns of some seconds, so that another job is not kept waiting; a message of an earlier turn does nothing", async () => {
    const { id } = jobIn(await start(steward, { record: "Customer", ...(await edit("T")) }));
    await workTurn(house.kernel, id, 0, fault, 0);
    const first = await look(steward, id);
    expect(first).toMatchObject({ state: "running", ok: 1 });
    await workTurn(house.kernel, id, 0, fault, 0);
    expect(await look(steward, id)).toEqual(first);
    expect(await house.sql("select payload from outbox where payload ->> 'job' = $1 order by id", [id])).toEqual([
      { payload: { job: id, turn: "0" } },
      { payload: { job: id, turn: "1" } },
    ]);
    await work(id, 0);
    expect(await look(steward, id)).toMatchObject({ state: "checked", ok: many });
  });

  it("done by two servers at once does each row once", async () => {
    const { id } = await checked(steward, await edit("Two"));
    await order(steward, "runJob", id);
    await Promise.all([workTurn(house.kernel, id, 1, fault), workTurn(house.kernel, id, 1, fault)]);
    await work(id);
    expect(await look(steward, id)).toMatchObject({ state: "done", ok: many, failed: 0, skipped: 0 });
    const [row] = await house.sql<{ n: number }>(
      "select count(*)::int as n from audit.event where request = $1 and table_name = 'customer'",
      [`job ${id}`],
    );
    expect(row?.n).toBe(many);
  });

  it("is cancelled between two rows: what is done stays, the rest is not touched", async () => {
    const { id } = await checked(steward, await edit("Cancelled"));
    await order(steward, "runJob", id);
    const release = await hold("B-03");
    const running = workTurn(house.kernel, id, 1, fault);
    await until(async () => (await look(steward, id)).ok === 2);
    // The worker is in the middle of the third row; the order waits for that row and comes before the fourth.
    const told = order(steward, "cancelJob", id);
    await until(
      async () => (await house.sql("select 1 from pg_locks where not granted and locktype = 'transactionid'")).length > 1,
    );
    await release();
    expect(jobIn(await told)).toMatchObject({ state: "cancelled", ok: 3 });
    await running;
    expect(await look(steward, id)).toMatchObject({ state: "cancelled", ok: 3, skipped: 0, failed: 0 });
    expect((await customers()).filter(({ contact }) => contact === "Cancelled").map(({ number }) => number)).toEqual(
      numbers.slice(0, 3),
    );
    expect((await order(steward, "cancelJob", id)).reasons).toEqual(["JOB_STATE"]);
  });

  it("[REQ-ACC-02] does each row with the rights the person has at that moment", async () => {
    await grant("shenyue", "STEWARD");
    const buyer = await browserOf("shenyue");
    const { id } = await checked(buyer, await edit("Rights"));
    await order(buyer, "runJob", id);
    await workTurn(house.kernel, id, 1, fault, 0);
    expect(await look(buyer, id)).toMatchObject({ ok: 1, skipped: 0 });
    const [held] = await house.sql<{ number: string }>(
      "select g.number from role_grant g join person p on p.id = g.person_id where p.login = 'shenyue' and g.role = 'STEWARD'",
    );
    const admin = await house.hands.as("weiqing");
    await admin.act("RoleGrant", await admin.find("RoleGrant", held?.number ?? ""), "end", undefined, "moved to another task");
    await work(id);
    expect(await look(buyer, id)).toMatchObject({ state: "done", ok: 1, skipped: many - 1 });
    expect((await rowsOf(buyer, id)).groups).toMatchObject([
      { outcome: "skipped", count: many - 1, reason: { code: "NO_PERMIT" } },
    ]);
    expect((await customers()).filter(({ contact }) => contact === "Rights").length).toBe(1);
  });

  it("goes on when its person has signed out, and stops when the person is deactivated", async () => {
    const mine = await browserOf("luoan");
    const { id } = await checked(mine, await edit("Out"));
    await order(mine, "runJob", id);
    await house.sql(
      "update session set ended_at = now() where person_id = (select id from person where login = 'luoan') and token_hash = encode(sha256($1::bytea), 'hex')",
      [mine.token],
    );
    expect((await mine.ask(`query ($id: ID!) { job(id: $id) ${seen} }`, { id })).code).toBe("UNAUTHENTICATED");
    await workTurn(house.kernel, id, 1, fault, 0);
    expect(await look(steward, id)).toMatchObject({ state: "running", ok: 1 });
    const [person] = await house.sql<{ number: string }>("select number from person where login = 'luoan'");
    const admin = await house.hands.as("guping");
    await admin.act("Person", await admin.find("Person", person?.number ?? ""), "disable", undefined, "left the company");
    await work(id);
    const [job] = await house.sql<{ state: string; ok: number; problem: { code: string } }>(
      "select state, ok, problem from job where id = $1",
      [id],
    );
    expect([job?.state, job?.ok, job?.problem.code]).toEqual(["failed", 1, "PERSON_INACTIVE"]);
  });
});
