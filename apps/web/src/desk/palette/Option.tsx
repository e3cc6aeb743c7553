/** One line of the palette: code, text with what was met marked, kind, key; a refused verb with its padlock and first reason. */

import { keyName } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { Code, Key } from "../../kit/mark/Text.tsx";
import { useReasonWords } from "../../kit/reason-words.ts";
import css from "./palette.module.css";
import type { Span } from "./rank.ts";
import type { Entry } from "./useEntries.ts";

interface Props {
  readonly id: string;
  readonly entry: Entry;
  readonly spans: readonly Span[];
  readonly selected: boolean;
  readonly onPoint: () => void;
  readonly onTake: () => void;
}

export function Option({ id, entry, spans, selected, onPoint, onTake }: Props) {
  const { t } = useWords();
  const sentence = useReasonWords();
  const { reasons = [] } = entry;
  const [first] = reasons;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the list are those of its box
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, which names the chosen line
    <div id={id} role="option" aria-selected={selected} className={css.option} onPointerMove={onPoint} onClick={onTake}>
      <span className={css.what}>
        {reasons.length > 0 && <StatusGlyph name="padlock" tone="ink2" />}
        {entry.code && <Code>{entry.code}</Code>}{" "}
        <span className={css.label}>
          {reasons.length > 0 ? (
            t("action.refused", { action: entry.label, n: reasons.length })
          ) : (
            <Marked text={entry.label} spans={spans} />
          )}
        </span>
        {first && <span className={css.reason}>{sentence(first)}</span>}
      </span>
      <span className={css.note}>{entry.note}</span>
      {entry.press && <Key>{keyName(entry.press)}</Key>}
    </div>
  );
}

function Marked({ text, spans }: { text: string; spans: readonly Span[] }) {
  if (spans.length === 0) return text;
  const parts = spans.map(([from, to], index) => ({
    before: text.slice(spans[index - 1]?.[1] ?? 0, from),
    met: text.slice(from, to),
    from,
  }));
  return (
    <>
      {parts.map(({ before, met, from }) => (
        <span key={from}>
          {before}
          <mark>{met}</mark>
        </span>
      ))}
      {text.slice(spans.at(-1)?.[1] ?? 0)}
    </>
  );
}
