/** What the retention page asks for. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label } from "@lotline/schema";

export interface Reason {
  readonly text: Label;
  readonly clause: string;
}

export interface KeptClass {
  readonly class: string;
  readonly all: number;
  readonly passed: number;
  readonly ending: number;
  readonly permanent: number;
  readonly held: number;
  readonly rules: readonly Reason[];
}

export interface KeptRow {
  readonly recordId: string;
  readonly record: string;
  readonly number: string;
  readonly class: string;
  readonly until: string | null;
  readonly why: Reason;
  readonly held: readonly string[];
}

export interface Kept {
  readonly today: string;
  readonly total: number;
  readonly classes: readonly KeptClass[];
  readonly rows: readonly KeptRow[];
  readonly endCursor: string | null;
}

type Vars = Readonly<Partial<Record<"after" | "until" | "class" | "show", string>>> & { readonly first: number };

export const retentionQuery: TypedDocumentNode<{ retention: Kept }, Vars> = gql`
  query retention($first: Int!, $after: String, $until: String, $class: String, $show: String) {
    retention(first: $first, after: $after, until: $until, class: $class, show: $show) {
      today total endCursor
      classes { class all passed ending permanent held rules { text { en zh } clause } }
      rows { recordId record number class until why { text { en zh } clause } held }
    }
  }
`;
