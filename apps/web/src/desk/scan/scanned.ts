/** What the server makes of a code: its elements, the records it names, and what speaks against using them. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import type { Label, Reason, RecordName } from "@lotline/schema";
import { useCallback } from "react";
import type { Hit } from "../palette/useHits.ts";

export interface ScanAnswer {
  /** How the code is called in a sentence. */
  readonly code: string;
  readonly kind: "elements" | "code" | "unreadable";
  readonly agency: string | null;
  readonly di: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly expiresOn: string | null;
  readonly problems: readonly { readonly code: string; readonly text: Label }[];
  readonly hits: readonly Hit[];
  readonly reasons: readonly Reason[];
}

export const scannedQuery: TypedDocumentNode<{ scanned: ScanAnswer }, { text: string; record: string | null }> = gql`
  query scanned($text: String!, $record: String) {
    scanned(text: $text, record: $record) {
      code kind agency di lot serial expiresOn problems { code text { en zh } }
      hits { record id number title { en zh } by exact } reasons { code text { en zh } record number }
    }
  }
`;

/** Asks the server what was scanned; undefined when there is no answer. */
export function useScanned(): (text: string, target?: RecordName) => Promise<ScanAnswer | undefined> {
  const client = useApolloClient();
  return useCallback(
    async (text, target) => {
      try {
        const { data } = await client.query({
          query: scannedQuery,
          variables: { text, record: target ?? null },
          fetchPolicy: "no-cache",
          context: { waits: false },
        });
        return data?.scanned;
      } catch {
        return undefined;
      }
    },
    [client],
  );
}

/** What a box that takes no record takes of a code: dates the expiry, texts the lot or the code; numbers take nothing. Pure. */
export function textFor(kind: string, answer: ScanAnswer): string | undefined {
  if (answer.kind === "unreadable") return undefined;
  if (kind === "date") return answer.expiresOn ?? undefined;
  return kind === "text" || kind === "json" ? answer.code : undefined;
}
