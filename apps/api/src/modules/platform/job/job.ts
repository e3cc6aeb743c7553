import type { Language, Reason, RecordName } from "@lotline/schema";
import { AppError } from "../../../base/error.ts";
import { isKey } from "../../../base/key.ts";
import type { SqlReader } from "../../../base/reader.ts";

/** What is done to each row: a named action, or a change of fields. */
export type JobKind = "act" | "edit";

/** Waiting for its turn, at work, checked and waiting for the person's word, or over in one of three ways. */
export type JobState = "queued" | "running" | "checked" | "done" | "failed" | "cancelled";

/** A check does everything and keeps nothing; a run keeps what it does. */
export type JobPhase = "check" | "run";

export type RowOutcome = "ok" | "skipped" | "failed";

/** Long work that a person ordered: the same thing to be done to each of its rows. */
export interface Job {
  readonly id: string;
  readonly personId: string;
  readonly kind: JobKind;
  readonly record: RecordName;
  readonly action: string | null;
  readonly input: { readonly [field: string]: unknown };
  readonly reason: string | null;
  readonly language: Language;
  readonly state: JobState;
  readonly phase: JobPhase;
  /** Counts the turns taken; a message of an earlier one has nothing to say any more. */
  readonly turn: number;
  readonly total: number;
  readonly ok: number;
  readonly skipped: number;
  readonly failed: number;
  /** Why the whole job ended before its rows did. */
  readonly problem: Reason | null;
  readonly retryOf: string | null;
  /** The hash of the secret of the terminal at which it was ordered. */
  readonly terminal: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface JobRow {
  readonly id: string;
  readonly position: number;
  readonly recordId: string;
  readonly number: string;
  /** The version that was selected; another one by then is a conflict. */
  readonly version: number;
  /** What is given for this row alone, as by a paste. */
  readonly input: { readonly [field: string]: unknown } | null;
  readonly outcome: RowOutcome | null;
  readonly reasons: readonly Reason[] | null;
}

/** A job holds at most so many rows. */
export const maxRows = 10_000;
/** Rows that carry values of their own travel with the request, so they are fewer. */
export const maxGivenRows = 1000;
/** Jobs of one person that wait or run at the same time. */
export const maxOpenJobs = 5;

/** True when nothing more happens by itself. */
export const isOver = (state: JobState): boolean => state !== "queued" && state !== "running";

interface Stored {
  id: string;
  person_id: string;
  kind: JobKind;
  record_type: RecordName;
  action: string | null;
  input: Job["input"];
  reason: string | null;
  language: Language;
  state: JobState;
  phase: JobPhase;
  turn: number;
  total: number;
  ok: number;
  skipped: number;
  failed: number;
  problem: Reason | null;
  retry_of: string | null;
  terminal: string | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

const at = (value: string | null): Date | null => (value === null ? null : new Date(value));

const jobOf = (row: Stored): Job => ({
  ...row,
  personId: row.person_id,
  record: row.record_type,
  retryOf: row.retry_of,
  terminal: row.terminal,
  createdAt: new Date(row.created_at),
  startedAt: at(row.started_at),
  endedAt: at(row.ended_at),
});

/** A job by its id, whoever's it is; for the worker. */
export async function jobById(reader: Pick<SqlReader, "sql">, id: string): Promise<Job | null> {
  const [row] = isKey(id) ? await reader.sql<Stored>("select * from job where id = ?", [id]) : [];
  return row ? jobOf(row) : null;
}

/** The reader's own job. @throws NOT_FOUND for that of another person too: whether it exists is not theirs to know. */
export async function ownJob(reader: SqlReader, id: string): Promise<Job> {
  const job = await jobById(reader, id);
  if (job?.personId !== reader.actor.id) throw noJob();
  return job;
}

/** The job that the person's command ordered, also when the command is answered a second time. */
export async function jobOfCommand(reader: SqlReader, commandId: string): Promise<Job> {
  const [row] = await reader.sql<Stored>("select * from job where command_id = ?::uuid and person_id = ?", [
    commandId,
    reader.actor.id,
  ]);
  if (!row) throw noJob();
  return jobOf(row);
}

const noJob = (): AppError =>
  new AppError("NOT_FOUND", {
    reasons: [{ code: "NOT_FOUND", text: { en: "There is no such job of yours.", zh: "您没有这项作业。" } }],
  });

/** The person's jobs, newest first. */
export async function ownJobs(reader: SqlReader, first: number): Promise<Job[]> {
  const rows = await reader.sql<Stored>("select * from job where person_id = ? order by id desc limit ?", [
    reader.actor.id,
    first,
  ]);
  return rows.map(jobOf);
}

const rowColumns =
  'id, position, record_id as "recordId", record_number as number, version, input, outcome, reasons from job_row where job_id = ?';

/** Rows of a job behind a position, of one outcome or of all. */
export const rowsOf = (
  reader: Pick<SqlReader, "sql">,
  job: string,
  { outcome, after, first }: { outcome: RowOutcome | null; after: number; first: number },
): Promise<JobRow[]> =>
  reader.sql<JobRow>(`select ${rowColumns} and position > ? ${outcome ? "and outcome = ?" : ""} order by position limit ?`, [
    job,
    after,
    ...(outcome ? [outcome] : []),
    first,
  ]);

/** The next rows that nothing has become of yet. */
export const openRows = (reader: Pick<SqlReader, "sql">, job: string, first: number): Promise<JobRow[]> =>
  reader.sql<JobRow>(`select ${rowColumns} and outcome is null order by position limit ?`, [job, first]);

/** Rows refused or failed for the same reason: how many, and some of their numbers. */
export interface RowGroup {
  readonly outcome: RowOutcome;
  readonly reason: Reason;
  readonly count: number;
  readonly numbers: readonly string[];
}

/** Why rows were refused, the most frequent reason first; a row with two reasons counts in both. */
export async function groupsOf(reader: Pick<SqlReader, "sql">, job: string): Promise<RowGroup[]> {
  const rows = await reader.sql<{ outcome: RowOutcome; reason: Reason; n: number; numbers: string[] }>(
    `select r.outcome, (array_agg(e.reason order by r.position))[1] as reason, count(*)::int as n,
       (array_agg(r.record_number order by r.position))[1:20] as numbers
     from job_row r cross join lateral jsonb_array_elements(r.reasons) e(reason)
     where r.job_id = ? and r.outcome <> 'ok' group by r.outcome, e.reason ->> 'code', e.reason ->> 'field'
     order by n desc, min(r.position) limit 50`,
    [job],
  );
  return rows.map(({ n, ...row }) => ({ ...row, count: n }));
}
