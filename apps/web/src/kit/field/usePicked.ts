/** The records behind ids of an address or a draft, to show their numbers again. */
import { useApolloClient } from "@apollo/client/react";
import type { RecordName } from "@lotline/schema";
import { useEffect, useState } from "react";
import { byIdDocument } from "../data/documents.ts";
import { type Ref, refOf } from "../data/row.ts";

const maxIds = 20;

/** Reads the records of a few ids; those that cannot be read stay away. */
export function usePicked(target: RecordName, ids: readonly string[]): ReadonlyMap<string, Ref> {
  const client = useApolloClient();
  const [known, setKnown] = useState<ReadonlyMap<string, Ref>>(new Map());
  const missing = ids
    .filter((id) => !known.has(id))
    .slice(0, maxIds)
    .join(",");
  useEffect(() => {
    if (!missing) return;
    let stale = false;
    const reads = missing
      .split(",")
      .map((id) =>
        client.query<{ record: unknown }>({ query: byIdDocument(target), variables: { id }, fetchPolicy: "cache-first" }),
      );
    // A name that cannot be read is no failure of the list, which says itself what went wrong.
    void Promise.allSettled(reads).then((answers) => {
      if (stale) return;
      const refs = answers.flatMap((answer) => (answer.status === "fulfilled" ? [refOf(answer.value.data?.record)] : []));
      setKnown((before) => new Map([...before, ...refs.flatMap((ref) => (ref ? [[ref.id, ref] as const] : []))]));
    });
    return () => {
      stale = true;
    };
  }, [client, target, missing]);
  return known;
}
