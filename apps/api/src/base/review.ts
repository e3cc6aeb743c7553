import type { Label, Rec, RecordName } from "@lotline/schema";
import type { Reader } from "./context.ts";

/** One line of what is known about an exception: shown beside it, with the record that it leads to. */
export interface Fact {
  readonly label: Label;
  readonly value: Label;
  /** False where the value is what the exception is about. */
  readonly ok?: boolean;
  /** A measured value with its limits, drawn on a ruler; decimal texts. */
  readonly scale?: { readonly value: string; readonly lower: string | null; readonly upper: string | null };
  readonly record?: RecordName;
  readonly number?: string;
}

/** Something a reviewer must have seen before deciding; it does not stand in the way of the decision. */
export interface Finding {
  /** Tells it from others of the same rule, e.g. the field or sample that it is about. */
  readonly key: string;
  readonly title: Label;
  readonly detail?: Label;
  readonly weight: "high" | "medium" | "low";
  readonly facts?: readonly Fact[];
}

/** A record under review, as far as every record is alike. */
export interface Reviewed {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** One rule of the review by exception (compliance.md §D): what it finds, for all rows at once. `record` none: of every type. */
export interface ReviewRule {
  readonly code: string;
  readonly record: RecordName | null;
  /** Why it is listed, as a sentence; stands below each finding. */
  readonly why: Label;
  /** From where the rule is taken. */
  readonly citation: string;
  readonly find: (
    reader: Reader,
    rows: readonly Reviewed[],
    record: RecordName,
  ) => Promise<ReadonlyMap<string, readonly Finding[]>>;
}

/** Declares a rule for one type of record, with its rows typed. */
export const reviewRule = <N extends RecordName>(spec: {
  code: string;
  record: N;
  why: Label;
  citation: string;
  find: (reader: Reader, rows: readonly Rec<N>[]) => Promise<ReadonlyMap<string, readonly Finding[]>>;
}): ReviewRule => ({
  ...spec,
  // The queue hands a rule rows of its own record type only.
  find: (reader, rows) => spec.find(reader, rows as unknown as readonly Rec<N>[]),
});

/** Findings by the id of their record. */
export function byRecord(found: readonly { readonly id: string; readonly finding: Finding }[]): Map<string, Finding[]> {
  const all = new Map<string, Finding[]>();
  for (const { id, finding } of found) all.set(id, [...(all.get(id) ?? []), finding]);
  return all;
}
