/** What a form holds, how it begins, and what of it is sent: pure, so that it is tested without a screen. */
import {
  type AnyRecord,
  type Field,
  type Fields,
  givenFields,
  normaliseCode,
  normaliseDate,
  normaliseDecimal,
  normaliseText,
} from "@lotline/schema";
import { lineSets } from "../data/documents.ts";
import { type Ref, type Row, refOf, rowsOf, textOf } from "../data/row.ts";

/** A value being typed: text as it stands in the box, a picked record, a tick. */
export type Value = string | boolean | Ref | null;
export type Values = Readonly<Record<string, Value>>;

/** A child row being edited; `key` is its own in the form, `id` the saved one's. */
export interface FormRow {
  readonly key: string;
  readonly id?: string;
  readonly values: Values;
}

export interface FormState {
  readonly values: Values;
  readonly lines: Readonly<Record<string, readonly FormRow[]>>;
}

export type Mode = "create" | "edit";

/** The fields a person gives, the head's own ones (number, site) before the declared ones. */
export function formFields(record: AnyRecord, mode: Mode): [string, Field][] {
  const own: [string, Field][] = [];
  if (mode === "create" && record.number === "entered")
    own.push(["number", { kind: "text", code: true, max: 40, label: record.numberLabel ?? record.label }]);
  if (mode === "create" && record.site) own.push(["site", { kind: "ref", target: "Site", label: { en: "Site", zh: "场所" } }]);
  return [...own, ...givenFields(record.fields).filter(([, field]) => mode === "create" || !field.fixed)];
}

/** The child-row sets that a person gives. */
export function formSets(record: AnyRecord, mode: Mode): [string, Fields][] {
  return lineSets(record)
    .filter(([, lines]) => !lines.system && (mode === "create" || !lines.fixed))
    .map(([set, lines]) => [set, lines.fields]);
}

/** The value of a field as a form shows it. */
export function toValue(field: Field, raw: unknown): Value {
  switch (field.kind) {
    case "flag":
      return raw === true;
    case "ref":
      return refOf(raw) ?? null;
    case "json":
      return raw === null || raw === undefined ? "" : JSON.stringify(raw, null, 2);
    default:
      return textOf(raw);
  }
}

const valuesOf = (fields: readonly [string, Field][], row: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(fields.map(([name, field]) => [name, toValue(field, row[name])]));

let lastKey = 0;
/** An empty child row. */
export function newRow(fields: Fields): FormRow {
  return { key: `new-${++lastKey}`, values: valuesOf(givenFields(fields), {}) };
}

/** The rows that an action begins with: those given, or an empty one. */
export function givenRows(fields: Fields, given: unknown): readonly FormRow[] {
  const rows = Array.isArray(given) ? given.filter((row): row is Readonly<Record<string, unknown>> => isObject(row)) : [];
  if (rows.length === 0) return [newRow(fields)];
  return rows.map((row) => ({ key: `new-${++lastKey}`, values: valuesOf(givenFields(fields), row) }));
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

/** How a form begins: empty, with given values, or with those of a saved record. */
export function firstState(record: AnyRecord, mode: Mode, row: Readonly<Record<string, unknown>>): FormState {
  const lines = formSets(record, mode).map(([set, fields]) => {
    if (mode === "create") return [set, givenRows(fields, row[set])] as const;
    const saved: readonly Row[] = rowsOf(row[set]);
    const rows = saved.map((line) => ({ key: `row-${line.id}`, id: line.id, values: valuesOf(givenFields(fields), line) }));
    return [set, rows.length > 0 ? rows : [newRow(fields)]] as const;
  });
  return { values: valuesOf(formFields(record, mode), row), lines: Object.fromEntries(lines) };
}

/** A value as it is sent. */
export function fromValue(field: Field, value: Value | undefined): unknown {
  if (field.kind === "flag") return value === true;
  if (field.kind === "ref") return typeof value === "object" && value !== null ? value.id : null;
  const text = typeof value === "string" ? value : "";
  if (text.trim() === "") return null;
  if (field.kind === "json") return readJson(text);
  return text;
}

// What is not JSON goes as text, for the server to refuse with its own words.
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Brings a typed text to the form it is stored in; done when the person leaves the box. */
export function normalise(field: Field, text: string): string {
  switch (field.kind) {
    case "integer":
    case "decimal":
    case "quantity":
      return text.trim() === "" ? "" : normaliseDecimal(text);
    case "date":
      return normaliseDate(text);
    case "text":
      return field.code ? normaliseCode(text) : normaliseText(text);
    default:
      return text;
  }
}

const sameValue = (field: Field, a: Value | undefined, b: Value | undefined): boolean => {
  const [left, right] = [a, b].map((value) => {
    const sent = fromValue(field, value);
    return typeof sent === "string" ? normalise(field, sent) : JSON.stringify(sent);
  });
  return left === right;
};

const isEmptyRow = (row: FormRow): boolean =>
  row.id === undefined && Object.values(row.values).every((value) => value === "" || value === null || value === false);

/** Child rows to send: those left wholly empty at the end of a table are not rows. */
export function filledRows(rows: readonly FormRow[]): readonly FormRow[] {
  return rows.filter((row) => !isEmptyRow(row));
}

const sentRow = (fields: Fields, row: FormRow): Record<string, unknown> => ({
  ...(row.id === undefined ? {} : { id: row.id }),
  ...Object.fromEntries(givenFields(fields).map(([name, field]) => [name, fromValue(field, row.values[name])])),
});

const sameRows = (fields: Fields, a: readonly FormRow[], b: readonly FormRow[]): boolean => {
  const [left, right] = [filledRows(a), filledRows(b)];
  return (
    left.length === right.length &&
    left.every(
      (row, index) =>
        row.id === right[index]?.id &&
        givenFields(fields).every(([name, field]) => sameValue(field, row.values[name], right[index]?.values[name])),
    )
  );
};

/** Names of the fields and row sets that differ from the saved record. */
export function changedNames(record: AnyRecord, mode: Mode, now: FormState, base: FormState): string[] {
  return [
    ...formFields(record, mode)
      .filter(([name, field]) => !sameValue(field, now.values[name], base.values[name]))
      .map(([name]) => name),
    ...formSets(record, mode)
      .filter(([set, fields]) => !sameRows(fields, now.lines[set] ?? [], base.lines[set] ?? []))
      .map(([set]) => set),
  ];
}

/** The input of create: everything; of edit: only what changed, so that others' changes of other fields stay. */
export function inputOf(record: AnyRecord, mode: Mode, now: FormState, base: FormState): Record<string, unknown> {
  const wanted = mode === "create" ? undefined : new Set(changedNames(record, mode, now, base));
  const fields = formFields(record, mode).filter(([name]) => wanted?.has(name) ?? true);
  const sets = formSets(record, mode).filter(([set]) => wanted?.has(set) ?? true);
  return Object.fromEntries([
    ...fields.map(([name, field]) => [name, fromValue(field, now.values[name])] as const),
    ...sets.map(([set, of]) => [set, filledRows(now.lines[set] ?? []).map((row) => sentRow(of, row))] as const),
  ]);
}

/** Changed values that ask for a reason: critical ones that had a value before, and saved rows with such fields. */
export function criticalChanges(record: AnyRecord, now: FormState, base: FormState): string[] {
  const fields: Fields = record.fields;
  return changedNames(record, "edit", now, base).filter((name) => {
    const field = fields[name];
    if (field) return field.critical === true && fromValue(field, base.values[name]) !== null;
    const set = formSets(record, "edit").find(([key]) => key === name);
    return (
      set !== undefined &&
      Object.values(set[1]).some((line) => line.critical) &&
      (base.lines[name] ?? []).some((row) => row.id !== undefined)
    );
  });
}

/** The path of an issue in the words of the form: "lines.0.quantity" → the key of that row's box. */
export function issueKey(path: string, state: FormState): string {
  const [set = "", index, field] = path.split(".");
  const row = field === undefined ? undefined : filledRows(state.lines[set] ?? [])[Number(index)];
  return row ? `${set}.${row.key}.${field}` : path;
}
