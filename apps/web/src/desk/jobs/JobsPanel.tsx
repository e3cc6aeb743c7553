/** The person's jobs: what is at work with its progress, what waits for a word, what was done and its report. Survives a reload. */
import { useQuery } from "@apollo/client/react";
import { useState } from "react";
import { Button } from "../../kit/Button.tsx";
import css from "../../kit/bulk/bulk.module.css";
import { JobReport, Progress } from "../../kit/bulk/JobReport.tsx";
import { isOver, type Job, jobAction, jobRecords, jobsQuery } from "../../kit/bulk/jobs.ts";
import { useNow, useZone } from "../../kit/clock.tsx";
import { Dialog } from "../../kit/Dialog.tsx";
import { failureOf } from "../../kit/failure.ts";
import { shortInstant } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../kit/states.tsx";

const shown = 20;
/** Milliseconds between two looks at the list while something is at work. */
const pace = 1500;

export function JobsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [open, setOpen] = useState<string>();
  return (
    <Dialog name={t("job.title")} onClose={onClose} size={680} closeOnClickOutside>
      <div className={css.dialog}>
        <h2>{t("job.title")}</h2>
        {open ? (
          <>
            <Button look="quiet" onClick={() => setOpen(undefined)}>
              {t("job.back")}
            </Button>
            <JobReport key={open} id={open} onJob={setOpen} onClose={onClose} />
          </>
        ) : (
          <Jobs onOpen={setOpen} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

function Jobs({ onOpen, onClose }: { onOpen: (id: string) => void; onClose: () => void }) {
  const { t } = useWords();
  const { data, error, refetch } = useQuery(jobsQuery, {
    variables: { first: shown },
    fetchPolicy: "cache-and-network",
    pollInterval: pace,
  });
  if (error && !data) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={4} />;
  return (
    <>
      {data.jobs.length === 0 ? (
        <EmptyState title={t("job.none")} hint={t("job.noneHint")} />
      ) : (
        <ul className={css.jobs}>
          {data.jobs.map((job) => (
            <Entry key={job.id} job={job} onOpen={() => onOpen(job.id)} />
          ))}
        </ul>
      )}
      <div className={css.buttons}>
        <Button onClick={onClose} data-autofocus>
          {t("do.close")}
        </Button>
      </div>
    </>
  );
}

function Entry({ job, onOpen }: { job: Job; onOpen: () => void }) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(30_000);
  const action = say(jobAction(job, { en: "Change", zh: "更改" }));
  return (
    <li>
      <div>
        <p>
          <b>{t("job.name", { action, record: say(jobRecords(job)) })}</b>{" "}
          <span className={css.hint}>{t("job.ordered", { time: shortInstant(job.createdAt, zone, now) })}</span>
        </p>
        <Progress job={job} />
      </div>
      <Button look={isOver(job) && job.state !== "checked" ? "outline" : "primary"} onClick={onOpen}>
        {t("job.show")}
      </Button>
    </li>
  );
}
