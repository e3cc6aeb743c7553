/** One's own code for later signatures of a signing session, where the firm has let it. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient, useQuery } from "@apollo/client/react";
import { type SubmitEvent, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { type Failure, failureOf } from "../../kit/failure.ts";
import { SecretInput } from "../../kit/field/SecretInput.tsx";
import { useTell } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { useSession } from "../../kit/session.tsx";
import { FailureText } from "../../kit/states.tsx";
import css from "./account.module.css";

export const signingCodeQuery: TypedDocumentNode<
  { signingCode: { allowed: boolean; isSet: boolean } },
  Record<string, never>
> = gql`
  query signingCode { signingCode { allowed isSet } }
`;
export const setSigningCodeMutation: TypedDocumentNode<
  { setSigningCode: boolean },
  { password: string; code: string | undefined }
> = gql`
  mutation setSigningCode($password: String!, $code: String) { setSigningCode(password: $password, code: $code) }
`;

export function SigningCode() {
  const { t } = useWords();
  const { data, refetch } = useQuery(signingCodeQuery, { fetchPolicy: "network-only" });
  const [isOpen, setOpen] = useState(false);
  if (!data) return null;
  const { allowed, isSet } = data.signingCode;
  return (
    <section className={css.panel} aria-labelledby="signing-code">
      <h2 id="signing-code">{t("code.title")}</h2>
      <p className={css.text}>{t(allowed ? "code.about" : "code.off")}</p>
      <p className={css.state}>
        <StatusGlyph name={isSet ? "circleTick" : "circle"} tone={isSet && allowed ? "ok" : "control"} />
        {t(isSet ? "code.set" : "code.none")}
      </p>
      {isOpen ? (
        <CodeForm
          onDone={() => {
            setOpen(false);
            void refetch().catch(() => undefined);
          }}
          onCancel={() => setOpen(false)}
        />
      ) : (
        allowed && (
          <div className={css.buttons}>
            <Button onClick={() => setOpen(true)}>{t(isSet ? "code.replace" : "code.choose")}</Button>
          </div>
        )
      )}
    </section>
  );
}

function CodeForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { t, say } = useWords();
  const { refresh } = useSession();
  const client = useApolloClient();
  const tell = useTell();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const said = (path: string) => {
    const issue = failure?.kind === "invalid" ? failure.issues.find((one) => one.path === path) : undefined;
    return issue && say(issue.text);
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await client.mutate({ mutation: setSigningCodeMutation, variables: { password, code } });
      tell(t("code.saved"));
      refresh();
      onDone();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <SecretInput
        label={t("password.current")}
        value={password}
        error={said("password")}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        autoFocus
      />
      <SecretInput
        label={t("code.new")}
        description={t("code.rule")}
        value={code}
        error={said("code")}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="off"
      />
      <div role="alert">{failure && failure.kind !== "invalid" && <FailureText failure={failure} />}</div>
      <div className={css.buttons}>
        <Button type="submit" look="primary" busy={busy} disabled={!password || !code}>
          {t("code.save")}
        </Button>
        <Button onClick={onCancel}>{t("do.cancel")}</Button>
      </div>
    </form>
  );
}
