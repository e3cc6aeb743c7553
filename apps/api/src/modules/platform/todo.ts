/** The to-do centre: what waits for a person, what he did, what he began and what he was told of; and clocks that stand still. */
import { dueOf, type RecordName } from "@lotline/schema";
import { invalid, refused } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import type { SqlReader } from "../../base/reader.ts";
import { permitReason } from "../../kernel/authorize.ts";
import type { Tx } from "../../kernel/tx.ts";
import { barredDuties, dueSql, mineParams, mineSql, ownParams, ownSql } from "./review/queue.ts";

export const todoTabs = ["waiting", "done", "started", "copied"] as const;
export type TodoTab = (typeof todoTabs)[number];

export interface TodoRow {
  readonly id: string;
  readonly record: RecordName;
  readonly recordId: string;
  readonly number: string;
  readonly action: string;
  readonly state: string;
  /** When it began to wait, when it was done, or when it was told. */
  readonly at: Date;
  readonly dueAt: Date | null;
  readonly doneAt: Date | null;
  readonly pauseReason: string | null;
  readonly doneBy: string | null;
  readonly cursor: string;
}

interface Found {
  readonly id: string;
  readonly record_type: RecordName;
  readonly record_id: string;
  readonly record_number: string;
  readonly action: string;
  readonly state: string;
  readonly at: string;
  readonly due_at: string | null;
  readonly done_at: string | null;
  readonly pause_reason: string | null;
  readonly done_by: string | null;
  readonly rank: string;
}

const itemColumns = `w.id, w.record_type, w.record_id, w.record_number, w.action, w.state, w.created_at as at, w.due_at, null::timestamptz as done_at,
  w.pause_reason, null::bigint as done_by`;
const doneColumns = `w.id, w.record_type, w.record_id, w.record_number, w.action, w.state, w.opened_at as at, w.due_at, w.done_at,
  null::text as pause_reason, w.done_by`;

/** Rows of a tab and its order: what waits by its due date, first what is due first; everything else newest first. */
async function tabSql(reader: SqlReader, tab: TodoTab): Promise<{ text: string; params: unknown[] }> {
  const me = reader.actor.id;
  switch (tab) {
    case "waiting":
      return {
        text: `select distinct on (w.record_type, w.record_id) ${itemColumns}, ${dueSql} as rank
          from work_item w where ${mineSql} and not ${ownSql} order by w.record_type, w.record_id, w.due_at, w.id`,
        params: [...mineParams(reader), ...ownParams(reader, await barredDuties(reader))],
      };
    case "done":
      return {
        text: `select distinct on (w.record_type, w.record_id, w.action, w.done_at) ${doneColumns}, w.done_at as rank from work_done w
          where w.done_by = ?::bigint order by w.record_type, w.record_id, w.action, w.done_at, w.id`,
        params: [me],
      };
    case "started":
      // What waits for somebody now, and what somebody else has done of it.
      return {
        text: `select * from (select distinct on (w.record_type, w.record_id) ${itemColumns}, w.created_at as rank from work_item w
            where w.author_id = ?::bigint order by w.record_type, w.record_id, w.created_at desc, w.id) o
          union all select * from (select distinct on (w.record_type, w.record_id, w.action, w.done_at) ${doneColumns}, w.done_at as rank
            from work_done w where w.author_id = ?::bigint and w.done_by is distinct from ?::bigint
            order by w.record_type, w.record_id, w.action, w.done_at, w.id) d`,
        params: [me, me, me],
      };
    case "copied":
      return {
        text: `select w.id, w.record_type, w.record_id, w.record_number, '' as action, '' as state, w.created_at as at, null::timestamptz as due_at,
            null::timestamptz as done_at, null::text as pause_reason, null::bigint as done_by, w.created_at as rank
          from notice w where w.person_id = ?::bigint and w.message in ('approval.decided', 'approval.copied', 'comment.mentioned')`,
        params: [me],
      };
  }
}

const badPlace = () =>
  invalid({
    path: "after",
    code: "cursor",
    text: { en: "This place in the list is not known; please start again.", zh: "列表位置无效，请重新查询。" },
  });

/** A page of a tab, and how much there is of each. */
export async function todoPage(
  reader: SqlReader,
  tab: TodoTab,
  first: number,
  after: string | null,
): Promise<{ rows: TodoRow[]; total: number }> {
  const { text, params } = await tabSql(reader, tab);
  const [up, order] = tab === "waiting" ? [">", "rank, id"] : ["<", "rank desc, id desc"];
  const [, rank, id] = after === null ? [] : (/^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\d{1,18})$/.exec(after) ?? []);
  if (after !== null && (!rank || !id || Number.isNaN(Date.parse(rank)))) throw badPlace();
  const rows = await reader.sql<Found>(
    `select * from (${text}) t ${after === null ? "" : `where (rank, id) ${up} (?::timestamptz, ?::bigint)`} order by ${order} limit ?`,
    [...params, ...(after === null ? [] : [rank, id]), first],
  );
  const [count] = await reader.sql<{ n: number }>(`select count(*)::int as n from (${text}) t`, params);
  return {
    rows: rows.map((row) => ({
      id: row.id,
      record: row.record_type,
      recordId: row.record_id,
      number: row.record_number,
      action: row.action,
      state: row.state,
      at: new Date(row.at),
      dueAt: row.due_at === null ? null : new Date(row.due_at),
      doneAt: row.done_at === null ? null : new Date(row.done_at),
      pauseReason: row.pause_reason,
      doneBy: row.done_by,
      cursor: `${new Date(row.rank).toISOString()} ${row.id}`,
    })),
    total: count?.n ?? 0,
  };
}

interface Task {
  readonly permit: string;
  readonly action: string;
  readonly paused_at: string | null;
  readonly site_id: string | null;
}

/** The open task of a record that the actor may do. @throws NO_PERMIT, NO_TASK */
async function taskOf(tx: Tx, record: RecordName, id: string): Promise<Task> {
  const [row] = await tx.lock(record, [id]);
  const due = row && dueOf(specOf(record), row);
  const tasks = await tx.sql<Task>(
    "select permit, action, paused_at, site_id from work_item where record_type = ? and record_id = ? order by id",
    [record, id],
  );
  if (!row || !due || tasks.length === 0)
    throw refused({
      code: "NO_TASK",
      text: { en: "Nothing waits at this record.", zh: "该记录没有待办任务。" },
    });
  const mine = tasks.find(({ permit }) => tx.actor.permits.has(permit));
  if (!mine) throw refused(permitReason(tasks.map(({ permit }) => permit).join(" / ")));
  return mine;
}

/** Stops the clock of a record's open task with a reason; what is late already stays late. */
export async function pauseTask(tx: Tx, record: RecordName, id: string): Promise<void> {
  const task = await taskOf(tx, record, id);
  if (task.paused_at) throw refused({ code: "PAUSED", text: { en: "Its clock stands still already.", zh: "计时已暂停。" } });
  if ([...tx.reason.trim()].length < 10)
    throw invalid({
      path: "reason",
      code: "REASON_REQUIRED",
      text: { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" },
    });
  await tx.sql("update work_item set paused_at = ?, pause_reason = ? where record_type = ? and record_id = ?", [
    tx.now,
    tx.reason.trim().slice(0, 500),
    record,
    id,
  ]);
  await note(tx, record, id, task, "pause");
}

/** Starts it again: its due date moves by as long as it stood still. */
export async function resumeTask(tx: Tx, record: RecordName, id: string): Promise<void> {
  const task = await taskOf(tx, record, id);
  if (!task.paused_at) throw refused({ code: "NOT_PAUSED", text: { en: "Its clock is running.", zh: "计时未暂停。" } });
  await tx.sql(
    `update work_item set due_at = due_at + (?::timestamptz - paused_at), paused_at = null, pause_reason = null
     where record_type = ? and record_id = ?`,
    [tx.now, record, id],
  );
  await note(tx, record, id, task, "resume");
}

const note = (tx: Tx, record: RecordName, id: string, { action, site_id }: Task, kind: "pause" | "resume") =>
  tx.insert(
    "work_pause",
    ["record_type", "record_id", "site_id", "action", "kind", "reason"],
    [[record, id, site_id, action, kind, kind === "pause" ? tx.reason.trim().slice(0, 500) : null]],
  );
