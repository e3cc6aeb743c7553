/**
 * Files that change records: a row names one by its number and says what some of its fields shall be. Fields that change by
 * approval only become a proposal (ADR 35); an empty cell leaves its field as it is.
 */
import {
  type AnyRecord,
  approvedFields,
  editSchema,
  type Field,
  type Fields,
  type ImportTarget,
  nestAttributes,
  type RecordName,
  textValue,
  validate,
  valueText,
} from "@lotline/schema";
import { columnOf, specOf, tableOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { create, edit } from "../../../kernel/lifecycle.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Batch, type BatchRow, type RowIssue, reasonOf, textsOf } from "./batch.ts";
import type { Finding } from "./check.ts";
import { convert, type Filled, type Known, textAt } from "./convert.ts";

/** One field of a record: what it is and what it shall be, as texts that an edit takes; both also as people read them. */
export interface FieldChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly shown: { readonly before: string | null; readonly after: string | null };
  readonly approved: boolean;
}

/** What a row of such a file comes to. */
export interface RecordChange {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly changes: readonly FieldChange[];
}

interface Saved {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  /** Each column as a text, so that no number loses digits on its way. */
  readonly row: { readonly [column: string]: string | null };
}

/** The fields of a record with the firm's own ones among them. */
const fieldsWith = (spec: AnyRecord, targets: readonly ImportTarget[]): Fields => ({
  ...spec.fields,
  ...Object.fromEntries(targets.filter(({ path }) => path.startsWith("attributes.")).map(({ path, field }) => [path, field])),
});

/** Compares rows of a file with the records they name. One statement for a thousand rows and type. */
export class ChangeChecker {
  readonly #reader: SqlReader;
  readonly #batch: Batch;
  readonly #filled: readonly Filled[];
  readonly #fields: Fields;
  readonly #schema: ReturnType<typeof editSchema>;
  readonly #seen = new Map<string, number>();

  constructor(reader: SqlReader, batch: Batch, targets: readonly ImportTarget[], filled: readonly Filled[]) {
    this.#reader = reader;
    this.#batch = batch;
    this.#filled = filled;
    const spec = specOf(batch.record);
    this.#fields = fieldsWith(spec, targets);
    this.#schema = editSchema({ ...spec, fields: this.#fields });
  }

  async check(rows: readonly BatchRow[], known: Known): Promise<Finding[]> {
    const saved = await this.#saved(rows);
    const read = rows.map((row) => this.#read(row, saved, known));
    const numbers = await this.#numbersOf(read.flatMap(({ found, given }) => (found ? this.#refs(found, given) : [])));
    return read.map(({ row, found, given, issues }) => {
      const changes = found && issues.length === 0 ? this.#compare(found, given, row, numbers) : [];
      const input: RecordChange | null =
        found && changes.length > 0 ? { id: found.id, number: found.number, version: found.version, changes } : null;
      return { position: row.position, head: row.position, input, issues: issues.length > 0 ? issues : null };
    });
  }

  #numberIn(row: BatchRow): string {
    const filled = this.#filled.find(({ target }) => target.path === "number");
    return filled ? textAt(filled, textsOf(row)).normalize("NFKC").trim() : "";
  }

  async #saved(rows: readonly BatchRow[]): Promise<Map<string, Saved>> {
    const asked = rows.flatMap((row) => [this.#numberIn(row), this.#numberIn(row).toUpperCase()]);
    const found = await this.#reader.sql<Saved>(
      `select id, number, version, (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(t))) as row
       from ${tableOf(this.#batch.record)} t where number = any(?::text[])`,
      [[...new Set(asked)]],
    );
    return new Map(found.map((one) => [one.number, one]));
  }

  #read(row: BatchRow, saved: ReadonlyMap<string, Saved>, known: Known) {
    const issues: RowIssue[] = [];
    const given: { [path: string]: unknown } = {};
    const number = this.#numberIn(row);
    const found = saved.get(number) ?? saved.get(number.toUpperCase());
    const header = this.#filled.find(({ target }) => target.path === "number")?.header ?? null;
    const { label } = specOf(this.#batch.record);
    const before = found && this.#seen.get(found.number);
    const say = (code: string, en: string, zh: string) =>
      issues.push({ column: header, code, text: { en, zh }, value: number.slice(0, 200) });
    if (!found) say("UNKNOWN_RECORD", `There is no ${label.en.toLowerCase()} “${number}”.`, `没有${label.zh}“${number}”。`);
    else if (before !== undefined)
      say("TWICE_IN_FILE", `Stands on line ${before} of the file already.`, `与文件第 ${before} 行重复。`);
    else this.#seen.set(found.number, row.position);
    for (const filled of this.#filled) {
      const { path } = filled.target;
      const text = textAt(filled, textsOf(row));
      if (path === "number" || text === "") continue;
      const converted = convert(filled, text, this.#batch.mapping, known);
      if ("issue" in converted) issues.push(converted.issue);
      else given[path] = converted.value;
    }
    const result = validate(this.#schema, given);
    if (!result.ok)
      for (const { path, code, text } of result.issues) {
        const filled = this.#filled.find(({ target }) => target.path === path);
        const field = filled?.target.field.label;
        issues.push({
          column: filled?.header ?? null,
          code,
          text: field ? { en: `${field.en}: ${text.en}`, zh: `${field.zh}：${text.zh}` } : text,
          value: filled ? textAt(filled, textsOf(row)).slice(0, 200) : undefined,
        });
      }
    return { row, found, issues, given: result.ok ? (result.value as { [path: string]: unknown }) : given };
  }

  #savedText({ row }: Saved, path: string, field: Field): string | null {
    const name = path.replace(/^attributes\./, "");
    // The firm's own fields stand in one column.
    const value: unknown =
      name === path ? row[columnOf(this.#fields, path)] : Reflect.get(Object(JSON.parse(row.attributes ?? "{}")), name);
    return valueText(field, value);
  }

  #refs(found: Saved, given: { readonly [path: string]: unknown }): [string, string][] {
    return Object.keys(given).flatMap((path): [string, string][] => {
      const field = this.#fields[path];
      const id = field?.kind === "ref" ? this.#savedText(found, path, field) : null;
      return field?.kind === "ref" && id !== null ? [[field.target, id]] : [];
    });
  }

  /** Numbers of the records that fields refer to now, by type and id. */
  async #numbersOf(refs: readonly [string, string][]): Promise<ReadonlyMap<string, string>> {
    const numbers = new Map<string, string>();
    for (const [target, of] of Map.groupBy(refs, ([name]) => name)) {
      const rows = await this.#reader.sql<{ id: string; number: string }>(
        `select id, number from ${tableOf(target)} where id = any(?::bigint[])`,
        [[...new Set(of.map(([, id]) => id))]],
      );
      for (const { id, number } of rows) numbers.set(`${target} ${id}`, number);
    }
    return numbers;
  }

  #compare(
    found: Saved,
    given: { readonly [path: string]: unknown },
    row: BatchRow,
    numbers: ReadonlyMap<string, string>,
  ): FieldChange[] {
    const approved = approvedFields(specOf(this.#batch.record), Object.keys(given));
    return Object.entries(given).flatMap(([path, value]): FieldChange[] => {
      const field = this.#fields[path];
      if (!field) return [];
      const [before, after] = [this.#savedText(found, path, field), valueText(field, value)];
      if (before === after) return [];
      const filled = this.#filled.find(({ target }) => target.path === path);
      const shown =
        field.kind === "ref"
          ? { before: numbers.get(`${field.target} ${before}`) ?? before, after: filled ? textAt(filled, textsOf(row)) : after }
          : { before, after };
      return [{ path, before, after, shown, approved: approved.includes(path) }];
    });
  }
}

const inputOf = (record: RecordName, changes: readonly FieldChange[], side: "before" | "after") =>
  nestAttributes(
    Object.fromEntries(changes.map(({ path, [side]: text }) => [path, textValue((specOf(record).fields as Fields)[path], text)])),
  );

/** A record after its change: its version, and the proposal of what needs approval. */
export interface Changed {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly proposal: string | null;
  readonly changes: readonly FieldChange[];
}

/** Changes one record as its row says: edits what may be edited, proposes the rest. */
export async function changeRecord(tx: Tx, batch: Batch, row: BatchRow): Promise<Changed> {
  // It was written by the check of this very file.
  const { id, number, version, changes } = row.input as unknown as RecordChange;
  const direct = changes.filter(({ approved }) => !approved);
  const asked = changes.filter(({ approved }) => approved);
  const edited =
    direct.length > 0
      ? await edit(tx, batch.record, { id, version, input: inputOf(batch.record, direct, "after") })
      : { version };
  const proposal =
    asked.length > 0
      ? await create(tx, "MasterChange", {
          ...{ recordType: batch.record, recordId: id, recordVersion: edited.version, why: reasonOf(batch).slice(0, 1000) },
          values: asked.map(({ path, after }) => ({ field: path, after })),
        })
      : null;
  return { id, number, version: edited.version, proposal: proposal && (await tx.idOf(proposal)), changes };
}

/** Keeps for good what a file changed. */
export async function keepChanges(tx: Tx, batch: Batch, changed: ReadonlyMap<number, Changed>): Promise<void> {
  await tx.insert(
    "import_change",
    [
      ...["record_type", "record_id", "record_number", "record_version", "line", "file_name", "sha256", "changes"],
      ...["proposal_id", "batch_id"],
    ],
    [...changed].map(([line, { id, number, version, proposal, changes }]) => [
      ...[batch.record, id, number, version, line, batch.fileName, batch.sha256, JSON.stringify(changes), proposal, batch.id],
    ]),
  );
}

/** Puts fields back to what they were before a file changed them. */
export const restoreRecord = (tx: Tx, record: RecordName, { id, version, changes }: RecordChange) =>
  edit(tx, record, { id, version, input: inputOf(record, changes, "before") });
