/** What happened to a record and around it, newest first, what is due next above it; each entry is one act of one person. */
import { type AnyRecord, dueOf, type RecordName, registry, taskOf } from "@lotline/schema";
import { operationLabel } from "@lotline/schema/operation";
import { IconDownload } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, IconButton } from "../Button.tsx";
import { useNow, useZone } from "../clock.tsx";
import { useShown } from "../data/attributes.ts";
import { formatInstant, shortInstant } from "../format.ts";
import { useWords } from "../lang.tsx";
import type { GlyphName, Tone } from "../mark/glyphs.ts";
import { Stamp } from "../mark/Stamp.tsx";
import { StatusGlyph } from "../mark/StatusGlyph.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { Code, OldNew, Quantity } from "../mark/Text.tsx";
import { isRecordName, recordPath } from "../path.ts";
import { FailureText } from "../states.tsx";
import { AtTerminalMark } from "./AtTerminalMark.tsx";
import { ChangeValue, changedField, useFieldWords } from "./ChangeValue.tsx";
import { historyFilter, TimelineFilter } from "./TimelineFilter.tsx";
import css from "./timeline.module.css";
import type { LoadedRecord, Move, TimelineEntry } from "./types.ts";
import { useTimeline } from "./useTimeline.ts";

export function Timeline({ name, row }: { name: RecordName; row: LoadedRecord }) {
  const { t, lang } = useWords();
  const zone = useZone();
  const navigate = useNavigate();
  const search = useSearch({ from: "/$record/$number" });
  const filter = historyFilter(search, zone);
  const { entries, hasMore, busy, failure, more } = useTimeline(name, row, filter);
  const { timelineSummary: sum } = row;
  const tabs = [
    [undefined, t("timeline.allOf", { n: sum.all })],
    ["signatures", t("timeline.signatures", { n: sum.signatures })],
    ["changes", t("timeline.changes", { n: sum.changes })],
    ["comments", t("timeline.comments", { n: sum.comments })],
    ...(sum.moves > 0 ? ([["moves", t("timeline.moves", { n: sum.moves })]] as const) : []),
  ] as const;
  const pick = (kind: string | undefined) => {
    const { history: _, ...rest } = search;
    void navigate({ to: ".", search: kind ? { ...rest, history: kind } : rest, replace: true });
  };
  const wanted = Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  const csv = `/history/${name}/${row.id}.csv?${new URLSearchParams([["lang", lang], ...wanted])}`;
  return (
    <section className={css.timeline} aria-label={t("record.timeline")}>
      <header className={css.head}>
        <h2>{t("record.timeline")}</h2>
        <TimelineFilter name={name} row={row} />
        <IconButton
          icon={IconDownload}
          name={t("timeline.export")}
          onClick={() => Object.assign(document.createElement("a"), { href: csv, download: "" }).click()}
        />
      </header>
      <div className={css.tabs}>
        {tabs.map(([key, label]) => (
          <button key={label} type="button" className={css.tab} aria-pressed={filter.kind === key} onClick={() => pick(key)}>
            {label}
          </button>
        ))}
      </div>
      {/* Focusable, so that it scrolls by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <ol className={css.list} tabIndex={0} aria-label={t("record.timeline")} aria-busy={busy}>
        {wanted.length === 0 && <ToCome name={name} row={row} />}
        {entries?.map((entry) => (
          <Entry key={entry.id} name={name} entry={entry} />
        ))}
        {entries?.length === 0 && (
          <li className={css.none}>{t(wanted.length > 0 ? "timeline.nothingFits" : "timeline.empty")}</li>
        )}
        {failure && (
          <li>
            <FailureText failure={failure} />
          </li>
        )}
        {hasMore && (
          <li>
            <Button look="quiet" busy={busy} onClick={more}>
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
  const label = due && taskOf(record, due.action)?.label;
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
  if (entry.moves.some((move) => move.record === "Hold")) return { glyph: "bars", tone: "ink" };
  if (entry.operation?.startsWith("placeHold")) return { glyph: "bars", tone: "ink" };
  if (entry.signature && entry.signature.verdict !== "VALID") return { glyph: "squareCross", tone: "no" };
  if (entry.kind === "comment" || entry.kind === "file" || entry.kind === "link") return { glyph: "circle", tone: "control" };
  return { glyph: "circleTick", tone: "ink2" };
}

/** The title of an act: its operation, else the foremost of what it holds. */
function useTitle(): (name: RecordName, entry: TimelineEntry) => string {
  const { t, say } = useWords();
  return (name, entry) => {
    const operation = operationLabel(entry.operation, name);
    if (operation) return say(operation);
    if (entry.signature) return t("timeline.signed");
    const [move] = entry.moves;
    if (entry.kind === "move" && move) return say(move.label);
    if (entry.kind === "file") return t("record.attachments");
    if (entry.kind === "comment") return t("comment.title");
    if (entry.kind === "link") return t("timeline.linked");
    return t(entry.kind === "created" ? "timeline.made" : "timeline.edited");
  };
}

const sources = ["api", "import", "job", "cli", "migration"] as const;

function Entry({ name, entry }: { name: RecordName; entry: TimelineEntry }) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const mark = markOf(entry);
  const title = useTitle()(name, entry);
  const source = sources.find((known) => known === entry.source);
  return (
    <li className={css.entry} data-kind={entry.kind}>
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
          {source && ` · ${t("timeline.via", { source: t(`timeline.source.${source}`) })}`}
          {entry.reason && ` · ${t("timeline.reason", { reason: entry.reason })}`}
          {entry.terminal && (
            <>
              {" · "}
              <AtTerminalMark at={entry.terminal} />
            </>
          )}
        </div>
        {entry.emergency && (
          <p className={css.urgent}>
            {t("emergency.under")}{" "}
            <Link to={recordPath("EmergencyAccess", entry.emergency)}>
              <Code>{entry.emergency}</Code>
            </Link>
          </p>
        )}
        {entry.kind !== "created" && <Changes name={name} entry={entry} />}
        {entry.moves.map((move) => (
          <MoveLine key={move.id} name={name} move={move} title={title} />
        ))}
        {entry.comments.map(
          ({ id, text }) =>
            text && (
              <p key={id} className={css.said}>
                {text}
              </p>
            ),
        )}
        {entry.files.map((file) => (
          <p key={file.id} className={css.detail}>
            <a href={`/files/${encodeURIComponent(file.id)}`} download={file.name}>
              {file.name}
            </a>
          </p>
        ))}
        {entry.links.map((link) => (
          <p key={link.id} className={css.detail}>
            {t("timeline.linked")} {isRecordName(link.record) && say(registry[link.record].label)}{" "}
            <Link to={recordPath(link.record, link.number)}>
              <Code>{link.number}</Code>
            </Link>
          </p>
        ))}
        {entry.signature && <Stamp signature={entry.signature} />}
      </div>
    </li>
  );
}

/** What moved, how much, from where to where, by which document. */
function MoveLine({ name, move, title }: { name: RecordName; move: Move; title: string }) {
  const { say } = useWords();
  const label = say(move.label);
  return (
    <p className={css.detail}>
      {label !== title && `${label} `}
      {name !== "Lot" && move.lot && (
        <>
          <Code>{move.lot}</Code>{" "}
        </>
      )}
      {move.quantity && <Quantity value={move.quantity} unit={move.unit} />}
      {(move.from ?? move.to) && (
        <>
          {" "}
          <Code>{move.from}</Code> → <Code>{move.to}</Code>
        </>
      )}{" "}
      {isRecordName(move.record) && (name !== move.record || move.record === "Hold") && (
        <Link to={recordPath(move.record, move.number)}>
          <Code>{move.number}</Code>
        </Link>
      )}
      {move.remark && ` · ${move.remark}`}
    </p>
  );
}

function Changes({ name, entry }: { name: RecordName; entry: TimelineEntry }) {
  const { say } = useWords();
  const words = useFieldWords();
  const record = useShown(name);
  return (
    <ul className={css.changes}>
      {entry.changes.map((change, index) => {
        const { field } = changedField(record, change.field);
        const state = change.field === "state" && change.new !== null ? record.states?.[change.new] : undefined;
        return (
          // Rows of one command may change the same field.
          // biome-ignore lint/suspicious/noArrayIndexKey: the changes of an act never move
          <li key={`${change.field} ${index}`}>
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
