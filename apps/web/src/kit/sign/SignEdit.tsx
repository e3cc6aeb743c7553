/** A change of signed fields, from a cell or a form: the ceremony with what changes, the reason and the credential in it. */
import { label, type RecordName, registry } from "@lotline/schema";
import { type Row, textOf } from "../data/row.ts";
import { editAction, useAct } from "../record/useAct.ts";
import { SignDialog } from "./SignDialog.tsx";

interface Props {
  name: RecordName;
  /** As it was shown. */
  row: Row;
  input: Readonly<Record<string, unknown>>;
  onClose: () => void;
  onDone: () => void;
}

export default function SignEdit({ name, row, input, onClose, onDone }: Props) {
  const number = textOf(row.number);
  const signed = { id: row.id, number, version: Number(row.version), title: label(number, number) };
  const act = useAct(name, signed, "edit");
  return (
    <SignDialog
      name={name}
      row={signed}
      actionName="edit"
      action={editAction(registry[name])}
      input={input}
      act={act}
      onClose={onClose}
      onBack={undefined}
      onDone={onDone}
    />
  );
}
