/** Reasons as sentences, each with a link to the record that clears it. */

import type { Reason } from "@lotline/schema";
import { IconChevronRight } from "@tabler/icons-react";
import { ButtonLink } from "./Button.tsx";
import { useWords } from "./lang.tsx";
import { StatusGlyph } from "./mark/StatusGlyph.tsx";
import { recordPath } from "./path.ts";
import css from "./reasons.module.css";

const isHold = (code: string) => /HOLD/i.test(code);

export function ReasonList({ reasons }: { reasons: readonly Reason[] }) {
  const { t, say } = useWords();
  return (
    <ul className={css.list}>
      {reasons.map((reason) => (
        <li
          key={`${reason.code} ${reason.record ?? ""} ${reason.number ?? ""} ${reason.field ?? ""} ${reason.text.en}`}
          className={css.reason}
        >
          <StatusGlyph name={isHold(reason.code) ? "bars" : "triangleAlert"} tone={isHold(reason.code) ? "ink" : "no"} />
          <span className={css.text}>
            {say(reason.text)} <span className={css.code}>{reason.code}</span>
          </span>
          {reason.record && reason.number && (
            <ButtonLink to={recordPath(reason.record, reason.number)} icon={IconChevronRight}>
              {t("action.openRecord", { number: reason.number })}
            </ButtonLink>
          )}
        </li>
      ))}
    </ul>
  );
}
