import type { New, Rec } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";
import { siteDay } from "../../master/index.ts";

/** What the system saw; the person whose act showed it is the finder. */
export interface SeenBySystem
  extends Pick<New<"Deviation">, "site" | "description" | "kind" | "place" | "containment" | "item" | "equipment"> {
  /** The lots concerned; each is held in the same transaction, with cause "excursion" for that kind, else "investigation". */
  readonly lots: readonly string[];
  /** The number of the record in which it showed, e.g. the receipt. */
  readonly source: string;
}

/**
 * Opens a deviation inside another command, with a hold on each of its lots (REQ-QEV-01): the cold-chain reading of a receipt, a
 * step out of limits. The caller has locked the lots or made them itself.
 */
export async function openDeviation(tx: Tx, { lots, source, description, ...seen }: SeenBySystem): Promise<Rec<"Deviation">> {
  return tx.create("Deviation", {
    ...seen,
    description: description.slice(0, 300),
    foundOn: await siteDay(tx, seen.site),
    openedBySystem: source.slice(0, 60),
    // Child rows go with their head when it is made.
    ...{ lots: lots.map((lot) => ({ lot })) },
  });
}
