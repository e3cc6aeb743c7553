/** A pasted range laid onto the rows and columns of a list: what would change, what is wrong, what has no place. Pure. */
import {
  type AnyRecord,
  editSchema,
  editSign,
  type Field,
  type Label,
  nestAttributes,
  normaliseDecimal,
  validate,
} from "@lotline/schema";
import type { Translate } from "@lotline/schema/words";
import { type Row, refOf, textOf } from "../data/row.ts";
import { asksReason, editedField } from "../edit/editable.ts";
import { isProposed } from "../edit/proposal.ts";
import { normalise } from "../form/values.ts";
import type { Column } from "../list/columns.ts";
import { meaningOf } from "./convert.ts";

/** One pasted cell on one value. */
export interface PlanCell {
  readonly column: Column;
  readonly field: Field | undefined;
  readonly text: string;
  readonly old: unknown;
  /** What would be sent; undefined where nothing is. */
  readonly value: unknown;
  /** "asked" while the record it names is being looked up. */
  readonly state: "new" | "same" | "wrong" | "locked" | "asked";
  /** Why it is wrong or cannot be changed. */
  readonly why: string;
}

export interface PlanRow {
  readonly row: Row;
  readonly cells: readonly PlanCell[];
}

export interface Plan {
  readonly rows: readonly PlanRow[];
  /** What is said about the range as a whole. */
  readonly notes: readonly string[];
  readonly changes: number;
  readonly wrong: number;
  /** Cells whose records are still being looked up. */
  readonly asked: number;
  readonly same: number;
  /** Critical values change: one reason for all of them. */
  readonly asksReason: boolean;
}

export interface Ground {
  readonly record: AnyRecord;
  /** The columns from the current one to the right. */
  readonly columns: readonly Column[];
  /** The rows from the current one down; undefined where one has not been read. */
  readonly rows: readonly (Row | undefined)[];
  /** Why a cell may not be edited. */
  readonly locked: (row: Row, column: Column) => string | undefined;
  /** Ids of records by type and number, as far as they were looked up; null for one that does not exist. */
  readonly known: ReadonlyMap<string, { readonly id: string } | null>;
}

interface Words {
  readonly t: Translate;
  readonly say: (label: Label) => string;
}

export const refKey = (target: string, number: string): string => `${target} ${number.toUpperCase()}`;

/** The numbers of records that a range names. */
export function refsIn(
  cells: readonly (readonly string[])[],
  record: AnyRecord,
  columns: readonly Column[],
  t: Translate,
): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const row of cells)
    for (const [at, text] of row.entries()) {
      const field = columns[at] && editedField(record, columns[at].id);
      const meaning = field && meaningOf(field, text, t);
      if (meaning?.kind === "number")
        wanted.set(meaning.target, (wanted.get(meaning.target) ?? new Set()).add(meaning.number.toUpperCase()));
    }
  return wanted;
}

export function planPaste(cells: readonly (readonly string[])[], ground: Ground, words: Words): Plan {
  const { t } = words;
  const { rows, columns } = ground;
  const width = Math.max(0, ...cells.map((row) => row.length));
  const placed = cells.slice(0, rows.length);
  const plan: PlanRow[] = placed.flatMap((texts, index) => {
    const row = rows[index];
    if (!row) return [];
    return [{ row, cells: texts.flatMap((text, at) => (columns[at] ? [planCell(ground, row, columns[at], text, words)] : [])) }];
  });
  const all = plan.flatMap((row) => row.cells);
  const ragged = cells.findIndex((row) => row.length !== cells[0]?.length);
  const unread = placed.length - plan.length;
  const below = cells.slice(rows.length);
  const notes = [
    ...(ragged > 0 ? [t("paste.ragged", { n: ragged + 1, got: cells[ragged]?.length ?? 0, want: cells[0]?.length ?? 0 })] : []),
    ...(below.length > 0 ? [t("paste.beyondRows", { n: below.length, rows: some(below.map((row) => row[0] ?? "")) })] : []),
    ...(unread > 0 ? [t("paste.unread", { n: unread })] : []),
    ...(width > columns.length ? [t("paste.beyondColumns", { n: width - columns.length })] : []),
    ...new Set(all.flatMap(({ state, why }) => (state === "locked" ? [t("paste.notEdited", { why })] : []))),
  ];
  return {
    rows: plan,
    notes,
    changes: all.filter(({ state }) => state === "new").length,
    wrong: all.filter(({ state }) => state === "wrong").length,
    asked: all.filter(({ state }) => state === "asked").length,
    same: plan.filter((row) => row.cells.every(({ state }) => state === "same")).length,
    asksReason: all.some(({ state, column, old }) => state === "new" && asksReason(ground.record, column.id, old)),
  };
}

const some = (texts: readonly string[]): string => `${texts.slice(0, 5).join(", ")}${texts.length > 5 ? " …" : ""}`;

function planCell({ record, locked, known }: Ground, row: Row, column: Column, text: string, { t, say }: Words): PlanCell {
  const field = editedField(record, column.id);
  const old = row[column.id];
  const at = { column, field, text, old, value: undefined, why: "" };
  // What is signed, and what is approved, goes record by record, never for a range.
  const words = { field: say(column.label) };
  const signed = editSign(record, [column.id]) && t("edit.not.signed", words);
  const why = locked(row, column) ?? signed ?? (isProposed(record, column.id) ? t("edit.not.proposed", words) : undefined);
  if (!field || why !== undefined) {
    // What is pasted back over itself is no attempt to change it.
    return shownText(old) === text.trim() ? { ...at, state: "same" } : { ...at, state: "locked", why: why ?? "" };
  }
  const meaning = meaningOf(field, text, t);
  if (meaning.kind === "wrong") return { ...at, state: "wrong", why: meaning.why };
  const found = meaning.kind === "number" ? known.get(refKey(meaning.target, meaning.number)) : undefined;
  if (meaning.kind === "number" && found === undefined) return { ...at, state: "asked" };
  if (meaning.kind === "number" && !found)
    return { ...at, state: "wrong", why: t("paste.ref", { label: say(field.label), text: meaning.number }) };
  const value = meaning.kind === "number" ? found?.id : meaning.value;
  if (comparable(field, value) === comparable(field, field.kind === "ref" ? (refOf(old)?.id ?? null) : old))
    return { ...at, state: "same" };
  const result = validate(editSchema(record), { [column.id]: value });
  if (result.ok) return { ...at, state: "new", value };
  return { ...at, state: "wrong", why: result.issues.map((issue) => say(issue.text)).join(" ") };
}

/** A value as the grid shows it, for what is copied out of it. */
const shownText = (value: unknown): string => refOf(value)?.number ?? textOf(value);

function comparable(field: Field, value: unknown): string {
  if (value === null || value === undefined || value === "") return field.kind === "flag" ? "false" : "";
  const text = String(value);
  return field.kind === "integer" || field.kind === "decimal" || field.kind === "quantity"
    ? normaliseDecimal(text)
    : normalise(field, text);
}

/** The rows of the order: each with the values that change, on the version that was shown. */
export const orderRows = (plan: Plan): { id: string; shown: number; input: Record<string, unknown> }[] =>
  plan.rows.flatMap(({ row, cells }) => {
    const changed = cells.filter(({ state }) => state === "new").map(({ column, value }) => [column.id, value] as const);
    return changed.length > 0
      ? [{ id: row.id, shown: Number(row.version), input: { ...nestAttributes(Object.fromEntries(changed)) } }]
      : [];
  });
