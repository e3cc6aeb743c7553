/** Looks records up by their numbers, for what is pasted. */
import { useApolloClient } from "@apollo/client/react";
import { useCallback, useState } from "react";
import { findDocument } from "../data/documents.ts";
import { isRow, type Ref, refOf, textOf } from "../data/row.ts";
import { isRecordName } from "../path.ts";
import { refKey } from "./plan.ts";

/** Numbers asked for in one question. */
const atOnce = 50;

/** What is known by type and number; null for one that does not exist. `look` finds the rest. */
export function useRefs() {
  const client = useApolloClient();
  const [known, setKnown] = useState<ReadonlyMap<string, Ref | null>>(new Map());
  const look = useCallback(
    async (wanted: ReadonlyMap<string, ReadonlySet<string>>) => {
      const found = new Map<string, Ref | null>();
      for (const [target, numbers] of wanted) {
        if (!isRecordName(target)) continue;
        const all = [...numbers];
        for (let from = 0; from < all.length; from += atOnce) {
          const some = all.slice(from, from + atOnce);
          for (const number of some) found.set(refKey(target, number), null);
          const { data } = await client.query<{ page: { edges: readonly { node: unknown }[] } }>({
            query: findDocument(target),
            variables: { filter: { or: some.map((number) => ({ number: { eq: number } })) }, first: atOnce },
            fetchPolicy: "no-cache",
          });
          for (const { node } of data?.page.edges ?? []) {
            const ref = refOf(node);
            if (isRow(node) && ref) found.set(refKey(target, textOf(node.number)), ref);
          }
        }
      }
      setKnown((before) => new Map([...before, ...found]));
    },
    [client],
  );
  return { known, look };
}
