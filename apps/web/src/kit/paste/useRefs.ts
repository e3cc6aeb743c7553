/** Looks records up by the numbers that a pasted range names. */
import type { ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import type { AnyRecord } from "@lotline/schema";
import { useEffect, useState } from "react";
import { findDocument } from "../data/documents.ts";
import { isRow, type Ref, refOf, textOf } from "../data/row.ts";
import { useWords } from "../lang.tsx";
import type { Column } from "../list/columns.ts";
import { isRecordName } from "../path.ts";
import { refKey, refsIn } from "./plan.ts";

/** Numbers asked for in one question. */
const atOnce = 50;

/** What is known by type and number; null for a record that does not exist, nothing for one not looked up yet. */
export function useRefs(
  cells: readonly (readonly string[])[],
  record: AnyRecord,
  columns: readonly Column[],
): ReadonlyMap<string, Ref | null> {
  const client = useApolloClient();
  const { t } = useWords();
  const [known, setKnown] = useState<ReadonlyMap<string, Ref | null>>(new Map());
  useEffect(() => {
    let isHere = true;
    const wanted = [...refsIn(cells, record, columns, t)].map(([target, numbers]): [string, string[]] => [
      target,
      [...numbers].filter((number) => !known.has(refKey(target, number))),
    ]);
    if (wanted.every(([, numbers]) => numbers.length === 0)) return;
    // Not at every letter of a number that is being mended.
    const timer = setTimeout(() => {
      void lookUp(client, wanted).then((found) => isHere && setKnown((before) => new Map([...before, ...found])));
    }, 150);
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, [cells, record, columns, known, client, t]);
  return known;
}

async function lookUp(
  client: ApolloClient,
  wanted: readonly (readonly [string, readonly string[]])[],
): Promise<Map<string, Ref | null>> {
  const found = new Map<string, Ref | null>();
  for (const [target, all] of wanted) {
    if (!isRecordName(target)) continue;
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
  return found;
}
