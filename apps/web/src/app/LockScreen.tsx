/** The locked session: the page stays as it was underneath, so nothing that was typed is lost. */
import { type SubmitEvent, useState } from "react";
import { Button } from "../kit/Button.tsx";
import { Dialog } from "../kit/Dialog.tsx";
import type { Failure } from "../kit/failure.ts";
import { SecretInput } from "../kit/field/SecretInput.tsx";
import { useWords } from "../kit/lang.tsx";
import { FailureText } from "../kit/states.tsx";
import css from "./lock.module.css";

interface Props {
  name: string;
  onUnlock: (password: string) => Promise<Failure | undefined>;
  onOther: () => void;
}

export default function LockScreen({ name, onUnlock, onOther }: Props) {
  const { t } = useWords();
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(await onUnlock(password));
    setBusy(false);
  };
  return (
    <Dialog name={t("lock.title")} onClose={() => undefined} closeOnEscape={false} size={400} covers>
      <form onSubmit={submit} className={css.form}>
        <h2>{t("lock.title")}</h2>
        <p>
          <strong>{name}</strong>
          <br />
          {t("lock.text")}
        </p>
        <SecretInput
          label={t("login.password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          data-autofocus
        />
        <div role="alert" className={css.failure}>
          {failure && <FailureText failure={failure} />}
        </div>
        <div className={css.buttons}>
          <Button look="quiet" onClick={onOther}>
            {t("lock.other")}
          </Button>
          <Button type="submit" look="primary" busy={busy}>
            {t("lock.unlock")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
