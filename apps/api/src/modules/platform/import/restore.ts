/**
 * Undo of a file that changed records: each gets back what it had, where nothing came after; where something did, it stays as it is
 * and is named. Proposals that nobody has decided are withdrawn by who made them.
 */
import { because, type Reason } from "@lotline/schema";
import { uuidOf } from "../../../base/canonical.ts";
import type { Ctx } from "../../../base/context.ts";
import { refused } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import { act } from "../../../kernel/lifecycle.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Batch, reasonOf } from "./batch.ts";
import { type FieldChange, restoreRecord } from "./change.ts";
import { keepEvent } from "./commit.ts";
import { notUndoable, some } from "./undo.ts";

const atOnce = 100;

interface Kept {
  readonly key: string;
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly changes: readonly FieldChange[];
  readonly proposal: string | null;
}

/** Takes the changes of a batch back where nothing came after. What was not taken back is noted as its problem. */
export async function restoreRecords(
  kernel: Kernel,
  ctx: Ctx,
  batch: Batch,
  tell: (done: number) => Promise<void>,
): Promise<void> {
  const what = {
    id: uuidOf(`import ${batch.id} undo ${batch.turn}`),
    operation: "undoImport",
    input: { batch: batch.id },
    reason: reasonOf(batch),
  };
  await command(kernel, ctx, what, async (tx) => {
    const [found] = await tx.sql("select 1 from import_batch where id = ? and turn = ? and state = 'undoing'", [
      batch.id,
      batch.turn,
    ]);
    if (!found) throw refused(notUndoable(specOf(batch.record)));
    const left: Reason[] = [];
    let [restored, done] = [0, 0];
    for (let after = "0"; ; ) {
      const rows = await tx.sql<Kept>(
        `select id as key, record_id as id, record_number as number, record_version as version, changes, proposal_id as proposal
         from import_change where batch_id = ? and id > ? order by id limit ?`,
        [batch.id, after, atOnce],
      );
      const records = new Map(
        (
          await tx.lock(
            batch.record,
            rows.map(({ id }) => id),
          )
        ).map((record) => [record.id, record]),
      );
      for (const row of rows) {
        const reasons = [
          ...(await restoreFields(tx, batch, row, (records.get(row.id) as { version?: number } | undefined)?.version)),
          ...(await withdrawProposal(tx, row)),
        ];
        if (reasons.length === 0) restored++;
        left.push(...reasons);
        await tell(done++);
      }
      await tx.finish();
      tx.em.clear();
      after = rows.at(-1)?.key ?? after;
      if (rows.length < atOnce) break;
    }
    await keepEvent(tx, batch, "undone", restored);
    await tx.sql("update import_batch set state = 'undone', problem = ?::jsonb, ended_at = ? where id = ?", [
      left.length > 0 ? JSON.stringify(some(left)) : null,
      tx.now,
      batch.id,
    ]);
    return null;
  });
}

async function restoreFields(tx: Tx, { record }: Batch, row: Kept, version: number | undefined): Promise<Reason[]> {
  const direct = row.changes.filter(({ approved }) => !approved);
  if (direct.length === 0) return [];
  if (version !== row.version)
    return [
      because(
        "CHANGED_SINCE",
        `${row.number} was changed since; it stays as it is.`,
        `${row.number} 此后又被更改，保持现状。`,
        record,
        row.number,
      ),
    ];
  await restoreRecord(tx, record, { ...row, changes: direct });
  return [];
}

async function withdrawProposal(tx: Tx, { number, proposal }: Kept): Promise<Reason[]> {
  if (proposal === null) return [];
  const [change] = await tx.lock("MasterChange", [proposal]);
  if (!change || change.state === "withdrawn" || change.state === "rejected") return [];
  if (change.state === "proposed" && change.createdBy === tx.actor.id) {
    await act(tx, "MasterChange", { id: change.id, version: change.version, action: "withdraw", input: {} });
    return [];
  }
  return [
    change.state === "approved"
      ? because(
          "CHANGE_APPROVED",
          `${number}: ${change.number} is approved; its reverse has to be proposed.`,
          `${number}：${change.number} 已批准，须另行提出反向变更。`,
          "MasterChange",
          change.number,
        )
      : because(
          "NOT_AUTHOR",
          `${number}: only who proposed ${change.number} withdraws it.`,
          `${number}：${change.number} 仅提出人可撤回。`,
          "MasterChange",
          change.number,
        ),
  ];
}
