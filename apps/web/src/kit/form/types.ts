/** What a form offers to the layout that shows it: the kit's own or one registered for the record. */
import type { AnyRecord, Label, RecordName } from "@lotline/schema";
import type { Row } from "../data/row.ts";
import type { FormRow, FormState, Mode, Value } from "./values.ts";

export interface FormApi {
  readonly name: RecordName;
  readonly record: AnyRecord;
  readonly mode: Mode;
  /** The saved record, when there is one. */
  readonly row: Row | undefined;
  readonly state: FormState;
  readonly set: (field: string, value: Value) => void;
  /** Rows of a set, or how they follow from those that stand there by then: an answer that comes late loses nothing typed meanwhile. */
  readonly setRows: (set: string, rows: readonly FormRow[] | ((before: readonly FormRow[]) => readonly FormRow[])) => void;
  /** What is wrong with a box: "supplier", or "lines.<row key>.quantity". */
  readonly issue: (key: string) => Label | undefined;
  /** Tells that the person has left a box, so that its issue may be shown. */
  readonly leave: (key: string) => void;
}

/** The props of an own form: it places `<FormField>` and `<LinesEditor>`; buttons, reason and errors stay with the kit. */
export interface RecordFormProps {
  readonly form: FormApi;
}
