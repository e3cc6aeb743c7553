/** The one GraphQL client: same origin, cookies of this site only, records normalised by type and id. */
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { ErrorLink } from "@apollo/client/link/error";
import { OperationTypeNode } from "graphql";
import { Observable, tap } from "rxjs";
import { connection } from "../kit/connection.ts";
import { codeOf, noteRequest } from "../kit/diagnostics.ts";
import { type Failure, failureOf } from "../kit/failure.ts";

/** Told when the server says that nobody is signed in, that the session is locked or that the password must be changed first. */
export interface SessionEvents {
  onBarred: () => void;
}

const bars: ReadonlySet<Failure["kind"]> = new Set(["unauthenticated", "locked", "mustChange"]);

const timeoutMs = 30_000;

// A request that hangs is a lost answer; commands replay it, queries say that the server cannot be reached.
const fetchWithTimeout: typeof fetch = (input, init) => {
  const limit = AbortSignal.timeout(timeoutMs);
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
};

// A read that fails although the server answers is tried once more; then it is the server's word.
const maxRetries = 1;

/**
 * Reads wait for the connection and go on when it is back; commands never do (kit/command.ts). Those that say `waits: false` in
 * their context answer at once, e.g. a search whose text has changed meanwhile.
 */
const patience = new ApolloLink((operation, forward) => {
  const waits = operation.operationType === OperationTypeNode.QUERY && operation.getContext().waits !== false;
  return new Observable((observer) => {
    let inner: { unsubscribe: () => void } | undefined;
    let ended = false;
    const go = (retries: number) => {
      if (ended) return;
      const failed = (error: unknown) => {
        if (failureOf(error).kind !== "unreachable" || isEnded(error)) return observer.error(error);
        void connection.check().then((there) => {
          if (!waits || (there && retries >= maxRetries)) return observer.error(error);
          void connection.whenThere().then(() => go(there ? retries + 1 : retries));
        });
      };
      inner = forward(operation).subscribe({
        next: (answer) => observer.next(answer),
        complete: () => observer.complete(),
        error: failed,
      });
    };
    if (waits) void connection.whenThere().then(() => go(0));
    else go(0);
    return () => {
      ended = true;
      inner?.unsubscribe();
    };
  });
});

/** The asker has gone: nothing was lost. */
const isEnded = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

/** Keeps names, times and outcomes of the last requests for the diagnostics; never what they carried. */
const noting = new ApolloLink((operation, forward) => {
  const began = Date.now();
  const note = (outcome: string) =>
    noteRequest({
      operation: operation.operationName ?? "anonymous",
      at: new Date(began).toISOString(),
      ms: Date.now() - began,
      outcome,
    });
  return forward(operation).pipe(
    tap({
      next: ({ errors }) => note(errors?.length ? String(errors[0]?.extensions?.code ?? "error") : "ok"),
      error: (error) => note(codeOf(failureOf(error))),
    }),
  );
});

/** Makes the client. The language goes with each request, so that the server words what it says. */
export function makeClient(events: SessionEvents): ApolloClient {
  const http = new HttpLink({ uri: "/graphql", credentials: "same-origin", fetch: fetchWithTimeout });
  const errors = new ErrorLink(({ error }) => {
    if (bars.has(failureOf(error).kind)) events.onBarred();
  });
  const headers = new ApolloLink((operation, forward) => {
    operation.setContext({
      headers: {
        "accept-language": document.documentElement.lang || "en",
        "x-apollo-operation-name": operation.operationName ?? "anonymous",
      },
    });
    return forward(operation);
  });
  return new ApolloClient({
    link: ApolloLink.from([errors, patience, noting, headers, http]),
    // What may be done with a record is asked for anew by each view and never taken from the cache (architecture.md §4).
    // A list of tasks is replaced as a whole.
    cache: new InMemoryCache({ typePolicies: { Query: { fields: { workItems: { merge: false }, notices: { merge: false } } } } }),
    defaultOptions: { watchQuery: { fetchPolicy: "network-only" }, query: { fetchPolicy: "network-only" } },
    queryDeduplication: true,
  });
}
