/** What the pages about the performance of suppliers ask for. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label, Search } from "@lotline/schema";
import { type Kpi, kpiSelect } from "../../shared/kpi/KpiBoard.tsx";

export interface ComparedFigure {
  readonly name: string;
  readonly value: string | null;
  readonly rows: number;
  readonly counted: number | null;
  readonly address: Search;
}

export interface Score {
  readonly score: string | null;
  readonly limit: string;
  readonly isBelow: boolean;
  readonly parts: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly weight: string;
    readonly points: string | null;
  }[];
}

/** A supplier or an item with its figures. */
export interface Compared {
  readonly id: string;
  readonly number: string;
  readonly title: Label;
  readonly score: Score;
  readonly figures: readonly ComparedFigure[];
}

export interface Performance {
  readonly from: string;
  readonly to: string;
  readonly score: Score;
  readonly figures: readonly Kpi[];
  readonly items: readonly Compared[];
}

export interface Comparison {
  readonly from: string;
  readonly to: string;
  readonly suppliers: readonly Compared[];
}

const scored = "score { score limit isBelow parts { name value weight points } }";
const compared = `id number title { en zh } ${scored} figures { name value rows counted address }`;

export const performanceQuery: TypedDocumentNode<{ supplierPerformance: Performance }, { supplier: string }> = gql`
  query supplierPerformancePage($supplier: ID!) {
    supplierPerformance(supplier: $supplier) { from to ${scored} figures { ${kpiSelect} } items { ${compared} } }
  }
`;

export const comparisonQuery: TypedDocumentNode<{ supplierComparison: Comparison }, Record<string, never>> = gql`
  query supplierComparisonPage { supplierComparison { from to suppliers { ${compared} } } }
`;
