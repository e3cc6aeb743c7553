import {
  type Attribute,
  changePermit,
  changeTargets,
  type ImportMapping,
  type ImportTarget,
  type Issue,
  importPermit,
  importTargets,
  type Language,
  type Reason,
  type RecordName,
} from "@lotline/schema";
import { attributesOf } from "../../../base/attributes.ts";
import { type Ctx, systemPersonId } from "../../../base/context.ts";
import { AppError, refused } from "../../../base/error.ts";
import { isKey } from "../../../base/key.ts";
import { specOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import type { Delimiter, Encoding } from "./read/table.ts";

/** Read; its columns decided; being checked; checked and waiting for the person's word; and so on. */
export const batchStates = [
  ...["uploaded", "mapped", "checking", "checked", "committing", "committed", "undoing", "undone", "discarded"],
] as const;
export type BatchState =
  | "uploaded"
  | "mapped"
  | "checking"
  | "checked"
  | "committing"
  | "committed"
  | "undoing"
  | "undone"
  | "discarded";

/** Whether records are made, or those that exist changed. */
export type ImportMode = "create" | "change";

export interface Reading {
  readonly kind: "csv" | "xlsx";
  readonly encoding: Encoding | null;
  readonly delimiter: Delimiter | null;
  readonly sheets: readonly string[];
  readonly sheet: string | null;
}

/** A file of one record type on its way in. */
export interface Batch {
  readonly id: string;
  readonly personId: string;
  readonly record: RecordName;
  readonly lineSet: string | null;
  readonly mode: ImportMode;
  readonly fileName: string;
  readonly sha256: string;
  readonly reading: Reading;
  readonly headers: readonly string[];
  readonly mapping: ImportMapping;
  readonly language: Language;
  readonly state: BatchState;
  readonly reason: string | null;
  readonly phase: string | null;
  readonly turn: number;
  readonly total: number;
  readonly records: number;
  readonly done: number;
  readonly ok: number;
  readonly wrong: number;
  readonly problem: readonly Reason[] | null;
  readonly terminal: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** What is wrong with a row: in which column, of which text. */
export interface RowIssue {
  readonly column: string | null;
  readonly code: string;
  readonly text: Issue["text"];
  readonly value?: string | undefined;
}

export interface BatchRow {
  readonly position: number;
  readonly cells: readonly string[];
  readonly corrected: { readonly [column: string]: string } | null;
  readonly head: number | null;
  readonly input: { readonly [field: string]: unknown } | null;
  readonly issues: readonly RowIssue[] | null;
  readonly recordId: string | null;
  readonly recordNumber: string | null;
}

/** The texts of a row as they count: what was typed instead of a cell, else the cell. */
export const textsOf = (row: Pick<BatchRow, "cells" | "corrected">): readonly string[] =>
  row.cells.map((cell, at) => row.corrected?.[String(at)] ?? cell);

/** Batches that wait for the server, not for a person. */
export const isAtWork = (state: BatchState): boolean => state === "checking" || state === "committing" || state === "undoing";

type Stored = Omit<Batch, "createdAt" | "endedAt"> & { createdAt: string; endedAt: string | null };

const columns = `id, person_id as "personId", record_type as record, line_set as "lineSet",
  coalesce(mode, 'create') as mode, file_name as "fileName", sha256, reading, headers,
  mapping, language, state, reason, phase, turn, total, records, done, ok, wrong, problem, terminal, created_at as "createdAt", ended_at as "endedAt"`;

const batchOf = (row: Stored): Batch => ({
  ...row,
  createdAt: new Date(row.createdAt),
  endedAt: row.endedAt === null ? null : new Date(row.endedAt),
});

type Sql = Pick<SqlReader, "sql">;

/** A batch by its id, whoever's it is; for the worker. */
export async function batchById(reader: Sql, id: string): Promise<Batch | null> {
  const [row] = isKey(id) ? await reader.sql<Stored>(`select ${columns} from import_batch where id = ?`, [id]) : [];
  return row ? batchOf(row) : null;
}

const noBatch = (): AppError =>
  new AppError("NOT_FOUND", {
    reasons: [{ code: "NOT_FOUND", text: { en: "There is no such import.", zh: "没有该导入批次。" } }],
  });

const permitOf = (record: RecordName, mode: ImportMode): string | undefined =>
  mode === "change" ? changePermit(specOf(record)) : importPermit(specOf(record));

/** A batch that the reader may see: of a record type that they may make. @throws NOT_FOUND */
export async function visibleBatch(reader: SqlReader, id: string): Promise<Batch> {
  const batch = await batchById(reader, id);
  const permit = batch && permitOf(batch.record, batch.mode);
  if (!batch || !permit || !reader.actor.permits.has(permit)) throw noBatch();
  return batch;
}

/** The reader's own batch: rows may hold what others must not see before they are records. @throws NOT_FOUND */
export async function ownBatch(reader: SqlReader, id: string): Promise<Batch> {
  const batch = await visibleBatch(reader, id);
  if (batch.personId !== reader.actor.id) throw noBatch();
  return batch;
}

/** The reader's own batch while its rows are no records yet; afterwards the records are read, by those who may. @throws NOT_FOUND */
export async function openBatch(reader: SqlReader, id: string): Promise<Batch> {
  const batch = await ownBatch(reader, id);
  if (!["uploaded", "mapped", "checking", "checked", "committing"].includes(batch.state)) throw noBatch();
  return batch;
}

export async function batchOfCommand(reader: SqlReader, commandId: string): Promise<Batch> {
  const [row] = await reader.sql<Stored>(`select ${columns} from import_batch where command_id = ?::uuid and person_id = ?`, [
    commandId,
    reader.actor.id,
  ]);
  if (!row) throw noBatch();
  return batchOf(row);
}

/** Batches of the types that the reader may make, newest first; given-up ones are left out. */
export async function batches(reader: SqlReader, record: string | null, first: number): Promise<Batch[]> {
  const rows = await reader.sql<Stored>(
    `select ${columns} from import_batch where state <> 'discarded' and (?::text is null or record_type = ?) order by id desc limit ?`,
    [record, record, first],
  );
  return rows.map(batchOf).filter((batch) => {
    const permit = permitOf(batch.record, batch.mode);
    return permit !== undefined && reader.actor.permits.has(permit);
  });
}

const rowColumns =
  'position, cells, corrected, head, input, issues, record_id as "recordId", record_number as "recordNumber" from import_row where batch_id = ?';

/** Rows behind a line of the file: all of them, those with something wrong, or those from which something will come. */
export const rowsOf = (
  reader: Sql,
  batch: string,
  { only, after, first }: { only?: "wrong" | "changed" | undefined; after: number; first: number },
): Promise<BatchRow[]> =>
  reader.sql<BatchRow>(
    `select ${rowColumns} and position > ? ${only === "wrong" ? "and issues is not null" : only ? "and input is not null" : ""} order by position limit ?`,
    [batch, after, first],
  );

/** Head rows of records without anything wrong, behind a line. */
export const readyRows = (reader: Sql, batch: string, after: number, first: number): Promise<BatchRow[]> =>
  reader.sql<BatchRow>(`select ${rowColumns} and position > ? and input is not null order by position limit ?`, [
    batch,
    after,
    first,
  ]);

/** What a batch's columns may fill, with the firm's own fields; without what its reader may not see. */
export async function targetsOf(
  reader: SqlReader,
  record: RecordName,
  lineSet: string | null,
  mode: ImportMode = "create",
): Promise<ImportTarget[]> {
  const attributes: readonly Attribute[] = await attributesOf(reader, record);
  const spec = specOf(record);
  return (mode === "change" ? changeTargets(spec, attributes) : importTargets(spec, attributes, lineSet)).filter(
    ({ field }) => field.masked === undefined || reader.actor.permits.has(field.masked),
  );
}

/** @throws REFUSED for a type that is not imported, or not by this person */
export function requireImport(reader: SqlReader, record: RecordName, mode: ImportMode = "create"): void {
  const spec = specOf(record);
  const permit = permitOf(record, mode);
  if (!permit)
    throw refused({
      code: "NOT_IMPORTED",
      text: { en: `${spec.plural.en} are not imported from files.`, zh: `${spec.plural.zh}不能从文件导入。` },
    });
  if (!reader.actor.permits.has(permit)) throw refused(permitReason(permit));
}

/** The worker itself, which only notes how far it is. */
export const systemCtx = (batch: string): Ctx => ({
  personId: systemPersonId,
  sessionId: null,
  source: "job",
  request: `import ${batch}`,
  language: "en",
});

/** Why its records are made or changed: the file, and what the person said. */
export const reasonOf = ({ id, fileName, reason }: Batch): string =>
  [`Import ${id}: ${fileName}`, reason].filter(Boolean).join(": ").slice(0, 2000);

/** The person's own context: what they make stands in the trail under their name, from an import, with its number. */
export const personCtx = ({ id, personId, language, terminal }: Batch): Ctx => ({
  ...{ ...systemCtx(id), personId, source: "import", language },
  terminal: terminal ?? undefined,
});
