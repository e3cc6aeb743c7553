/** Setting up a second factor: password, then the secret as a QR code and as text, then a first code, then the recovery codes. */

import { useApolloClient } from "@apollo/client/react";
import { type SubmitEvent, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { type Failure, failureOf } from "../../kit/failure.ts";
import { CodeInput } from "../../kit/field/CodeInput.tsx";
import { SecretInput } from "../../kit/field/SecretInput.tsx";
import { useWords } from "../../kit/lang.tsx";
import { useSession } from "../../kit/session.tsx";
import { FailureText } from "../../kit/states.tsx";
import css from "./account.module.css";
import { QrCode } from "./QrCode.tsx";
import { confirmMutation, type Offer, offerMutation } from "./queries.ts";

interface Props {
  /** A factor is in force already: its code is asked too. */
  replaces: boolean;
  /** It is in force; the recovery codes are still to be kept. */
  onSetUp?: () => void;
  onDone: () => void;
  onCancel?: () => void;
}

export function Enrolment({ replaces, onSetUp, onDone, onCancel }: Props) {
  const client = useApolloClient();
  const [offer, setOffer] = useState<Offer>();
  const [codes, setCodes] = useState<readonly string[]>();
  const ask = async (password: string, code: string) => {
    const { data } = await client.mutate({ mutation: offerMutation, variables: { password, code: code || undefined } });
    setOffer(data?.offer);
  };
  const confirm = async (code: string) => {
    const { data } = await client.mutate({ mutation: confirmMutation, variables: { code } });
    setCodes(data?.codes);
    onSetUp?.();
  };
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (offer) return <FirstCode offer={offer} onConfirm={confirm} onCancel={onCancel} />;
  return <Proof withCode={replaces} onProve={ask} onCancel={onCancel} />;
}

/** Sends what was typed; what goes wrong is shown below it. */
function useSending(send: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    await send().catch((error: unknown) => setFailure(failureOf(error)));
    setBusy(false);
  };
  return { busy, failure, submit };
}

interface ProofProps {
  withCode: boolean;
  onProve: (password: string, code: string) => Promise<void>;
  onCancel: (() => void) | undefined;
  /** What it is asked for. */
  text?: string;
  /** The word of the button that sends it. */
  word?: "factor.next" | "factor.remove" | "passkey.remove";
}

/** The password again, and the code of the factor in force. */
export function Proof({ withCode, onProve, onCancel, text, word = "factor.next" }: ProofProps) {
  const { t } = useWords();
  const { session } = useSession();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const { busy, failure, submit } = useSending(() => onProve(password, code));
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <p className={css.text}>{text ?? t("factor.proofText")}</p>
      <SecretInput
        label={t("password.current")}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        name={`password of ${session.login}`}
        autoFocus
      />
      {withCode && <CodeInput value={code} onChange={setCode} hint={t("factor.codeHint")} />}
      <Said failure={failure} />
      <div className={css.buttons}>
        <Button type="submit" look="primary" busy={busy} disabled={!password || (withCode && !code)}>
          {t(word)}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t("do.cancel")}</Button>}
      </div>
    </form>
  );
}

function FirstCode({
  offer,
  onConfirm,
  onCancel,
}: {
  offer: Offer;
  onConfirm: (code: string) => Promise<void>;
  onCancel: (() => void) | undefined;
}) {
  const { t } = useWords();
  const [code, setCode] = useState("");
  const { busy, failure, submit } = useSending(() => onConfirm(code));
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <p>{t("factor.scan")}</p>
      <div className={css.offer}>
        <QrCode text={offer.uri} name={t("factor.qr")} />
        <div>
          <p className={css.text}>{t("factor.type")}</p>
          <p className={css.secret}>{offer.secret}</p>
        </div>
      </div>
      <p>{t("factor.enter")}</p>
      <CodeInput value={code} onChange={setCode} autoFocus />
      <Said failure={failure} />
      <div className={css.buttons}>
        <Button type="submit" look="primary" busy={busy} disabled={!code}>
          {t("factor.confirm")}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t("do.cancel")}</Button>}
      </div>
    </form>
  );
}

/** What went wrong with what was typed, or nothing. */
export function Said({ failure }: { failure: Failure | undefined }) {
  const { say } = useWords();
  return (
    <div role="alert" className={css.failure}>
      {failure?.kind === "invalid"
        ? failure.issues.map((issue) => <p key={issue.code}>{say(issue.text)}</p>)
        : failure && <FailureText failure={failure} />}
    </div>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(codes.join("\n")).then(() => setCopied(true));
  return (
    <div className={css.form} role="status">
      <h3>{t("factor.recoveryTitle")}</h3>
      <p className={css.text}>{t("factor.recoveryText")}</p>
      <ul className={css.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={css.buttons}>
        <Button look="primary" onClick={onDone} autoFocus>
          {t("factor.kept")}
        </Button>
        <Button onClick={copy}>{t(copied ? "factor.copied" : "factor.copy")}</Button>
      </div>
    </div>
  );
}
