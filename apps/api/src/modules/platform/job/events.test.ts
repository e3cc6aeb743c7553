/** The progress of a job as a stream over HTTP, worked by the real relay. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "../../../../test/house.ts";
import { type Served, serve } from "../../../../test/served.ts";
import { createRelay, type Relay } from "../../../outbox/relay.ts";

let house: House;
let relay: Relay;
let served: Served;

beforeAll(async () => {
  house = await openHouse();
  served = await serve(house.kernel);
  relay = createRelay({ kernel: house.kernel, url: house.database.app, intervalMs: 50 });
  await relay.start();
  const hand = await house.hands.as("luoan");
  for (const number of ["E-1", "E-2", "E-3"])
    await hand.create("Customer", { number, nameEn: number, nameZh: number, kind: "hospital", contact: "Ms A" });
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await relay?.stop();
  await house?.close();
});

/** A signed-in browser's cookie. */
async function cookieOf(login: string): Promise<string> {
  const [person] = await house.sql<{ id: string }>("select id from person where login = $1", [login]);
  return served.cookieOf(person?.id ?? "");
}

async function ask(cookie: string, query: string, variables: object = {}): Promise<Record<string, Record<string, unknown>>> {
  const { data, codes } = await served.ask(query, variables, cookie);
  if (codes.length > 0) throw new Error(codes.join());
  return data as Record<string, Record<string, unknown>>;
}

const startEdit = async (cookie: string): Promise<string> => {
  const started = await ask(
    cookie,
    "mutation ($c: ID!, $input: BulkInput!) { job: startBulk(commandId: $c, input: $input) { id } }",
    {
      c: crypto.randomUUID(),
      input: { record: "Customer", input: { contact: "=SUM(A1)" }, filter: { number: { startsWith: "E-" } } },
    },
  );
  return String(started.job?.id);
};

const events = (cookie: string, id: string, headers: object = {}): Promise<Response> =>
  fetch(`${served.url}/jobs/${id}/events`, { headers: { cookie, ...headers }, signal: AbortSignal.timeout(20_000) });

/** The events of a whole stream. */
const told = (text: string): { id?: string; event: string; data: { [field: string]: unknown } }[] =>
  text
    .split("\n\n")
    .map((block) => Object.fromEntries(block.split("\n").map((line) => /^(\w+): (.*)$/.exec(line)?.slice(1) ?? ["", ""])))
    .filter(({ event }) => event)
    .map(({ id, event, data }) => ({ id, event: String(event), data: JSON.parse(String(data)) as { [field: string]: unknown } }));

describe("[U24] the progress of a job", () => {
  it("comes as events until the job is over; who comes back with the last event's id hears only what is new", async () => {
    const cookie = await cookieOf("luoan");
    const id = await startEdit(cookie);
    const response = await events(cookie, id);
    expect([response.status, response.headers.get("content-type"), response.headers.get("cache-control")]).toEqual([
      200,
      "text/event-stream; charset=utf-8",
      "no-store",
    ]);
    const heard = told(await response.text());
    expect(heard.at(-2)).toEqual({
      id: "check.checked.3.0.0",
      event: "progress",
      data: { state: "checked", phase: "check", total: 3, ok: 3, skipped: 0, failed: 0 },
    });
    expect(heard.at(-1)?.event).toBe("end");
    const again = told(await (await events(cookie, id, { "last-event-id": "check.checked.3.0.0" })).text());
    expect(again.map(({ event }) => event)).toEqual(["end"]);
    await ask(cookie, "mutation ($c: ID!, $id: ID!) { job: runJob(commandId: $c, id: $id) { id } }", {
      c: crypto.randomUUID(),
      id,
    });
    const done = told(await (await events(cookie, id)).text());
    expect(done.at(-2)?.data).toMatchObject({ state: "done", phase: "run", ok: 3 });
  });

  it("is for the person whose job it is, in a session that holds", async () => {
    const cookie = await cookieOf("luoan");
    const id = await startEdit(cookie);
    const status = async (who: string, job: string, headers: object = {}) => (await events(who, job, headers)).status;
    expect(await status("", id)).toBe(401);
    expect(await status(await cookieOf("shenyue"), id)).toBe(404);
    expect(await status(cookie, "99999")).toBe(404);
    expect(await status(cookie, "x")).toBe(404);
    expect(await status(cookie, id, { origin: "https://elsewhere.example" })).toBe(403);
  });

  it("ends within a second when the session is revoked, and does not keep a session from growing old", async () => {
    const cookie = await cookieOf("luoan");
    // A job that stands still: its person's row is kept by somebody.
    await house.sql("begin");
    await house.sql("select 1 from customer where number = 'E-1' for update");
    try {
      const id = await startEdit(cookie);
      const response = await events(cookie, id);
      const before = await house.sql("select last_seen_at from session order by id desc limit 1");
      await new Promise((done) => setTimeout(done, 1200));
      expect(await house.sql("select last_seen_at from session order by id desc limit 1")).toEqual(before);
      await ask(cookie, "mutation { logout }");
      const began = Date.now();
      await response.text().catch(() => "cut");
      expect(Date.now() - began).toBeLessThan(1500);
    } finally {
      await house.sql("rollback");
    }
  });

  it("may be watched by one person in six windows at a time, not more", async () => {
    const cookie = await cookieOf("luoan");
    await house.sql("begin");
    await house.sql("select 1 from customer where number = 'E-1' for update");
    try {
      const id = await startEdit(cookie);
      const open = await Promise.all(Array.from({ length: 6 }, () => events(cookie, id)));
      expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
      expect((await events(cookie, id)).status).toBe(429);
      await open[0]?.body?.cancel();
      await new Promise((done) => setTimeout(done, 1000));
      const next = await events(cookie, id);
      expect(next.status).toBe(200);
      for (const response of [...open.slice(1), next]) await response.body?.cancel();
    } finally {
      await house.sql("rollback");
    }
  });
});

describe("[U07] the report of a job", () => {
  it("is a file for Excel in the person's language, every row with its outcome, formulas disarmed", async () => {
    const cookie = await cookieOf("luoan");
    const [job] = await house.sql<{ id: string }>("select id from job where state = 'done' order by id limit 1");
    await house.sql(
      "update job_row set record_number = '=1+1', outcome = 'skipped', reasons = $2 where job_id = $1 and position = 2",
      [job?.id, JSON.stringify([{ code: "X", text: { en: 'Said "no", twice', zh: "不行" } }])],
    );
    const response = await fetch(`${served.url}/jobs/${job?.id}/report.csv?lang=en`, { headers: { cookie } });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.subarray(3).toString()).toBe(
      'No.,Record,Outcome,Reasons\r\n1,E-1,done,\r\n2,\'=1+1,refused,"Said ""no"", twice"\r\n3,E-3,done,\r\n',
    );
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="job-${job?.id}.csv"`);
    expect(
      (await fetch(`${served.url}/jobs/${job?.id}/report.csv`, { headers: { cookie: await cookieOf("shenyue") } })).status,
    ).toBe(404);
  });
});
