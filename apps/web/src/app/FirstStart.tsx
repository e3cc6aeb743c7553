/** An empty system: the code that the server has printed, then its first two administrators, each with a password of their own. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import type { Label } from "@lotline/schema";
import { TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { Button } from "../kit/Button.tsx";
import { type Failure, failureOf } from "../kit/failure.ts";
import { SecretInput } from "../kit/field/SecretInput.tsx";
import { useWords } from "../kit/lang.tsx";
import { StatusGlyph } from "../kit/mark/StatusGlyph.tsx";
import { FailureText } from "../kit/states.tsx";
import css from "./first-start.module.css";
import { Logo } from "./Logo.tsx";
import gate from "./password.module.css";
import { lengths } from "./password-rules.ts";
import { LangSwitch } from "./Shell.tsx";

interface Post {
  readonly key: "system" | "security";
  readonly title: Label;
  readonly takenBy: string | null;
}

export const postsQuery: TypedDocumentNode<{ firstStart: readonly Post[] | null }, { code: string }> = gql`
  query firstStart($code: String!) { firstStart(code: $code) { key title { en zh } takenBy } }
`;
export const enterMutation: TypedDocumentNode<
  { enterFirstAdministrator: boolean },
  { code: string; input: Entry & { post: string } }
> = gql`
  mutation enterFirstAdministrator($code: String!, $input: FirstAdministratorInput!) {
    enterFirstAdministrator(code: $code, input: $input)
  }
`;

interface Entry {
  readonly login: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly password: string;
}

export default function FirstStart({ onDone }: { onDone: () => void }) {
  const { t, say } = useWords();
  const client = useApolloClient();
  const [code, setCode] = useState("");
  const [posts, setPosts] = useState<readonly Post[]>();
  const [done, setDone] = useState(false);
  const look = async (given: string) => {
    const { data } = await client.query({ query: postsQuery, variables: { code: given }, fetchPolicy: "no-cache" });
    // Set up meanwhile, by the command line or in another browser.
    if (!data?.firstStart) return setDone(true);
    setCode(given);
    setPosts(data.firstStart);
  };
  const next = posts?.find(({ takenBy }) => takenBy === null);
  const enter = async (entry: Entry) => {
    const input = { ...entry, post: next?.key ?? "" };
    const { data } = await client.mutate({ mutation: enterMutation, variables: { code, input } });
    if (data?.enterFirstAdministrator) setDone(true);
    else await look(code);
  };
  return (
    <div className={gate.gate}>
      <header className={gate.head}>
        <Logo />
        <span className={gate.name}>{t("app.name")}</span>
        <LangSwitch long />
      </header>
      <main className={css.main}>
        <h1>{t("firstStart.title")}</h1>
        {done ? <Done onDone={onDone} /> : <p className={css.why}>{t("firstStart.why")}</p>}
        {!done && posts && (
          <ol className={css.posts}>
            {posts.map(({ key, title, takenBy }) => (
              <li key={key}>
                <StatusGlyph
                  name={takenBy ? "circleTick" : key === next?.key ? "circleHalf" : "circle"}
                  tone={takenBy ? "ok" : key === next?.key ? "accent" : "control"}
                />
                <strong>{say(title)}</strong>
                <span>{takenBy ?? t(`firstStart.${key}`)}</span>
              </li>
            ))}
          </ol>
        )}
        {!done && !posts && <CodeForm onCode={look} />}
        {!done && next && <PersonForm key={next.key} post={next} onEnter={enter} />}
      </main>
    </div>
  );
}

function Done({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  return (
    <div className={css.form} role="status">
      <p>
        <StatusGlyph name="circleTick" tone="ok" /> {t("firstStart.done")}
      </p>
      <p className={css.note}>{t("firstStart.then")}</p>
      <div>
        <Button look="primary" onClick={onDone} autoFocus>
          {t("firstStart.signIn")}
        </Button>
      </div>
    </div>
  );
}

/** Sends what was typed and keeps what is said against it. */
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
  return { busy, failure, submit, setFailure };
}

function CodeForm({ onCode }: { onCode: (code: string) => Promise<void> }) {
  const { t } = useWords();
  const [code, setCode] = useState("");
  const { busy, failure, submit } = useSending(() => onCode(code));
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <SecretInput
        label={t("firstStart.code")}
        description={t("firstStart.codeHint")}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="off"
        autoFocus
      />
      <div role="alert" className={css.failure}>
        {failure && <FailureText failure={failure} />}
      </div>
      <div>
        <Button type="submit" look="primary" busy={busy} disabled={code.trim() === ""}>
          {t("firstStart.next")}
        </Button>
      </div>
    </form>
  );
}

function PersonForm({ post, onEnter }: { post: Post; onEnter: (entry: Entry) => Promise<void> }) {
  const { t, say } = useWords();
  const [typed, setTyped] = useState<Entry>({ login: "", nameEn: "", nameZh: "", password: "" });
  const [again, setAgain] = useState("");
  const [differs, setDiffers] = useState(false);
  const { busy, failure, submit } = useSending(async () => {
    setDiffers(again !== typed.password);
    if (again === typed.password) await onEnter(typed);
  });
  const said = (path: string) => {
    const issue = failure?.kind === "invalid" ? failure.issues.find((one) => one.path === path) : undefined;
    return issue && say(issue.text);
  };
  const box = (path: keyof Entry) => ({
    value: typed[path],
    error: said(path),
    onChange: (event: { currentTarget: { value: string } }) => setTyped({ ...typed, [path]: event.currentTarget.value }),
  });
  return (
    <form className={css.form} onSubmit={submit} noValidate aria-label={say(post.title)}>
      <p className={css.note}>{t("firstStart.alone", { post: say(post.title) })}</p>
      <TextInput {...box("nameEn")} label={t("firstStart.nameEn")} autoComplete="off" autoFocus />
      <TextInput {...box("nameZh")} label={t("firstStart.nameZh")} autoComplete="off" />
      <TextInput {...box("login")} label={t("login.userName")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      <SecretInput
        {...box("password")}
        label={t("password.next")}
        description={t("password.ruleLength", lengths)}
        autoComplete="new-password"
      />
      <SecretInput
        label={t("password.again")}
        value={again}
        error={differs && t("password.differs")}
        onChange={(event) => setAgain(event.currentTarget.value)}
        autoComplete="new-password"
      />
      <div role="alert" className={css.failure}>
        {failure && failure.kind !== "invalid" && <FailureText failure={failure} />}
      </div>
      <div>
        <Button type="submit" look="primary" busy={busy}>
          {t("firstStart.enter", { post: say(post.title) })}
        </Button>
      </div>
    </form>
  );
}
