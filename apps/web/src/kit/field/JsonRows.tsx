/** Structured evidence as nested label–value rows; never raw JSON. */
import type { ReactNode } from "react";
import { textOf } from "../data/row.ts";
import { formatDecimal } from "../format.ts";
import { useWords } from "../lang.tsx";
import { evidenceName, evidenceValue } from "./evidence-words.ts";
import css from "./value.module.css";

export default function JsonRows({ value, of }: { value: unknown; of?: string }): ReactNode {
  const { say } = useWords();
  if (Array.isArray(value)) {
    return (
      <ol className={css.json}>
        {value.map((item, index) => (
          // Evidence is written once and never reordered.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index}>
            <JsonRows value={item} />
          </li>
        ))}
      </ol>
    );
  }
  if (typeof value === "object" && value !== null) {
    return (
      <dl className={css.json}>
        {Object.entries(value).map(([name, item]) => (
          <div key={name}>
            <dt>{say(evidenceName(name))}</dt>
            <dd>
              <JsonRows value={item} of={name} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  const text = textOf(value);
  const word = evidenceValue(of, text);
  if (word) return say(word);
  return <>{/^-?\d+(\.\d+)?$/.test(text) ? formatDecimal(text) : text || "–"}</>;
}
