/** The one GraphQL client: same origin, cookies of this site only, records normalised by type and id. */
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { ErrorLink } from "@apollo/client/link/error";
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
    link: ApolloLink.from([errors, headers, http]),
    // What may be done with a record is asked for anew by each view and never taken from the cache (architecture.md §4).
    // A list of tasks is replaced as a whole.
    cache: new InMemoryCache({ typePolicies: { Query: { fields: { workItems: { merge: false }, notices: { merge: false } } } } }),
    defaultOptions: { watchQuery: { fetchPolicy: "network-only" }, query: { fetchPolicy: "network-only" } },
    queryDeduplication: true,
  });
}
