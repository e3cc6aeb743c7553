/** What stands around a record, at the right of its actions: comments, files, versions, print; and the head of its print. */
import { type RecordName, registry } from "@lotline/schema";
import { IconArrowsDiff, IconMessage, IconPaperclip, IconPrinter } from "@tabler/icons-react";
import { Button, ButtonLink } from "../Button.tsx";
import { useNow, useZone } from "../clock.tsx";
import { formatInstant } from "../format.ts";
import { useWords } from "../lang.tsx";
import { Code } from "../mark/Text.tsx";
import { useSession } from "../session.tsx";
import css from "./record.module.css";
import type { LoadedRecord } from "./types.ts";

// The section is brought into sight, and its first box takes the keyboard.
function goTo(id: string): void {
  const section = document.getElementById(id);
  section?.scrollIntoView({ block: "start" });
  (section?.querySelector<HTMLElement>("textarea, button") ?? section)?.focus();
}

export function Around({ row }: { row: LoadedRecord }) {
  const { t } = useWords();
  const said = row.comments.filter((thread) => !thread.resolved).length;
  const files = row.attachments.length;
  return (
    <div className={css.around}>
      <Button look="quiet" icon={IconMessage} onClick={() => goTo("record-comments")}>
        {t("comment.title")} {said > 0 && said}
      </Button>
      <Button look="quiet" icon={IconPaperclip} onClick={() => goTo("record-files")}>
        {t("record.attachments")} {files > 0 && files}
      </Button>
      <ButtonLink
        look="quiet"
        icon={IconArrowsDiff}
        to="."
        search={{ from: `v${Math.max(1, row.version - 1)}`, to: `v${row.version}` }}
      >
        {t("version.compare")}
      </ButtonLink>
      <Button look="quiet" icon={IconPrinter} onClick={() => window.print()}>
        {t("print.do")}
      </Button>
    </div>
  );
}

/** Only on paper: what it is, which version, and who printed it when. */
export function PrintHead({ name, row }: { name: RecordName; row: LoadedRecord }) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(10_000);
  const { session } = useSession();
  return (
    <div className={css.printHead} aria-hidden>
      <p>
        <strong>
          {say(registry[name].label)} <Code>{row.number}</Code>
        </strong>{" "}
        {t("word.version", { n: row.version })}
      </p>
      <p>
        {t("print.by", {
          time: formatInstant(new Date(now).toISOString(), zone, true),
          name: say(session.name),
          number: session.login,
        })}
      </p>
      <p>{t("print.note")}</p>
    </div>
  );
}
