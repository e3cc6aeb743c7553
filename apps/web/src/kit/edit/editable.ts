/** Whether a cell may be edited in place, and if not, why: pure, from the record file, the row and the person's permits. */
import { type AnyRecord, editSign, type Field, isAttributePath } from "@lotline/schema";
import { type Row, textOf } from "../data/row.ts";
import { formFields } from "../form/values.ts";
import { isProposed, proposePermit } from "./proposal.ts";

/** Why a cell is not edited: a word of the catalogue, with the state where it is about that. */
export interface NotEditable {
  readonly word:
    | "edit.not.system"
    | "edit.not.fixed"
    | "edit.not.state"
    | "edit.not.permit"
    | "edit.not.approved"
    | "edit.not.record"
    | "edit.not.column";
  readonly state?: string;
}

/** Null when the cell may be edited. */
export function notEditable(
  record: AnyRecord,
  row: Row,
  column: string,
  may: (permit: string | undefined) => boolean,
): NotEditable | null {
  if (!record.edit) return { word: "edit.not.record" };
  if (!editedField(record, column)) {
    const field: Field | undefined = record.fields[column];
    return { word: field?.system ? "edit.not.system" : field?.fixed ? "edit.not.fixed" : "edit.not.column" };
  }
  // Who may propose the change need not be one who may edit.
  if (isProposed(record, column) && !may(proposePermit)) return { word: "edit.not.approved" };
  if (!isProposed(record, column) && !may(record.edit.permit)) return { word: "edit.not.permit" };
  const state = textOf(row.state);
  return record.edit.in && !record.edit.in.includes(state) ? { word: "edit.not.state", state } : null;
}

/** The field that a column edits. What is structured has its form. */
export function editedField(record: AnyRecord, column: string): Field | undefined {
  const field = formFields(record, "edit").find(([name]) => name === column)?.[1];
  return field?.kind === "json" ? undefined : field;
}

/** Changes of a critical value that was there before ask for a reason (REQ-REC-04), signed ones with the signature, proposals always; attributes never. */
export const asksReason = (record: AnyRecord, column: string, before: unknown): boolean =>
  isProposed(record, column) ||
  (!isAttributePath(column) &&
    !editSign(record, [column]) &&
    record.fields[column]?.critical === true &&
    before !== null &&
    before !== undefined &&
    before !== "");
