/**
 * What may be done with a record. Actions of the present state stand in the bar, refused ones last with the number of reasons;
 * those of other states, roles and kinds stay reachable under "More" with their reason. Nothing is hidden, nothing is greyed out
 * silently.
 */

import { type Action, type AnyRecord, actionsOf, dueOf, type RecordName, registry } from "@lotline/schema";
import { IconPencil, IconPrinter, IconSignature } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Button, ButtonLink, RefusedAction } from "../Button.tsx";
import button from "../button.module.css";
import { useFeature } from "../feature.tsx";
import { keyName } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { editLetter, verbLetters } from "../letters.ts";
import { Popover } from "../Popup.tsx";
import { editPath, printPath } from "../path.ts";
import { useReasonWords } from "../reason-words.ts";
import { useMay } from "../session.tsx";
import css from "./record.module.css";
import type { LoadedRecord, Verdict } from "./types.ts";

interface Props {
  name: RecordName;
  row: LoadedRecord;
  /** The refused action whose reasons are open below. */
  open: string | undefined;
  onOpen: (action: string | undefined) => void;
  onAct: (action: string) => void;
  /** What stands at the right end of the row. */
  children?: ReactNode;
}

interface Entry {
  readonly name: string;
  readonly action: Action;
  readonly verdict: Verdict;
}

// What waits for the person in the present state stays in the bar even when the record must be brought on first.
const isDue = (record: AnyRecord, row: LoadedRecord, action: string): boolean => dueOf(record, row)?.action === action;

/** Sorts the actions of a record into those that go, those refused, and those of another state, role or kind of record. */
export function sortActions(record: AnyRecord, row: LoadedRecord): { allowed: Entry[]; refused: Entry[]; elsewhere: Entry[] } {
  const actions = actionsOf(record);
  const entries = row.actions.flatMap((verdict) => {
    const action = actions[verdict.name];
    return action ? [{ name: verdict.name, action, verdict }] : [];
  });
  const codes = (entry: Entry) => new Set(entry.verdict.reasons.map((reason) => reason.code));
  const here = (entry: Entry) =>
    !codes(entry).has("NO_PERMIT") &&
    !codes(entry).has("OTHER_KIND") &&
    (!codes(entry).has("STATE") || isDue(record, row, entry.name));
  return {
    allowed: entries
      .filter((entry) => entry.verdict.allowed)
      .sort((a, b) => Number(b.action.primary ?? false) - Number(a.action.primary ?? false)),
    refused: entries.filter((entry) => !entry.verdict.allowed && here(entry)),
    elsewhere: entries.filter((entry) => !entry.verdict.allowed && !here(entry)),
  };
}

/** Whether the record's fields may be changed in its present state, as far as the screen knows. */
export function isEditable(record: AnyRecord, row: LoadedRecord, may: (permit: string | undefined) => boolean): boolean {
  return may(record.edit?.permit) && (!record.edit?.in || (row.state !== undefined && record.edit.in.includes(row.state)));
}

const isRare = ({ action }: Entry): boolean => action.secondary === true;
const asksFirst = ({ action }: Entry): boolean => Boolean(action.sign || action.reason || action.input);

/** The hint of a button that a key presses too: "Release for use (R)". */
const keyTip = (label: string, key: string | undefined) =>
  key ? { title: `${label} (${keyName(key)})`, "aria-keyshortcuts": key } : {};

export function ActionBar({ name, row, open, onOpen, onAct, children }: Props) {
  const { t, say } = useWords();
  const may = useMay();
  const record: AnyRecord = registry[name];
  const { print } = useFeature(name);
  const { allowed: all, refused, elsewhere } = sortActions(record, row);
  const [rare, allowed] = [all.filter(isRare), all.filter((entry) => !isRare(entry))];
  const editable = isEditable(record, row, may);
  const keyHint = ({ name: verb, action }: Entry) => keyTip(say(action.label), verbLetters[verb]);
  return (
    <div className={css.actions} data-tour="actions">
      {allowed.map((entry, index) => {
        const first = index === 0 && entry.action.primary === true;
        return (
          <Button
            key={entry.name}
            look={entry.action.sign ? "sign" : first ? "primary" : "outline"}
            {...(entry.action.sign ? { icon: IconSignature } : {})}
            {...keyHint(entry)}
            onClick={() => onAct(entry.name)}
          >
            {say(entry.action.label)}
            {asksFirst(entry) && "…"}
          </Button>
        );
      })}
      {editable && (
        <ButtonLink to={editPath(name, row.number)} icon={IconPencil} {...keyTip(t("do.edit"), editLetter)}>
          {t("do.edit")}
        </ButtonLink>
      )}
      {print && (
        <a className={button.button} data-look="outline" href={printPath(name, row.number)} download={`${row.number}.pdf`}>
          <IconPrinter size={15} stroke={1.6} aria-hidden />
          {t("do.pdf")}
        </a>
      )}
      <div className={css.refused}>
        {refused.length > 0 && (allowed.length > 0 || editable) && <span className={css.divider} aria-hidden />}
        {refused.map((entry) => (
          <RefusedAction
            key={entry.name}
            action={say(entry.action.label)}
            reasons={entry.verdict.reasons.length}
            open={open === entry.name}
            {...keyHint(entry)}
            onClick={() => onOpen(open === entry.name ? undefined : entry.name)}
          />
        ))}
        {rare.length + elsewhere.length > 0 && <More rare={rare} entries={elsewhere} onAct={onAct} />}
      </div>
      {children}
    </div>
  );
}

/** What is rarely done, as buttons, and what waits for another state or role, with its reasons. */
function More({ rare, entries, onAct }: { rare: readonly Entry[]; entries: readonly Entry[]; onAct: (action: string) => void }) {
  const { t, say } = useWords();
  const sentence = useReasonWords();
  return (
    <Popover
      label={t("action.more")}
      width={420}
      target={
        <Button look="quiet">
          {t("action.more")} {rare.length + entries.length}
        </Button>
      }
    >
      {(close) => (
        <>
          {rare.length > 0 && (
            <div className={css.rare}>
              {rare.map((entry) => (
                <Button
                  key={entry.name}
                  look="outline"
                  {...(entry.action.sign ? { icon: IconSignature } : {})}
                  onClick={() => {
                    close();
                    onAct(entry.name);
                  }}
                >
                  {say(entry.action.label)}
                  {asksFirst(entry) && "…"}
                </Button>
              ))}
            </div>
          )}
          <dl className={css.more} tabIndex={-1} data-autofocus={rare.length === 0 || undefined}>
            {entries.map((entry) => (
              <div key={entry.name}>
                <dt>{say(entry.action.label)}</dt>
                {entry.verdict.reasons.map((reason) => (
                  <dd key={`${reason.code} ${reason.text.en}`} title={say(reason.text)}>
                    {sentence(reason)}
                  </dd>
                ))}
              </div>
            ))}
          </dl>
        </>
      )}
    </Popover>
  );
}
