import { actionsOf, dueOf, type Rec, type RecordName, taskOf } from "@lotline/schema";
import { dueFrom } from "../base/due.ts";
import { specOf } from "../base/names.ts";
import { risksOf } from "../base/risk.ts";
import { type OpenStage, openStages } from "./approval.ts";
import { asRow } from "./behaviour.ts";
import type { Tx } from "./tx.ts";

/** The open tasks of records of a type, kept in the same transaction as their state: what is due next, by whose permit, until when. */
export async function planWork(tx: Tx, name: RecordName, records: readonly Rec<RecordName>[]): Promise<void> {
  const spec = specOf(name);
  const due = new Map(records.map((record) => [record, dueOf(spec, record)]));
  const open = new Map<string, OpenStage>();
  for (const [action, of] of Map.groupBy(records, (record) => due.get(record)?.action))
    if (action && actionsOf(spec)[action]?.approval)
      for (const [id, stage] of await openStages(tx, name, action, of.map(asRow))) open.set(id, stage);
  const tasks: { id: string; permit: string }[] = [];
  const asked = [...due].flatMap(([record, task]) => (task ? record.id : []));
  const risks = await risksOf(tx, name, asked);
  for (const [record, task] of due) {
    if (!task) continue;
    const { id, number, state, version, createdBy: author, site = null } = record as typeof record & { site?: string };
    const stage = open.get(id);
    const dueAt = await dueFrom(tx, stage?.of.hours ? { hours: stage.of.hours } : task.within, site);
    const of = { id, number, action: task.action, state, due: dueAt, site, risk: risks.get(id), version, author };
    for (const permit of new Set(stage?.permits ?? [taskOf(spec, task.action)?.permit ?? []].flat()))
      tasks.push({ ...of, permit });
  }
  const given =
    "from jsonb_to_recordset(?::jsonb) t(id bigint, number text, action text, state text, due timestamptz, site bigint, risk text, version int, author bigint, permit text)";
  await tx.sql(
    `delete from work_item w where record_type = ? and record_id = any(?::bigint[])
     and not exists (select ${given} where t.id = w.record_id and t.permit = w.permit)`,
    [name, records.map(({ id }) => id), JSON.stringify(tasks)],
  );
  if (tasks.length === 0) return;
  await tx.sql(
    `insert into work_item (record_type, record_id, record_number, action, state, due_at, created_at, site_id, risk, record_version, author_id, permit)
     select ?, id, number, action, state, due, ?, site, risk, version, author, permit ${given}
     on conflict (record_type, record_id, permit) do update set action = excluded.action, state = excluded.state,
       risk = excluded.risk, record_version = excluded.record_version,
       created_at = case when work_item.state = excluded.state then work_item.created_at else excluded.created_at end,
       paused_at = case when work_item.state = excluded.state then work_item.paused_at end,
       pause_reason = case when work_item.state = excluded.state then work_item.pause_reason end,
       due_at = case when work_item.state = excluded.state then work_item.due_at else excluded.due_at end`,
    [name, tx.now, JSON.stringify(tasks)],
  );
}
