/** What the page about the quality of reviews asks the server, and its shapes. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label } from "@lotline/schema";

/** The numbers that open their rows; the names are those of the server. */
export const counted = [
  "decisions",
  "timed",
  "clean",
  "withException",
  "sawExceptions",
  "sawEvidence",
  "sawRecord",
  "together",
  "sentBack",
  "asked",
  "overturned",
] as const;
export type Counted = (typeof counted)[number];

/** How somebody reviewed, all types of record or one. */
export interface Measure extends Readonly<Record<Counted, number>> {
  readonly record: string | null;
  readonly medianSeconds: number | null;
  readonly ninthSeconds: number | null;
  readonly cleanSeconds: number | null;
}

export interface Reviewer {
  readonly person: { readonly id: string; readonly number: string; readonly name: Label };
  readonly all: Measure;
  readonly byRecord: readonly Measure[];
}

export interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly record?: string | undefined;
}

const measured = `record ${counted.join(" ")} medianSeconds ninthSeconds cleanSeconds`;

export const qualityQuery: TypedDocumentNode<
  { readonly quality: { readonly from: string; readonly to: string; readonly reviewers: readonly Reviewer[] } },
  Span
> = gql`
  query reviewQualityPage($from: String, $to: String, $record: String) {
    quality: reviewQuality(from: $from, to: $to, record: $record) {
      from to reviewers { person { id number name { en zh } } all { ${measured} } byRecord { ${measured} } }
    }
  }
`;

/** One decision behind a number. */
export interface Decision {
  readonly id: string;
  readonly at: string;
  readonly record: string;
  readonly number: string;
  readonly action: string;
  readonly outcome: string;
  readonly seconds: number;
  readonly findings: number;
  readonly overturnedBy: Label | null;
  readonly overturnedAt: string | null;
}

export const decisionsQuery: TypedDocumentNode<
  { readonly page: { readonly rows: readonly Decision[]; readonly next: string | null } },
  Span & { person: string; figure: string; after?: string }
> = gql`
  query reviewDecisionsPage($person: ID!, $figure: String!, $from: String, $to: String, $record: String, $after: ID) {
    page: reviewDecisions(person: $person, figure: $figure, from: $from, to: $to, record: $record, after: $after) {
      next rows { id at record number action outcome seconds findings overturnedBy { en zh } overturnedAt }
    }
  }
`;

/** Minutes and seconds. */
export const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
