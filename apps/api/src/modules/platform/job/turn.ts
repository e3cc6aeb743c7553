/**
 * The worker of all long jobs. A message brings the next turn of a job: some seconds of its rows, each row in a command of the
 * person who ordered it, with the rights the person has at that moment, in one transaction with the note that it is done. Whatever
 * is killed, delivered twice or done by two servers at once, a row is done once (docs/adr/0016).
 */
import { randomUUID } from "node:crypto";
import type { Issue, Reason } from "@lotline/schema";
import { uuidOf } from "../../../base/canonical.ts";
import { type Ctx, systemPersonId } from "../../../base/context.ts";
import { AppError } from "../../../base/error.ts";
import { sqlState } from "../../../base/unavailable.ts";
import { consumer } from "../../../kernel/behaviour.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import { act, edit } from "../../../kernel/lifecycle.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { Request } from "../../../read/request.ts";
import { recordRefusal } from "../session.ts";
import { conflictReasons } from "./conflict.ts";
import { type Job, type JobRow, jobById, openRows, type RowOutcome } from "./job.ts";
import { due } from "./order.ts";
import { removeOldJobs } from "./retention.ts";

/** Milliseconds a turn takes at most; then the other jobs have theirs. */
const turnMs = 5000;
/** Milliseconds after which refused and checked rows are noted, so that a person sees the progress twice a second. */
const noteMs = 400;
const fetchRows = 50;

export const jobWorker = consumer({
  name: "platform.work-job",
  message: "job.due",
  work: (kernel, { job, turn }, report) => workTurn(kernel, job, Number(turn), report),
});

/** What became of a row that was not simply done in its own transaction. */
interface Result {
  readonly row: JobRow;
  readonly outcome: RowOutcome;
  readonly reasons: readonly Reason[] | null;
}

const systemCtx = (job: string): Ctx => ({
  personId: systemPersonId,
  sessionId: null,
  source: "job",
  request: `job ${job}`,
  language: "en",
});

const personCtx = (job: Job): Ctx => ({
  ...systemCtx(job.id),
  personId: job.personId,
  language: job.language,
  terminal: job.terminal ?? undefined,
});

/** A note of the worker's own on the job. */
async function note(kernel: Kernel, job: string, operation: string, change: (tx: Tx) => Promise<void>): Promise<void> {
  await command(kernel, systemCtx(job), { id: randomUUID(), operation, input: { job } }, async (tx) => {
    await change(tx);
    return null;
  });
}

/** One turn. @throws what the queue should try again: the database is away, or an answer was lost */
export async function workTurn(
  kernel: Kernel,
  id: string,
  turn: number,
  report: (error: unknown) => void,
  limitMs = turnMs,
): Promise<void> {
  const job = await begin(kernel, id, turn);
  if (!job) return;
  const notes = new Notes(kernel, job);
  const until = Date.now() + limitMs;
  try {
    for (;;) {
      const rows = await read(kernel, job, (reader) => openRows(reader, job.id, fetchRows));
      if (rows.length === 0) return await end(kernel, job);
      for (const row of rows) {
        const result = await attempt(kernel, job, row, report);
        if (result === "stopped" || !(await notes.add(result))) return;
        if (Date.now() > until) {
          if (await notes.write()) await nextTurn(kernel, job);
          return;
        }
      }
      if (!(await notes.write())) return;
    }
  } catch (error) {
    if (!(error instanceof AppError && error.code === "UNAUTHENTICATED")) throw error;
    await notes.write();
    await fail(kernel, job);
  }
}

async function read<T>(
  kernel: Kernel,
  job: Job,
  work: (reader: Awaited<ReturnType<Request["reader"]>>) => Promise<T>,
): Promise<T> {
  const request = new Request(kernel, systemCtx(job.id));
  try {
    return await work(await request.reader());
  } finally {
    await request.endReads();
  }
}

/** The job when this is its turn; null when another turn, its end or its person was faster. */
async function begin(kernel: Kernel, id: string, turn: number): Promise<Job | null> {
  let job: Job | null = null;
  await note(kernel, id, "beginTurn", async (tx) => {
    const found = await tx.sql(
      `update job set state = 'running', started_at = coalesce(started_at, ?) where id = ? and turn = ? and state in ('queued', 'running') returning id`,
      [tx.now, id, turn],
    );
    job = found.length > 0 ? await jobById(tx, id) : null;
  });
  return job;
}

/** The rest follows with another message, behind whatever else waits. */
const nextTurn = (kernel: Kernel, job: Job): Promise<void> =>
  note(kernel, job.id, "endTurn", async (tx) => {
    const found = await tx.sql("update job set turn = turn + 1 where id = ? and turn = ? and state = 'running' returning id", [
      job.id,
      job.turn,
    ]);
    if (found.length > 0) due(tx, job.id, job.turn + 1);
  });

const end = (kernel: Kernel, job: Job): Promise<void> =>
  note(kernel, job.id, "endJob", async (tx) => {
    await tx.sql("update job set state = ?, ended_at = ? where id = ? and state = 'running'", [
      job.phase === "check" ? "checked" : "done",
      tx.now,
      job.id,
    ]);
    await removeOldJobs(tx);
  });

const inactive: Reason = {
  code: "PERSON_INACTIVE",
  text: {
    en: "The person who ordered this is not active any more; the rest was not done.",
    zh: "下达该作业的人员已停用，其余未执行。",
  },
};

const fail = (kernel: Kernel, job: Job): Promise<void> =>
  note(kernel, job.id, "endJob", async (tx) => {
    await tx.sql("update job set state = 'failed', problem = ?::jsonb, ended_at = ? where id = ? and state = 'running'", [
      JSON.stringify(inactive),
      tx.now,
      job.id,
    ]);
  });

/** Ends the attempt of a row without a trace: the job was stopped, or the row is done already. */
class GivenUp extends Error {}

/** Does one row. @returns what is to be noted about it, nothing when it was noted with its change, "stopped" when the job was */
async function attempt(
  kernel: Kernel,
  job: Job,
  row: JobRow,
  report: (error: unknown) => void,
): Promise<Result | null | "stopped"> {
  const operation = job.action === null ? `edit${job.record}` : `${job.action}${job.record}`;
  const dryRun = job.phase === "check";
  try {
    await command(
      kernel,
      personCtx(job),
      {
        id: uuidOf(`job ${job.id} row ${row.id}`),
        operation,
        input: { id: row.recordId, version: row.version, input: row.input ?? job.input },
        ...(job.reason ? { reason: job.reason } : {}),
        dryRun,
      },
      async (tx) => {
        if (!dryRun && !(await takeRow(tx, job, row))) throw new GivenUp();
        return { record: job.record, id: await perform(tx, job, row) };
      },
    );
    return dryRun ? { row, outcome: "ok", reasons: null } : null;
  } catch (error) {
    if (error instanceof GivenUp) return (await isRunning(kernel, job)) ? null : "stopped";
    const result = await resultOf(kernel, job, row, error, report);
    if (result.outcome === "skipped" && !dryRun)
      await recordRefusal(kernel.orm, job.personId, operation, result.reasons?.map(({ code }) => code) ?? []);
    return result;
  }
}

/** Counts the row as done in the transaction that does it; false when the job does not run any more or the row is done already. */
async function takeRow(tx: Tx, job: Job, row: JobRow): Promise<boolean> {
  const running = await tx.sql("update job set ok = ok + 1 where id = ? and state = 'running' and phase = 'run' returning id", [
    job.id,
  ]);
  if (running.length === 0) return false;
  const open = await tx.sql("update job_row set outcome = 'ok' where id = ? and outcome is null returning id", [row.id]);
  return open.length > 0;
}

const isRunning = (kernel: Kernel, job: Job): Promise<boolean> =>
  read(kernel, job, async (reader) => (await jobById(reader, job.id))?.state === "running");

async function perform(tx: Tx, job: Job, row: JobRow): Promise<string> {
  const { recordId: id, version } = row;
  const input = row.input ?? job.input;
  const done =
    job.action === null
      ? await edit(tx, job.record, { id, version, input })
      : await act(tx, job.record, { id, version, action: job.action, input });
  return done.id;
}

/** What a failure means for the row. @throws what is no answer about the row: the person is gone, or the database is away */
async function resultOf(
  kernel: Kernel,
  job: Job,
  row: JobRow,
  error: unknown,
  report: (error: unknown) => void,
): Promise<Result> {
  if (!(error instanceof AppError)) {
    if (sqlState(error) === "08006") throw error;
    const reference = randomUUID();
    report(Object.assign(new Error(`job ${job.id}, row ${row.position}, reference ${reference}`), { cause: error }));
    return { row, outcome: "failed", reasons: [internal(reference)] };
  }
  switch (error.code) {
    case "UNAUTHENTICATED":
    case "OUTCOME_UNKNOWN":
      throw error;
    case "CONFLICT":
      return { row, outcome: "failed", reasons: await read(kernel, job, (reader) => conflictReasons(reader, job.record, error)) };
    case "BUSY":
      return { row, outcome: "failed", reasons: [busy] };
    default:
      return { row, outcome: "skipped", reasons: error.details.reasons ?? error.details.issues?.map(asReason) ?? [] };
  }
}

const internal = (reference: string): Reason => ({
  code: "INTERNAL",
  text: {
    en: `The server met an error it did not expect; nothing was changed. Reference ${reference}.`,
    zh: `服务器发生意外错误，没有任何更改。编号 ${reference}。`,
  },
});

const busy: Reason = {
  code: "BUSY",
  text: { en: "Another change of it was under way; nothing was changed.", zh: "该记录正被其他操作占用，没有任何更改。" },
};

const asReason = ({ path, code, text }: Issue): Reason => ({ code, text, field: path });

/** Results that wait to be written together. */
class Notes {
  readonly #kernel: Kernel;
  readonly #job: Job;
  #waiting: Result[] = [];
  #since = Date.now();

  constructor(kernel: Kernel, job: Job) {
    this.#kernel = kernel;
    this.#job = job;
  }

  /** @returns false when the job does not run any more */
  async add(result: Result | null): Promise<boolean> {
    if (result) this.#waiting.push(result);
    return Date.now() - this.#since < noteMs || this.write();
  }

  /** Writes what waits and counts it; a row that another turn has answered meanwhile keeps that answer. */
  async write(): Promise<boolean> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#since = Date.now();
    let isRunning = false;
    await note(this.#kernel, this.#job.id, "noteRows", async (tx) => {
      const [job] = await tx.sql<{ state: string }>("select state from job where id = ? for update", [this.#job.id]);
      isRunning = job?.state === "running";
      if (!isRunning || waiting.length === 0) return;
      await tx.sql(
        `with given as (select * from jsonb_to_recordset(?::jsonb) g(id bigint, outcome text, reasons jsonb)),
           noted as (update job_row r set outcome = given.outcome, reasons = given.reasons from given
             where r.id = given.id and r.outcome is null returning r.outcome)
         update job j set ok = j.ok + n.ok, skipped = j.skipped + n.skipped, failed = j.failed + n.failed
         from (select count(*) filter (where outcome = 'ok') as ok, count(*) filter (where outcome = 'skipped') as skipped,
           count(*) filter (where outcome = 'failed') as failed from noted) n where j.id = ?`,
        [JSON.stringify(waiting.map(({ row, outcome, reasons }) => ({ id: row.id, outcome, reasons }))), this.#job.id],
      );
    });
    return isRunning;
  }
}

/** Lets jobs go on that a server left when it was killed, and removes old ones; at start, before the relay. Rows know what is done. */
export const resumeJobs = (kernel: Kernel): Promise<void> =>
  note(kernel, "all", "resumeJobs", async (tx) => {
    const open = await tx.sql<{ id: string; turn: number }>(
      "select id, turn from job where state in ('queued', 'running') order by id",
    );
    for (const { id, turn } of open) due(tx, id, turn);
    await removeOldJobs(tx);
  });
