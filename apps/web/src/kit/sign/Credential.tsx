/** Who signs and the proof of it: user name and password at the first signing, later one secret, code or password as the meaning allows. */
import { useId } from "react";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { useSession } from "../session.tsx";
import css from "./sign.module.css";

export type Needs = "FULL" | "PASSWORD" | "PASSWORD_OR_CODE";

export interface Proof {
  readonly userName: string;
  readonly secret: string;
  /** Whether the secret is the signing code; undefined while the person has not chosen. */
  readonly byCode: boolean | undefined;
  /** Of the authenticator app, where one is asked. */
  readonly oneTimeCode: string;
}

/** Whether the secret of a proof is the signing code: allowed by the meaning, set by the person and not declined. */
export function usesCode(needs: Needs, codeSet: boolean, proof: Proof): boolean {
  return needs === "PASSWORD_OR_CODE" && codeSet && proof.byCode !== false;
}

interface Props {
  needs: Needs;
  /** A code of the authenticator app is asked besides. */
  secondFactor: boolean;
  proof: Proof;
  onChange: (proof: Proof) => void;
  /** The focus starts in the credential. */
  focus: boolean;
  missing: boolean;
}

export function Credential({ needs, secondFactor, proof, onChange, focus, missing }: Props) {
  const { t, say } = useWords();
  const { session } = useSession();
  const id = useId();
  const mayCode = needs === "PASSWORD_OR_CODE" && session.signing.codeSet;
  const byCode = usesCode(needs, session.signing.codeSet, proof);
  const name = say(session.name);
  const secretLabel = t(byCode ? "sign.code" : "sign.password");
  return (
    <div className={css.who}>
      <div>
        <p className={css.label}>{t("sign.signer")}</p>
        <div className={css.signer}>
          <span className={css.initial} aria-hidden>
            {[...name][0]}
          </span>
          <span>
            {name}
            <br />
            <span className={css.title}>{say(session.title)}</span>
          </span>
        </div>
      </div>
      <div className={css.secrets}>
        {needs === "FULL" && (
          <div>
            <label htmlFor={`${id}-name`} className={css.label}>
              {t("sign.userName")}
            </label>
            <input
              id={`${id}-name`}
              className={css.input}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              value={proof.userName || session.login}
              onChange={(event) => onChange({ ...proof, userName: event.currentTarget.value })}
            />
          </div>
        )}
        <div>
          <div className={css.secretHead}>
            <label htmlFor={`${id}-secret`} className={css.label}>
              {secretLabel}
            </label>
            <span className={css.note}>{t(needs === "FULL" ? "sign.first" : "sign.later")}</span>
          </div>
          <input
            id={`${id}-secret`}
            type="password"
            className={css.input}
            autoComplete={byCode ? "off" : "current-password"}
            // The dialog comes before its content: the server is asked first, so the focus is taken when the box appears.
            // biome-ignore lint/a11y/noAutofocus: compliance.md §D, the focus stands in the credential
            autoFocus={focus}
            aria-invalid={(missing && !proof.secret) || undefined}
            value={proof.secret}
            onChange={(event) => onChange({ ...proof, secret: event.currentTarget.value })}
          />
          {mayCode && (
            <Button look="quiet" className={css.swap} onClick={() => onChange({ ...proof, byCode: !byCode, secret: "" })}>
              {t(byCode ? "sign.usePassword" : "sign.useCode")}
            </Button>
          )}
        </div>
        {secondFactor && (
          <div>
            <label htmlFor={`${id}-factor`} className={css.label}>
              {t("factor.code")}
            </label>
            <input
              id={`${id}-factor`}
              className={css.input}
              autoComplete="one-time-code"
              inputMode="numeric"
              aria-invalid={(missing && !proof.oneTimeCode) || undefined}
              value={proof.oneTimeCode}
              onChange={(event) => onChange({ ...proof, oneTimeCode: event.currentTarget.value })}
            />
          </div>
        )}
      </div>
    </div>
  );
}
