/**
 * Picks one record by number or name, searched on the server. A scanned or fully typed number and Enter picks it at once; the
 * chosen record stays readable as number and name.
 */

import { useApolloClient } from "@apollo/client/react";
import type { Field, RecordName } from "@lotline/schema";
import { Combobox, useCombobox } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { findDocument } from "../data/documents.ts";
import { type Ref, refOf } from "../data/row.ts";
import { useWords } from "../lang.tsx";
import { Code } from "../mark/Text.tsx";
import { useFieldHelp } from "./FieldHelp.tsx";
import css from "./field.module.css";
import { useScanField } from "./scan-field.ts";

interface Props {
  target: RecordName;
  label: string;
  value: Ref | null;
  onChange: (value: Ref | null) => void;
  /** Narrows what is offered, e.g. lots of one item. */
  filter?: Readonly<Record<string, unknown>> | undefined;
  error?: ReactNode;
  /** What it is declared as, for its help. */
  field?: Field;
  optional?: boolean;
  disabled?: boolean;
  /** In a table the label is only spoken. */
  bare?: boolean;
  autoFocus?: boolean;
}

const offered = 12;
const waitMs = 180;

export function RefPicker(props: Props) {
  const { label, error, field, optional = false, bare = false } = props;
  const { t, say } = useWords();
  const id = useId();
  const pick = usePick(props);
  const help = useFieldHelp(field, label);
  const box = useScanField({ target: props.target, empty: pick.shown === "", take: pick.scan });
  return (
    <Combobox
      store={pick.combobox}
      onOptionSubmit={(picked) => pick.take(pick.refs.find((ref) => ref.id === picked) ?? null)}
      disabled={props.disabled}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears the key for help of the box inside */}
      <div className={css.field} onKeyDown={help.onKeyDown}>
        {!bare && (
          <div className={css.label}>
            <label htmlFor={id}>
              {label} {optional && <span className={css.optional}>{t("word.optional")}</span>}
            </label>{" "}
            {help.button}
          </div>
        )}
        <Combobox.Target>
          <input
            id={id}
            ref={box}
            className={css.input}
            data-scan="ref"
            data-error={error ? true : undefined}
            aria-label={bare ? label : undefined}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
            aria-busy={pick.asking || undefined}
            autoComplete="off"
            spellCheck={false}
            disabled={props.disabled}
            // biome-ignore lint/a11y/noAutofocus: the first field of a dialog or form that the person has just opened
            autoFocus={props.autoFocus}
            value={pick.shown}
            placeholder={t("form.pick")}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => pick.type(event.currentTarget.value)}
            onClick={() => pick.combobox.openDropdown()}
            onBlur={pick.leave}
            onKeyDown={pick.onKeyDown}
          />
        </Combobox.Target>
        {help.text}
        {error && (
          <p id={`${id}-error`} className={css.error}>
            {error}
          </p>
        )}
      </div>
      <Combobox.Dropdown hidden={!pick.open}>
        <Combobox.Options aria-label={t("form.matches")} mah={280} className={css.options}>
          {pick.refs.map((ref) => (
            <Combobox.Option key={ref.id} value={ref.id}>
              <Code>{ref.number}</Code> {say(ref.title) !== ref.number && <span className={css.optional}>{say(ref.title)}</span>}
            </Combobox.Option>
          ))}
          {pick.refs.length === 0 && <Combobox.Empty>{pick.busy ? t("app.loading") : t("form.pickNothing")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** What is being typed, what it finds, and when that is taken. */
function usePick({ target, value, onChange, filter }: Props) {
  const { say } = useWords();
  const [text, setText] = useState<string>();
  const { refs, busy, searched } = useSearch(target, text, filter);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const waiting = useRef(false);
  const exact = () => refs.find((ref) => searched === text && ref.number.toUpperCase() === text?.trim().toUpperCase());
  const take = (ref: Ref | null) => {
    waiting.current = false;
    onChange(ref);
    setText(undefined);
    combobox.closeDropdown();
  };
  // Enter came before the answer, as a scanner does it: the exact number, or the only one offered, is taken when it arrives.
  useEffect(() => {
    if (!waiting.current || busy || searched !== text) return;
    const found = exact() ?? (refs.length === 1 ? refs[0] : undefined);
    waiting.current = false;
    if (found) take(found);
  });
  const name = value && say(value.title);
  return {
    combobox,
    refs,
    busy,
    take,
    open: text !== undefined,
    asking: text !== undefined && (busy || searched !== text),
    shown: text ?? (value ? (name === value.number ? value.number : `${value.number} ${name}`) : ""),
    scan: (number: string) => {
      waiting.current = true;
      setText(number);
    },
    type: (typed: string) => {
      setText(typed);
      if (typed === "") onChange(null);
      combobox.openDropdown();
      combobox.updateSelectedOptionIndex();
    },
    leave: () => {
      combobox.closeDropdown();
      const found = exact();
      if (found) take(found);
      // Left before the answer came: what was typed stays and is taken when it arrives; nothing typed is lost.
      else if (text?.trim()) waiting.current = true;
      else setText(undefined);
    },
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === "ArrowDown" && text === undefined) setText("");
      if (event.key === "Enter" && text !== undefined && combobox.getSelectedOptionIndex() < 0) {
        event.preventDefault();
        waiting.current = true;
        setText(event.currentTarget.value.trim());
      }
    },
  };
}

interface Found {
  refs: readonly Ref[];
  busy: boolean;
  /** The text these refs answer. */
  searched: string | undefined;
}

function useSearch(target: RecordName, text: string | undefined, filter: Readonly<Record<string, unknown>> | undefined): Found {
  const client = useApolloClient();
  const [found, setFound] = useState<Found>({ refs: [], busy: false, searched: undefined });
  const asked = JSON.stringify(filter ?? null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked stands for the filter's content
  useEffect(() => {
    if (text === undefined) return;
    let stale = false;
    setFound((before) => ({ ...before, busy: true }));
    const timer = setTimeout(() => {
      const variables = { search: text.trim() || undefined, first: offered, filter };
      client
        .query<{ page: { edges: readonly { node: unknown }[] } }>({
          query: findDocument(target),
          variables,
          fetchPolicy: "no-cache",
        })
        .then(
          ({ data }) => {
            const refs = (data?.page.edges ?? []).map(({ node }) => refOf(node)).filter((ref) => ref !== undefined);
            if (!stale) setFound({ refs, busy: false, searched: text });
          },
          () => !stale && setFound({ refs: [], busy: false, searched: text }),
        );
    }, waitMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, target, text, asked]);
  return found;
}
