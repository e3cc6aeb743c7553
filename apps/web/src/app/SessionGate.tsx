/** Lets the application in front of a signed-in person, the login page in front of anybody else, and the lock over both. */
import type { ApolloClient, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ClockProvider } from "../kit/clock.tsx";
import { noteVersion } from "../kit/diagnostics.ts";
import dialog from "../kit/dialog.module.css";
import { type Failure, failureOf } from "../kit/failure.ts";
import { useWords } from "../kit/lang.tsx";
import { type Session, SessionContext, type SessionState, type Site } from "../kit/session.tsx";
import { ErrorState, Skeleton } from "../kit/states.tsx";
import type { SessionEvents } from "./apollo.ts";
import {
  changePasswordMutation,
  demoLoginMutation,
  type Installation,
  lockMutation,
  loginMutation,
  logoutMutation,
  type Me,
  meQuery,
  passkeyLoginMutation,
  passkeyUnlockMutation,
  sitesQuery,
  unlockMutation,
} from "./session-query.ts";

// Seldom needed, and it brings the maker of QR codes along.
const Login = lazy(() => import("./Login.tsx"));
const FirstStart = lazy(() => import("./FirstStart.tsx"));
const PasswordGate = lazy(() => import("./Password.tsx").then(({ PasswordGate: component }) => ({ default: component })));
const LockScreen = lazy(() => import("./LockScreen.tsx"));
const FactorGate = lazy(() => import("./FactorGate.tsx"));

interface Props {
  client: ApolloClient;
  /** Called with what the client must tell the gate. */
  listen: (events: SessionEvents) => void;
  children: ReactNode;
}

interface Standing {
  readonly installation: Installation;
  readonly session: Session | null;
}

export function SessionGate({ client, listen, children }: Props) {
  const { say } = useWords();
  const [standing, setStanding] = useState<Standing>();
  const [failure, setFailure] = useState<Failure>();
  const [ended, setEnded] = useState(false);
  const { load, forget } = useLoad(client, setStanding, setFailure, setEnded);
  const known = standing?.session;
  useWatch(listen, load, known != null && !ended && !known.locked && !known.mustChange && !known.mustEnrol);

  const act = useAct(client, load);
  const signOut = useCallback(async () => {
    const left = ended || (await client.mutate({ mutation: logoutMutation }).catch(() => undefined));
    if (left) await forget();
  }, [ended, client, forget]);

  const state = useMemo<SessionState | undefined>(
    () =>
      standing?.session
        ? {
            // Of a session that is over nothing is asked, as of a locked one.
            session: ended ? { ...standing.session, locked: true } : standing.session,
            demo: standing.installation.demo,
            provider: standing.installation.provider,
            refresh: () => void load(),
            lock: () => void act(lockMutation, {}),
            signOut: () => void signOut(),
            changePassword: (current, next) => act(changePasswordMutation, { current, next }),
          }
        : undefined,
    [standing, ended, load, act, signOut],
  );

  if (!standing) return failure ? <ErrorState failure={failure} onRetry={() => void load()} /> : <Skeleton rows={3} />;
  if (!state) return <Outside installation={standing.installation} act={act} load={load} />;
  return (
    <SessionContext value={state}>
      <ClockProvider domainNow={standing.installation.domainNow} zone={state.session.sites[0]?.zone ?? "UTC"}>
        <Within key={state.session.personId} session={state.session}>
          {children}
        </Within>
        {state.session.locked && (
          // Nothing behind may be read, not even until the lock's own screen is loaded.
          <Suspense fallback={<div className={dialog.veil} />}>
            <LockScreen
              name={say(state.session.name)}
              ended={ended}
              passkeys={standing.installation.passkeys}
              provider={standing.installation.provider}
              onProved={() => void load()}
              onUnlock={(password, second) =>
                ended
                  ? act(loginMutation, { userName: state.session.login, password, ...second })
                  : act(unlockMutation, { password })
              }
              onPasskey={(answer) => act(ended ? passkeyLoginMutation : passkeyUnlockMutation, { answer })}
              onOther={() => void signOut()}
            />
          </Suspense>
        )}
      </ClockProvider>
    </SessionContext>
  );
}

interface OutsideProps {
  installation: Installation;
  act: ReturnType<typeof useAct>;
  load: () => Promise<void>;
}

/** Before anybody is signed in: the sign-in, or the first start of a system in which nobody is yet. */
function Outside({ installation, act, load }: OutsideProps) {
  return (
    <Suspense>
      {installation.firstStart ? (
        <FirstStart onDone={() => void load()} />
      ) : (
        <Login
          installation={installation}
          onLogin={(userName, password, second) => act(loginMutation, { userName, password, ...second })}
          onPasskey={(answer) => act(passkeyLoginMutation, { answer })}
          onDemo={(login) => act(demoLoginMutation, { login })}
        />
      )}
    </Suspense>
  );
}

/** Changes the session and asks anew who is there; answers why it could not. */
function useAct(client: ApolloClient, load: () => Promise<void>) {
  return useCallback(
    async <V extends OperationVariables>(
      mutation: TypedDocumentNode<Record<string, boolean>, V>,
      variables: V,
    ): Promise<Failure | undefined> => {
      try {
        await client.mutate({ mutation, variables });
      } catch (error) {
        return failureOf(error);
      }
      await load();
      return undefined;
    },
    [client, load],
  );
}

/** The application, or what comes before it. */
function Within({ session, children }: { session: Session; children: ReactNode }) {
  // Opened anew while locked there is nothing underneath yet: it comes when the person is back.
  if (session.locked && session.permits.size === 0) return null;
  if (!session.mustChange && !session.mustEnrol) return children;
  return <Suspense fallback={<Skeleton rows={3} />}>{session.mustChange ? <PasswordGate /> : <FactorGate />}</Suspense>;
}

/** Asks who is there: at the start, when somebody looks again, and when the server says that the session is not what it was. */
function useWatch(listen: Props["listen"], load: () => Promise<void>, watch: boolean): void {
  useEffect(() => {
    if (!watch) return;
    let stop: (() => void) | undefined;
    let isOver = false;
    // What cannot be loaded now is not watched: the next answer says it, as before.
    import("./session-events.ts").then(
      ({ watchSession }) => {
        if (!isOver) stop = watchSession(() => void load());
      },
      () => undefined,
    );
    return () => {
      isOver = true;
      stop?.();
    };
  }, [watch, load]);
  useEffect(() => {
    // A session that is locked or whose password must be changed gives nothing but itself: each answer leads to the same question.
    listen({ onBarred: () => void load() });
    const onFocus = () => document.visibilityState === "visible" && void load();
    document.addEventListener("visibilitychange", onFocus);
    void load();
    return () => document.removeEventListener("visibilitychange", onFocus);
  }, [listen, load]);
}

function useLoad(
  client: ApolloClient,
  setStanding: (set: (before: Standing | undefined) => Standing | undefined) => void,
  setFailure: (failure: Failure | undefined) => void,
  setEnded: (ended: boolean) => void,
) {
  const was = useRef<string>(undefined);
  // Nothing of the last person's records stays in memory for the next one.
  const forget = useCallback(async () => {
    was.current = undefined;
    setEnded(false);
    setStanding((before) => before && { ...before, session: null });
    await client.clearStore();
  }, [client, setStanding, setEnded]);
  const load = useCallback(async () => {
    try {
      const { data } = await client.query({ query: meQuery, fetchPolicy: "no-cache", context: { waits: false } });
      if (!data) return;
      const { installation, me } = data;
      noteVersion(installation.version);
      const sites = me && !me.locked && !me.mustChange && !me.mustEnrol ? await sitesOf(client, me) : undefined;
      if (me && was.current !== undefined && was.current !== me.personId) await client.clearStore();
      setEnded(!me && was.current !== undefined);
      if (me) was.current = me.personId;
      // The page stays underneath as it was, with what was typed, until its person is back or leaves it to another.
      setStanding((before) => ({
        installation,
        session: me ? sessionOf(me, sites, before?.session ?? null) : (before?.session ?? null),
      }));
      setFailure(undefined);
    } catch (error) {
      setFailure(failureOf(error));
    }
  }, [client, setStanding, setFailure, setEnded]);
  return { load, forget };
}

async function sitesOf(client: ApolloClient, me: Me): Promise<Site[]> {
  const { data } = await client.query({ query: sitesQuery, fetchPolicy: "no-cache", context: { waits: false } });
  // The oldest site first: it is the one the company began with.
  const sites = (data?.sites.edges ?? []).map(({ node }) => node).filter((site) => me.sites.includes(site.id));
  return sites.sort((a, b) => Number(a.id) - Number(b.id));
}

// A locked session tells no permits; those known before keep the page underneath as it was.
function sessionOf(me: Me, sites: readonly Site[] | undefined, before: Session | null): Session {
  const same = before?.personId === me.personId ? before : null;
  return { ...me, sites: sites ?? same?.sites ?? [], permits: me.locked && same ? same.permits : new Set(me.permits) };
}
