/**
 * The scan and search field: numbers and names of every record the person may read, and pages. A scanner is a keyboard that
 * ends with Enter: the exact number opens its record even when the answer comes after the key.
 */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { type Label, registry } from "@lotline/schema";
import { Combobox, useCombobox } from "@mantine/core";
import { IconScan } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { useKeys } from "../kit/keys.tsx";
import { useWords } from "../kit/lang.tsx";
import { Code, Key } from "../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../kit/path.ts";
import { useNavAreas } from "./nav.ts";
import css from "./search.module.css";

interface Hit {
  readonly record: string;
  readonly id: string;
  readonly number: string;
  readonly title: Label;
}

/** The search over all records. */
export const searchQuery: TypedDocumentNode<{ search: readonly Hit[] }, { text: string }> = gql`
  query search($text: String!) { search(text: $text) { record id number title { en zh } } }
`;

const waitMs = 160;
const maxPages = 5;

export function SearchBox() {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const find = useFind(input);
  useKeys([{ key: "mod+k", label: t("word.search"), run: () => input.current?.focus() }]);
  return (
    <Combobox store={find.combobox} onOptionSubmit={find.go}>
      <Combobox.Target>
        <div className={css.box}>
          <IconScan size={16} stroke={1.6} aria-hidden />
          <Combobox.EventsTarget>
            <input
              ref={input}
              value={find.text}
              placeholder={t("shell.searchHint")}
              aria-label={t("shell.search")}
              autoComplete="off"
              spellCheck={false}
              onBlur={() => find.combobox.closeDropdown()}
              onChange={(event) => find.type(event.currentTarget.value)}
              onKeyDown={find.onKeyDown}
            />
          </Combobox.EventsTarget>
          <Key>Ctrl K</Key>
        </div>
      </Combobox.Target>
      <Combobox.Dropdown hidden={find.text.trim() === ""}>
        <Found {...find} />
      </Combobox.Dropdown>
    </Combobox>
  );
}

type Find = ReturnType<typeof useFind>;

function Found({ hits, pages, text, answered }: Pick<Find, "hits" | "pages" | "text" | "answered">) {
  const { t, say } = useWords();
  return (
    <Combobox.Options aria-label={t("form.matches")}>
      {hits.map((hit) => (
        <Combobox.Option key={`${hit.record} ${hit.id}`} value={recordPath(hit.record, hit.number)} className={css.option}>
          <span>
            <Code>{hit.number}</Code> {say(hit.title) !== hit.number && say(hit.title)}
          </span>
          <span className={css.note}>{isRecordName(hit.record) && say(registry[hit.record].label)}</span>
        </Combobox.Option>
      ))}
      {pages.map((page) => (
        <Combobox.Option key={page.to} value={page.to} className={css.option}>
          <span>{say(page.label)}</span>
          <span className={css.note}>{t("shell.searchPages")}</span>
        </Combobox.Option>
      ))}
      {hits.length + pages.length === 0 && (
        <Combobox.Empty>{answered === text ? t("shell.searchNothing", { text }) : t("app.loading")}</Combobox.Empty>
      )}
    </Combobox.Options>
  );
}

function useFind(input: RefObject<HTMLInputElement | null>) {
  const { say } = useWords();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const waiting = useRef(false);
  const { hits, answered } = useHits(text);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const wanted = text.trim().toLowerCase();
  const pages = useNavAreas()
    .flatMap((area) => area.pages)
    .filter(({ label }) => wanted !== "" && say(label).toLowerCase().includes(wanted))
    .slice(0, maxPages);
  const go = (to: string) => {
    waiting.current = false;
    setText("");
    combobox.closeDropdown();
    input.current?.blur();
    void navigate({ to });
  };
  useEffect(() => {
    if (!waiting.current || answered !== text) return;
    waiting.current = false;
    const exact = hits.find((hit) => hit.number.toLowerCase() === wanted) ?? (hits.length === 1 ? hits[0] : undefined);
    if (exact) go(recordPath(exact.record, exact.number));
    else combobox.selectFirstOption();
  });
  const type = (typed: string) => {
    setText(typed);
    combobox.openDropdown();
    combobox.resetSelectedOption();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") input.current?.blur();
    if (event.key === "Enter" && !event.nativeEvent.isComposing && combobox.getSelectedOptionIndex() < 0) {
      waiting.current = true;
      setText((now) => now.trim());
    }
  };
  return { combobox, text, hits, answered, pages, go, type, onKeyDown };
}

function useHits(text: string): { hits: readonly Hit[]; answered: string | undefined } {
  const client = useApolloClient();
  const [found, setFound] = useState<{ hits: readonly Hit[]; answered: string | undefined }>({ hits: [], answered: undefined });
  useEffect(() => {
    let stale = false;
    if (text.trim().length < 2) {
      setFound({ hits: [], answered: text });
      return;
    }
    const answer = (hits: readonly Hit[]) => !stale && setFound({ hits, answered: text });
    const timer = setTimeout(() => {
      client.query({ query: searchQuery, variables: { text: text.trim() }, fetchPolicy: "no-cache" }).then(
        ({ data }) => answer(data?.search ?? []),
        () => answer([]),
      );
    }, waitMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, text]);
  return found;
}
