/** "Set up the company": every step with why, who, what is missing and the way there; done is what the records say. */
import { useQuery } from "@apollo/client/react";
import { registry, role as roles } from "@lotline/schema";
import { goLiveRule, ruleForm, type SetupStep, setupSteps } from "@lotline/schema/setup";
import { Link } from "@tanstack/react-router";
import { ButtonLink } from "../../../kit/Button.tsx";
import { useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { inZone } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { useMay } from "../../../kit/session.tsx";
import { ErrorState, Skeleton } from "../../../kit/states.tsx";
import { type Standing, type StepStanding, setupQuery } from "./queries.ts";
import { Starter } from "./Starter.tsx";
import css from "./setup.module.css";
import { linkOf } from "./way.ts";

export default function SetupPage() {
  const { t } = useWords();
  const { data, error, refetch } = useQuery(setupQuery, { fetchPolicy: "network-only" });
  const again = () => void refetch().catch(() => undefined);
  const standing = data?.companySetup;
  const open = standing?.steps.filter(({ isDone }) => !isDone) ?? [];
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("setup.title")}</h1>
        <p>{t("setup.intro")}</p>
        {standing && (
          <p className={css.progress} role="status">
            {t("setup.progress", { done: standing.steps.length - open.length, all: standing.steps.length })}
          </p>
        )}
      </header>
      {error && <ErrorState failure={failureOf(error)} onRetry={again} />}
      {!standing && !error && <Skeleton rows={10} />}
      {standing && (
        <ol className={css.steps}>
          {setupSteps.map((step) => {
            const found = standing.steps.find(({ key }) => key === step.key);
            return found && <Step key={step.key} step={step} standing={found} onChanged={again} />;
          })}
          <GoLiveStep of={standing} open={open} />
        </ol>
      )}
    </div>
  );
}

interface StepProps {
  step: SetupStep;
  standing: StepStanding;
  onChanged: () => void;
}

function Step({ step, standing: { isDone, missing, missingCount }, onChanged }: StepProps) {
  const { t, say } = useWords();
  const name = say(step.label);
  const way = linkOf(step.to);
  return (
    <li className={css.step} aria-label={name} data-done={isDone || undefined}>
      <StatusGlyph
        name={isDone ? "circleTick" : step.skip ? "circle" : "circleHalf"}
        tone={isDone ? "ok" : step.skip ? "ink3" : "wait"}
      />
      <div className={css.what}>
        <h2>
          {name} <span className={css.state}>{t(isDone ? "setup.done" : step.skip ? "setup.optional" : "setup.open")}</span>
        </h2>
        <p>{say(step.why)}</p>
        {missingCount > 0 && (
          <ul className={css.missing}>
            {missing.map(({ text, to }) => (
              <li key={text.en}>{to ? <Link {...linkOf(to)}>{say(text)}</Link> : say(text)}</li>
            ))}
            {missingCount > missing.length && (
              <li>
                {missing.length > 0
                  ? t("setup.more", { n: missingCount - missing.length })
                  : t("setup.hidden", { n: missingCount })}
              </li>
            )}
          </ul>
        )}
        {!isDone && step.skip && <p className={css.skip}>{t("setup.skip", { text: say(step.skip) })}</p>}
        {step.starter && <Starter record={step.starter} hasSome={isDone} onTaken={onChanged} />}
      </div>
      <div className={css.who}>{step.by.map((code) => say(roles.values[code])).join(" · ")}</div>
      <div className={css.way}>
        <ButtonLink to={way.to} search={way.search} aria-label={t("setup.go", { step: name })}>
          {t("setup.there")}
        </ButtonLink>
      </div>
    </li>
  );
}

/** The last step: proposed by one, signed by the QA head; it names what is left open. */
function GoLiveStep({ of: { liveRule, liveFrom }, open }: { of: Standing; open: readonly StepStanding[] }) {
  const { t, say } = useWords();
  const may = useMay();
  const stepOf = (key: string) => setupSteps.find((step) => step.key === key);
  const needed = open.filter(({ key }) => !stepOf(key)?.skip);
  const left = open.filter(({ key }) => stepOf(key)?.skip);
  const today = inZone(Date.now(), useZone())?.date ?? "";
  const form = linkOf(
    `${ruleForm(goLiveRule, { open: left.map(({ key }) => key) }, "Lotline baseline REQ-MIG-06")}&validFrom=${today}`,
  );
  return (
    <li className={css.step} aria-label={t("setup.goLive")} data-done={liveRule !== null || undefined}>
      <StatusGlyph name={liveRule ? "double" : "circle"} tone={liveRule ? "ok" : "ink3"} />
      <div className={css.what}>
        <h2>{t("setup.goLive")}</h2>
        <p>{t("setup.goLiveWhy")}</p>
        {liveRule ? (
          <p>
            {t("setup.liveFrom", { date: liveFrom ?? "" })}{" "}
            <Link to={recordPath("Rule", liveRule)}>
              <Code>{liveRule}</Code>
            </Link>
          </p>
        ) : (
          <>
            {needed.length > 0 && (
              <p>
                {t("setup.needed", { steps: needed.map(({ key }) => say(stepOf(key)?.label ?? registry.Rule.label)).join(", ") })}
              </p>
            )}
            {left.length > 0 && (
              <p>
                {t("setup.left", { steps: left.map(({ key }) => say(stepOf(key)?.label ?? registry.Rule.label)).join(", ") })}
              </p>
            )}
          </>
        )}
      </div>
      <div className={css.who}>{[roles.values.SECURITY_ADMIN, roles.values.QA_HEAD].map(say).join(" · ")}</div>
      <div className={css.way}>
        {!liveRule && needed.length === 0 && may("rule.propose") && (
          <ButtonLink to={form.to} search={form.search} look="primary">
            {t("setup.proposeGoLive")}
          </ButtonLink>
        )}
        {!liveRule && may("rule.approve") && (
          <ButtonLink to="/rule" search={{ q: goLiveRule, state: "draft" }}>
            {t("setup.proposals")}
          </ButtonLink>
        )}
      </div>
    </li>
  );
}
