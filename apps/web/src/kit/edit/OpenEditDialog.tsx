/** An edit in a cell that is not saved yet: its signature, the choice between mine and theirs, or why it was refused. */
import type { AnyRecord } from "@lotline/schema";
import { Button } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import { textOf } from "../data/row.ts";
import { ConflictPanel } from "../form/ConflictPanel.tsx";
import { conflictRows } from "../form/conflict.ts";
import { firstState, fromValue } from "../form/values.ts";
import { useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import SignEdit from "../sign/SignEdit.tsx";
import { FailureText } from "../states.tsx";
import css from "./edit.module.css";
import { editedField } from "./editable.ts";
import type { OpenEdit } from "./useCellEdit.tsx";

interface Props {
  record: AnyRecord;
  open: OpenEdit;
  onSettled: (keep: readonly string[]) => void;
  onClose: () => void;
  /** It was signed, and with that saved. */
  onSigned: () => void;
}

export default function OpenEditDialog({ record, open, onSettled, onClose, onSigned }: Props) {
  const { t, say } = useWords();
  const tell = useTell();
  const { edit, failure, theirs } = open;
  const field = editedField(record, edit.column);
  if (!failure && field) {
    const signed = () => {
      tell(t("edit.saved", { field: say(field.label), number: textOf(edit.row.number) }));
      onSigned();
    };
    const input = { [edit.column]: fromValue(field, edit.value) };
    return <SignEdit name={record.name} row={edit.row} input={input} onClose={onClose} onDone={signed} />;
  }
  const title = t("edit.conflict", { number: textOf(edit.row.number) });
  const mine = firstState(record, "edit", edit.row);
  const values = { ...mine.values, [edit.column]: edit.value };
  return (
    <Dialog name={theirs ? title : t("fail.title")} onClose={onClose} size={720}>
      <div className={css.dialog}>
        <h2>{theirs ? title : t("fail.title")}</h2>
        {theirs ? (
          <ConflictPanel
            record={record}
            theirs={theirs}
            // The list knows the columns it shows; of the others it has no value that could be compared.
            rows={conflictRows(record, { ...mine, values }, edit.row, theirs).filter(({ name }) => name in edit.row)}
            onSettled={onSettled}
          />
        ) : (
          <div role="alert">{failure && <FailureText failure={failure} />}</div>
        )}
        <div className={css.buttons}>
          <Button onClick={onClose}>{t(theirs ? "do.cancel" : "do.close")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
