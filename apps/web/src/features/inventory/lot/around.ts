/** What stands around a lot: its inspections and nonconformities, and how far its genealogy reaches. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import { useEffect, useRef } from "react";
import type { Ref } from "../../../kit/data/row.ts";
import { type Failure, failureOf } from "../../../kit/failure.ts";
import { useMay } from "../../../kit/session.tsx";

interface Found {
  readonly totalCount: number;
  readonly edges: readonly {
    readonly node: {
      readonly id: string;
      readonly number: string;
      readonly state: string;
      readonly result?: string | null;
      readonly skipRule?: Ref | null;
      readonly disposition?: string | null;
    };
  }[];
}
interface Reach {
  readonly complete: boolean;
  readonly rows: readonly { readonly level: number; readonly lots: number }[];
}
export interface Around {
  readonly inspections?: Found;
  readonly nonconformities?: Found;
  readonly madeFrom: Reach;
  readonly goesInto: Reach;
}

export const aroundQuery: TypedDocumentNode<Around, { lot: string; inspections: boolean; nonconformities: boolean }> = gql`
  query aroundLot($lot: ID!, $inspections: Boolean!, $nonconformities: Boolean!) {
    inspections(filter: { lot: { in: [$lot] } }, sort: ["-createdAt"], first: 8) @include(if: $inspections) {
      totalCount
      edges { node { id number state result skipRule { id number title { en zh } } } }
    }
    nonconformities(filter: { lot: { in: [$lot] } }, sort: ["-createdAt"], first: 8) @include(if: $nonconformities) {
      totalCount
      edges { node { id number state disposition } }
    }
    madeFrom: trace(direction: BACKWARD, record: "Lot", id: $lot) { complete rows { level lots } }
    goesInto: trace(direction: FORWARD, record: "Lot", id: $lot) { complete rows { level lots } }
  }
`;

/** Reads it, and reads it again when the lot was read again. */
export function useAround(row: { readonly id: string }): { around: Around | undefined; failure: Failure | undefined } {
  const may = useMay();
  const variables = {
    lot: row.id,
    inspections: may(registry.Inspection.read),
    nonconformities: may(registry.Nonconformity.read),
  };
  const { data, error, refetch } = useQuery(aroundQuery, { variables, fetchPolicy: "no-cache" });
  const read = useRef(row);
  useEffect(() => {
    if (read.current === row) return;
    read.current = row;
    void refetch().catch(() => undefined);
  }, [row, refetch]);
  return { around: data, failure: error && failureOf(error) };
}
