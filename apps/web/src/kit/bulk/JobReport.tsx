/** How far a job is, what became of its rows and why, and what may be said to it now. The same wherever a job is shown. */
import { useQuery } from "@apollo/client/react";
import { IconDownload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { StatusGlyph } from "../mark/StatusGlyph.tsx";
import { Code } from "../mark/Text.tsx";
import { isRecordName, recordPath } from "../path.ts";
import { useReasonWords } from "../reason-words.ts";
import { FailureText, Skeleton } from "../states.tsx";
import css from "./bulk.module.css";
import { isOver, type Job, type JobGroup, jobAction, jobRowsQuery } from "./jobs.ts";
import { useJob } from "./useJob.ts";

interface Props {
  id: string;
  /** The word of the button that runs it, for so many rows. */
  runWord?: ((n: number) => string) | undefined;
  /** Shows the job that a retry made. */
  onJob: (id: string) => void;
  onClose: () => void;
  /** Told when it has run, so that what shows the records reads them again. */
  onRan?: (() => void) | undefined;
}

export function JobReport({ id, runWord, onJob, onClose, onRan }: Props) {
  const { t, say, lang } = useWords();
  const { job, failure, busy, order } = useJob(id);
  if (!job) return failure ? <FailureText failure={failure} /> : <Skeleton rows={3} />;
  const action = say(jobAction(job, { en: "Change", zh: "更改" }));
  const ran = job.phase === "run" && isOver(job);
  const close = () => {
    if (job.phase === "run") onRan?.();
    onClose();
  };
  const retry = async () => {
    const next = await order("retry");
    if (next) onJob(next);
  };
  return (
    <div className={css.report}>
      <Progress job={job} />
      {job.problem && <p role="alert">{say(job.problem.text)}</p>}
      {isOver(job) && <Groups job={job} groups={job.groups} />}
      {ran && <Rows job={job} />}
      {failure && (
        <div role="alert">
          <FailureText failure={failure} />
        </div>
      )}
      <div className={css.buttons}>
        {!isOver(job) && <p className={css.hint}>{t("job.background")}</p>}
        {ran && (
          <a className={css.export} href={`/jobs/${job.id}/report.csv?lang=${lang}`} download>
            <IconDownload size={15} stroke={1.6} aria-hidden /> {t("job.export")}
          </a>
        )}
        {(!isOver(job) || job.state === "checked") && (
          <Button busy={busy} onClick={() => void order("cancel").then(() => job.state === "checked" && onClose())}>
            {t(job.state === "checked" ? "job.discard" : "job.cancel")}
          </Button>
        )}
        {ran && job.failed > 0 && (
          <Button busy={busy} onClick={() => void retry()}>
            {t("job.retry", { n: job.failed })}
          </Button>
        )}
        {job.state === "checked" && (
          <Button look="primary" busy={busy} disabled={job.ok === 0} data-autofocus onClick={() => void order("run")}>
            {runWord ? runWord(job.ok) : t("bulk.run", { action, n: job.ok })}
          </Button>
        )}
        {job.state !== "checked" && (
          <Button look={ran ? "primary" : "outline"} onClick={close}>
            {t("do.close")}
          </Button>
        )}
      </div>
    </div>
  );
}

const stateWords = {
  queued: "job.queued",
  running: "job.working",
  checked: "job.checked",
  done: "job.done",
  failed: "job.failed",
  cancelled: "job.cancelled",
} as const;

/** The state of a job in one word. */
export function useJobState(): (job: Pick<Job, "state" | "phase">) => string {
  const { t } = useWords();
  return ({ state, phase }) => t(state === "running" && phase === "check" ? "job.checking" : stateWords[state]);
}

/** A bar of what is done, refused and failed, with its figures in words. */
export function Progress({ job }: { job: Job }) {
  const { t } = useWords();
  const stateWord = useJobState();
  const done = job.ok + job.skipped + job.failed;
  const check = job.phase === "check";
  const counts = [
    t(check ? "job.wouldOk" : "job.ok", { n: job.ok }),
    ...(job.skipped > 0 ? [t(check ? "job.wouldSkip" : "job.skipped", { n: job.skipped })] : []),
    ...(job.failed > 0 ? [t(check ? "job.wouldFail" : "job.failedRows", { n: job.failed })] : []),
    ...(isOver(job) && done < job.total ? [t("job.open", { n: job.total - done })] : []),
  ];
  const part = (n: number) => `${job.total > 0 ? (100 * n) / job.total : 0}%`;
  return (
    <div className={css.progress}>
      <p role="status">
        <b>{stateWord(job)}</b> {t("job.progress", { done: done.toLocaleString("en"), total: job.total.toLocaleString("en") })}
      </p>
      <div
        className={css.bar}
        role="progressbar"
        aria-label={stateWord(job)}
        aria-valuemin={0}
        aria-valuemax={job.total}
        aria-valuenow={done}
      >
        <span data-part="ok" style={{ width: part(job.ok) }} />
        <span data-part="skipped" style={{ width: part(job.skipped) }} />
        <span data-part="failed" style={{ width: part(job.failed) }} />
      </div>
      <p className={css.counts}>{counts.join(" · ")}</p>
    </div>
  );
}

/** Why rows were refused or failed, the most frequent reason first, with the numbers of the records. */
function Groups({ job, groups }: { job: Job; groups: readonly JobGroup[] }) {
  const { t } = useWords();
  const sentence = useReasonWords();
  if (groups.length === 0) return null;
  return (
    <ul className={css.groups} aria-label={t("job.reasons")}>
      {groups.map(({ outcome, reason, count, numbers }) => (
        <li key={`${outcome} ${reason.code} ${reason.text.en}`}>
          <StatusGlyph name={outcome === "failed" ? "triangleAlert" : "padlock"} tone={outcome === "failed" ? "no" : "ink2"} />
          <div>
            <p>
              <b>{count}</b> {sentence(reason)}
            </p>
            <p className={css.numbers}>
              {numbers.filter(Boolean).map((number) => (
                <RecordCode key={number} record={job.record} number={number} />
              ))}
              {count > numbers.length && t("job.more", { n: count - numbers.length })}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function RecordCode({ record, number }: { record: string; number: string }): ReactNode {
  if (!isRecordName(record)) return <Code>{number}</Code>;
  return (
    <Link to={recordPath(record, number)} target="_blank">
      <Code>{number}</Code>
    </Link>
  );
}

const shown = 100;

/** Every row with its outcome, or those of one. */
function Rows({ job }: { job: Job }) {
  const { t } = useWords();
  const sentence = useReasonWords();
  const [outcome, setOutcome] = useState<"ok" | "skipped" | "failed">();
  const { data } = useQuery(jobRowsQuery, { variables: { id: job.id, outcome, first: shown }, fetchPolicy: "no-cache" });
  const rows = data?.job.rows ?? [];
  const all = outcome === undefined ? job.total : job[outcome];
  const choices = [
    { of: undefined, word: t("job.all", { n: job.total }) },
    { of: "ok", word: t("job.ok", { n: job.ok }) },
    { of: "skipped", word: t("job.skipped", { n: job.skipped }) },
    { of: "failed", word: t("job.failedRows", { n: job.failed }) },
  ] as const;
  return (
    <section className={css.rows} aria-label={t("job.rows")}>
      <fieldset className={css.outcomes}>
        <legend>{t("job.rows")}</legend>
        {choices.map(({ of, word }) => (
          <button key={word} type="button" aria-pressed={outcome === of} onClick={() => setOutcome(of)}>
            {word}
          </button>
        ))}
      </fieldset>
      <ol className={css.list}>
        {rows.map((row) => (
          <li key={row.position}>
            <RecordCode record={job.record} number={row.number} />
            <span data-outcome={row.outcome ?? "open"}>{t(`job.outcome.${row.outcome ?? "open"}`)}</span>
            <span>{row.reasons.map(sentence).join(" ")}</span>
          </li>
        ))}
      </ol>
      {all > rows.length && rows.length === shown && <p className={css.hint}>{t("job.more", { n: all - rows.length })}</p>}
    </section>
  );
}
