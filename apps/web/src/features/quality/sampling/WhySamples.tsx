/** Why an inspection asks for so many samples: for each characteristic its plan, the steps that led to it, severity and curve. */
import { severityWords, stepText } from "@lotline/sampling";
import type { Row } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import kit from "../../../kit/record/record.module.css";
import { RefCell } from "../../shared/cells.tsx";
import { Curve } from "./Curve.tsx";
import { type Sample, samplesOf } from "./sample.ts";
import css from "./sampling.module.css";

interface Named {
  readonly position: number;
  readonly nameEn: string;
  readonly nameZh: string;
}

export function WhySamples({ row, characteristics }: { row: Row; characteristics: readonly Named[] }) {
  const { t, lang } = useWords();
  const samples = samplesOf(row);
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
        <One key={sample.characteristic} sample={sample} name={nameOf(sample.characteristic)} />
      ))}
    </section>
  );
}

function One({ sample, name }: { sample: Sample; name: string }) {
  const { t } = useWords();
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
        <Steps sample={sample} />
        {!sample.inspectAll && sample.sampleSize > 1 && (
          <Curve n={sample.sampleSize} accept={sample.acceptUpTo} aql={sample.aql} />
        )}
      </div>
    </details>
  );
}

function Severity({ sample: { severity } }: { sample: Sample }) {
  const { say } = useWords();
  const words: Readonly<Record<string, { en: string; zh: string }>> = severityWords;
  const word = words[severity];
  return word ? (
    <span className={css.severity} data-severity={severity}>
      {say(word)}
    </span>
  ) : null;
}

function Steps({ sample }: { sample: Sample }) {
  const { t, say } = useWords();
  return (
    <div className={css.steps}>
      <ol aria-label={t("smp.steps")}>
        {sample.steps.map((step) => (
          <li key={step.code}>{say(stepText(step))}</li>
        ))}
      </ol>
      {sample.citation && <p className={kit.small}>{sample.citation}</p>}
      {sample.switching !== null && sample.switching !== undefined && (
        <p className={kit.small}>
          {t("smp.severity")}: <RefCell to="SamplingState" value={sample.switching} nameless /> · {t("smp.evidence")}
        </p>
      )}
    </div>
  );
}
