/** For administrators: everybody's open sessions, and where failed sign-ins come from. */
import { useQuery } from "@apollo/client/react";
import { useZone } from "../../kit/clock.tsx";
import { failureOf } from "../../kit/failure.ts";
import { useWords } from "../../kit/lang.tsx";
import { Code } from "../../kit/mark/Text.tsx";
import { Table } from "../../kit/record/Table.tsx";
import { useMay } from "../../kit/session.tsx";
import { ErrorState, Skeleton } from "../../kit/states.tsx";
import css from "./account.module.css";
import { type Delay, delaysQuery } from "./queries.ts";
import { Moment, SessionTable } from "./SessionTable.tsx";

export function EverybodyPage() {
  const { t } = useWords();
  const may = useMay();
  return (
    <div className={css.page}>
      <h1>{t("sessions.page")}</h1>
      <SessionTable everybody />
      {/* Who may not read the sessions may not read these; that is said once. */}
      {may("session.end") && <Delays />}
    </div>
  );
}

const scopes = {
  device: "delays.device",
  network: "delays.networkOf",
  account: "delays.account",
  address: "delays.address",
} as const satisfies Record<Delay["scope"], string>;

function Delays() {
  const { t } = useWords();
  const zone = useZone();
  const { data, error, refetch } = useQuery(delaysQuery, { fetchPolicy: "network-only", pollInterval: 10_000 });
  if (!data) return error ? <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} /> : <Skeleton rows={2} />;
  return (
    <>
      <Table
        title={t("delays.title")}
        rows={data.signInDelays}
        rowKey={(row) => `${row.scope} ${row.login} ${row.place} ${row.lastFailureAt}`}
        empty={t("delays.none")}
        columns={[
          { key: "scope", head: t("delays.scope"), cell: (row) => t(scopes[row.scope]) },
          { key: "login", head: t("delays.name"), cell: (row) => <Code>{row.login}</Code> },
          { key: "place", head: t("sessions.network"), cell: (row) => <Code>{row.place}</Code> },
          { key: "failures", head: t("delays.failures"), right: true, cell: (row) => row.failures },
          { key: "last", head: t("delays.last"), cell: (row) => <Moment at={row.lastFailureAt} zone={zone} /> },
          {
            key: "wait",
            head: t("delays.wait"),
            right: true,
            cell: (row) => (row.waitSeconds > 0 ? t("delays.seconds", { n: row.waitSeconds }) : "–"),
          },
        ]}
      />
      <p className={css.text}>{t("delays.text")}</p>
    </>
  );
}
