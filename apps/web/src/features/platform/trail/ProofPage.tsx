/** Drill 7: a live attempt to edit the trail and to switch it off, what the database answered, and the verification afterwards. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useMutation } from "@apollo/client/react";
import { Button } from "../../../kit/Button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../kit/states.tsx";
import css from "./trail.module.css";

interface Attempt {
  readonly statement: string;
  readonly denied: boolean;
  readonly answer: string;
}

interface Proof {
  readonly role: string;
  readonly attempts: readonly Attempt[];
  readonly verified: {
    readonly ok: boolean;
    readonly events: number;
    readonly seals: number;
    readonly signatures: number;
    readonly records: number;
    readonly seconds: number;
    readonly finding: string | null;
  } | null;
}

export const proveTrailMutation: TypedDocumentNode<{ proveTrail: Proof }, Record<string, never>> = gql`
  mutation proveTrail {
    proveTrail { role attempts { statement denied answer } verified { ok events seals signatures records seconds finding } }
  }
`;

export default function ProofPage() {
  const { t } = useWords();
  const [prove, { data, error, loading }] = useMutation(proveTrailMutation);
  const run = () => void prove({ variables: {} }).catch(() => undefined);
  const proof = data?.proveTrail;
  const columns: TableColumn<Attempt>[] = [
    { key: "statement", head: t("proof.statement"), cell: ({ statement }) => <Code>{statement}</Code> },
    {
      key: "denied",
      head: t("proof.outcome"),
      cell: ({ denied }) => (
        <>
          <StatusGlyph name={denied ? "double" : "triangleAlert"} tone={denied ? "ink" : "no"} />{" "}
          {t(denied ? "proof.denied" : "proof.passed")}
        </>
      ),
    },
    { key: "answer", head: t("proof.answer"), cell: ({ answer }) => <Code>{answer}</Code> },
  ];
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("proof.title")}</h1>
        <p>{t("proof.intro")}</p>
        <div className={css.run}>
          <Button look="primary" busy={loading} onClick={run}>
            {t("proof.run")}
          </Button>
        </div>
      </header>
      {error && <ErrorState failure={failureOf(error)} onRetry={run} />}
      {loading && <Skeleton rows={8} />}
      {!proof && !loading && !error && <EmptyState title={t("proof.none")} hint={t("proof.noneHint")} />}
      {proof && !loading && (
        <>
          <Verified of={proof} />
          <Table
            title={t("proof.attempts", { role: proof.role })}
            columns={columns}
            rows={proof.attempts}
            rowKey={({ statement }) => statement}
            empty=""
          />
        </>
      )}
    </div>
  );
}

function Verified({ of: { attempts, verified } }: { of: Proof }) {
  const { t } = useWords();
  const denied = attempts.filter((attempt) => attempt.denied).length;
  const isGood = denied === attempts.length && verified?.ok !== false;
  return (
    <div role="status" className={css.proof}>
      <p>
        <StatusGlyph name={isGood ? "double" : "triangleAlert"} tone={isGood ? "ink" : "no"} />{" "}
        <strong>{t("proof.allDenied", { n: denied, all: attempts.length })}</strong>
      </p>
      {verified && (
        <p>
          <StatusGlyph name={verified.ok ? "double" : "triangleAlert"} tone={verified.ok ? "ink" : "no"} />{" "}
          <strong>{t(verified.ok ? "proof.holds" : "proof.broken")}</strong>{" "}
          {t("proof.counts", {
            events: verified.events,
            seals: verified.seals,
            signatures: verified.signatures,
            records: verified.records,
            seconds: verified.seconds,
          })}{" "}
          {verified.finding}
        </p>
      )}
    </div>
  );
}
