/** The approval of a record: who signed which step of each round, what is asked now and by whom, and what comes then. */
import { type Label, type RecordName, registry, role as roles } from "@lotline/schema";
import { useNow, useZone } from "../clock.tsx";
import { shortInstant } from "../format.ts";
import { useWords } from "../lang.tsx";
import { type Station, StationLine } from "../mark/StationLine.tsx";
import css from "./record.module.css";

export interface ApprovalStep {
  readonly stage: number;
  readonly title: Label;
  readonly permit: string;
  readonly roles: readonly string[];
  readonly state: string;
  readonly by: Label | null;
  readonly behalf: Label | null;
  readonly at: string | null;
  readonly reason: string | null;
  readonly dueAt: string | null;
}

export interface ApprovalRound {
  readonly action: string;
  readonly version: number;
  readonly outcome: string;
  /** What the first signer proposed, as the action's input. */
  readonly proposed?: unknown;
  readonly steps: readonly ApprovalStep[];
}

const outcomes = {
  open: "approval.open",
  approved: "approval.approved",
  rejected: "approval.rejected",
  changed: "approval.changed",
} as const;
const marks = {
  approved: { glyph: "circleTick", tone: "ok" },
  rejected: { glyph: "cross", tone: "no" },
} as const;

const isOutcome = (outcome: string): outcome is keyof typeof outcomes => outcome in outcomes;

/** One line of stations for each round, the present one first. */
export default function Approvals({ name, rounds }: { name: RecordName; rounds: readonly ApprovalRound[] }) {
  const { t } = useWords();
  return (
    <section className={css.related} aria-labelledby="record-approvals">
      <div className={css.groupHead}>
        <h2 id="record-approvals">{t("approval.title")}</h2>
        <span>{t("approval.rounds", { n: rounds.length })}</span>
      </div>
      {rounds.toReversed().map((round) => (
        <Round key={`${round.action} ${round.version}`} name={name} round={round} />
      ))}
    </section>
  );
}

function Round({ name, round }: { name: RecordName; round: ApprovalRound }) {
  const { t, say } = useWords();
  const actions: Readonly<Record<string, { readonly label: Label }>> = registry[name].actions ?? {};
  const label = actions[round.action]?.label;
  const what = `${label ? say(label) : round.action} · ${t("word.version", { n: round.version })}`;
  const stations = round.steps.map<Station>((step, index) => ({
    key: `${step.stage} ${step.permit} ${index}`,
    label: say(step.title),
    state: step.state === "open" ? "now" : step.state === "toCome" ? "toCome" : "done",
    below: <Below step={step} />,
    ...(step.state === "approved" || step.state === "rejected" ? { mark: marks[step.state] } : {}),
  }));
  const refusal = round.steps.find((step) => step.state === "rejected" && step.reason);
  return (
    <div className={css.round}>
      <p className={css.small}>
        {what} · {isOutcome(round.outcome) ? t(outcomes[round.outcome]) : round.outcome}
      </p>
      <StationLine stations={stations} label={what} />
      {refusal && <p className={css.small}>{t("approval.because", { reason: refusal.reason ?? "" })}</p>}
    </div>
  );
}

/** Who signed it and when; else who may, and until when. */
function Below({ step }: { step: ApprovalStep }) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  if (step.by && step.at)
    return (
      <>
        {say(step.by)}
        {step.behalf && ` ${t("sign.behalf", { name: say(step.behalf) })}`} · {shortInstant(step.at, zone, now)}
      </>
    );
  const labels: Readonly<Record<string, Label>> = roles.values;
  const who = step.roles.map((role) => (labels[role] ? say(labels[role]) : role)).join(t("approval.or"));
  return (
    <>
      {who}
      {step.dueAt &&
        ` · ${t(Date.parse(step.dueAt) < now ? "approval.overdue" : "approval.until", { time: shortInstant(step.dueAt, zone, now) })}`}
    </>
  );
}
