/** Long jobs on a handful of customers: started as by a browser, worked off turn by turn as the relay would. For tests of jobs. */
import { workTurn } from "../src/modules/platform/job/turn.ts";
import { type Browser, type Reply, shown } from "./browser.ts";
import { type House, openHouse } from "./house.ts";

/** The house of the test file; there when `openJobs` has answered. */
export let house: House;
/** The browser of the data steward, who may change customers. */
export let steward: Browser;
export const many = 14;
export const numbers = Array.from({ length: many }, (_, i) => `B-${String(i + 1).padStart(2, "0")}`);

/** Opens a house with the customers B-01 to B-14. */
export async function openJobs(): Promise<void> {
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
  steward = await house.browser("luoan");
}

/** Nothing of the test before is at work any more. */
export const endJobs = (): Promise<object[]> =>
  house.sql("update job set state = 'cancelled' where state in ('queued', 'running', 'checked')");

export interface JobSeen {
  readonly id: string;
  readonly state: string;
  readonly phase: string;
  readonly total: number;
  readonly ok: number;
  readonly skipped: number;
  readonly failed: number;
  readonly problem: { readonly code: string } | null;
}

export const seen = "{ id state phase total ok skipped failed problem { code } }";

export const start = (browser: Browser, input: object, commandId: string = crypto.randomUUID()): Promise<Reply> =>
  browser.ask(`mutation ($c: ID!, $input: BulkInput!) { job: startBulk(commandId: $c, input: $input) ${seen} }`, {
    c: commandId,
    input,
  });

export const order = async (browser: Browser, verb: "runJob" | "cancelJob" | "retryJob", id: string): Promise<Reply> =>
  browser.ask(`mutation ($c: ID!, $id: ID!) { job: ${verb}(commandId: $c, id: $id) ${seen} }`, { c: crypto.randomUUID(), id });

export const jobIn = (reply: Reply): JobSeen => {
  if (reply.code) throw new Error(`${reply.code} ${reply.reasons} ${reply.issues} ${reply.errors.map((e) => e.message)}`);
  return shown<JobSeen>(reply.data, "job");
};

export const look = async (browser: Browser, id: string): Promise<JobSeen> =>
  jobIn(await browser.ask(`query ($id: ID!) { job(id: $id) ${seen} }`, { id }));

export const fault = (error: unknown): never => {
  throw error;
};

/** Works a job's turns off until it is over, as the relay would. */
export async function work(id: string, limitMs?: number): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const [job] = await house.sql<{ turn: number; state: string }>("select turn, state from job where id = $1", [id]);
    if (!job || !["queued", "running"].includes(job.state)) return;
    await workTurn(house.kernel, id, job.turn, fault, limitMs);
  }
  throw new Error("the job does not end");
}

export const customers = async (): Promise<{ id: string; number: string; version: number; contact: string; state: string }[]> =>
  house.sql("select id, number, version, contact, state from customer where number like 'B-%' order by number");

export const idsOf = async (some: readonly string[]): Promise<string[]> =>
  (await customers()).filter(({ number }) => some.includes(number)).map(({ id }) => id);

export const rowsOf = async (browser: Browser, id: string, outcome?: string) => {
  const reply = await browser.ask(
    "query ($id: ID!, $outcome: String) { job(id: $id) { rows(outcome: $outcome, first: 500) { number outcome reasons { code text { en zh } } } groups { outcome count numbers reason { code } } } }",
    { id, outcome },
  );
  return shown<{
    rows: { number: string; outcome: string | null; reasons: { code: string; text: { en: string; zh: string } }[] }[];
    groups: { outcome: string; count: number; numbers: string[]; reason: { code: string } }[];
  }>(reply.data, "job");
};

/** A job of these customers, checked. */
export async function checked(browser: Browser, input: object): Promise<JobSeen> {
  const { id } = jobIn(await start(browser, { record: "Customer", ...input }));
  await work(id);
  return look(browser, id);
}

export const edit = async (contact: string, some: readonly string[] = numbers) => ({
  ids: await idsOf(some),
  input: { contact },
});
