/** At which terminal something critical was entered or signed, as the history and the trail say it (REQ-ACC-07). */
import { Link } from "@tanstack/react-router";
import { useWords } from "../lang.tsx";
import { StatusGlyph } from "../mark/StatusGlyph.tsx";
import { Code } from "../mark/Text.tsx";
import { recordPath } from "../path.ts";
import type { AtTerminal } from "./types.ts";

export function AtTerminalMark({ at: { number, flaggedBy } }: { at: AtTerminal }) {
  const { t } = useWords();
  return (
    <span>
      {flaggedBy && <StatusGlyph name="triangleAlert" tone="wait" />}{" "}
      {number ? (
        <>
          {t("terminal.at")}{" "}
          <Link to={recordPath("Terminal", number)}>
            <Code>{number}</Code>
          </Link>
        </>
      ) : (
        t("terminal.unregistered")
      )}
      {flaggedBy && ` (${t("terminal.flagged", { rule: flaggedBy })})`}
    </span>
  );
}
