import { actionsOf, dueOf, type Rec, type RecordName, taskOf } from "@lotline/schema";
import { dueFrom } from "../base/due.ts";
import { specOf } from "../base/names.ts";
import { risksOf } from "../base/risk.ts";
import { openStages } from "./approval.ts";
import { asRow } from "./behaviour.ts";
import type { Tx } from "./tx.ts";

/** The open tasks of a record, kept in the same transaction as its state: what is due next, by whose permit, until when. */
export async function planWork(tx: Tx, name: RecordName, record: Rec<RecordName>): Promise<void> {
  const spec = specOf(name);
  const due = dueOf(spec, record);
  const action = due && actionsOf(spec)[due.action];
  const open = action?.approval ? (await openStages(tx, name, due?.action ?? "", [asRow(record)])).get(record.id) : undefined;
  const permits = [...new Set(open?.permits ?? (due && [taskOf(spec, due.action)?.permit ?? []].flat()))];
  await tx.sql("delete from work_item where record_type = ? and record_id = ? and not (permit = any(?::text[]))", [
    name,
    record.id,
    permits,
  ]);
  if (!due) return;
  const site = (record as { site?: string }).site ?? null;
  const dueAt = await dueFrom(tx, open?.of.hours ? { hours: open.of.hours } : due.within, site);
  const risk = (await risksOf(tx, name, [record.id])).get(record.id);
  const shared = [name, record.id, record.number, due.action, record.state, dueAt, tx.now, site, risk, record.version];
  for (const permit of permits)
    await tx.sql(
      `insert into work_item (record_type, record_id, record_number, action, state, due_at, created_at, site_id, risk, record_version, author_id, permit)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (record_type, record_id, permit) do update set action = excluded.action, state = excluded.state,
         risk = excluded.risk, record_version = excluded.record_version,
         created_at = case when work_item.state = excluded.state then work_item.created_at else excluded.created_at end,
         paused_at = case when work_item.state = excluded.state then work_item.paused_at end,
         pause_reason = case when work_item.state = excluded.state then work_item.pause_reason end,
         due_at = case when work_item.state = excluded.state then work_item.due_at else excluded.due_at end`,
      [...shared, record.createdBy, permit],
    );
}
