/** Opens emergency access from the person menu: what for and how long, then the signature; the page below stays where it is. */
import { useApolloClient } from "@apollo/client/react";
import { type RecordName, registry } from "@lotline/schema";
import { useState } from "react";
import { Dialog } from "../../../kit/Dialog.tsx";
import { RecordForm } from "../../../kit/form/RecordForm.tsx";
import { useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { Key } from "../../../kit/mark/Text.tsx";
import { ActionDialog } from "../../../kit/record/ActionDialog.tsx";
import dialog from "../../../kit/record/dialog.module.css";
import { useRecord } from "../../../kit/record/useRecord.ts";
import { useSession } from "../../../kit/session.tsx";
import { ErrorState } from "../../../kit/states.tsx";
import css from "./emergency.module.css";

const name: RecordName = "EmergencyAccess";
const longest = { minutes: registry.EmergencyAccess.fields.minutes.max };

export default function OpenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [number, setNumber] = useState<string>();
  if (number !== undefined) return <Act number={number} action="open" onClose={onClose} />;
  return (
    <Dialog name={t("emergency.title")} onClose={onClose} size={680}>
      <div className={dialog.dialog}>
        <div className={dialog.head}>
          <h2>{t("emergency.title")}</h2>
          <Key>Esc</Key>
        </div>
        <p className={css.intro}>{t("emergency.intro")}</p>
        <RecordForm
          name={name}
          mode="create"
          verb="emergency.go"
          row={undefined}
          attributes={[]}
          given={longest}
          layout={undefined}
          onSaved={setNumber}
          onCancel={onClose}
        />
      </div>
    </Dialog>
  );
}

interface ActProps {
  number: string;
  action: "open" | "end";
  onClose: () => void;
}

/** An act of the emergency access with this number, wherever the person is. */
export function Act({ number, action, onClose }: ActProps) {
  const { t, say } = useWords();
  const tell = useTell();
  const afresh = useAfresh();
  const { row, failure, again } = useRecord(name, number);
  if (failure)
    return (
      <Dialog name={t("emergency.title")} onClose={onClose}>
        <ErrorState failure={failure} onRetry={again} />
      </Dialog>
    );
  if (!row) return null;
  return (
    <ActionDialog
      name={name}
      row={row}
      actionName={action}
      onClose={onClose}
      onDone={(label) => {
        tell(`${number}: ${say(label)}`);
        afresh();
        onClose();
      }}
    />
  );
}

/** Asks anew who is there and what the page shows: with emergency access other things may be done. */
export function useAfresh(): () => void {
  const client = useApolloClient();
  const { refresh } = useSession();
  return () => {
    refresh();
    void client.refetchQueries({ include: "active" });
  };
}
