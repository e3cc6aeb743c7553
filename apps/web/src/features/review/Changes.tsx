/** What has changed since the reviewer last looked: values, files, comments, signatures. */
import type { RecordName } from "@lotline/schema";
import { registry } from "@lotline/schema";
import { useNow, useZone } from "../../kit/clock.tsx";
import { shortInstant } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { Code, OldNew } from "../../kit/mark/Text.tsx";
import { ChangeValue, changedField, useFieldWords } from "../../kit/record/ChangeValue.tsx";
import type { LoadedRecord, TimelineEntry } from "../../kit/record/types.ts";
import type { Look } from "./queries.ts";
import css from "./review.module.css";

interface Props {
  name: RecordName;
  row: LoadedRecord;
  look: Look | undefined;
}

export function Changes({ name, row, look }: Props) {
  const { t } = useWords("review");
  const zone = useZone();
  const now = useNow(60_000);
  if (!look) return null;
  const { beforeAt } = look;
  if (!beforeAt) return <p className={css.first}>{t("review.first")}</p>;
  const time = shortInstant(beforeAt, zone, now);
  const entries = row.timeline.filter((entry) => Date.parse(entry.at) > Date.parse(beforeAt));
  if (entries.length === 0) return <p className={css.first}>{t("review.unchanged", { time })}</p>;
  return (
    <section className={css.card} aria-labelledby="review-changes">
      <div className={css.folded}>
        <h3 id="review-changes">{t("review.since", { time })}</h3>
        <span className={css.aside}>{t("review.changes", { n: entries.length })}</span>
      </div>
      <ul className={css.changes}>
        {entries.map((entry) => (
          <Entry key={entry.id} name={name} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ name, entry }: { name: RecordName; entry: TimelineEntry }) {
  const { t, say } = useWords("review");
  const words = useFieldWords();
  const spec = registry[name];
  return (
    <li>
      {entry.changes.map((change, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the changes of an act never move
        <p key={`${change.field} ${index}`}>
          <span className={css.field}>{change.field === "state" ? t("word.status") : words(spec, change.field)}</span>{" "}
          <OldNew
            before={
              change.old === null ? undefined : <ChangeValue field={changedField(spec, change.field).field} value={change.old} />
            }
            after={<ChangeValue field={changedField(spec, change.field).field} value={change.new} />}
          />
        </p>
      ))}
      {entry.files.map((file) => (
        <p key={file.id}>
          +{" "}
          <a href={`/files/${encodeURIComponent(file.id)}`} download={file.name}>
            {file.name}
          </a>
        </p>
      ))}
      {entry.comments.map(({ id, text }) => text && <p key={id}>“{text}”</p>)}
      {entry.signature && (
        <p>
          {t("timeline.signed")}: <Code>{entry.signature.meaning}</Code>
        </p>
      )}
      <p className={css.aside}>
        {entry.actor ? say(entry.actor) : t("timeline.system")}
        {entry.reason && ` · ${entry.reason}`}
      </p>
    </li>
  );
}
