/** The way over the company's provider, before and behind it: pages of their own, because nobody may be signed in there. */
import { useApolloClient } from "@apollo/client/react";
import { IconFingerprint } from "@tabler/icons-react";
import { type SubmitEvent, useEffect, useRef, useState } from "react";
import { Button } from "../kit/Button.tsx";
import { type Failure, failureOf } from "../kit/failure.ts";
import { CodeInput } from "../kit/field/CodeInput.tsx";
import { useWords } from "../kit/lang.tsx";
import { usePasskey } from "../kit/passkey.tsx";
import { arriveMutation, askProviderMutation, tellArrival } from "../kit/provider.tsx";
import { FailureText, Skeleton } from "../kit/states.tsx";
import { Logo } from "./Logo.tsx";
import css from "./password.module.css";
import { addFactorMutation, type Second } from "./session-query.ts";

/** What this window was opened for; kept while it is at the provider. */
interface Way {
  readonly purpose: string;
  readonly intent: string | null;
  /** A window beside the page that waits for it. */
  readonly beside: boolean;
}

const key = "lotline.way";

const begun = (): Way => {
  const given = new URLSearchParams(location.search);
  return { purpose: given.get("purpose") ?? "signIn", intent: given.get("intent"), beside: given.has("beside") };
};

function kept(): Way {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "") as Way;
  } catch {
    // Opened by hand, or in another window: what it was for is told by the server's refusal.
    return { purpose: "signIn", intent: null, beside: false };
  }
}

export default function ProviderWay() {
  return location.pathname === "/sign-in/return" ? <Arrival /> : <Departure />;
}

function Frame({ children }: { children: React.ReactNode }) {
  const { t } = useWords();
  return (
    <div className={css.gate}>
      <header className={css.head}>
        <Logo />
        <span className={css.name}>{t("app.name")}</span>
      </header>
      <main className={css.first}>
        <h1>{t("provider.title")}</h1>
        {children}
      </main>
    </div>
  );
}

/** Asks the server for the way and goes. */
function Departure() {
  const { t } = useWords();
  const client = useApolloClient();
  const [failure, setFailure] = useState<Failure>();
  const way = useRef(begun());
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    const { purpose, intent } = way.current;
    client
      .mutate({ mutation: askProviderMutation, variables: { purpose, intent: intent ?? undefined }, fetchPolicy: "no-cache" })
      .then(
        ({ data }) => {
          sessionStorage.setItem(key, JSON.stringify(way.current));
          if (data) location.replace(data.address);
        },
        (error: unknown) => setFailure(failureOf(error)),
      );
  }, [client]);
  return (
    <Frame>
      {failure ? <Trouble failure={failure} way={way.current} /> : <p role="status">{t("provider.going")}</p>}
      {!failure && <Skeleton rows={2} />}
    </Frame>
  );
}

/** What came back goes to the server, once; then the window closes, or the house opens. */
function Arrival() {
  const { t } = useWords();
  const client = useApolloClient();
  const [failure, setFailure] = useState<Failure>();
  const [asks, setAsks] = useState<readonly string[]>([]);
  const [done, setDone] = useState(false);
  const way = useRef(kept());
  const search = useRef(location.search);
  const sent = useRef(false);
  useEffect(() => {
    if (sent.current) return;
    sent.current = true;
    // The code is of no use a second time; it need not stand in the history either.
    history.replaceState(null, "", location.pathname);
    sessionStorage.removeItem(key);
    const finish = () => {
      setDone(true);
      close(way.current);
    };
    client.mutate({ mutation: arriveMutation, variables: { search: search.current }, fetchPolicy: "no-cache" }).then(
      ({ data }) => {
        const open = data?.arrival.asks.map(({ code }) => code) ?? [];
        if (open.length > 0) setAsks(open);
        else finish();
      },
      (error: unknown) => {
        const what = failureOf(error);
        setFailure(what);
        if (way.current.beside) tellArrival(way.current, what);
      },
    );
  }, [client]);
  if (failure)
    return (
      <Frame>
        <Trouble failure={failure} way={way.current} />
      </Frame>
    );
  if (asks.length > 0)
    return (
      <Frame>
        <Factor asks={asks} state={new URLSearchParams(search.current).get("state") ?? ""} onDone={() => close(way.current)} />
      </Frame>
    );
  return (
    <Frame>
      <p role="status">{t(done ? "provider.done" : "provider.coming")}</p>
    </Frame>
  );
}

/** The house opens here, or the page beside goes on. */
function close(way: Way): void {
  if (way.purpose === "signIn") localStorage.setItem("lotline.byProvider", "1");
  if (!way.beside) {
    location.replace("/");
    return;
  }
  tellArrival(way, undefined);
  window.close();
}

function Trouble({ failure, way }: { failure: Failure; way: Way }) {
  const { t } = useWords();
  return (
    <div role="alert">
      <FailureText failure={failure} />
      <p>{way.beside ? <Button onClick={() => window.close()}>{t("do.close")}</Button> : <a href="/">{t("provider.back")}</a>}</p>
    </div>
  );
}

/** A second factor of our own, where the provider's is not trusted. */
function Factor({ asks, state, onDone }: { asks: readonly string[]; state: string; onDone: () => void }) {
  const { t } = useWords();
  const client = useApolloClient();
  const passkey = usePasskey();
  const [code, setCode] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const send = async (given: Second) => {
    setFailure(undefined);
    try {
      await client.mutate({ mutation: addFactorMutation, variables: { state, ...given } });
      onDone();
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void send({ code });
  };
  const byPasskey = async () => {
    const answer = await passkey.ask("signIn");
    if (answer) await send({ passkey: answer });
  };
  return (
    <form onSubmit={submit} noValidate className={css.form}>
      <p>{t("provider.factor")}</p>
      {asks.includes("SECOND_FACTOR") && (
        <>
          <CodeInput value={code} onChange={setCode} hint={t("factor.codeHint")} autoFocus />
          <Button type="submit" look="primary" disabled={!code}>
            {t("login.submit")}
          </Button>
        </>
      )}
      {asks.includes("PASSKEY_ASKED") && (
        <Button icon={IconFingerprint} onClick={() => void byPasskey()}>
          {t("passkey.use")}
        </Button>
      )}
      <div role="alert">
        {passkey.trouble}
        {failure && <FailureText failure={failure} />}
      </div>
    </form>
  );
}
