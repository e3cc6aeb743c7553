/** Records that the server finds for what is typed; an answer to an older text is dropped, and its request is ended. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import type { Label } from "@lotline/schema";
import { useEffect, useState } from "react";
import { type Failure, failureOf } from "../../kit/failure.ts";

export interface Hit {
  readonly record: string;
  readonly id: string;
  readonly number: string;
  readonly title: Label;
  /** The field that was met. */
  readonly by: string;
  readonly exact: boolean;
}

/** The search over all records that the person may read. */
export const searchQuery: TypedDocumentNode<{ search: readonly Hit[] }, { text: string }> = gql`
  query search($text: String!) { search(text: $text) { record id number title { en zh } by exact } }
`;

export interface Hits {
  readonly hits: readonly Hit[];
  /** The text that the hits answer. */
  readonly answered: string | undefined;
  readonly failure: Failure | undefined;
}

// Keys of one word come closer than that; with the answer itself the list is there 150 ms after the last one.
const waitMs = 80;
const shortest = 2;
const nothing: Hits = { hits: [], answered: undefined, failure: undefined };

/** @param tries another number asks again for the same text */
export function useHits(text: string, tries: number): Hits {
  const client = useApolloClient();
  const [found, setFound] = useState<Hits>(nothing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tries asks again
  useEffect(() => {
    const words = text.trim();
    if (words.length < shortest) {
      setFound({ ...nothing, answered: text });
      return;
    }
    const ended = new AbortController();
    const answer = (next: Hits) => !ended.signal.aborted && setFound(next);
    const timer = setTimeout(() => {
      const context = { fetchOptions: { signal: ended.signal }, queryDeduplication: false, waits: false };
      client.query({ query: searchQuery, variables: { text: words }, fetchPolicy: "no-cache", context }).then(
        ({ data }) => answer({ hits: data?.search ?? [], answered: text, failure: undefined }),
        (error: unknown) => answer({ hits: [], answered: text, failure: failureOf(error) }),
      );
    }, waitMs);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [client, text, tries]);
  return found;
}
