/** Why an inspection asks for so many samples: for each characteristic its plan, the steps that led to it, severity and curve. */
import { severityWords, stepText } from "@lotline/sampling";
import { type Row, refOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import kit from "../../../kit/record/record.module.css";
import { RefCell } from "../../shared/cells.tsx";
import { Curve } from "./Curve.tsx";
import { lotSizeOf, type Sample, samplesOf } from "./sample.ts";
import css from "./sampling.module.css";

interface Named {
  readonly position: number;
  readonly nameEn: string;
  readonly nameZh: string;
}

export function WhySamples({ row, characteristics }: { row: Row; characteristics: readonly Named[] }) {
  const { t, lang } = useWords("sampling");
  const samples = samplesOf(row);
  const lotSize = lotSizeOf(row);
  if (samples.length === 0) return null;
  const nameOf = (position: number) => {
    const found = characteristics.find((c) => c.position === position);
    return (lang === "zh" ? found?.nameZh : found?.nameEn) ?? String(position);
  };
  return (
    <section className={kit.related} aria-label={t("smp.why")}>
      <div className={kit.groupHead}>
        <h2>{t("smp.why")}</h2>
        <span>{t("smp.whyNote")}</span>
      </div>
      {samples.map((sample) => (
        <One key={sample.characteristic} sample={sample} name={nameOf(sample.characteristic)} lotSize={lotSize} plan={row.plan} />
      ))}
    </section>
  );
}

interface OneProps {
  sample: Sample;
  name: string;
  lotSize: number | undefined;
  plan: unknown;
}

function One({ sample, name, lotSize, plan }: OneProps) {
  const { t } = useWords("sampling");
  return (
    <details className={css.one} open={sample.rule === "aql"}>
      <summary>
        <b>{name}</b>
        <span className={css.plan}>
          {sample.codeLetter && <b>{sample.codeLetter}</b>}{" "}
          {t("smp.plan", { n: sample.sampleSize, ac: sample.acceptUpTo, re: sample.rejectFrom })}
        </span>
        <Severity sample={sample} />
      </summary>
      <div className={css.body}>
        <Steps sample={sample} plan={plan} />
        {!sample.inspectAll && sample.sampleSize > 1 && (
          <Curve n={sample.sampleSize} accept={sample.acceptUpTo} aql={sample.aql} lotSize={lotSize} />
        )}
      </div>
    </details>
  );
}

/** By which data it was drawn, for whoever asks in years: row of the plan, edition of the tables, rules. */
function Data({ sample, plan }: { sample: Sample; plan: unknown }) {
  const { t } = useWords("sampling");
  return (
    <p className={kit.small}>
      {t("smp.row", { n: sample.characteristic })} <RefCell to="InspectionPlan" value={plan} nameless />
      {sample.tables && ` · ${t("smp.tables", { edition: sample.tables })}`}
      {refOf(sample.standardRule) && (
        <>
          {" · "}
          {t("smp.standardBy")} <RefCell to="Rule" value={sample.standardRule} nameless />
        </>
      )}
      {refOf(sample.confirmedBy) && (
        <>
          {" · "}
          {t("smp.confirmedBy")} <RefCell to="Rule" value={sample.confirmedBy} nameless />
        </>
      )}
    </p>
  );
}

function Severity({ sample: { severity } }: { sample: Sample }) {
  const { say } = useWords("sampling");
  const words: Readonly<Record<string, { en: string; zh: string }>> = severityWords;
  const word = words[severity];
  return word ? (
    <span className={css.severity} data-severity={severity}>
      {say(word)}
    </span>
  ) : null;
}

function Steps({ sample, plan }: { sample: Sample; plan: unknown }) {
  const { t, say } = useWords("sampling");
  return (
    <div className={css.steps}>
      <ol aria-label={t("smp.steps")}>
        {sample.steps.map((step) => (
          <li key={step.code}>{say(stepText(step))}</li>
        ))}
      </ol>
      {sample.citation && <p className={kit.small}>{sample.citation}</p>}
      <Data sample={sample} plan={plan} />
      {sample.switching !== null && sample.switching !== undefined && (
        <p className={kit.small}>
          {t("smp.severity")}: <RefCell to="SamplingState" value={sample.switching} nameless /> · {t("smp.evidence")}
        </p>
      )}
    </div>
  );
}
