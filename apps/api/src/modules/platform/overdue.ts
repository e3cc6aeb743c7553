/** Approvals whose open step is overdue: whoever may sign it is reminded, whoever stands above it is told. Nothing is decided by that. */
import { actionsOf, type RecordName } from "@lotline/schema";
import { recordNames, specOf } from "../../base/names.ts";
import { openStages } from "../../kernel/approval.ts";
import { asRow, consumer } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";
import { notify } from "./notice.ts";

interface Overdue {
  readonly record: RecordName;
  readonly id: string;
  readonly number: string;
  readonly action: string;
  readonly site: string | null;
}

/** More at once than any firm lets lie; the rest is told an hour later. */
const most = 500;

/** Approvals that are overdue and of which nobody has been told since their step was opened. */
const overdue = (tx: Tx): Promise<Overdue[]> => {
  const approved = recordNames.flatMap((name) =>
    Object.entries(actionsOf(specOf(name))).flatMap(([action, { approval }]) => (approval ? [`${name}.${action}`] : [])),
  );
  return tx.sql<Overdue>(
    `select distinct w.record_type as record, w.record_id as id, w.record_number as number, w.action, w.site_id as site
     from work_item w where w.due_at < ? and w.record_type || '.' || w.action = any(?::text[])
       and not exists (select from notice n where n.message = 'approval.overdue' and n.record_type = w.record_type
         and n.record_id = w.record_id and n.created_at >= w.due_at)
     order by w.record_type, w.record_id limit ${most}`,
    [tx.now, approved],
  );
};

async function escalate(tx: Tx, { record, id, number, action, site }: Overdue): Promise<void> {
  const row = asRow(await tx.get(record, id));
  const open = (await openStages(tx, record, action, [row])).get(id);
  const { title, escalateTo } = open?.of ?? {};
  const permits = [...(open?.permits ?? []), ...(escalateTo ? [escalateTo] : [])];
  const people = await tx.sql<{ id: string }>(
    "select distinct r.id from unnest(?::text[]) p (permit) cross join lateral public.readers_of(p.permit, ?::bigint) r (id)",
    [permits, site],
  );
  const { label } = specOf(record);
  await notify(
    tx,
    "approval.overdue",
    tx.actor.id,
    people.map((person) => person.id),
    {
      record,
      id,
      number,
      text: {
        en: `${label.en} ${number}: the approval by "${title?.en ?? ""}" is overdue; it is still open.`,
        zh: `${label.zh} ${number}：“${title?.zh ?? ""}”审批已超期，仍待处理。`,
      },
    },
  );
}

/** Every hour looks for them (REQ-APR-04). */
export const overdueConsumer = consumer({
  name: "platform.tell-of-overdue-approvals",
  message: "hour.begun",
  handle: async (tx) => {
    for (const one of await overdue(tx)) await escalate(tx, one);
  },
});
