/** What the list asks, in words: a chip for each condition, removable; with the whole filter as one sentence. */
import {
  type AnyRecord,
  askWords,
  columnField,
  isGroup,
  type ListView,
  viewWords,
  type Where,
  whereWords,
} from "@lotline/schema";
import { IconX } from "@tabler/icons-react";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { Popover } from "../Popup.tsx";
import { useNames } from "./filter-words.ts";
import css from "./query.module.css";

interface Props {
  record: AnyRecord;
  view: ListView;
  onChange: (view: ListView) => void;
  /** Opens the nested filter. */
  onEdit: () => void;
}

interface Chip {
  readonly key: string;
  readonly words: string;
  readonly without: ListView;
  readonly nested?: boolean;
}

// What "and" joins at the top is a chip each; anything else is one.
const topParts = (where: Where | undefined): readonly Where[] =>
  !where ? [] : isGroup(where) && where.join === "and" ? where.parts : [where];
const rejoined = (parts: readonly Where[]): Where | undefined => (parts.length > 1 ? { join: "and", parts } : parts[0]);

export default function FilterChips({ record, view, onChange, onEdit }: Props) {
  const { t, say } = useWords();
  const nameOf = useNames(record, view);
  const parts = topParts(view.where);
  const chips: Chip[] = [
    ...(view.text ? [{ key: "q", words: t("filter.search", { text: view.text }), without: { ...view, text: "" } }] : []),
    ...Object.entries(view.conditions).flatMap(([column, ask]) => {
      const field = columnField(record, column);
      const { [column]: _, ...conditions } = view.conditions;
      return field ? [{ key: column, words: say(askWords(field, ask, nameOf)), without: { ...view, conditions } }] : [];
    }),
    ...parts.map((part, at) => ({
      key: `where ${at}`,
      words: say(whereWords(record, part, nameOf)),
      without: { ...view, where: rejoined(parts.toSpliced(at, 1)) },
      nested: true,
    })),
  ];
  if (chips.length === 0) return null;
  return (
    <div className={css.chips}>
      <ul aria-label={t("filter.chips")}>
        {chips.map(({ key, words, without, nested }) => (
          <li key={key} className={css.chip}>
            {nested ? (
              <button type="button" className={css.words} onClick={onEdit}>
                {words}
              </button>
            ) : (
              <span className={css.words}>{words}</span>
            )}
            <button
              type="button"
              aria-label={`${t("do.remove")} ${words}`}
              title={t("do.remove")}
              onClick={() => onChange(without)}
            >
              <IconX size={13} stroke={1.6} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <Popover
        label={t("filter.explain")}
        position="bottom-end"
        width={420}
        target={<Button look="quiet">{t("filter.explain")}</Button>}
      >
        {() => <p className={css.explain}>{say(viewWords(record, view, nameOf))}</p>}
      </Popover>
    </div>
  );
}
