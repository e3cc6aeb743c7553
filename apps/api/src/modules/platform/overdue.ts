/**
 * What people are told about approvals: authors what was decided of theirs; and where an open step is overdue, or everybody who could
 * sign it is away, whoever may sign is reminded and whoever stands above is told. Nothing is decided by that (REQ-APR-04).
 */
import { actionsOf, type Label, type RecordName } from "@lotline/schema";
import { recordNames, specOf } from "../../base/names.ts";
import { openStages, routeOf } from "../../kernel/approval.ts";
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

/** All actions that are approved step by step, as "PurchaseOrder.approve". */
const approvedTasks = recordNames.flatMap((name) =>
  Object.entries(actionsOf(specOf(name))).flatMap(([action, { approval }]) => (approval ? [`${name}.${action}`] : [])),
);

/** Approvals that are overdue and of which nobody has been told since their step was opened. */
const overdue = (tx: Tx): Promise<Overdue[]> =>
  tx.sql<Overdue>(
    `select distinct w.record_type as record, w.record_id as id, w.record_number as number, w.action, w.site_id as site
     from work_item w where w.due_at < ? and w.paused_at is null and w.record_type || '.' || w.action = any(?::text[])
       and not exists (select from notice n where n.message = 'approval.overdue' and n.record_type = w.record_type
         and n.record_id = w.record_id and n.created_at >= w.due_at)
     order by w.record_type, w.record_id limit ${most}`,
    [tx.now, approvedTasks],
  );

async function escalate(
  tx: Tx,
  { record, id, number, action, site }: Overdue,
  why: Label = { en: "it is overdue", zh: "已超期" },
): Promise<void> {
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
        en: `${label.en} ${number}: the approval by "${title?.en ?? ""}" is still open; ${why.en}.`,
        zh: `${label.zh} ${number}：“${title?.zh ?? ""}”审批${why.zh}，仍待处理。`,
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

/** The author hears what was decided, and whoever the route copies it to. */
export const decidedConsumer = consumer({
  name: "platform.tell-of-decision",
  message: "approval.decided",
  handle: async (tx, { record, id, action, decision }, by) => {
    const name = recordNames.find((known) => known === record);
    if (!name) return;
    const row = asRow(await tx.get(name, id));
    const spec = actionsOf(specOf(name))[action];
    const { label } = specOf(name);
    const what = decision === "approved" ? { en: "approved", zh: "已批准" } : { en: "sent back", zh: "已退回" };
    const text = {
      en: `${label.en} ${row.number}: ${what.en} ("${spec?.label.en ?? action}").`,
      zh: `${label.zh} ${row.number}：${what.zh}（${spec?.label.zh ?? action}）。`,
    };
    const about = { record: name, id, number: row.number, text };
    await notify(tx, "approval.decided", by, [row.createdBy], about);
    const copyTo = (await routeOf(tx, spec?.approval ?? "", row))?.copyTo ?? [];
    if (copyTo.length === 0) return;
    const site = (row as { readonly site?: string }).site ?? null;
    const people = await tx.sql<{ id: string }>(
      "select distinct r.id from unnest(?::text[]) p (permit) cross join lateral public.readers_of(p.permit, ?::bigint) r (id)",
      [copyTo, site],
    );
    const others = people.map((person) => person.id).filter((person) => person !== row.createdBy);
    await notify(tx, "approval.copied", by, others, about);
  },
});

/** Approvals that nobody can sign today because everybody who could is away, told once a day to whoever stands above. */
export const awayConsumer = consumer({
  name: "platform.tell-of-approvals-without-anybody",
  message: "day.begun",
  handle: async (tx) => {
    const open = await tx.sql<Overdue>(
      `select distinct w.record_type as record, w.record_id as id, w.record_number as number, w.action, w.site_id as site
       from work_item w where w.paused_at is null and w.record_type || '.' || w.action = any(?::text[])
         and not exists (select from public.readers_of(w.permit, w.site_id) r (id) where not exists (select from absence a
           where a.person_id = r.id and a.state = 'planned' and public.company_day() between a.valid_from and a.valid_to))
       order by w.record_type, w.record_id limit ${most}`,
      [approvedTasks],
    );
    for (const one of open) await escalate(tx, one, { en: "everybody who may sign is away", zh: "可签署者均离岗" });
  },
});
