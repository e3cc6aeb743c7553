/** What a view asks, in words of the screen's language: the names of the records that it mentions are read once. */

import { useApolloClient } from "@apollo/client/react";
import {
  type AnyRecord,
  type Ask,
  columnField,
  type Field,
  isGroup,
  type ListView,
  type NameOf,
  type Operator,
  operatorsOf,
  type RecordName,
  takes,
  type Where,
} from "@lotline/schema";
import { useEffect, useState } from "react";
import { byIdDocument } from "../data/documents.ts";
import { refOf } from "../data/row.ts";
import { isRecordName } from "../path.ts";

type Asked = Pick<ListView, "conditions" | "where">;
const maxNames = 60;

/** The records that conditions name by their key, as "Item 12". */
export function mentioned(record: AnyRecord, { conditions, where }: Asked): string[] {
  const of = (column: string, values: readonly string[]): string[] => {
    const field = columnField(record, column);
    return field?.kind === "ref" ? values.map((id) => `${field.target} ${id}`) : [];
  };
  const inside = (part: Where): string[] => (isGroup(part) ? part.parts.flatMap(inside) : of(part.column, part.values));
  const all = [...Object.entries(conditions).flatMap(([column, ask]) => of(column, ask.values)), ...(where ? inside(where) : [])];
  return [...new Set(all)].slice(0, maxNames);
}

const known = new Map<string, string>();

/** Numbers of the records that a view mentions; "…" until they are read, and for those that the person may not see. */
export function useNames(record: AnyRecord, asked: Asked): NameOf {
  const client = useApolloClient();
  const [, setRead] = useState(0);
  const missing = mentioned(record, asked)
    .filter((name) => !known.has(name))
    .join(",");
  useEffect(() => {
    if (!missing) return;
    const reads = missing.split(",").map(async (name) => {
      const [target = "", id = ""] = name.split(" ");
      if (!isRecordName(target)) return;
      const { data } = await client.query<{ record: unknown }>({
        query: byIdDocument(target satisfies RecordName),
        variables: { id },
      });
      known.set(name, refOf(data?.record)?.number ?? "…");
    });
    void Promise.allSettled(reads).then(() => setRead((before) => before + 1));
  }, [client, missing]);
  return (target, id) => known.get(`${target} ${id}`) ?? "…";
}

/** The operator that a field is first asked by. */
export function firstOperator(field: Field): Operator {
  const [first] = operatorsOf(field);
  return first ?? "filled";
}

/** True when nothing is missing, so that it can be asked. */
export function isComplete({ op, values }: Ask): boolean {
  const wanted = takes(op);
  return wanted === "many" ? values.length > 0 : values.length === wanted && values.every((value) => value !== "");
}
