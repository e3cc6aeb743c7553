/** What can be printed: a record type with its layout. The areas add theirs; the route prints with the rights of who asks. */
import type { Label, Rec, RecordName } from "@lotline/schema";
import type { Request } from "../read/request.ts";
import type { Sheet } from "./sheet.ts";

/** How one record type is printed. */
export interface Print<N extends RecordName = RecordName> {
  readonly record: N;
  readonly title: Label;
  /** Said across the pages of what may not be relied on yet; null for what is approved. */
  readonly mark: (row: Rec<N>) => Label | null;
  /** Lays the record out. What the person may not see is not in what it reads. */
  readonly layout: (sheet: Sheet, row: Rec<N>, request: Request) => Promise<void>;
}

const prints = new Map<string, Print>();

/** Adds the print of a record type; one for each. */
export function addPrint<N extends RecordName>(print: Print<N>): void {
  if (prints.has(print.record)) throw new Error(`${print.record} has two prints`);
  // Kept beside prints of other records; the route gives each its own rows.
  prints.set(print.record, print as unknown as Print);
}

/** The print of a record type, if it has one. */
export const printOf = (record: string): Print | undefined => prints.get(record);
