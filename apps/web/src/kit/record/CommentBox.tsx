/** The box of a comment: plain text with line breaks; @ opens the people who may read the record. Safe with input methods. */
import { useQuery } from "@apollo/client/react";
import type { RecordName } from "@lotline/schema";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { Code, Key } from "../mark/Text.tsx";
import css from "./comments.module.css";
import { mentionableQuery } from "./comments.ts";
import { askedName, mentionsIn, withName } from "./mention.ts";
import type { CommentPerson } from "./types.ts";

interface Props {
  name: RecordName;
  id: string;
  label: string;
  send: string;
  busy: boolean;
  initial?: string;
  /** Those whom the text names already. */
  named?: readonly CommentPerson[];
  autoFocus?: boolean;
  onSend: (text: string, mentions: readonly string[]) => Promise<boolean>;
  onCancel?: () => void;
}

export function CommentBox(props: Props) {
  const { name, id, label, send, busy, initial = "", named = [], autoFocus = false, onSend, onCancel } = props;
  const { t, say } = useWords();
  const listId = useId();
  const [text, setText] = useState(initial);
  const [picked, setPicked] = useState<readonly CommentPerson[]>(named);
  const naming = useNaming(name, id, text);
  const { people, current } = naming;
  const pick = (person: CommentPerson) => {
    setText(naming.take(say(person.name)));
    setPicked([...picked, person]);
  };
  const submit = async () => {
    if (text.trim() === "" || busy) return;
    if (await onSend(text, mentionsIn(text, picked))) {
      setText("");
      setPicked([]);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    // Keys of an input method belong to it.
    if (event.nativeEvent.isComposing) return;
    const acts = { take: () => current && pick(current), send: () => void submit(), leave: onCancel };
    const run = keyOf(event, { ...naming, ...acts });
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  return (
    <div className={css.box}>
      <textarea
        ref={naming.box}
        aria-label={label}
        placeholder={t("comment.placeholder")}
        rows={Math.min(10, Math.max(2, text.split("\n").length))}
        maxLength={4000}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: the box was opened by the person's own press
        autoFocus={autoFocus}
        aria-haspopup="listbox"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
          naming.look(event.currentTarget);
        }}
        // What is written already is gone on with.
        onFocus={(event) => text === initial && event.currentTarget.setSelectionRange(text.length, text.length)}
        onClick={(event) => naming.look(event.currentTarget)}
        onCompositionStart={naming.compose}
        onCompositionEnd={(event) => naming.look(event.currentTarget)}
        onKeyDown={onKey}
      />
      <People listId={listId} people={people} current={current} nobody={naming.isNobody} onPick={pick} />
      <div className={css.send}>
        <span className={css.small}>
          <Key>Ctrl</Key> <Key>Enter</Key>
        </span>
        {onCancel && <Button onClick={onCancel}>{t("do.cancel")}</Button>}
        <Button busy={busy} disabled={text.trim() === ""} onClick={() => void submit()}>
          {send}
        </Button>
      </div>
    </div>
  );
}

/** The name after an @ that is being typed: who fits it, and which of them the keys are at. */
function useNaming(record: RecordName, id: string, text: string) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const [quiet, setQuiet] = useState(false);
  const [at, setAt] = useState(0);
  const asked = quiet ? undefined : askedName(text, caret);
  const { data, previousData } = useQuery(mentionableQuery, {
    variables: { record, id, search: asked?.search ?? "" },
    skip: asked === undefined,
  });
  const people = asked ? ((data ?? previousData)?.mentionable ?? []) : [];
  return {
    box,
    people,
    current: people[Math.min(at, people.length - 1)],
    isOpen: people.length > 0,
    isNobody: asked !== undefined && data !== undefined && people.length === 0,
    look: (element: HTMLTextAreaElement) => {
      setCaret(element.selectionStart);
      setQuiet(false);
      setAt(0);
    },
    // While an input method composes, what stands there is no name yet.
    compose: () => setQuiet(true),
    close: () => setQuiet(true),
    move: (step: number) => setAt((at + step + people.length) % people.length),
    /** The text with the name in place; the caret goes behind it. */
    take: (name: string): string => {
      const next = withName(text, caret, name);
      setCaret(next.caret);
      requestAnimationFrame(() => {
        box.current?.focus();
        box.current?.setSelectionRange(next.caret, next.caret);
      });
      return next.text;
    },
  };
}

interface PeopleProps {
  listId: string;
  people: readonly CommentPerson[];
  current: CommentPerson | undefined;
  nobody: boolean;
  onPick: (person: CommentPerson) => void;
}

function People({ listId, people, current, nobody, onPick }: PeopleProps) {
  const { t, say } = useWords();
  if (nobody)
    return (
      <p role="status" className={css.small}>
        {t("comment.nobody")}
      </p>
    );
  if (people.length === 0) return null;
  return (
    <div id={listId} role="listbox" aria-label={t("comment.people")} className={css.people}>
      {people.map((person) => (
        // The keys of the list are those of the box.
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        <div
          key={person.id}
          id={`${listId}-${person.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={person === current}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(person)}
        >
          {say(person.name)} <span>{say(person.title)}</span> <Code>{person.number}</Code>
        </div>
      ))}
    </div>
  );
}

interface Acts {
  readonly isOpen: boolean;
  readonly move: (step: number) => void;
  readonly take: () => void;
  readonly close: () => void;
  readonly send: () => void;
  readonly leave: (() => void) | undefined;
}

/** What a key means: in the open list it moves and takes, else Ctrl+Enter sends and Esc leaves. */
function keyOf(event: KeyboardEvent, acts: Acts): (() => void) | undefined {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return acts.send;
  if (acts.isOpen) {
    if (event.key === "ArrowDown") return () => acts.move(1);
    if (event.key === "ArrowUp") return () => acts.move(-1);
    if (event.key === "Enter" || event.key === "Tab") return acts.take;
    if (event.key === "Escape") return acts.close;
  }
  return event.key === "Escape" ? acts.leave : undefined;
}
