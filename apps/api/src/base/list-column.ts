import type { Label, RecordName } from "@lotline/schema";
import type { Reader } from "./context.ts";

/** What such a column says of a row: words in both languages, or a number as exact text. */
export type ColumnValue = Label | string;

/** A column that a record file names as further one of its list (`list.extra`), read for all rows of a batch at once. */
export interface ListColumn {
  readonly record: RecordName;
  readonly name: string;
  /** By the id of the row; absent where there is nothing to say. */
  readonly load: (reader: Reader, ids: readonly string[]) => Promise<ReadonlyMap<string, ColumnValue>>;
}
