/** The right pane: what is known about the exception that is looked at; without one, who had a part, the files and signatures. */
import type { RecordName } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useNow, useZone } from "../../kit/clock.tsx";
import { shortHash, shortInstant } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { Scale } from "../../kit/mark/Scale.tsx";
import { Stamp } from "../../kit/mark/Stamp.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { Code, Key } from "../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../kit/path.ts";
import type { LoadedRecord } from "../../kit/record/types.ts";
import { useSession } from "../../kit/session.tsx";
import type { Case, Fact, Finding } from "./queries.ts";
import css from "./review.module.css";

interface Props {
  name: RecordName;
  row: LoadedRecord;
  found: Case;
  at: number;
}

export function EvidencePane({ row, found, at }: Props) {
  const { t, say } = useWords("review");
  const finding = found.findings[at];
  return (
    <aside className={css.evidence} aria-label={t("review.evidence")}>
      <header className={css.evidenceHead}>
        <h2>{t("review.evidence")}</h2>
        {finding && (
          <>
            <span className={css.subject}>{say(finding.title)}</span>
            <span className={css.turn}>
              {t("review.ofFinding", { a: at + 1, b: found.findings.length })} <Key>[</Key> <Key>]</Key>
            </span>
          </>
        )}
      </header>
      {/* Focusable, so that it scrolls by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <div className={css.evidenceBody} tabIndex={0}>
        {finding && <Facts finding={finding} />}
        <Participants found={found} />
        <Files row={row} />
        <Signatures row={row} />
      </div>
    </aside>
  );
}

function Facts({ finding }: { finding: Finding }) {
  if (finding.facts.length === 0) return null;
  return (
    <dl className={css.facts}>
      {finding.facts.map((fact) => (
        <FactLine key={`${fact.label.en} ${fact.value.en}`} fact={fact} />
      ))}
    </dl>
  );
}

function FactLine({ fact }: { fact: Fact }) {
  const { say } = useWords("review");
  const value = say(fact.value);
  return (
    <div data-out={fact.ok === false || undefined}>
      <dt>{say(fact.label)}</dt>
      <dd>
        {fact.record && fact.number && isRecordName(fact.record) ? (
          <Link to={recordPath(fact.record, fact.number)}>
            <Code>{fact.number}</Code>
          </Link>
        ) : null}{" "}
        {value !== fact.number && value}
        {fact.scale && <Scale value={fact.scale.value} lower={fact.scale.lower} upper={fact.scale.upper} width={96} />}
      </dd>
    </div>
  );
}

/** Who did what; that the reader is not among them is said before he presses anything. */
function Participants({ found }: { found: Case }) {
  const { t, say } = useWords("review");
  const { session } = useSession();
  const zone = useZone();
  const now = useNow(60_000);
  const isIn = found.participants.some(({ person }) => person.id === session.personId);
  return (
    <section aria-labelledby="review-people">
      <h3 id="review-people">{t("review.people")}</h3>
      <dl className={css.facts}>
        {found.participants.map(({ person, duty, at }) => (
          <div key={`${person.id} ${duty.en}`}>
            <dt>{say(duty)}</dt>
            <dd>
              {say(person.name)} <span className={css.time}>{shortInstant(at, zone, now)}</span>
            </dd>
          </div>
        ))}
      </dl>
      {!isIn && (
        <p className={css.separation}>
          <StatusGlyph name="tick" tone="ok" size={12} /> {t("review.separation")}
        </p>
      )}
    </section>
  );
}

function Files({ row }: { row: LoadedRecord }) {
  const { t } = useWords("review");
  return (
    <section aria-labelledby="review-files">
      <h3 id="review-files">{t("review.files")}</h3>
      {row.attachments.length === 0 ? (
        <p className={css.aside}>{t("review.noFiles")}</p>
      ) : (
        <ul className={css.files}>
          {row.attachments.map((file) => (
            <li key={file.id}>
              <a href={`/files/${encodeURIComponent(file.id)}`} download={file.name}>
                {file.name}
              </a>{" "}
              <Code>{shortHash(file.sha256)}</Code>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Signatures({ row }: { row: LoadedRecord }) {
  const { t } = useWords("review");
  const signed = row.timeline.flatMap(({ signature }) => signature ?? []);
  return (
    <section aria-labelledby="review-signatures">
      <h3 id="review-signatures">{t("review.given")}</h3>
      {signed.length === 0 ? (
        <p className={css.aside}>{t("review.noSignatures")}</p>
      ) : (
        signed.map((signature) => <Stamp key={signature.id} signature={signature} />)
      )}
    </section>
  );
}
