/**
 * Undo of a batch: each of its records is withdrawn by the action that its record file names, with the batch as reason; nothing
 * is deleted, and the number is free again (ADR 41). All or none: one record that is in use or was changed, and all of what
 * stands in the way is named.
 */
import { type AnyRecord, actionsOf, because, type Fields, type Reason, type RecordName } from "@lotline/schema";
import { uuidOf } from "../../../base/canonical.ts";
import type { Ctx } from "../../../base/context.ts";
import { refused } from "../../../base/error.ts";
import { recordNames, specOf, tableOf } from "../../../base/names.ts";
import { judge } from "../../../kernel/authorize.ts";
import { asRow } from "../../../kernel/behaviour.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import { act } from "../../../kernel/lifecycle.ts";
import type { Tx } from "../../../kernel/tx.ts";
import type { Batch } from "./batch.ts";
import { keepEvent } from "./commit.ts";

const atOnce = 100;
/** Reasons that a refusal names one by one; how many more there are is said. */
const mostReasons = 200;

/** Withdraws all records of a committed batch. @throws REFUSED with everything that stands in the way; nothing is changed then */
export async function undoRecords(kernel: Kernel, ctx: Ctx, batch: Batch, tell: (done: number) => Promise<void>): Promise<void> {
  const spec = specOf(batch.record);
  const action: string | undefined = spec.create?.undo;
  if (!action) throw refused(notUndoable(spec));
  const what = {
    id: uuidOf(`import ${batch.id} undo ${batch.turn}`),
    operation: "undoImport",
    input: { batch: batch.id },
    reason: `Import ${batch.id} (${batch.fileName}): ${batch.reason ?? ""}`,
  };
  await command(kernel, ctx, what, async (tx) => {
    const [found] = await tx.sql("select 1 from import_batch where id = ? and turn = ? and state = 'undoing'", [
      batch.id,
      batch.turn,
    ]);
    if (!found) throw refused(notUndoable(spec));
    tx.require(
      some([
        ...(await changed(tx, batch)),
        ...(await referred(tx, batch)),
        ...(await around(tx, batch)),
        ...(await refusedActs(tx, batch, action)),
      ]),
    );
    let done = 0;
    for (let after = "0"; ; ) {
      const rows = await tx.sql<{ id: string; version: number }>(
        "select record_id as id, record_version as version from import_source where batch_id = ? and record_id > ? order by record_id limit ?",
        [batch.id, after, atOnce],
      );
      // Read together; each is locked again on its way, without a journey of its own to read it.
      await tx.lock(
        batch.record,
        rows.map(({ id }) => id),
      );
      for (const row of rows) {
        await withdraw(tx, batch, action, row);
        await tell(done++);
      }
      await tx.finish();
      tx.em.clear();
      after = rows.at(-1)?.id ?? after;
      if (rows.length < atOnce) break;
    }
    await keepEvent(tx, batch, "undone", done);
    await tx.sql("update import_batch set state = 'undone', ended_at = ? where id = ?", [tx.now, batch.id]);
    return null;
  });
}

/** Why records of a type cannot be taken back as a batch. */
export const notUndoable = (spec: AnyRecord): Reason =>
  because(
    "NOT_UNDOABLE",
    `${spec.plural.en} cannot be withdrawn again, so their import cannot be undone.`,
    `${spec.plural.zh}没有撤销状态，其导入不能撤销。`,
  );

async function withdraw(tx: Tx, batch: Batch, action: string, { id, version }: { id: string; version: number }): Promise<void> {
  const spec = specOf(batch.record);
  // The system's own action where the record file has one; else the person's, with its permit, conditions and signature rules.
  const done = actionsOf(spec)[action]?.permit
    ? await act(tx, batch.record, { id, version, action, input: {} })
    : await tx.act(batch.record, id, action as never, {} as never);
  // Numbers of a series are never given twice; others may be wanted again, by the corrected file first of all.
  const freed = (value: unknown) => `${String(value)}~${batch.id}`;
  const unique = Object.entries(spec.fields as Fields).filter(([, field]) => field.unique && field.kind === "text");
  const patch = Object.fromEntries(
    unique.flatMap(([name]) => {
      const taken: unknown = Reflect.get(done, name);
      return taken === null || taken === undefined ? [] : [[name, freed(taken)]];
    }),
  );
  if (!spec.number.includes("{")) patch.number = freed(done.number);
  if (Object.keys(patch).length > 0) tx.update(batch.record, done, patch as never);
}

/** What the action itself says of each record, all at once. */
async function refusedActs(tx: Tx, { id, record }: Batch, action: string): Promise<Reason[]> {
  if (!actionsOf(specOf(record))[action]?.permit) return [];
  const rows = await tx.sql<{ id: string }>("select record_id as id from import_source where batch_id = ? order by id", [id]);
  const reasons: Reason[] = [];
  for (let from = 0; from < rows.length; from += atOnce) {
    const records = await tx.lock(
      record,
      rows.slice(from, from + atOnce).map((row) => row.id),
    );
    const verdicts = await judge(tx.house, tx, record, records.map(asRow), { only: action });
    reasons.push(...records.flatMap((one) => verdicts.get(one.id)?.flatMap((verdict) => verdict.reasons) ?? []));
  }
  return reasons;
}

/** The first of them, and how many more there are. */
export function some(reasons: readonly Reason[]): Reason[] {
  if (reasons.length <= mostReasons) return [...reasons];
  const left = reasons.length - mostReasons;
  return [
    ...reasons.slice(0, mostReasons),
    because("MORE_IN_THE_WAY", `And ${left} more stand in the way.`, `另有 ${left} 项妨碍撤销。`),
  ];
}

/** Records that somebody changed, signed or moved on since; each act of a person makes another version. */
async function changed(tx: Tx, { id, record }: Batch): Promise<Reason[]> {
  const rows = await tx.sql<{ number: string }>(
    `select s.record_number as number from import_source s left join ${tableOf(record)} t on t.id = s.record_id
     where s.batch_id = ? and t.version is distinct from s.record_version order by s.id`,
    [id],
  );
  return rows.map(({ number }) =>
    because("CHANGED_SINCE", `${number} was changed since it was imported.`, `${number} 导入后已被更改。`, record, number),
  );
}

interface Key {
  readonly table: string;
  readonly column: string;
  readonly of: string | null;
}

/** Every column of the database that refers to such records: of other records, of child rows, of the ledger. */
async function keysTo(tx: Tx, record: RecordName): Promise<Key[]> {
  const own = [tableOf(record)];
  return (
    await tx.sql<Key>(
      `select c.relname as table, a.attname as column, h.relname as of
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
         left join pg_constraint l on l.conrelid = c.oid and l.contype = 'f'
           and (select x.attname from pg_attribute x where x.attrelid = c.oid and x.attnum = l.conkey[1]) = 'head_id'
         left join pg_class h on h.oid = l.confrelid
       where k.contype = 'f' and k.confrelid = to_regclass('public.' || quote_ident(?)) and cardinality(k.conkey) = 1
       order by 1, 2`,
      [tableOf(record)],
    )
  ).filter(({ table, column, of }) => !(column === "head_id" && of !== null && own.includes(of) && table !== own[0]));
}

/** What refers to records of the batch, but for what was withdrawn with an import itself. */
async function referred(tx: Tx, batch: Batch): Promise<Reason[]> {
  const reasons: Reason[] = [];
  for (const { table, column, of } of await keysTo(tx, batch.record)) {
    const holder = of ?? table;
    const name = recordNames.find((record) => tableOf(record) === holder);
    const rows = await tx.sql<{ number: string; by: string | null }>(
      `select s.record_number as number, ${name ? "h.number" : "null"} as by
       from import_source s join ${table} t on t.${column} = s.record_id ${name && of ? `join ${of} h on h.id = t.head_id` : name ? "cross join lateral (select t.id, t.number) h" : ""}
       where s.batch_id = ? ${
         name
           ? `and not exists (select from import_source w join import_event e on e.batch_id = w.batch_id and e.kind = 'undone'
         where w.record_type = ? and w.record_id = h.id)`
           : ""
       }
       group by 1, 2 order by 1, 2`,
      name ? [batch.id, name] : [batch.id],
    );
    const label = name ? specOf(name).label : { en: "the stock ledger", zh: "库存台账" };
    for (const { number, by } of rows)
      reasons.push(
        because(
          "REFERRED_TO",
          `${number} is used by ${by === null ? label.en : `${label.en.toLowerCase()} ${by}`}.`,
          `${number} 已被${label.zh}${by === null ? "" : ` ${by} `}引用。`,
          name ?? batch.record,
          by ?? number,
        ),
      );
  }
  return reasons;
}

/** What stands around a record without a foreign key: signatures, attachments, comments, links. */
async function around(tx: Tx, { id, record }: Batch): Promise<Reason[]> {
  const rows = await tx.sql<{ number: string }>(
    `select s.record_number as number from import_source s where s.batch_id = ? and (
       exists (select from signature x where x.record_type = ? and x.record_id = s.record_id)
       or exists (select from attachment x where x.record_type = ? and x.record_id = s.record_id)
       or exists (select from comment x where x.record_type = ? and x.record_id = s.record_id)
       or exists (select from record_link x where (x.from_type = ? and x.from_id = s.record_id) or (x.to_type = ? and x.to_id = s.record_id)))
     order by s.id`,
    [id, record, record, record, record, record],
  );
  return rows.map(({ number }) =>
    because(
      "EVIDENCE_SINCE",
      `${number} has signatures, files, comments or links since it was imported.`,
      `${number} 导入后已有签名、附件、评论或关联。`,
      record,
      number,
    ),
  );
}
