import type { Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { startAgain } from "../../../base/error.ts";
import type { Tx } from "../../../kernel/tx.ts";
import type { Source } from "../stock/types.ts";

export type HoldKind = Rec<"Hold">["kind"];

export interface SystemHold {
  readonly kind: HoldKind;
  readonly explanation: string;
  /** The record that is the cause, e.g. the NCR; the hold is linked to it. */
  readonly source: Source;
}

export interface ActiveHold {
  readonly id: string;
  readonly number: string;
  readonly kind: HoldKind;
  readonly explanation: string;
}

/** Makes the hold of a lot that the caller has locked. */
export async function makeHold(
  tx: Tx,
  lot: Rec<"Lot">,
  given: { kind: HoldKind; explanation: string; placedBySystem: string | null },
): Promise<Rec<"Hold">> {
  // A command's time is that of its start: waiting for the lock while the lot was released, its hold would be dated before the release.
  if (lot.releasedAt && lot.releasedAt > tx.now) throw startAgain("the lot was released after this command began");
  const hold = await tx.create("Hold", { ...given, lot: lot.id, site: lot.site });
  tx.emit("hold.placed", { hold: await tx.idOf(hold), lot: lot.id });
  return hold;
}

/** A hold that the system places because of another record; it has no placer, and its lot is locked first. */
export async function placeSystemHold(tx: Tx, lotId: string, { kind, explanation, source }: SystemHold): Promise<Rec<"Hold">> {
  const [lot] = await tx.lock("Lot", [lotId]);
  if (!lot) throw new Error("no lot");
  const hold = await makeHold(tx, lot, { kind, explanation: explanation.slice(0, 500), placedBySystem: source.number });
  await tx.link(["Hold", hold.id], [source.record, source.id], "causedBy");
  return hold;
}

/** The holds in force, by lot. */
export async function activeHolds(reader: Reader, lots: readonly string[]): Promise<Map<string, ActiveHold[]>> {
  const rows = await reader.sql<ActiveHold & { lot: string }>(
    `select h.id, h.number, h.kind, h.explanation, h.lot_id as lot from hold h
     where h.lot_id = any(?::bigint[]) and h.state = 'active' order by h.id`,
    [lots],
  );
  const byLot = Map.groupBy(rows, (row) => row.lot);
  return new Map(lots.map((lot) => [lot, byLot.get(lot) ?? []]));
}

/** Holds go with what is taken from a held lot; each copy names the hold it follows. */
export async function carryHolds(tx: Tx, from: readonly Rec<"Lot">[], to: Rec<"Lot">): Promise<void> {
  const holds = await activeHolds(
    tx,
    from.map((lot) => lot.id),
  );
  for (const lot of from)
    for (const { id, number, kind, explanation } of holds.get(lot.id) ?? []) {
      const copy = await makeHold(tx, to, {
        kind,
        explanation: explanation.slice(0, 500),
        placedBySystem: `${number} ${lot.number}`.slice(0, 60),
      });
      await tx.link(["Hold", copy.id], ["Hold", id], "carriedFrom");
    }
}
