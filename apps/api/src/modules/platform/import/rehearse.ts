/** The second half of a check: records are made as the commit will make them, in commands that are rolled back. */
import { randomUUID } from "node:crypto";
import type { Issue, Reason } from "@lotline/schema";
import { AppError } from "../../../base/error.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { Request } from "../../../read/request.ts";
import { type Batch, type BatchRow, personCtx, type RowIssue, readyRows, reasonOf } from "./batch.ts";
import { makeRows } from "./make.ts";

/** Records in one transaction: few enough that what it locks is free again at once. */
const atOnce = 100;

/** Of so many records found wrong the others are made one by one: there will be more of them. */
const many = 10;

/** Makes the next records behind a line and takes them back. @returns what was refused by line, and where to go on */
export async function rehearse(
  kernel: Kernel,
  batch: Batch,
  after: number,
  wrongBefore = 0,
): Promise<{ issues: Map<number, RowIssue[]>; at: number; isLast: boolean }> {
  const request = new Request(kernel, personCtx(batch));
  const rows = await request
    .reader()
    .then((reader) => readyRows(reader, batch.id, after, atOnce))
    .finally(() => request.endReads());
  const issues = new Map<number, RowIssue[]>();
  let [left, known]: [readonly BatchRow[], number] = [rows, 0];
  while (left.length > 0) {
    const isBad = Math.max(wrongBefore, issues.size) > many;
    const fault = isBad ? await faultOneByOne(kernel, batch, left) : await faultByHalves(kernel, batch, left, known);
    if (!fault) break;
    const row = left[fault.at] as BatchRow;
    issues.set(row.position, issuesOf(batch, row, fault.error));
    // Those before it stay with those behind it, whom they may stand in the way of.
    known = isBad ? 0 : fault.at;
    left = isBad ? left.slice(fault.at + 1) : left.toSpliced(fault.at, 1);
  }
  return { issues, at: rows.at(-1)?.position ?? after, isLast: rows.length < atOnce };
}

/** The record that cannot be made, by its place, and why. */
interface Fault {
  readonly at: number;
  readonly error: AppError;
}

const tryOut = (kernel: Kernel, batch: Batch, work: (tx: Tx) => Promise<unknown>) =>
  command(
    kernel,
    personCtx(batch),
    { id: randomUUID(), operation: "checkImport", input: { batch: batch.id }, reason: reasonOf(batch), dryRun: true },
    async (tx) => {
      await work(tx);
      return null;
    },
  );

async function faultOneByOne(kernel: Kernel, batch: Batch, rows: readonly BatchRow[]): Promise<Fault | null> {
  let at = 0;
  try {
    await tryOut(kernel, batch, async (tx) => {
      for (at = 0; at < rows.length; at++) await makeRows(tx, batch, rows.slice(at, at + 1));
    });
    return null;
  } catch (error) {
    if (at < rows.length && error instanceof AppError) return { at, error };
    throw error;
  }
}

/** Records are made together; which of them was refused first is found by halves. @param known so many of the first can be made */
async function faultByHalves(kernel: Kernel, batch: Batch, rows: readonly BatchRow[], known: number): Promise<Fault | null> {
  const refusal = async (count: number): Promise<AppError | null> => {
    try {
      await tryOut(kernel, batch, (tx) => makeRows(tx, batch, rows.slice(0, count)));
      return null;
    } catch (error) {
      if (error instanceof AppError) return requireAnswer(error);
      throw error;
    }
  };
  let [works, fails] = [known, rows.length];
  let error = await refusal(fails);
  if (!error) return null;
  while (fails - works > 1) {
    const middle = (works + fails) >> 1;
    const found = await refusal(middle);
    if (found) [fails, error] = [middle, found];
    else works = middle;
  }
  return { at: fails - 1, error };
}

/** @throws what is no answer about a record: the person is gone, the database busy */
function requireAnswer(error: AppError): AppError {
  if (["UNAUTHENTICATED", "OUTCOME_UNKNOWN", "BUSY"].includes(error.code)) throw error;
  return error;
}

/** A refusal of a record as what is wrong with its line. @throws what is no answer about the record */
export function issuesOf(batch: Batch, row: Pick<BatchRow, "position">, error: AppError): RowIssue[] {
  requireAnswer(error);
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
