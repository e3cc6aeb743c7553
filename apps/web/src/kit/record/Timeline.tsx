/** What happened to a record, newest first, what is due next above it; signatures as stamps, changes with old and new values. */
import { type AnyRecord, actionsOf, dueOf, type RecordName, registry } from "@lotline/schema";
import { useMemo, useState } from "react";
import { Button } from "../Button.tsx";
import { useNow, useZone } from "../clock.tsx";
import { useShown } from "../data/attributes.ts";
import { formatInstant, shortInstant } from "../format.ts";
import { useWords } from "../lang.tsx";
import type { GlyphName, Tone } from "../mark/glyphs.ts";
import { Stamp } from "../mark/Stamp.tsx";
import { StatusGlyph } from "../mark/StatusGlyph.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { Code, OldNew } from "../mark/Text.tsx";
import { ChangeValue, changedField, useFieldWords } from "./ChangeValue.tsx";
import { mergeTimeline } from "./merge.ts";
import { operationLabel } from "./operation.ts";
import css from "./timeline.module.css";
import type { LoadedRecord, TimelineEntry } from "./types.ts";

type Kind = "all" | "signatures" | "changes";
const page = 40;

export function Timeline({ name, row }: { name: RecordName; row: LoadedRecord }) {
  const { t } = useWords();
  const [kind, setKind] = useState<Kind>("all");
  const [shown, setShown] = useState(page);
  const all = useMemo(() => mergeTimeline(row.timeline), [row.timeline]);
  const signatures = all.filter((entry) => entry.signature);
  const changes = all.filter((entry) => entry.changes.length > 0);
  const entries = kind === "all" ? all : kind === "signatures" ? signatures : changes;
  const tabs = [
    ["all", t("timeline.all")],
    ["signatures", t("timeline.signatures", { n: signatures.length })],
    ["changes", t("timeline.changes", { n: changes.length })],
  ] as const;
  return (
    <section className={css.timeline} aria-label={t("record.timeline")}>
      <header className={css.head}>
        <h2>{t("record.timeline")}</h2>
        {tabs.map(([key, label]) => (
          <button key={key} type="button" className={css.tab} aria-pressed={kind === key} onClick={() => setKind(key)}>
            {label}
          </button>
        ))}
      </header>
      {/* Focusable, so that it scrolls by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <ol className={css.list} tabIndex={0} aria-label={t("record.timeline")}>
        {kind !== "signatures" && <ToCome name={name} row={row} />}
        {entries.slice(0, shown).map((entry) => (
          <Entry key={entry.id} name={name} entry={entry} />
        ))}
        {entries.length === 0 && <li className={css.none}>{t("timeline.empty")}</li>}
        {entries.length > shown && (
          <li>
            <Button look="quiet" onClick={() => setShown(shown + page)}>
              {t("do.showMore")}
            </Button>
          </li>
        )}
      </ol>
    </section>
  );
}

/** The next due step of the present state, dashed. */
function ToCome({ name, row }: { name: RecordName; row: LoadedRecord }) {
  const { t, say } = useWords();
  const record: AnyRecord = registry[name];
  const due = dueOf(record, row);
  const label = due && actionsOf(record)[due.action]?.label;
  if (!label) return null;
  return (
    <li className={css.entry} data-to-come>
      <StatusGlyph name="circle" tone="control" />
      <div className={css.body}>
        <div className={css.title}>
          <strong>{say(label)}</strong> <span className={css.what}>{t("mark.toCome")}</span>
        </div>
      </div>
    </li>
  );
}

function markOf(entry: TimelineEntry): { glyph: GlyphName; tone: Tone } {
  if (entry.operation?.startsWith("placeHold") || (entry.kind === "created" && entry.operation?.endsWith("Hold")))
    return { glyph: "bars", tone: "ink" };
  if (entry.signature && entry.signature.verdict !== "VALID") return { glyph: "squareCross", tone: "no" };
  return { glyph: "circleTick", tone: "ink2" };
}

function Entry({ name, entry }: { name: RecordName; entry: TimelineEntry }) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const mark = markOf(entry);
  const operation = operationLabel(entry.operation, name);
  const fallback = entry.kind === "created" ? t("timeline.made") : t("timeline.edited");
  const title = operation ? say(operation) : entry.signature ? t("timeline.signed") : fallback;
  return (
    <li className={css.entry}>
      <StatusGlyph name={mark.glyph} tone={mark.tone} />
      <div className={css.body}>
        <div className={css.title}>
          <strong>{title}</strong>
          <time className={css.time} dateTime={entry.at} title={formatInstant(entry.at, zone, true)}>
            <Code>{shortInstant(entry.at, zone, now)}</Code>
          </time>
        </div>
        <div className={css.who}>
          {entry.actor ? say(entry.actor) : t("timeline.system")}
          {entry.reason && ` · ${t("timeline.reason", { reason: entry.reason })}`}
        </div>
        {entry.kind !== "created" && <Changes name={name} entry={entry} />}
        {entry.signature && <Stamp signature={entry.signature} />}
      </div>
    </li>
  );
}

function Changes({ name, entry }: { name: RecordName; entry: TimelineEntry }) {
  const { say } = useWords();
  const words = useFieldWords();
  const record = useShown(name);
  return (
    <ul className={css.changes}>
      {entry.changes.map((change) => {
        const { field } = changedField(record, change.field);
        const state = change.field === "state" && change.new !== null ? record.states?.[change.new] : undefined;
        return (
          <li key={change.field}>
            {state && change.new ? (
              <StatusWord name={change.new} record={name} label={say(state)} size={12} />
            ) : (
              <>
                <span className={css.field}>{words(record, change.field)}</span>{" "}
                <OldNew
                  before={change.old === null ? undefined : <ChangeValue field={field} value={change.old} />}
                  after={<ChangeValue field={field} value={change.new} />}
                />
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
