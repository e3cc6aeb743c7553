/** Open sessions as a table, and their end; of one's own at a press, of somebody else's with a reason. */
import { useApolloClient, useQuery } from "@apollo/client/react";
import { operationLabel } from "@lotline/schema/operation";
import { type SubmitEvent, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { useZone } from "../../kit/clock.tsx";
import { Dialog } from "../../kit/Dialog.tsx";
import { type Failure, failureOf } from "../../kit/failure.ts";
import { ReasonBox } from "../../kit/form/ReasonBox.tsx";
import { inZone } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { Code } from "../../kit/mark/Text.tsx";
import { Table, type TableColumn } from "../../kit/record/Table.tsx";
import { ErrorState, FailureText, Skeleton } from "../../kit/states.tsx";
import css from "./account.module.css";
import { deviceOf } from "./device.ts";
import { endSessionsMutation, type OpenSession, sessionsQuery } from "./queries.ts";

export function SessionTable({ everybody }: { everybody: boolean }) {
  const { t, say } = useWords();
  const zone = useZone();
  const { rows, failure, end, ended, again } = useSessions(everybody);
  const [asked, setAsked] = useState<OpenSession>();
  if (!rows) return failure ? <ErrorState failure={failure} onRetry={again} /> : <Skeleton rows={3} />;
  const others = rows.filter((row) => !row.current);
  const columns: TableColumn<OpenSession>[] = [
    ...(everybody
      ? [
          {
            key: "person",
            head: t("sessions.person"),
            cell: (row: OpenSession) => (
              <>
                {say(row.name)} <Code>{row.login}</Code>
              </>
            ),
          },
        ]
      : []),
    { key: "device", head: t("sessions.device"), cell: (row) => <Device row={row} /> },
    { key: "network", head: t("sessions.network"), cell: (row) => <Code>{row.address}</Code> },
    { key: "since", head: t("sessions.since"), cell: (row) => <Moment at={row.since} zone={zone} /> },
    { key: "seen", head: t("sessions.seen"), cell: (row) => <Moment at={row.lastSeenAt} zone={zone} /> },
    ...(everybody ? [{ key: "act", head: t("sessions.lastAct"), cell: (row: OpenSession) => <LastAct row={row} /> }] : []),
    {
      key: "end",
      head: "",
      right: true,
      cell: (row) =>
        row.current ? (
          <span className={css.mark}>{t("sessions.this")}</span>
        ) : (
          <Button
            look="quiet"
            onClick={() => (everybody ? setAsked(row) : void end([row.id]))}
            aria-label={t("sessions.endOf", { name: say(row.name) })}
          >
            {t("sessions.end")}
          </Button>
        ),
    },
  ];
  return (
    <>
      <Table
        title={t(everybody ? "sessions.everybody" : "sessions.own")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        empty={t("sessions.none")}
      />
      <div className={css.buttons}>
        {!everybody && others.length > 1 && (
          <Button onClick={() => void end(others.map((row) => row.id))}>{t("sessions.endOthers")}</Button>
        )}
        <span role="status">{ended !== undefined && t("sessions.ended", { n: ended })}</span>
      </div>
      <div role="alert" className={css.failure}>
        {failure && <FailureText failure={failure} />}
      </div>
      {asked && <EndDialog session={asked} onEnd={(reason) => end([asked.id], reason)} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function useSessions(everybody: boolean) {
  const client = useApolloClient();
  const { data, error, refetch } = useQuery(sessionsQuery, { variables: { everybody }, fetchPolicy: "network-only" });
  const [said, setSaid] = useState<{ failure?: Failure; ended?: number }>({});
  const again = () => void refetch().catch(() => undefined);
  const end = async (ids: readonly string[], reason?: string): Promise<Failure | undefined> => {
    try {
      const { data: done } = await client.mutate({ mutation: endSessionsMutation, variables: { ids, reason } });
      setSaid({ ended: done?.endSessions ?? 0 });
      again();
      return undefined;
    } catch (thrown) {
      const failure = failureOf(thrown);
      setSaid({ failure });
      return failure;
    }
  };
  const failure = said.failure ?? (error ? failureOf(error) : undefined);
  return { rows: data?.openSessions, failure, ended: said.ended, end, again };
}

function Device({ row }: { row: OpenSession }) {
  const { t } = useWords();
  return (
    <span className={css.agent} title={row.agent}>
      {row.terminal && (
        <>
          {t("terminal.at")} <Code>{row.terminal}</Code> ·{" "}
        </>
      )}
      {deviceOf(row.agent)} {row.locked && <span className={css.mark}>({t("sessions.locked")})</span>}
    </span>
  );
}

function LastAct({ row: { lastAct, lastActAt } }: { row: OpenSession }) {
  const { t, say } = useWords();
  const zone = useZone();
  if (!lastActAt) return <span className={css.mark}>{t("word.none")}</span>;
  const label = operationLabel(lastAct, "");
  return (
    <>
      {label ? say(label) : <Code>{lastAct}</Code>} <Moment at={lastActAt} zone={zone} />
    </>
  );
}

export function Moment({ at, zone }: { at: string; zone: string }) {
  const moment = inZone(at, zone);
  return moment ? (
    <time dateTime={at}>
      <Code>
        {moment.date} {moment.time}
      </Code>
    </time>
  ) : null;
}

interface DialogProps {
  session: OpenSession;
  onEnd: (reason: string) => Promise<Failure | undefined>;
  onClose: () => void;
}

function EndDialog({ session, onEnd, onClose }: DialogProps) {
  const { t, say } = useWords();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const missing = [...reason.trim()].length < 10;
  const title = t("sessions.endOf", { name: say(session.name) });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing) return;
    setBusy(true);
    await onEnd(reason);
    onClose();
  };
  return (
    <Dialog name={title} onClose={onClose} size={460}>
      <form className={css.dialog} onSubmit={submit} noValidate>
        <h2>{title}</h2>
        <p className={css.text}>{t("sessions.endText")}</p>
        <ReasonBox value={reason} onChange={setReason} error={tried && missing ? t("form.reasonMissing") : undefined} autoFocus />
        <div className={css.buttons}>
          <Button type="submit" look="danger" busy={busy}>
            {t("sessions.end")}
          </Button>
          <Button onClick={onClose}>{t("do.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
