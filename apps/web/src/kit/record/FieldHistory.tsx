/** Who changed one value, from what to what, when and why; a small mark beside the label of a value that was changed. */

import type { RecordName } from "@lotline/schema";
import { IconHistory } from "@tabler/icons-react";
import { Button } from "../Button.tsx";
import { useZone } from "../clock.tsx";
import { useShown } from "../data/attributes.ts";
import { formatInstant } from "../format.ts";
import { useWords } from "../lang.tsx";
import { Code, OldNew } from "../mark/Text.tsx";
import { Popover } from "../Popup.tsx";
import { FailureText } from "../states.tsx";
import { ChangeValue, changedField, useFieldWords } from "./ChangeValue.tsx";
import css from "./record.module.css";
import type { LoadedRecord } from "./types.ts";
import { useTimeline } from "./useTimeline.ts";

interface Props {
  name: RecordName;
  row: LoadedRecord;
  field: string;
}

export function FieldHistory({ name, row, field }: Props) {
  const { t } = useWords();
  const words = useFieldWords();
  const record = useShown(name);
  // A value that stands as it was first written has no history worth a mark.
  if (!row.changedFields.includes(field)) return null;
  const title = t("record.history", { field: words(record, field) });
  return (
    <Popover
      label={title}
      width={420}
      target={
        <button type="button" className={css.history} aria-label={title} title={title}>
          <IconHistory size={13} stroke={1.6} aria-hidden />
        </button>
      }
    >
      {() => (
        // The focus of a dialog without controls.
        <div tabIndex={-1} data-autofocus className={css.historyList}>
          <h3>{title}</h3>
          <Changes name={name} row={row} field={field} />
        </div>
      )}
    </Popover>
  );
}

/** The original first, then each change to the present value (REQ-REC-05); the history itself has the newest first. */
function Changes({ name, row, field }: Props) {
  const { t, say } = useWords();
  const zone = useZone();
  const { entries, hasMore, busy, failure, more } = useTimeline(name, row, { field });
  const spec = changedField(useShown(name), field).field;
  const changes = (entries ?? [])
    .toReversed()
    .flatMap((entry) => entry.changes.filter((change) => change.field === field).map((change) => ({ entry, change })));
  if (failure) return <FailureText failure={failure} />;
  return (
    <>
      {hasMore && (
        <Button look="quiet" busy={busy} onClick={more}>
          {t("do.showMore")}
        </Button>
      )}
      <ol aria-busy={busy}>
        {changes.map(({ entry, change }) => (
          <li key={`${entry.id} ${change.field}`}>
            <div>
              {entry.kind === "created" ? (
                <ChangeValue field={spec} value={change.new} />
              ) : (
                <OldNew
                  before={change.old === null ? undefined : <ChangeValue field={spec} value={change.old} />}
                  after={<ChangeValue field={spec} value={change.new} />}
                />
              )}
            </div>
            <div className={css.small}>
              <Code>{formatInstant(entry.at, zone)}</Code> · {entry.actor ? say(entry.actor) : t("timeline.system")}
              {entry.reason && ` · ${t("timeline.reason", { reason: entry.reason })}`}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
