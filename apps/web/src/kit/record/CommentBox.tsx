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

export function CommentBox({
  name,
  id,
  label,
  send,
  busy,
  initial = "",
  named = [],
  autoFocus = false,
  onSend,
  onCancel,
}: Props) {
  const { t, say } = useWords();
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [text, setText] = useState(initial);
  const [picked, setPicked] = useState<readonly CommentPerson[]>(named);
  const [caret, setCaret] = useState(0);
  const [composing, setComposing] = useState(false);
  const [closed, setClosed] = useState(false);
  const [at, setAt] = useState(0);
  const asked = composing || closed ? undefined : askedName(text, caret);
  const { data, previousData } = useQuery(mentionableQuery, {
    variables: { record: name, id, search: asked?.search ?? "" },
    skip: asked === undefined,
  });
  const people = asked ? ((data ?? previousData)?.mentionable ?? []) : [];
  const current = people[Math.min(at, people.length - 1)];
  const look = (element: HTMLTextAreaElement) => {
    setCaret(element.selectionStart);
    setClosed(false);
    setAt(0);
  };
  const pick = (person: CommentPerson) => {
    const next = withName(text, caret, say(person.name));
    setText(next.text);
    setCaret(next.caret);
    setPicked([...picked, person]);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(next.caret, next.caret);
    });
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
    const run = keyOf(event, {
      isOpen: asked !== undefined && people.length > 0,
      move: (step) => setAt((at + step + people.length) % people.length),
      take: () => current && pick(current),
      close: () => setClosed(true),
      send: () => void submit(),
      leave: onCancel,
    });
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  return (
    <div className={css.box}>
      <textarea
        ref={box}
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
          look(event.currentTarget);
        }}
        onClick={(event) => look(event.currentTarget)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={(event) => {
          setComposing(false);
          look(event.currentTarget);
        }}
        onKeyDown={onKey}
      />
      {people.length > 0 && (
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
              onClick={() => pick(person)}
            >
              {say(person.name)} <span>{say(person.title)}</span> <Code>{person.number}</Code>
            </div>
          ))}
        </div>
      )}
      {asked && data && people.length === 0 && (
        <p role="status" className={css.small}>
          {t("comment.nobody")}
        </p>
      )}
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
