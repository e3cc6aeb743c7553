/** What a person may say to an import: take this file, these columns, this text instead, check, commit, undo. Each a command. */
import { createHash } from "node:crypto";
import { type ImportMapping, importSets, mappingFaults, type RecordName, suggestMapping } from "@lotline/schema";
import { AppError, invalid, refused } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";
import type { Tx } from "../../../kernel/tx.ts";
import {
  type Batch,
  type BatchState,
  type ImportMode,
  isAtWork,
  ownBatch,
  requireImport,
  targetsOf,
  visibleBatch,
} from "./batch.ts";
import type { PackedTable } from "./read/table.ts";

/** Imports of one person that the server works on at the same time. */
const maxAtWork = 2;

export interface Upload {
  readonly record: RecordName;
  readonly lineSet: string | null;
  readonly mode: ImportMode;
  readonly fileName: string;
  readonly sha256: string;
  readonly size: number;
  readonly table: PackedTable;
}

/** Takes the rows of a file down; nothing else happens with them yet. @throws REFUSED when this very file was committed before */
export async function upload(tx: Tx, given: Upload): Promise<void> {
  const { record, lineSet, mode, fileName, sha256, size, table } = given;
  requireImport(tx, record, mode);
  if (lineSet !== null && !importSets(specOf(record)).includes(lineSet)) throw new AppError("NOT_FOUND");
  if (mode === "create") await requireNew(tx, record, sha256);
  const { parts, total, headers, ...reading } = table;
  const targets = await targetsOf(tx, record, lineSet, mode);
  const mapping = (await remembered(tx, given, headers)) ?? suggestMapping(specOf(record), targets, headers);
  const [batch] = await tx.insert(
    "import_batch",
    [
      ...[
        "person_id",
        "record_type",
        "line_set",
        "mode",
        "file_name",
        "sha256",
        "size",
        "reading",
        "headers",
        "mapping",
        "language",
        "state",
      ],
      ...["turn", "total", "records", "done", "ok", "wrong", "created_at", "touched_at", "command_id"],
    ],
    [
      [
        ...[
          tx.actor.id,
          record,
          lineSet,
          mode === "change" ? mode : null,
          fileName,
          sha256,
          size,
          JSON.stringify(reading),
          JSON.stringify(headers),
        ],
        ...[JSON.stringify(mapping), tx.ctx.language, "uploaded", 0, total, 0, 0, 0, 0, tx.now, tx.now, tx.commandId],
      ],
    ],
  );
  const decoder = new TextDecoder();
  for (const part of parts)
    await tx.sql(
      `insert into import_row (batch_id, position, cells)
       select ?, r.line, r.cells from jsonb_to_recordset(?::jsonb) r(line int, cells jsonb)`,
      [batch?.id, decoder.decode(part)],
    );
}

/** The same bytes of the same type are imported once, unless that was undone. */
export async function requireNew(tx: SqlReader, record: RecordName, sha256: string): Promise<void> {
  const [before] = await tx.sql<{ id: string; file_name: string; day: string }>(
    `select id, file_name, to_char(ended_at, 'YYYY-MM-DD') as day from import_batch
     where record_type = ? and sha256 = ? and mode is null and state in ('committed', 'committing', 'undoing')`,
    [record, sha256],
  );
  if (before)
    throw refused({
      code: "FILE_IMPORTED",
      text: {
        en: `This very file was imported already: import ${before.id}, “${before.file_name}”, ${before.day ?? "being committed now"}. Undo that import first.`,
        zh: `该文件已导入过：导入批次 ${before.id}，“${before.file_name}”，${before.day ?? "正在提交"}。如需重新导入，请先撤销该批次。`,
      },
    });
}

/** The name of a set of headers, whatever their order; files that change records are decided for themselves. */
const headerHash = (mode: ImportMode, headers: readonly string[]): string =>
  createHash("sha256")
    .update(JSON.stringify([...(mode === "change" ? [mode] : []), ...[...headers].sort()]))
    .digest("hex");

/** What was decided the last time for a file with these headers, by whoever it was. */
async function remembered(tx: Tx, { record, lineSet, mode }: Upload, headers: readonly string[]) {
  const [row] = await tx.sql<{ mapping: ImportMapping }>(
    "select mapping from import_mapping where record_type = ? and line_set = ? and header_hash = ?",
    [record, lineSet ?? "", headerHash(mode, headers)],
  );
  return row?.mapping;
}

/** Locks the person's batch, so that an order and the worker do not pass each other. @throws REFUSED in other states */
async function lockOwn(tx: Tx, id: string, states: readonly BatchState[]): Promise<Batch> {
  const { id: known } = await ownBatch(tx, id);
  await tx.sql("update import_batch set touched_at = ? where id = ?", [tx.now, known]);
  const batch = await ownBatch(tx, known);
  requireState(batch, states);
  return batch;
}

function requireState(batch: Batch, states: readonly BatchState[]): void {
  if (states.includes(batch.state)) return;
  throw refused(
    isAtWork(batch.state)
      ? {
          code: "IMPORT_AT_WORK",
          text: { en: "The server is at work on this import; wait until it is done.", zh: "服务器正在处理该导入，请等待完成。" },
        }
      : {
          code: "IMPORT_STATE",
          text: { en: "This cannot be done with the import as it stands now.", zh: "该导入当前状态下不能执行此操作。" },
        },
  );
}

const open: readonly BatchState[] = ["uploaded", "mapped", "checked"];

/** Decides the columns. What is undecided is said and nothing is kept; what was checked before has to be checked again. */
export async function decideMapping(tx: Tx, id: string, mapping: ImportMapping): Promise<void> {
  const batch = await lockOwn(tx, id, open);
  const targets = await targetsOf(tx, batch.record, batch.lineSet, batch.mode);
  const faults = mappingFaults(targets, batch.lineSet, batch.headers, mapping);
  if (faults.length > 0) throw invalid(...faults);
  const kept = {
    ...mapping,
    columns: Object.fromEntries(batch.headers.map((header) => [header, mapping.columns[header] ?? ""])),
    key: batch.lineSet === null ? null : mapping.key,
  };
  await tx.sql("update import_batch set mapping = ?::jsonb, state = 'mapped', ok = 0, wrong = 0, problem = null where id = ?", [
    JSON.stringify(kept),
    batch.id,
  ]);
  await tx.sql(
    `insert into import_mapping (record_type, line_set, header_hash, mapping, used_at, person_id) values (?, ?, ?, ?::jsonb, ?, ?)
     on conflict (record_type, line_set, header_hash) do update
       set mapping = excluded.mapping, used_at = excluded.used_at, person_id = excluded.person_id`,
    [batch.record, batch.lineSet ?? "", headerHash(batch.mode, batch.headers), JSON.stringify(kept), tx.now, tx.actor.id],
  );
}

/** A text typed instead of a cell; the cell itself stays as the file had it. */
export interface Correction {
  readonly position: number;
  readonly column: string;
  readonly text: string;
}

/** Puts texts in the place of cells; the batch has to be checked again. */
export async function correctRows(tx: Tx, id: string, corrections: readonly Correction[]): Promise<void> {
  const batch = await lockOwn(tx, id, open);
  const given = corrections.map(({ position, column, text }) => ({ position, at: batch.headers.indexOf(column), text }));
  const unknown = given.findIndex(({ at }) => at < 0);
  if (unknown >= 0)
    throw invalid({
      path: `corrections.${unknown}.column`,
      code: "ref",
      text: { en: "There is no such column in the file.", zh: "文件中没有该列。" },
    });
  // What is typed back to the file's own text is no correction any more.
  const rows = await tx.sql(
    `with given as (select position, jsonb_object_agg(at::text, text) as texts
       from jsonb_to_recordset(?::jsonb) g(position int, at int, text text) group by position)
     update import_row r set corrected = nullif((select coalesce(jsonb_object_agg(k.key, k.value), '{}')
         from jsonb_each_text(coalesce(r.corrected, '{}') || g.texts) k where k.value <> r.cells ->> k.key::int), '{}')
     from given g where r.batch_id = ? and r.position = g.position returning r.id`,
    [JSON.stringify(given), batch.id],
  );
  if (rows.length < new Set(given.map(({ position }) => position)).size)
    throw invalid({
      path: "corrections",
      code: "ref",
      text: { en: "There is no such line in the file.", zh: "文件中没有该行。" },
    });
  if (batch.state === "checked")
    await tx.sql("update import_batch set state = 'mapped', problem = null where id = ?", [batch.id]);
}

/** Gives the batch to the worker; it hears of it after the commit, and only then. */
async function setToWork(tx: Tx, batch: Batch, state: BatchState, reason: string | null): Promise<void> {
  const [atWork] = await tx.sql<{ n: number }>(
    "select count(*)::int as n from import_batch where person_id = ? and state in ('checking', 'committing', 'undoing')",
    [tx.actor.id],
  );
  if ((atWork?.n ?? 0) >= maxAtWork)
    throw refused({
      code: "TOO_MANY_IMPORTS",
      text: {
        en: `The server is at work on ${maxAtWork} of your imports; wait for one of them.`,
        zh: `服务器正在处理您的 ${maxAtWork} 个导入，请等待其中一个完成。`,
      },
    });
  await tx.sql(
    "update import_batch set state = ?, phase = null, done = 0, problem = null, reason = ?, terminal = ?, turn = turn + 1 where id = ?",
    [state, reason, tx.ctx.terminal ?? null, batch.id],
  );
  due(tx, batch.id, batch.turn + 1);
}

/** Tells the worker. */
export const due = (tx: Tx, batch: string, turn: number): void => tx.emit("import.due", { batch, turn: String(turn) });

/** Lets every row be checked. */
export async function checkBatch(tx: Tx, id: string): Promise<void> {
  const batch = await lockOwn(tx, id, ["mapped", "checked"]);
  requireImport(tx, batch.record, batch.mode);
  await setToWork(tx, batch, "checking", null);
}

/** Lets all records be made or changed, or none; changes ask for a reason. @throws REFUSED while any row has something wrong */
export async function commitBatch(tx: Tx, id: string, reason = ""): Promise<void> {
  const batch = await lockOwn(tx, id, ["checked"]);
  requireImport(tx, batch.record, batch.mode);
  if (batch.wrong > 0 || batch.ok === 0)
    throw refused({
      code: "ROWS_WRONG",
      text: {
        en: `${batch.wrong} of the records cannot be made as they stand; a file is imported whole or not at all.`,
        zh: `有 ${batch.wrong} 条记录存在错误；文件须整批导入，不能部分导入。`,
      },
    });
  if (batch.mode === "create") await requireNew(tx, batch.record, batch.sha256);
  else requireReason(reason);
  await setToWork(tx, batch, "committing", batch.mode === "create" ? null : reason.trim());
}

function requireReason(reason: string): void {
  if ([...reason.trim()].length < 10)
    throw invalid({
      path: "reason",
      code: "REASON_REQUIRED",
      text: { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" },
    });
}

/** Lets all records of the batch be withdrawn, or none; whoever may make such records may. */
export async function undoBatch(tx: Tx, id: string, reason: string): Promise<void> {
  const { id: known } = await visibleBatch(tx, id);
  await tx.sql("select 1 from import_batch where id = ? for update", [known]);
  const batch = await visibleBatch(tx, known);
  requireState(batch, ["committed"]);
  requireImport(tx, batch.record, batch.mode);
  requireReason(reason);
  // It is done in the name of who says it; the rows are shown to nobody any more.
  await tx.sql("update import_batch set person_id = ? where id = ?", [tx.actor.id, batch.id]);
  await setToWork(tx, batch, "undoing", reason.trim());
}

/** Gives a file up before anything came of it; its rows are removed. */
export async function discardBatch(tx: Tx, id: string): Promise<void> {
  const batch = await lockOwn(tx, id, open);
  await tx.sql("delete from import_row where batch_id = ?", [batch.id]);
  await tx.sql("update import_batch set state = 'discarded', ended_at = ? where id = ?", [tx.now, batch.id]);
}
