/** The session that is locked or over: the page stays as it was underneath, so nothing that was typed is lost. */
import { IconBuilding, IconFingerprint } from "@tabler/icons-react";
import { type SubmitEvent, useState } from "react";
import { Button } from "../kit/Button.tsx";
import { Dialog } from "../kit/Dialog.tsx";
import { asksSecondFactor, type Failure } from "../kit/failure.ts";
import { CodeInput } from "../kit/field/CodeInput.tsx";
import { SecretInput } from "../kit/field/SecretInput.tsx";
import { useWords } from "../kit/lang.tsx";
import { usePasskey } from "../kit/passkey.tsx";
import { useProvider } from "../kit/provider.tsx";
import { FailureText } from "../kit/states.tsx";
import css from "./lock.module.css";
import type { Second } from "./session-query.ts";

interface Props {
  name: string;
  /** The session is over: whoever goes on signs in anew. */
  ended: boolean;
  /** Whether passkeys can be used at this address. */
  passkeys: boolean;
  /** What the company's provider is called; null: there is none. */
  provider: string | null;
  /** The person was proved at the provider. */
  onProved: () => void;
  onUnlock: (password: string, second: Second) => Promise<Failure | undefined>;
  onPasskey: (answer: string) => Promise<Failure | undefined>;
  onOther: () => void;
}

export default function LockScreen({ name, ended, passkeys, provider, onProved, onUnlock, onPasskey, onOther }: Props) {
  const { t } = useWords();
  const { ask, trouble } = usePasskey();
  const company = useProvider();
  const title = t(ended ? "lock.endedTitle" : "lock.title");
  const [password, setPassword] = useState("");
  // Asked once the password was right, of whoever has a second factor.
  const [code, setCode] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await onUnlock(password, { code });
    const asksCode = code === undefined && asksSecondFactor(answer);
    if (asksCode) setCode("");
    setFailure(asksCode ? undefined : answer);
    setBusy(false);
  };
  const byPasskey = async () => {
    setFailure(undefined);
    const answer = await ask(ended ? "signIn" : "unlock");
    if (answer) setFailure(await onPasskey(answer));
  };
  return (
    <Dialog name={title} onClose={() => undefined} closeOnEscape={false} size={400} covers>
      <form onSubmit={submit} className={css.form}>
        <h2>{title}</h2>
        <p>
          <strong>{name}</strong>
          <br />
          {t(ended ? "login.ended" : "lock.text")}
        </p>
        <SecretInput
          label={t("login.password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          data-autofocus
        />
        {code !== undefined && <CodeInput value={code} onChange={setCode} hint={t("factor.codeHint")} autoFocus />}
        <div role="alert" className={css.failure}>
          {trouble}
          {company.trouble}
          {failure && <FailureText failure={failure} />}
        </div>
        {provider && (
          <Button
            icon={IconBuilding}
            onClick={() => void company.go(ended ? "signIn" : "unlock").then((proved) => proved && onProved())}
          >
            {t(ended ? "provider.signIn" : "provider.unlock", { name: provider })}
          </Button>
        )}
        {passkeys && (
          <Button icon={IconFingerprint} onClick={() => void byPasskey()}>
            {t(ended ? "passkey.signIn" : "passkey.unlock")}
          </Button>
        )}
        <div className={css.buttons}>
          <Button look="quiet" onClick={onOther}>
            {t("lock.other")}
          </Button>
          <Button type="submit" look="primary" busy={busy}>
            {t(ended ? "login.submit" : "lock.unlock")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
