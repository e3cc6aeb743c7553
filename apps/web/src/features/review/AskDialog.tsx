/** A question about the record under review; whoever had a part in it is named and gets a notice. It stands as a thread of the record. */
import type { RecordName } from "@lotline/schema";
import { Dialog } from "../../kit/Dialog.tsx";
import { useWords } from "../../kit/lang.tsx";
import { Key } from "../../kit/mark/Text.tsx";
import { CommentBox } from "../../kit/record/CommentBox.tsx";
import { postDocument, useSaying } from "../../kit/record/comments.ts";
import dialog from "../../kit/record/dialog.module.css";
import { useSession } from "../../kit/session.tsx";
import { FailureText } from "../../kit/states.tsx";
import type { Case, Finding, Item } from "./queries.ts";
import css from "./review.module.css";

interface Props {
  name: RecordName;
  item: Item;
  found: Case;
  /** The exception that is asked about, if one is looked at. */
  finding: Finding | undefined;
  onClose: () => void;
  onDone: () => void;
}

export function AskDialog({ name, item, found, finding, onClose, onDone }: Props) {
  const { t, say } = useWords("review");
  const { session } = useSession();
  const { send, busy, failure } = useSaying(onDone);
  const others = new Map(
    found.participants.filter(({ person }) => person.id !== session.personId).map(({ person }) => [person.id, person]),
  );
  const people = [...others.values()];
  const begin = `${people.map((person) => `@${say(person.name)} `).join("")}${finding ? `${say(finding.title)}: ` : ""}`;
  return (
    <Dialog name={t("review.askTitle", { number: item.number })} onClose={onClose} size={560}>
      <div className={dialog.dialog}>
        <div className={dialog.head}>
          <h2>{t("review.askTitle", { number: item.number })}</h2>
          <Key>Esc</Key>
        </div>
        <p className={css.aside}>
          {people.length > 0
            ? t("review.askWhom", { names: people.map((person) => say(person.name)).join(", ") })
            : t("review.askNobody")}
        </p>
        <CommentBox
          name={name}
          id={item.recordId}
          label={t("review.askText")}
          send={t("review.askSend")}
          busy={busy}
          initial={begin}
          named={people}
          autoFocus
          onCancel={onClose}
          onSend={(text, mentions) => send(postDocument, { record: name, id: item.recordId, text, mentions })}
        />
        <div role="alert">{failure && <FailureText failure={failure} />}</div>
      </div>
    </Dialog>
  );
}
