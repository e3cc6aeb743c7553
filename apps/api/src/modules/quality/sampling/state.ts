import type { Rec } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";

type State = Rec<"SamplingState">;

/** The severity record of an item of a supplier, made at normal when there is none yet (9.1). */
export async function stateOfPair(tx: Tx, item: string, supplier: string | null): Promise<State> {
  const found = await tx.findOne("SamplingState", { item: item as State["item"], supplier: supplier as State["supplier"] });
  if (found) return found;
  // Two first lots of a pair at once: the second waits here and finds the record of the first.
  const [locked] = await tx.lock("Item", [item]);
  const again = await tx.findOne("SamplingState", { item: item as State["item"], supplier: supplier as State["supplier"] });
  if (again) return again;
  const source = supplier === null ? "OWN" : (await tx.get("Supplier", supplier)).number;
  return tx.create("SamplingState", {
    number: `SW-${locked?.number}-${source}`,
    item,
    supplier,
    recent: null,
    rejectedTightened: 0,
    score: 0,
    since: tx.now,
  });
}
