/** What a batch does with its rows: records are made, or those that exist changed; for the rehearsal and for the commit alike. */
import { createAll } from "../../../kernel/lifecycle.ts";
import type { Tx } from "../../../kernel/tx.ts";
import type { Batch, BatchRow } from "./batch.ts";
import { type Changed, changeRecord } from "./change.ts";

/** A record that a row made. */
export interface Made {
  readonly id: string;
  readonly number: string;
  readonly version: number;
}

/** Does what rows say, in their order; the answers stand in the order of the rows. */
export async function makeRows(tx: Tx, batch: Batch, rows: readonly BatchRow[]): Promise<readonly (Made | Changed)[]> {
  if (batch.mode === "create")
    return (await createAll(
      tx,
      batch.record,
      rows.map(({ input }) => input),
    )) as readonly Made[];
  const changed: Changed[] = [];
  for (const row of rows) changed.push(await changeRecord(tx, batch, row));
  return changed;
}
