/** What the page of movements asks the server, and how its address becomes a filter. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label } from "@lotline/schema";
import type { Row } from "../../../kit/data/row.ts";
import { lotCellSelect } from "../../shared/cells.tsx";

export const keys = ["kind", "item", "lot", "location", "customer", "person", "document", "since", "until"] as const;
export type Keys = (typeof keys)[number];
export type Given = Readonly<Record<Keys, string>>;

export const groupings = ["kind", "item", "location", "month", "person"] as const;

export interface Line {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly record: string;
  readonly number: string;
  readonly lot: (Row & { readonly item: { readonly unit: { readonly symbol: string } | null } }) | null;
  readonly location: Row | null;
  readonly quantity: string;
  readonly person: { readonly title: Label } | null;
  readonly remark: string | null;
}

export interface Group {
  readonly key: string;
  readonly number: string;
  readonly nameEn: string | null;
  readonly nameZh: string | null;
  readonly unit: string;
  readonly lines: number;
  readonly came: string;
  readonly left: string;
}

type Filter = Readonly<Record<string, string | undefined>>;

/** The filter of the server: days are those of the firm. */
export function variablesOf({ since, until, ...given }: Given): Filter {
  const filter = { ...given, from: since, to: until };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
}

export const linesQuery: TypedDocumentNode<
  { movements: { readonly rows: readonly Line[]; readonly endCursor: string | null } },
  { first: number; after?: string; filter: Filter }
> = gql`
  query movements($first: Int!, $after: ID, $filter: MovementFilter) {
    movements(first: $first, after: $after, filter: $filter) {
      endCursor
      rows { id at kind record number quantity remark lot { ${lotCellSelect} } location { id number title { en zh } } person { id number title { en zh } } }
    }
  }
`;

export const totalsQuery: TypedDocumentNode<{ movementTotals: readonly Group[] }, { by: string; filter: Filter }> = gql`
  query movementTotals($by: String!, $filter: MovementFilter) {
    movementTotals(by: $by, filter: $filter) { key number nameEn nameZh unit lines came left }
  }
`;
