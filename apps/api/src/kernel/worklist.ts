import { dueOf, type Rec, type RecordName, taskOf } from "@lotline/schema";
import { specOf } from "../base/names.ts";
import type { Tx } from "./tx.ts";

const hourMs = 3_600_000;

/** One open task per record, kept in the same transaction as its state: what is due next, by whose permit, until when. */
export async function planWork(tx: Tx, name: RecordName, record: Rec<RecordName>): Promise<void> {
  const spec = specOf(name);
  const due = dueOf(spec, record);
  const permit = due && taskOf(spec, due.action)?.permit;
  if (!due || !permit) {
    await tx.sql("delete from work_item where record_type = ? and record_id = ?", [name, record.id]);
    return;
  }
  const dueAt = new Date(tx.now.getTime() + ((due.within.hours ?? 0) + 24 * (due.within.days ?? 0)) * hourMs);
  await tx.sql(
    `insert into work_item (record_type, record_id, record_number, action, permit, state, due_at, created_at, site_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (record_type, record_id) do update set action = excluded.action, permit = excluded.permit, state = excluded.state,
       due_at = case when work_item.state = excluded.state then work_item.due_at else excluded.due_at end`,
    [name, record.id, record.number, due.action, permit, record.state, dueAt, tx.now, (record as { site?: string }).site ?? null],
  );
}
