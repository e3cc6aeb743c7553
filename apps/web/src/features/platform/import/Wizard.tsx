/** One import in its steps; the server knows where it stands, the person may look back while nothing is committed. */
import { registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useWords } from "../../../kit/lang.tsx";
import { isRecordName } from "../../../kit/path.ts";
import { ReasonList } from "../../../kit/ReasonList.tsx";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { ErrorState, FailureText, Skeleton } from "../../../kit/states.tsx";
import { CheckStep } from "./CheckStep.tsx";
import { CommitStep } from "./CommitStep.tsx";
import { DifferenceStep } from "./DifferenceStep.tsx";
import css from "./import.module.css";
import { type ImportBatch, isAtWork, type Step, stepOf } from "./imports.ts";
import { MappingStep } from "./MappingStep.tsx";
import { Steps } from "./Steps.tsx";
import { useImport, type WatchedImport } from "./useImport.ts";

export function Wizard({ id }: { id: string }) {
  const watched = useImport(id);
  const { batch, failure } = watched;
  if (!batch) return failure ? <ErrorState failure={failure} /> : <Skeleton rows={8} />;
  return <Steady {...watched} batch={batch} />;
}

/** What every step is given. */
export type StepProps = WatchedImport & { readonly batch: ImportBatch };

function Steady(watched: StepProps) {
  const { t, say, lang } = useWords("import");
  const { batch, failure } = watched;
  const own = stepOf(batch);
  const [chosen, setChosen] = useState<{ step: Step; state: string }>();
  // What was chosen holds until the import itself goes on.
  const at = chosen && chosen.state === `${batch.state} ${batch.wrong}` ? chosen.step : own;
  const choose = (step: Step) => setChosen({ step, state: `${batch.state} ${batch.wrong}` });
  const plural = isRecordName(batch.record) ? say(registry[batch.record].plural) : batch.record;
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("import.of", { record: plural })}</h1>
        <p className={css.about}>
          <span>{batch.fileName}</span>
          <span>
            {[batch.reading.kind.toUpperCase(), batch.reading.encoding, batch.reading.sheet].filter(Boolean).join(" · ")}
          </span>
          <span>
            SHA-256 <code>{batch.sha256.slice(0, 12)}…</code>
          </span>
        </p>
        <Steps at={at} open={openSteps(batch)} onOpen={choose} />
      </header>
      <div className={css.step}>
        {failure && (
          <div role="alert" className={css.alert}>
            <FailureText failure={failure} />
          </div>
        )}
        {batch.problem.length > 0 && (
          <div role="alert" className={css.alert}>
            <p>{t(batch.state === "undone" ? "import.notRestored" : "import.stopped")}</p>
            <ReasonList reasons={batch.problem} />
          </div>
        )}
        {batch.mine || at === "commit" ? (
          <Body {...watched} at={at} onStep={choose} />
        ) : (
          <p>{t("import.byOther", { who: batch.by?.[lang] ?? "?" })}</p>
        )}
        <p>
          <Link to="/import">{t("import.earlier")}</Link>
        </p>
      </div>
    </div>
  );
}

function openSteps({ state, ok, wrong }: ImportBatch): readonly Step[] {
  if (isAtWork(state) || !["uploaded", "mapped", "checked"].includes(state)) return [];
  const isRight = state === "checked" && wrong === 0 && ok > 0;
  return [
    "mapping",
    ...(state === "uploaded" ? [] : (["check"] as const)),
    ...(isRight ? (["difference", "commit"] as const) : []),
  ];
}

function Body({ at, onStep, ...step }: StepProps & { at: Step; onStep: (step: Step) => void }) {
  switch (at) {
    case "mapping":
      return <MappingStep {...step} />;
    case "check":
      return <CheckStep {...step} onNext={() => onStep("difference")} />;
    case "difference":
      return <DifferenceStep {...step} onNext={() => onStep("commit")} />;
    default:
      return <CommitStep {...step} />;
  }
}
