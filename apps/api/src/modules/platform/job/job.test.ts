import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { grantRole, testKeys } from "../../../../test/house.ts";
import {
  checked,
  customers,
  edit,
  endJobs,
  fault,
  house,
  jobIn,
  look,
  many,
  numbers,
  openJobs,
  order,
  rowsOf,
  seen,
  start,
  steward,
  work,
} from "../../../../test/jobs.ts";
import { assemble } from "../../../assemble.ts";
import { resumeJobs, workTurn } from "./turn.ts";

beforeAll(openJobs);
afterAll(() => house.close());
beforeEach(endJobs);

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
    await grantRole(house, "shenyue", "STEWARD");
    const buyer = await house.browser("shenyue");
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

  it("is kept as long as rule data says, and removed with its rows at the end of another one; the trail keeps what it did", async () => {
    const run = async (contact: string) => {
      const { id } = await checked(steward, await edit(contact, ["B-01", "B-02"]));
      await order(steward, "runJob", id);
      await work(id);
      return id;
    };
    const [old, young, rule] = [await run("Kept 1"), await run("Kept 2"), "rule_name = 'job-retention' and key = 'default'"];
    const { id: open } = await checked(steward, await edit("Kept 3"));
    await house.sql("update job set state = 'queued' where id = $1", [open]);
    const age = (id: string, days: number) =>
      house.sql("update job set ended_at = domain_now() - make_interval(days => $2) where id = $1", [id, days]);
    for (const [id, days] of [
      [old, 91],
      [young, 89],
      [open, 400],
    ] as const)
      await age(id, days);
    const left = async () =>
      (
        await house.sql<{ id: string; n: number }>(
          "select r.job_id as id, count(*)::int as n from job_row r left join job j on j.id = r.job_id where r.job_id = any($1) group by 1 order by 1",
          [[old, young, open]],
        )
      ).map(({ id, n }) => [id, n]);
    const trail = async () =>
      (await house.sql<{ n: number }>("select count(*)::int as n from audit.event where operation = 'editCustomer'"))[0]?.n;
    const before = await trail();
    await checked(steward, await edit("Kept 4", ["B-03"]));
    expect(await left()).toEqual([
      [young, 2],
      [open, many],
    ]);
    expect(await house.sql("select id from job where id = $1", [old])).toEqual([]);
    expect(await trail()).toBe(before);
    // Another period by another version of the rule.
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql(`update rule set content = '{"days": 30}' where ${rule}`);
    await resumeJobs(house.kernel);
    expect(await left()).toEqual([[open, many]]);
    await house.sql(`update rule set content = '{"days": 90}' where ${rule}`);
    expect(await trail()).toBe(before);
  });

  it("goes on when its person has signed out, and stops when the person is deactivated", async () => {
    const mine = await house.browser("luoan");
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
