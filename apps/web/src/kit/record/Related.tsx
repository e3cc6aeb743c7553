/** What a record is joined to: links to other records, both ways. */
import { registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { useWords } from "../lang.tsx";
import { Code } from "../mark/Text.tsx";
import { isRecordName, recordPath } from "../path.ts";
import css from "./record.module.css";
import type { RecordLink } from "./types.ts";

export function Links({ links }: { links: readonly RecordLink[] }) {
  const { t, say } = useWords();
  const id = useId();
  if (links.length === 0) return null;
  return (
    <section className={css.related} aria-labelledby={id}>
      <div className={css.groupHead}>
        <h2 id={id}>{t("record.links")}</h2>
        <span>{links.length}</span>
      </div>
      <ul>
        {links.map((link) => (
          <li key={link.id} className={css.line}>
            <span className={css.small}>{isRecordName(link.record) ? say(registry[link.record].label) : link.record}</span>
            <Link to={recordPath(link.record, link.number)}>
              <Code>{link.number}</Code>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
