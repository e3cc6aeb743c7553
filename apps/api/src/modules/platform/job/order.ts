/** What a person may say to a job: begin, go on, stop, try again. Each in the person's own command. */
import {
  actionSchema,
  actionsOf,
  approvalReasons,
  because,
  editSign,
  type Label,
  label,
  type Reason,
  type RecordName,
  validate,
} from "@lotline/schema";
import { AppError, invalid, refused } from "../../../base/error.ts";
import { isKey } from "../../../base/key.ts";
import { specOf, tableOf } from "../../../base/names.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type ListArgs, matching } from "../../../read/list.ts";
import { isOver, type Job, maxGivenRows, maxOpenJobs, maxRows, ownJob } from "./job.ts";

/** Which records: named ones, or all that match a list's view but some. */
export type Selection =
  | { readonly ids: readonly string[] }
  | { readonly filter: ListArgs["filter"]; readonly search: string | undefined; readonly except: readonly string[] };

/** A row with values of its own, on the version that was shown. */
export interface GivenRow {
  readonly id: string;
  readonly version: number;
  readonly input: object;
}

export interface Order {
  readonly record: RecordName;
  /** An action of the record; without it fields are changed. */
  readonly action: string | undefined;
  readonly input: { readonly [field: string]: unknown };
  readonly reason: string | undefined;
  readonly on: Selection | { readonly rows: readonly GivenRow[] };
}

/** Takes down the rows as they are now and lets them be checked. */
export async function startJob(tx: Tx, order: Order): Promise<void> {
  requirePossible(tx, order);
  await requireRoom(tx);
  const id = await insertJob(tx, order, null);
  const total = "rows" in order.on ? await takeGiven(tx, id, order.record, order.on.rows) : await takeSelected(tx, id, order);
  if (total === 0) throw refused({ code: "NOTHING_SELECTED", text: { en: "Nothing is selected.", zh: "没有选中任何记录。" } });
  await tx.sql("update job set total = ? where id = ?", [total, id]);
  due(tx, id, 0);
}

/** Tells the worker; it hears of it after the commit, and only then. */
export const due = (tx: Tx, job: string, turn: number): void => tx.emit("job.due", { job, turn: String(turn) });

/** What could be done to no row at all is refused before any row is looked at. */
function requirePossible(tx: Tx, { record, action, input, on }: Order): void {
  const spec = specOf(record);
  if (!tx.actor.permits.has(spec.read)) throw refused(permitReason(spec.read));
  if (action === undefined) {
    if (!spec.edit)
      throw refused({
        code: "NOT_EDITABLE",
        text: { en: `${spec.plural.en} are not edited.`, zh: `${spec.plural.zh}不可编辑。` },
      });
    if (!tx.actor.permits.has(spec.edit.permit)) throw refused(permitReason(spec.edit.permit));
    const given = "rows" in on ? on.rows.map((row) => row.input) : [input];
    const fields = [...new Set(given.flatMap((values) => Object.keys(values)))];
    const signed = fields.filter((field) => editSign(spec, [field])).map((field) => spec.fields[field].label);
    tx.require([...(signed.length > 0 ? [signedOneByOne(joined(signed))] : []), ...approvalReasons(spec, fields)]);
    return;
  }
  const declared = Object.hasOwn(actionsOf(spec), action) ? actionsOf(spec)[action] : undefined;
  if (!declared?.permit) throw new AppError("NOT_FOUND");
  if (!tx.actor.permits.has(declared.permit)) throw refused(permitReason(declared.permit));
  if (declared.sign) throw refused(signedOneByOne(declared.label));
  const result = validate(actionSchema(declared.input), input);
  if (!result.ok) throw invalid(...result.issues);
}

// Each signature stands for one record that its signer has looked at (21 CFR 11.50, 11.70).
const signedOneByOne = ({ en, zh }: Label): Reason =>
  because(
    "SIGNED_ONE_BY_ONE",
    `“${en}” is signed, and what is signed is signed record by record.`,
    `“${zh}”须签名，需逐条记录签署，不能批量执行。`,
  );

const joined = (labels: readonly Label[]): Label =>
  label(labels.map(({ en }) => en).join(", "), labels.map(({ zh }) => zh).join("、"));

async function requireRoom(tx: Tx): Promise<void> {
  const [open] = await tx.sql<{ n: number }>(
    "select count(*)::int as n from job where person_id = ? and state in ('queued', 'running')",
    [tx.actor.id],
  );
  if ((open?.n ?? 0) >= maxOpenJobs)
    throw refused({
      code: "TOO_MANY_JOBS",
      text: {
        en: `You have ${maxOpenJobs} jobs at work; wait for one of them or cancel it.`,
        zh: `您已有 ${maxOpenJobs} 项作业在执行，请等待其中一项完成或将其取消。`,
      },
    });
}

async function insertJob(tx: Tx, order: Omit<Order, "on">, retryOf: string | null): Promise<string> {
  const { record, action, input, reason } = order;
  const [row] = await tx.insert(
    "job",
    [
      ...["person_id", "kind", "record_type", "action", "input", "reason", "language", "state", "phase", "turn"],
      ...["total", "ok", "skipped", "failed", "retry_of", "created_at", "command_id", "terminal"],
    ],
    [
      [
        ...[tx.actor.id, action === undefined ? "edit" : "act", record, action ?? null, JSON.stringify(input), reason || null],
        ...[tx.ctx.language, "queued", "check", 0, 0, 0, 0, 0, retryOf, tx.now, tx.commandId, tx.ctx.terminal ?? null],
      ],
    ],
  );
  // An insert of one row answers one id.
  return row?.id ?? "";
}

const tooMany = (limit: number): AppError =>
  refused({
    code: "TOO_MANY_ROWS",
    text: {
      en: `At most ${limit.toLocaleString("en")} records at once; narrow the selection. Nothing was changed.`,
      zh: `一次最多 ${limit.toLocaleString("en")} 条记录，请缩小选择范围。没有任何更改。`,
    },
  });

/** The snapshot: what matches now is what the job is about, whatever matches later. */
async function takeSelected(tx: Tx, job: string, { record, on }: Order): Promise<number> {
  const selection = on as Selection;
  const [from, params] = "ids" in selection ? named(record, selection.ids) : await matching(tx, record, selection);
  const except = "ids" in selection ? [] : selection.except.filter(isKey);
  const rows = await tx.sql<{ id: string }>(
    `insert into job_row (job_id, position, record_id, record_number, version)
     select ?, row_number() over (order by t.id), t.id, t.number, t.version from ${from} and t.id <> all(?::bigint[])
     limit ${maxRows + 1} returning id`,
    [job, ...params, except],
  );
  if (rows.length > maxRows) throw tooMany(maxRows);
  return rows.length;
}

function named(record: RecordName, ids: readonly string[]): [string, unknown[]] {
  if (ids.length > maxRows) throw tooMany(maxRows);
  return [`${tableOf(record)} t where t.id = any(?::bigint[])`, [ids.filter(isKey)]];
}

/** Rows with values of their own, in the order given; what is not there or not visible is refused as a row, not left out. */
async function takeGiven(tx: Tx, job: string, record: RecordName, rows: readonly GivenRow[]): Promise<number> {
  if (rows.length > maxGivenRows) throw tooMany(maxGivenRows);
  const bad = rows.findIndex(({ id }) => !isKey(id));
  if (bad >= 0)
    throw invalid({ path: `rows.${bad}.id`, code: "ref", text: { en: "There is no such record.", zh: "没有该记录。" } });
  if (new Set(rows.map(({ id }) => id)).size < rows.length)
    throw invalid({ path: "rows", code: "twice", text: { en: "A record is given twice.", zh: "同一记录出现了两次。" } });
  await tx.sql(
    `insert into job_row (job_id, position, record_id, record_number, version, input)
     select ?, g.position, g.id, coalesce(t.number, ''), g.version, g.input
     from jsonb_to_recordset(?::jsonb) g(position int, id bigint, version int, input jsonb) left join ${tableOf(record)} t on t.id = g.id`,
    [job, JSON.stringify(rows.map((row, index) => ({ ...row, position: index + 1 })))],
  );
  return rows.length;
}

const wrongState = (en: string, zh: string): AppError => refused({ code: "JOB_STATE", text: { en, zh } });

/** Locks the person's job, so that an order and the worker do not pass each other. */
async function lockOwn(tx: Tx, id: string): Promise<Job> {
  const { id: known } = await ownJob(tx, id);
  await tx.sql("select 1 from job where id = ? for update", [known]);
  return ownJob(tx, known);
}

/** Does what the check found possible; what it found refused stays skipped, for that is what the person has seen. */
export async function runJob(tx: Tx, id: string): Promise<void> {
  const job = await lockOwn(tx, id);
  if (job.state !== "checked")
    throw wrongState("This job has not been checked, or has run already.", "该作业尚未预演，或已执行。");
  if (job.ok === 0) throw wrongState("None of the records can be done.", "没有可执行的记录。");
  await requireRoom(tx);
  await tx.sql("update job_row set outcome = null where job_id = ? and outcome = 'ok'", [job.id]);
  // What the check could not answer for is not tried blindly.
  await tx.sql(
    "update job set state = 'queued', phase = 'run', ok = 0, started_at = null, ended_at = null, terminal = ?, turn = turn + 1 where id = ?",
    [tx.ctx.terminal ?? null, job.id],
  );
  due(tx, job.id, job.turn + 1);
}

/** Stops before the next row; what is done stays done and is in the report. */
export async function cancelJob(tx: Tx, id: string): Promise<void> {
  const job = await lockOwn(tx, id);
  if (isOver(job.state) && job.state !== "checked") throw wrongState("This job is over already.", "该作业已结束。");
  await tx.sql("update job set state = 'cancelled', ended_at = ? where id = ?", [tx.now, job.id]);
}

/** Orders the failed rows again, on their present version; they are checked first, like any others. */
export async function retryJob(tx: Tx, id: string): Promise<void> {
  const job = await lockOwn(tx, id);
  if (job.phase !== "run" || !isOver(job.state)) throw wrongState("This job has not run yet.", "该作业尚未执行。");
  if (job.failed === 0) throw wrongState("No row of this job failed.", "该作业没有失败的行。");
  const order: Order = {
    record: job.record,
    action: job.action ?? undefined,
    input: job.input,
    reason: job.reason ?? undefined,
    on: { ids: [] },
  };
  requirePossible(tx, order);
  await requireRoom(tx);
  const next = await insertJob(tx, order, job.id);
  const rows = await tx.sql(
    `insert into job_row (job_id, position, record_id, record_number, version, input)
     select ?, row_number() over (order by r.position), r.record_id, r.record_number, coalesce(t.version, r.version), r.input
     from job_row r left join ${tableOf(job.record)} t on t.id = r.record_id where r.job_id = ? and r.outcome = 'failed' returning id`,
    [next, job.id],
  );
  await tx.sql("update job set total = ? where id = ?", [rows.length, next]);
  due(tx, next, 0);
}
