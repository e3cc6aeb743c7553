/** Password, second factor and right to sign of somebody, for administrators: given once, reset by one, confirmed by another. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { Textarea } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { textOf } from "../../../kit/data/row.ts";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import type { LoadedRecord } from "../../../kit/record/types.ts";
import { useMay, useSession } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { useCommand } from "../../../kit/useCommand.ts";
import css from "./account.module.css";

interface Standing {
  readonly password: "none" | "oneTime" | "own";
  readonly suspended: boolean;
  readonly secondFactor: boolean;
  readonly identified: boolean;
}

export const accountQuery: TypedDocumentNode<{ account: Standing }, { person: string }> = gql`
  query account($person: ID!) { account(person: $person) { password suspended secondFactor identified } }
`;
export const giveMutation = gql`
  mutation givePassword($commandId: ID!, $person: ID!) { done: givePassword(commandId: $commandId, person: $person) }
`;
export const resetMutation = gql`
  mutation resetPassword($commandId: ID!, $person: ID!, $reason: String!) {
    done: resetPassword(commandId: $commandId, person: $person, reason: $reason)
  }
`;
export const confirmMutation = gql`
  mutation confirmReset($commandId: ID!, $person: ID!) { done: confirmReset(commandId: $commandId, person: $person) }
`;
export const resetFactorMutation = gql`
  mutation resetSecondFactor($commandId: ID!, $person: ID!, $reason: String!) {
    done: resetSecondFactor(commandId: $commandId, person: $person, reason: $reason)
  }
`;

type Reset = "password" | "factor";

export function Account({ row }: { row: LoadedRecord }) {
  const { t } = useWords();
  const { data, error, refetch } = useQuery(accountQuery, { variables: { person: row.id }, fetchPolicy: "network-only" });
  const { send, busy, failure, clear } = useCommand<{ done: string | boolean | null }>();
  const [shown, setShown] = useState<string | null>();
  const [resetting, setResetting] = useState<Reset>();
  if (!data) return error ? <FailureText failure={failureOf(error)} /> : null;
  const run = async (mutation: typeof giveMutation, more: object = {}) => {
    const outcome = await send(mutation, { person: row.id, ...more });
    if (!outcome.ok) return;
    const { done } = outcome.value;
    if (done === null || typeof done === "string") setShown(done);
    setResetting(undefined);
    void refetch().catch(() => undefined);
  };
  const ask = (what: Reset) => {
    clear();
    setResetting(what);
  };
  return (
    <section className={css.panel} aria-labelledby="account">
      <h2 id="account">{t("access.title")}</h2>
      <Lines of={data.account} />
      {shown !== undefined && <Once password={shown} login={textOf(row.login)} onHide={() => setShown(undefined)} />}
      {failure && <FailureText failure={failure} />}
      {resetting ? (
        <ResetForm
          busy={busy}
          onReset={(reason) => run(resetting === "password" ? resetMutation : resetFactorMutation, { reason })}
          word={resetting === "password" ? "access.reset" : "access.resetFactor"}
          onCancel={() => setResetting(undefined)}
        />
      ) : (
        <Verbs of={data.account} row={row} busy={busy} onRun={(mutation) => void run(mutation)} onAsk={ask} />
      )}
    </section>
  );
}

interface VerbsProps {
  of: Standing;
  row: LoadedRecord;
  busy: boolean;
  onRun: (mutation: typeof giveMutation) => void;
  onAsk: (what: Reset) => void;
}

/** What the person at the screen may do; the server decides again. */
function Verbs({ of: { password, suspended, secondFactor }, row, busy, onRun, onAsk }: VerbsProps) {
  const { t } = useWords();
  const may = useMay();
  const { session } = useSession();
  const isOwn = session.personId === row.id;
  const changes = may("person.change") && row.state === "active" && !isOwn;
  return (
    <div className={css.buttons}>
      {changes && password === "none" && (
        <Button look="primary" busy={busy} onClick={() => onRun(giveMutation)}>
          {t("access.issue")}
        </Button>
      )}
      {changes && password !== "none" && <Button onClick={() => onAsk("password")}>{t("access.reset")}</Button>}
      {changes && secondFactor && <Button onClick={() => onAsk("factor")}>{t("access.resetFactor")}</Button>}
      {may("person.identify") && suspended && !isOwn && (
        <Button look="primary" busy={busy} onClick={() => onRun(confirmMutation)}>
          {t("access.confirm")}
        </Button>
      )}
    </div>
  );
}

function Lines({ of: { password, suspended, secondFactor, identified } }: { of: Standing }) {
  const { t } = useWords();
  return (
    <ul className={css.lines}>
      <li>
        <StatusGlyph name={password === "own" ? "circleTick" : "circleHalf"} tone={password === "own" ? "ok" : "wait"} />
        {t(`access.${password}`)}
      </li>
      {!identified && (
        <li>
          <StatusGlyph name="circleHalf" tone="wait" /> {t("access.unidentified")}
        </li>
      )}
      {suspended && (
        <li>
          <StatusGlyph name="triangleAlert" tone="no" /> {t("access.suspended")}
        </li>
      )}
      {secondFactor && (
        <li>
          <StatusGlyph name="circleTick" tone="ok" /> {t("access.factor")}
        </li>
      )}
    </ul>
  );
}

function Once({ password, login, onHide }: { password: string | null; login: string; onHide: () => void }) {
  const { t } = useWords();
  if (password === null) return <p role="status">{t("access.lost")}</p>;
  return (
    <div className={css.once} role="status">
      <span className={css.label}>{t("access.shown", { login })}</span>
      <output className={css.secret}>{password}</output>
      <p className={css.label}>{t("access.once")}</p>
      <Button onClick={onHide}>{t("access.hide")}</Button>
    </div>
  );
}

interface ResetProps {
  busy: boolean;
  onReset: (reason: string) => Promise<void>;
  word: "access.reset" | "access.resetFactor";
  onCancel: () => void;
}

function ResetForm({ busy, onReset, word, onCancel }: ResetProps) {
  const { t } = useWords();
  const [reason, setReason] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void onReset(reason);
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Textarea label={t("access.why")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} autoFocus />
      <div className={css.buttons}>
        <Button type="submit" look="danger" busy={busy}>
          {t(word)}
        </Button>
        <Button onClick={onCancel}>{t("do.cancel")}</Button>
      </div>
    </form>
  );
}
