/** The commit: all records of a batch in one command and one transaction, or none (pain 21 of product.md). */
import { randomUUID } from "node:crypto";
import { uuidOf } from "../../../base/canonical.ts";
import type { Ctx } from "../../../base/context.ts";
import { AppError, refused } from "../../../base/error.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Batch, type BatchRow, type RowIssue, readyRows, reasonOf } from "./batch.ts";
import { type Changed, keepChanges } from "./change.ts";
import { type Made, makeRows } from "./make.ts";
import { issuesOf } from "./rehearse.ts";

/** Records that are made together; what the unit of work holds is looked at anew with each flush. */
const atOnce = 100;

/** A record that could be made when it was checked and cannot now. */
export class RecordFault extends Error {
  readonly position: number;
  readonly issues: readonly RowIssue[];

  constructor(position: number, issues: readonly RowIssue[]) {
    super(`line ${position}`);
    this.position = position;
    this.issues = issues;
  }
}

/** Makes all records. @throws RecordFault for the first that cannot be made; nothing is made then */
export async function commitRecords(
  kernel: Kernel,
  ctx: Ctx,
  batch: Batch,
  tell: (done: number) => Promise<void>,
): Promise<void> {
  const what = {
    id: uuidOf(`import ${batch.id} commit ${batch.turn}`),
    operation: "commitImport",
    input: { batch: batch.id, sha256: batch.sha256 },
    reason: reasonOf(batch),
  };
  const way: Way = { row: undefined, making: undefined, singlyFrom: Number.MAX_SAFE_INTEGER };
  try {
    await command(kernel, ctx, what, async (tx) => {
      await make(tx, batch, way, tell);
      return null;
    });
  } catch (error) {
    if (way.making === undefined || !(error instanceof AppError)) throw error;
    throw (await faultOf(kernel, ctx, batch, way.making)) ?? error;
  }
}

/** Where a commit is: behind which line the records are that are being made, and which one it is where they are made one by one. */
interface Way {
  making: number | undefined;
  row: BatchRow | undefined;
  readonly singlyFrom: number;
}

async function make(tx: Tx, batch: Batch, way: Way, tell: (done: number) => Promise<void>): Promise<void> {
  await begin(tx, batch);
  let done = 0;
  for (let after = 0; ; ) {
    const rows = await readyRows(tx, batch.id, after, atOnce);
    const parts = after >= way.singlyFrom ? rows.map((row) => [row]) : [rows];
    const made = new Map<number, Made | Changed>();
    way.making = after;
    for (const part of parts) {
      way.row = part[0];
      for (const [at, one] of (await makeRows(tx, batch, part)).entries()) made.set(part[at]?.position ?? 0, one);
    }
    // Written and forgotten: ten thousand records in one unit of work would each be compared at every flush.
    await tx.finish();
    way.making = undefined;
    // The rows of one file are all of one kind.
    if (batch.mode === "change") await keepChanges(tx, batch, made as Map<number, Changed>);
    else await keepSources(tx, batch, made);
    tx.em.clear();
    done += rows.length;
    await tell(done);
    after = rows.at(-1)?.position ?? after;
    if (rows.length < atOnce) break;
  }
  await end(tx, batch, done);
}

/** Which of the records behind a line it was: all is done once more, these one by one, and taken back. */
async function faultOf(kernel: Kernel, ctx: Ctx, batch: Batch, singlyFrom: number): Promise<RecordFault | null> {
  const way: Way = { row: undefined, making: undefined, singlyFrom };
  const what = { id: randomUUID(), operation: "commitImport", input: { batch: batch.id }, reason: reasonOf(batch), dryRun: true };
  try {
    await command(kernel, ctx, what, async (tx) => {
      await make(tx, batch, way, async () => undefined);
      return null;
    });
    return null;
  } catch (error) {
    if (way.making === undefined || !way.row || !(error instanceof AppError)) throw error;
    return new RecordFault(way.row.position, issuesOf(batch, way.row, error));
  }
}

const over = () =>
  refused({ code: "IMPORT_STATE", text: { en: "This import is not to be committed any more.", zh: "该导入已不可提交。" } });

/** A twin of this command waits at its command id; a batch that went on meanwhile is not committed. */
async function begin(tx: Tx, batch: Batch): Promise<void> {
  const [found] = await tx.sql<{ n: number }>(
    `select (select count(*)::int from import_row r where r.batch_id = b.id and r.issues is not null) as n
     from import_batch b where b.id = ? and b.turn = ? and b.state = 'committing'`,
    [batch.id, batch.turn],
  );
  if (!found || found.n > 0) throw over();
}

/** Where each record came from: file, lines, hash, and what was typed instead of the file's cells. */
async function keepSources(tx: Tx, batch: Batch, made: ReadonlyMap<number, Made>): Promise<void> {
  if (made.size === 0) return;
  const given = [...made].map(([position, { id, number, version }]) => ({ position, id, number, version }));
  await tx.sql(
    `with given as (select * from jsonb_to_recordset(?::jsonb) g(position int, id bigint, number text, version int)),
       rows as (select r.head, min(r.position) as first, max(r.position) as last,
           coalesce(jsonb_agg(jsonb_build_object('line', r.position, 'column', b.headers ->> k.key::int, 'was', r.cells ->> k.key::int, 'is', k.value)
             order by r.position, k.key::int) filter (where k.key is not null), '[]') as corrections
         from import_row r join import_batch b on b.id = r.batch_id
           left join lateral jsonb_each_text(coalesce(r.corrected, '{}')) k on true
         where r.batch_id = ? and r.head in (select position from given) group by r.head)
     insert into import_source (record_type, record_id, record_number, record_version, from_line, to_line, file_name, sha256, corrections, batch_id)
     select ?, g.id, g.number, g.version, rows.first, rows.last, ?, ?, rows.corrections, ? from given g join rows on rows.head = g.position
     order by g.position`,
    [JSON.stringify(given), batch.id, batch.record, batch.fileName, batch.sha256, batch.id],
  );
  await tx.sql(
    `update import_row r set record_id = g.id, record_number = g.number
     from jsonb_to_recordset(?::jsonb) g(position int, id bigint, number text) where r.batch_id = ? and r.position = g.position`,
    [JSON.stringify(given), batch.id],
  );
}

async function end(tx: Tx, batch: Batch, records: number): Promise<void> {
  await keepEvent(tx, batch, "committed", records);
  await tx.sql("update import_batch set state = 'committed', phase = null, done = ?, ended_at = ? where id = ?", [
    records,
    tx.now,
    batch.id,
  ]);
}

/** What happened to a batch, for good. */
export async function keepEvent(tx: Tx, batch: Batch, kind: "committed" | "undone", records: number): Promise<void> {
  await tx.insert(
    "import_event",
    ["kind", "record_type", "file_name", "sha256", "reading", "mapping", "records", "batch_id"],
    [
      [
        ...[kind, batch.record, batch.fileName, batch.sha256, JSON.stringify(batch.reading), JSON.stringify(batch.mapping)],
        ...[records, batch.id],
      ],
    ],
  );
}
