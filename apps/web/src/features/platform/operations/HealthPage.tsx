/** How the installation stands: each line with its state, limit and what to do (REQ-BCP-02, REQ-REC-03). */
import { useApolloClient, useQuery } from "@apollo/client/react";
import { healthLevel, healthSubject, registry } from "@lotline/schema";
import { useState } from "react";
import { Button, ButtonLink } from "../../../kit/Button.tsx";
import { useZone } from "../../../kit/clock.tsx";
import { commandId } from "../../../kit/command.ts";
import { type Failure, failureOf } from "../../../kit/failure.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import type { GlyphName, Tone } from "../../../kit/mark/glyphs.ts";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { listPath } from "../../../kit/path.ts";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import { useMay } from "../../../kit/session.tsx";
import { ErrorState, FailureText, Skeleton } from "../../../kit/states.tsx";
import { checkChainMutation, type Health, type HealthLine, healthQuery, testMailMutation } from "./data.ts";
import css from "./operations.module.css";

const everyMs = 15_000;

/** Shape and word carry the state, colour only repeats it. */
const marks: Readonly<Record<HealthLine["level"], { glyph: GlyphName; tone: Tone }>> = {
  good: { glyph: "circleTick", tone: "ok" },
  amber: { glyph: "triangleHalf", tone: "wait" },
  red: { glyph: "squareCross", tone: "no" },
  off: { glyph: "circle", tone: "control" },
};

export default function HealthPage() {
  const { t } = useWords();
  const { data, previousData, error, refetch } = useQuery(healthQuery, { fetchPolicy: "network-only", pollInterval: everyMs });
  const health = (data ?? previousData)?.health;
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("health.title")}</h1>
        <p>{t("health.intro")}</p>
        {health && <p>{t("health.goals", { rpo: health.rpoHours, rto: health.rtoHours, days: health.drillDays })}</p>}
        <Acts />
      </header>
      {error && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
      {!health && !error && <Skeleton rows={12} />}
      {health && <Lines of={health} />}
    </div>
  );
}

function Acts() {
  const { t, say } = useWords();
  const may = useMay();
  const client = useApolloClient();
  const [said, setSaid] = useState<{ begun?: boolean; mail?: string; failure?: Failure }>({});
  const check = () =>
    void client
      .mutate({ mutation: checkChainMutation })
      .then(() => setSaid({ begun: true }))
      .catch((thrown: unknown) => setSaid({ failure: failureOf(thrown) }));
  const mail = () =>
    void client
      .mutate({ mutation: testMailMutation, variables: { commandId: commandId() } })
      .then(({ data }) => setSaid({ mail: data?.sendTestMail ?? "" }))
      .catch((thrown: unknown) => setSaid({ failure: failureOf(thrown) }));
  return (
    <div className={css.buttons}>
      {may("operations.run") && <Button onClick={check}>{t("health.check")}</Button>}
      {may("operations.run") && <Button onClick={mail}>{t("health.testMail")}</Button>}
      <ButtonLink look="quiet" to={listPath("MailMessage")}>
        {say(registry.MailMessage.plural)}
      </ButtonLink>
      <ButtonLink look="quiet" to={listPath("MaintenanceRun")}>
        {t("health.runs")}
      </ButtonLink>
      <ButtonLink look="quiet" to={listPath("SystemAlert")}>
        {t("health.alerts")}
      </ButtonLink>
      <span role="status">
        {said.begun && t("health.checking")}
        {said.mail && t("health.testSent", { number: said.mail })}
      </span>
      {said.failure && <FailureText failure={said.failure} />}
    </div>
  );
}

function Lines({ of: { lines, at, node } }: { of: Health }) {
  const { t, say } = useWords();
  const zone = useZone();
  const bad = lines.filter(({ level }) => level === "amber" || level === "red");
  const isRed = bad.some(({ level }) => level === "red");
  const columns: TableColumn<HealthLine>[] = [
    {
      key: "level",
      head: t("health.level"),
      cell: ({ level }) => (
        <span className={css.state}>
          <StatusGlyph name={marks[level].glyph} tone={marks[level].tone} /> {say(healthLevel.values[level])}
        </span>
      ),
    },
    { key: "subject", head: t("health.subject"), cell: ({ subject }) => say(healthSubject.values[subject]) },
    { key: "value", head: t("health.value"), cell: ({ value }) => <div className={css.value}>{say(value)}</div> },
    { key: "limit", head: t("health.limit"), cell: ({ limit }) => <span className={css.small}>{say(limit)}</span> },
    { key: "todo", head: t("health.todo"), cell: ({ todo }) => todo && <div className={css.todo}>{say(todo)}</div> },
  ];
  return (
    <>
      <p className={css.sum} role="status">
        <StatusGlyph
          name={bad.length === 0 ? "circleTick" : isRed ? "squareCross" : "triangleHalf"}
          tone={bad.length === 0 ? "ok" : isRed ? "no" : "wait"}
        />
        {bad.length === 0 ? t("health.allGood") : t("health.bad", { n: bad.length })}
      </p>
      <Table
        title={t("health.lines")}
        note={`${node ? `${t("health.node", { node })} · ` : ""}${formatInstant(at, zone)}`}
        columns={columns}
        rows={lines}
        rowKey={({ subject }) => subject}
        empty={t("health.allGood")}
      />
    </>
  );
}
