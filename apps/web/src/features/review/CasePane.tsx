/** The middle pane: exceptions first with their reasons, what passed folded to a line, then what changed; E shows the whole record. */
import { type AnyRecord, type Fields, type Label, type RecordName, registry } from "@lotline/schema";
import { Suspense } from "react";
import { Button } from "../../kit/Button.tsx";
import { lineSets } from "../../kit/data/documents.ts";
import { useFeature } from "../../kit/feature.tsx";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { StatusWord } from "../../kit/mark/StatusWord.tsx";
import { Code, Hidden, Key } from "../../kit/mark/Text.tsx";
import { ReasonList } from "../../kit/ReasonList.tsx";
import { FieldList } from "../../kit/record/FieldList.tsx";
import { LineTable } from "../../kit/record/LineTables.tsx";
import { RecordBody } from "../../kit/record/RecordBody.tsx";
import type { LoadedRecord } from "../../kit/record/types.ts";
import { Skeleton } from "../../kit/states.tsx";
import { specOf } from "../shared/spec.ts";
import { Changes } from "./Changes.tsx";
import { Risk } from "./QueueList.tsx";
import type { Case, Check, Finding, Look } from "./queries.ts";
import { Road } from "./Road.tsx";
import css from "./review.module.css";

interface Props {
  name: RecordName;
  row: LoadedRecord;
  found: Case;
  look: Look | undefined;
  /** The exception that is looked at. */
  at: number;
  onAt: (index: number) => void;
  whole: boolean;
  onWhole: () => void;
  again: () => void;
  onAct: (action: string, given?: Readonly<Record<string, unknown>>) => void;
}

export function CasePane(props: Props) {
  const { name, row, found, look, at, onAt, whole, onWhole, again, onAct } = props;
  const { t } = useWords("review");
  const blocked = found.checks.filter(({ reasons }) => reasons.length > 0);
  // What a condition says stands with it; the rest is about the person, the state or the record itself.
  const said = new Set(blocked.flatMap(({ reasons }) => reasons.map(keyOf)));
  const others = found.reasons.filter((reason) => !said.has(keyOf(reason)));
  return (
    <>
      <Head name={name} row={row} found={found} />
      <div className={css.scroll} data-review-scroll>
        {(others.length > 0 || blocked.length > 0) && (
          <section className={css.card} data-tone="no" aria-label={t("review.failed", { n: found.reasons.length })}>
            <ReasonList reasons={[...others, ...blocked.flatMap(({ reasons }) => reasons)]} here={`${name} ${row.number}`} />
          </section>
        )}
        {found.findings.map((finding, index) => (
          <FindingCard key={finding.key} finding={finding} isCurrent={index === at} onChoose={() => onAt(index)} />
        ))}
        <Passed checks={found.checks} whole={whole} onWhole={onWhole} />
        {!whole && <Summary name={name} row={row} />}
        <Changes name={name} row={row} look={look} />
        {whole && (
          <section className={css.whole} aria-label={t("review.expand")}>
            <Suspense fallback={<Skeleton rows={6} />}>
              <RecordBody name={name} row={row} again={again} act={onAct} />
            </Suspense>
          </section>
        )}
      </div>
      <Road name={name} row={row} found={found} />
    </>
  );
}

const keyOf = ({ code, text }: { code: string; text: Label }): string => `${code} ${text.en}`;

function Head({ name, row, found }: Pick<Props, "name" | "row" | "found">) {
  const { t, say } = useWords("review");
  const { subtitle: Subtitle } = useFeature(name);
  const spec = specOf(name);
  const title = say(row.title);
  const state = row.state === undefined ? undefined : spec?.states?.[row.state];
  const passed = found.checks.filter(({ reasons }) => reasons.length === 0).length;
  return (
    <header className={css.caseHead}>
      <div className={css.caseTitle}>
        <Risk risk={found.risk} size={16} />
        <h2 id="review-head" tabIndex={-1}>
          {spec && say(spec.label)} <Code>{row.number}</Code>
        </h2>
        {row.state !== undefined && <StatusWord name={row.state} record={name} label={state ? say(state) : row.state} />}
        <span className={css.version}>{t("word.version", { n: row.version })}</span>
      </div>
      {title !== row.number && <p className={css.subtitle}>{title}</p>}
      {Subtitle && (
        <p className={css.subtitle}>
          <Subtitle row={row} />
        </p>
      )}
      <p className={css.sums}>
        <span>
          <StatusGlyph name="tick" tone="ok" /> {t("review.passed", { n: passed })}
        </span>
        <span>
          <StatusGlyph name="triangleHalf" tone={found.findings.length > 0 ? "wait" : "ink3"} />{" "}
          {t("review.listed", { n: found.findings.length })}
        </span>
        <span>
          <StatusGlyph name="cross" tone={found.allowed ? "ink3" : "no"} /> {t("review.failed", { n: found.reasons.length })}
        </span>
      </p>
    </header>
  );
}

interface CardProps {
  finding: Finding;
  isCurrent: boolean;
  onChoose: () => void;
}

function FindingCard({ finding, isCurrent, onChoose }: CardProps) {
  const { t, say } = useWords("review");
  const tone = finding.weight === "high" ? "no" : finding.weight === "medium" ? "wait" : "ink3";
  const glyph = finding.weight === "high" ? "triangleAlert" : finding.weight === "medium" ? "triangleHalf" : "triangle";
  return (
    <button
      type="button"
      className={css.finding}
      data-code={finding.code}
      aria-current={isCurrent || undefined}
      onClick={onChoose}
    >
      <StatusGlyph name={glyph} tone={tone} />
      <strong>{say(finding.title)}</strong>
      {finding.detail && <span className={css.detail}>{say(finding.detail)}</span>}
      <span className={css.why}>
        {t("review.why")}: {say(finding.why)} {t("review.source", { citation: finding.citation })}
      </span>
    </button>
  );
}

/** What the record says, without what is empty or stands in its head. */
function Summary({ name, row }: Pick<Props, "name" | "row">) {
  const { t } = useWords("review");
  const record: AnyRecord = registry[name];
  const fields: Fields = record.fields;
  const title: readonly string[] = record.title ?? [];
  const names = Object.keys(fields).filter((field) => {
    const value = row[field];
    return !title.includes(field) && fields[field]?.kind !== "json" && value !== null && value !== undefined && value !== "";
  });
  // The rows that the record is made of; further sets stand with the whole of it.
  const set = lineSets(record)[0]?.[0];
  return (
    <section className={css.whole}>
      <FieldList name={name} row={row} title={t("review.summary")} names={names} />
      {set && <LineTable name={name} row={row} set={set} />}
    </section>
  );
}

/** Every check that passed as one line; its names once everything is shown. */
function Passed({ checks, whole, onWhole }: { checks: readonly Check[]; whole: boolean; onWhole: () => void }) {
  const { t, say } = useWords("review");
  const passed = checks.filter(({ reasons }) => reasons.length === 0);
  return (
    <section className={css.card}>
      <div className={css.folded}>
        <StatusGlyph name="tick" tone="ok" />
        <strong>{checks.length === 0 ? t("review.noChecks") : t("review.folded", { n: passed.length })}</strong>
        <Button look="quiet" onClick={onWhole} aria-expanded={whole} aria-keyshortcuts="e">
          {t(whole ? "review.collapse" : "review.expand")} <Key>E</Key>
        </Button>
      </div>
      {whole && passed.length > 0 && (
        <ul className={css.passed}>
          {passed.map(({ code, about }) => (
            <li key={`${code} ${about.en}`} title={code}>
              <Hidden>{t("mark.done")}</Hidden>
              <StatusGlyph name="tick" tone="ok" size={12} /> {say(about)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
