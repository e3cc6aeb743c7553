import type { Label } from "@lotline/schema";
import type { Reader } from "./context.ts";

/** What moved or was held, as a line of the history of a record. */
export interface Moved {
  readonly id: string;
  readonly label: Label;
  readonly record: string;
  readonly number: string;
  readonly lot?: string | null;
  readonly quantity?: string | null;
  readonly unit?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly remark?: string | null;
}

/** What an area adds to the history of records besides their changes: rows of its own, found by record. */
export interface HistorySource {
  /** The word of its rows in the order: "move", "hold". */
  readonly kind: string;
  /** A statement of rows (at, command_id, id, actor_id) with one parameter, the record's id; null when the record has none. */
  readonly keys: (record: string, reader: Reader) => string | null;
  /** The rows by id. */
  readonly load: (
    reader: Reader,
    ids: readonly string[],
    record: string,
    id: string,
  ) => Promise<ReadonlyMap<string, readonly Moved[]>>;
}
