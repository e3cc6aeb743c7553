/** Reasons as sentences, each with a link to the record that clears it. */

import type { Reason } from "@lotline/schema";
import { IconChevronRight } from "@tabler/icons-react";
import { ButtonLink } from "./Button.tsx";
import { useWords } from "./lang.tsx";
import { StatusGlyph } from "./mark/StatusGlyph.tsx";
import { recordPath } from "./path.ts";
import { useReasonWords } from "./reason-words.ts";
import css from "./reasons.module.css";

const isHold = (code: string) => /HOLD/i.test(code);

interface Props {
  reasons: readonly Reason[];
  /** The record at which one already is: no button leads to it. */
  here?: string;
}

export function ReasonList({ reasons, here }: Props) {
  const { t, say } = useWords();
  const sentence = useReasonWords();
  return (
    <ul className={css.list}>
      {reasons.map((reason) => (
        <li
          key={`${reason.code} ${reason.record ?? ""} ${reason.number ?? ""} ${reason.field ?? ""} ${reason.text.en}`}
          className={css.reason}
          title={`${reason.code}: ${say(reason.text)}`}
        >
          <StatusGlyph name={isHold(reason.code) ? "bars" : "triangleAlert"} tone={isHold(reason.code) ? "ink" : "no"} />
          <span className={css.text}>{sentence(reason)}</span>
          {reason.record && reason.number && `${reason.record} ${reason.number}` !== here && (
            <ButtonLink to={recordPath(reason.record, reason.number)} icon={IconChevronRight}>
              {t("action.openRecord", { number: reason.number })}
            </ButtonLink>
          )}
        </li>
      ))}
    </ul>
  );
}
