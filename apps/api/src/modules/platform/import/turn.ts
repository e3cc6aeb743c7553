/**
 * The worker of imports. Everything about records is done in commands of the person who ordered it, with source "import" and the
 * rights that the person has at that moment; the worker itself only notes how far it is (ADR 41).
 */
import { randomUUID } from "node:crypto";
import type { Reason } from "@lotline/schema";
import type { Ctx } from "../../../base/context.ts";
import { AppError } from "../../../base/error.ts";
import { consumer } from "../../../kernel/behaviour.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { Request } from "../../../read/request.ts";
import { type Batch, batchById, personCtx, type RowIssue, requireImport, systemCtx } from "./batch.ts";
import { type Finding, validateRows } from "./check.ts";
import { commitRecords, RecordFault } from "./commit.ts";
import { due } from "./order.ts";
import { rehearse } from "./rehearse.ts";
import { restoreRecords } from "./restore.ts";
import { undoRecords } from "./undo.ts";

/** Milliseconds a turn takes at most where it can be divided; then the other imports have theirs. */
const turnMs = 5000;
/** Milliseconds between two notes of the progress. */
const noteMs = 400;

export const importWorker = consumer({
  name: "platform.work-import",
  message: "import.due",
  work: (kernel, { batch, turn }) => workImport(kernel, batch, Number(turn)),
});

/** A note of the worker's own. */
async function note(kernel: Kernel, batch: string, operation: string, change: (tx: Tx) => Promise<void>): Promise<void> {
  await command(kernel, systemCtx(batch), { id: randomUUID(), operation, input: { batch } }, async (tx) => {
    await change(tx);
    return null;
  });
}

/** One turn. @throws what the queue should try again: the database is away, or an answer was lost */
export async function workImport(kernel: Kernel, id: string, turn: number, limitMs = turnMs): Promise<void> {
  const found = await read(kernel, systemCtx(id), (reader) => batchById(reader, id));
  if (!found || found.turn !== turn) return;
  try {
    if (found.state === "checking") await check(kernel, found, Date.now() + limitMs);
    else if (found.state === "committing") await commit(kernel, found);
    else if (found.state === "undoing") await undo(kernel, found);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "OUTCOME_UNKNOWN" || error.code === "BUSY") throw error;
    await stop(kernel, found, error.details.reasons ?? [{ code: error.code, text: { en: error.message, zh: error.message } }]);
  }
}

/** What was ordered cannot be done at all: the batch is as it was before, and says why. */
const stop = (kernel: Kernel, batch: Batch, problem: readonly Reason[]): Promise<void> =>
  note(kernel, batch.id, "stopImport", async (tx) => {
    const before = { checking: "mapped", committing: "checked", undoing: "committed" }[batch.state as "checking"];
    await tx.sql("update import_batch set state = ?, problem = ?::jsonb where id = ? and turn = ?", [
      before,
      JSON.stringify(problem),
      batch.id,
      batch.turn,
    ]);
  });

async function read<T>(
  kernel: Kernel,
  ctx: Ctx,
  work: (reader: Awaited<ReturnType<Request["reader"]>>) => Promise<T>,
): Promise<T> {
  const request = new Request(kernel, ctx);
  try {
    return await work(await request.reader());
  } finally {
    await request.endReads();
  }
}

/** First all rows by their texts; then, as far as nothing is wrong with them, each made and taken back, some hundred at a time. */
async function check(kernel: Kernel, batch: Batch, until: number): Promise<void> {
  let at = batch.done;
  if (batch.phase !== "rehearse") {
    await read(kernel, personCtx(batch), async (reader) => {
      requireImport(reader, batch.record, batch.mode);
      let done = 0;
      await validateRows(reader, batch, async (findings) => {
        done += findings.length;
        await noteFindings(kernel, batch, findings, done);
      });
    });
    at = 0;
    await note(kernel, batch.id, "beginRehearsal", async (tx) => {
      await tx.sql(
        `update import_batch b set phase = 'rehearse', done = 0,
           records = (select count(distinct head) from import_row where batch_id = b.id) where id = ? and turn = ?`,
        [batch.id, batch.turn],
      );
    });
  }
  for (let wrong = 0; ; ) {
    const next = await rehearse(kernel, batch, at, wrong);
    wrong = next.issues.size;
    await note(kernel, batch.id, "noteRehearsal", async (tx) => {
      await noteIssues(tx, batch.id, next.issues);
      await tx.sql("update import_batch set done = ? where id = ? and turn = ?", [next.at, batch.id, batch.turn]);
    });
    if (next.isLast) return endCheck(kernel, batch);
    at = next.at;
    if (Date.now() > until) return nextTurn(kernel, batch);
  }
}

const noteFindings = (kernel: Kernel, batch: Batch, findings: readonly Finding[], done: number): Promise<void> =>
  note(kernel, batch.id, "noteFindings", async (tx) => {
    await tx.sql(
      `update import_row r set head = g.head, input = g.input, issues = g.issues
       from jsonb_to_recordset(?::jsonb) g(position int, head int, input jsonb, issues jsonb)
       where r.batch_id = ? and r.position = g.position`,
      [JSON.stringify(findings), batch.id],
    );
    await tx.sql("update import_batch set phase = 'validate', done = ? where id = ? and turn = ?", [done, batch.id, batch.turn]);
  });

/** Records that were refused: what is wrong stands at their lines, and their input is not kept. */
async function noteIssues(tx: Tx, batch: string, issues: ReadonlyMap<number, readonly RowIssue[]>): Promise<void> {
  if (issues.size === 0) return;
  await tx.sql(
    `update import_row r set input = null, issues = g.issues from jsonb_to_recordset(?::jsonb) g(position int, issues jsonb)
     where r.batch_id = ? and r.position = g.position`,
    [JSON.stringify([...issues].map(([position, of]) => ({ position, issues: of }))), batch],
  );
}

const endCheck = (kernel: Kernel, batch: Batch): Promise<void> =>
  note(kernel, batch.id, "endCheck", async (tx) => {
    await tx.sql(
      `update import_batch b set state = 'checked', phase = null, ok = c.ok, wrong = c.wrong
       from (select count(*) filter (where input is not null) as ok, count(distinct head) filter (where issues is not null) as wrong
         from import_row where batch_id = ?) c where b.id = ? and b.turn = ?`,
      [batch.id, batch.id, batch.turn],
    );
  });

/** The rest follows with another message, behind whatever else waits. */
const nextTurn = (kernel: Kernel, batch: Batch): Promise<void> =>
  note(kernel, batch.id, "endTurn", async (tx) => {
    const found = await tx.sql("update import_batch set turn = turn + 1 where id = ? and turn = ? returning id", [
      batch.id,
      batch.turn,
    ]);
    if (found.length > 0) due(tx, batch.id, batch.turn + 1);
  });

/** Tells of the progress of one long transaction beside it. */
function progressOf(kernel: Kernel, batch: Batch): (done: number) => Promise<void> {
  let told = Date.now();
  return async (done) => {
    if (Date.now() - told < noteMs) return;
    told = Date.now();
    await note(kernel, batch.id, "noteProgress", async (tx) => {
      await tx.sql("update import_batch set done = ? where id = ? and turn = ?", [done, batch.id, batch.turn]);
    });
  };
}

async function commit(kernel: Kernel, batch: Batch): Promise<void> {
  try {
    await commitRecords(kernel, personCtx(batch), batch, progressOf(kernel, batch));
  } catch (error) {
    if (!(error instanceof RecordFault)) throw error;
    // It was possible when it was checked; what stands in the way since is shown at its line, and nothing was made.
    await note(kernel, batch.id, "stopImport", async (tx) => {
      await noteIssues(tx, batch.id, new Map([[error.position, error.issues]]));
      await tx.sql(
        "update import_batch set state = 'checked', ok = ok - 1, wrong = wrong + 1, problem = ?::jsonb where id = ? and turn = ?",
        [JSON.stringify([changedMeanwhile(error.position)]), batch.id, batch.turn],
      );
    });
  }
}

const changedMeanwhile = (line: number): Reason => ({
  code: "CHANGED_MEANWHILE",
  text: {
    en: `Line ${line} cannot be imported any more: something has changed since the check. Nothing was imported.`,
    zh: `第 ${line} 行已不能导入：校验之后情况有变。未导入任何记录。`,
  },
});

const undo = (kernel: Kernel, batch: Batch): Promise<void> =>
  (batch.mode === "change" ? restoreRecords : undoRecords)(kernel, personCtx(batch), batch, progressOf(kernel, batch));

/** Lets imports go on that a server left when it was killed; at start, before the relay. A commit is whole or not at all. */
export const resumeImports = (kernel: Kernel): Promise<void> =>
  note(kernel, "all", "resumeImports", async (tx) => {
    const open = await tx.sql<{ id: string; turn: number }>(
      "select id, turn from import_batch where state in ('checking', 'committing', 'undoing') order by id",
    );
    for (const { id, turn } of open) due(tx, id, turn);
  });
