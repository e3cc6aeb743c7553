/** The second half of a check: records are made as the commit will make them, in commands that are rolled back. */
import { randomUUID } from "node:crypto";
import type { Issue, Reason } from "@lotline/schema";
import { AppError } from "../../../base/error.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import { create } from "../../../kernel/lifecycle.ts";
import { Request } from "../../../read/request.ts";
import { type Batch, type BatchRow, personCtx, type RowIssue, readyRows } from "./batch.ts";

/** Records in one transaction: few enough that what it locks is free again at once. */
const atOnce = 100;

/** Makes the next records behind a line and takes them back. @returns what was refused by line, and where to go on */
export async function rehearse(
  kernel: Kernel,
  batch: Batch,
  after: number,
): Promise<{ issues: Map<number, RowIssue[]>; at: number; isLast: boolean }> {
  const request = new Request(kernel, personCtx(batch));
  const rows = await request
    .reader()
    .then((reader) => readyRows(reader, batch.id, after, atOnce))
    .finally(() => request.endReads());
  const issues = new Map<number, RowIssue[]>();
  let at = 0;
  // A refusal ends the transaction; the next one begins behind the record that was refused.
  while (at < rows.length) {
    const what = { id: randomUUID(), operation: "checkImport", input: { batch: batch.id }, dryRun: true };
    try {
      await command(kernel, personCtx(batch), what, async (tx) => {
        for (; at < rows.length; at++) await create(tx, batch.record, rows[at]?.input);
        return null;
      });
    } catch (error) {
      const row = rows[at];
      if (!row || !(error instanceof AppError)) throw error;
      issues.set(row.position, issuesOf(batch, row, error));
      at++;
    }
  }
  return { issues, at: rows.at(-1)?.position ?? after, isLast: rows.length < atOnce };
}

/** A refusal of a record as what is wrong with its line. @throws what is no answer about the record: the person is gone, the database busy */
export function issuesOf(batch: Batch, row: Pick<BatchRow, "position">, error: AppError): RowIssue[] {
  if (["UNAUTHENTICATED", "OUTCOME_UNKNOWN", "BUSY"].includes(error.code)) throw error;
  const byPath = new Map(Object.entries(batch.mapping.columns).map(([header, path]) => [path, header]));
  const columnOf = (path: string): string | null => byPath.get(path) ?? byPath.get(path.replace(/\.\d+\./, ".")) ?? null;
  const found = [
    ...(error.details.issues ?? []).map(({ path, code, text }: Issue) => ({ column: columnOf(path), code, text })),
    ...(error.details.reasons ?? []).map(({ code, text, field }: Reason) => ({
      column: field ? columnOf(field) : null,
      code,
      text,
    })),
  ];
  if (found.length === 0) throw new Error(`line ${row.position} was refused without a reason`, { cause: error });
  return found;
}
