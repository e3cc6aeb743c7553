import type { Rec } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";
import { lastGoodDay, siteDay } from "../../master/index.ts";
import { type EventOf, post } from "../posting.ts";
import { type PlaceType, placeReasons, quantityOf, survey } from "./ground.ts";
import { createSerials, namedSerials } from "./serials.ts";
import { storageReasons } from "./storage.ts";
import type { Produce, Receive } from "./types.ts";

/**
 * A purchased lot, whatever its inspection will say, begins in quarantine on a quarantine location (REQ-GATE-01). The actor
 * becomes its receiver and may not release it.
 */
export async function receiveLot(tx: Tx, given: Receive): Promise<Rec<"Lot">> {
  const lot = await makeLot(tx, given, {
    supplier: given.supplier,
    supplierLot: given.supplierLot,
    receivedOn: given.receivedOn ?? (await siteDay(tx, (await tx.get("Location", given.location)).site)),
  });
  await arrive(tx, lot, given, "supplier");
  tx.duty("Lot", lot.id, "receiver");
  return lot;
}

/**
 * The output of a work order: a lot in quarantine that comes out of the order's event, into which its issues went. The good
 * quantity only; what the process lost stands on the order. The actor becomes its performer.
 */
export async function produceLot(tx: Tx, given: Produce): Promise<Rec<"Lot">> {
  const lot = await makeLot(tx, given, {});
  await arrive(tx, lot, given, "output");
  tx.duty("Lot", lot.id, "performer");
  return lot;
}

async function makeLot(
  tx: Tx,
  given: Receive | Produce,
  from: Partial<Pick<Receive, "supplier" | "supplierLot" | "receivedOn">>,
): Promise<Rec<"Lot">> {
  const place = await tx.get("Location", given.location);
  const item = await tx.get("Item", given.item);
  const lot = await tx.create("Lot", {
    number: given.number,
    item: given.item,
    itemRevision: given.itemRevision ?? null,
    isFinishedDevice: item.itemClass === "finished",
    ...from,
    quantityMade: given.quantity,
    madeOn: given.madeOn ?? null,
    expiresOn: given.expiresOn ?? (await shelfLifeEnd(tx, given)),
    site: place.site,
  });
  await tx.flush();
  return lot;
}

async function shelfLifeEnd(tx: Tx, { itemRevision, madeOn }: Receive | Produce): Promise<string | null> {
  if (!itemRevision || !madeOn) return null;
  const { shelfLifeMonths } = await tx.get("ItemRevision", itemRevision);
  return shelfLifeMonths === null ? null : lastGoodDay(madeOn, shelfLifeMonths);
}

const eventOf = (from: PlaceType): { event: EventOf } | undefined =>
  from === "output" ? { event: { kind: "production" } } : undefined;

async function arrive(tx: Tx, made: Rec<"Lot">, given: Receive | Produce, from: "supplier" | "output"): Promise<void> {
  const ground = await survey(tx, [made.id], [given.location], [from]);
  const lot = ground.lot(made.id);
  const place = ground.place(given.location);
  tx.require([
    ...placeReasons("LOCATION_NOT_QUARANTINE", [place], ["quarantine"]),
    ...(await storageReasons(tx, [{ lot, place }], ["quarantine"])),
  ]);
  const quantity = quantityOf(tx, lot, given.quantity);
  const units = namedSerials(tx, lot, quantity, given.serials);
  await createSerials(tx, lot, made, ground.outside(from), units);
  await post(tx, {
    kind: from === "supplier" ? "receive" : "output",
    source: given.source,
    remark: given.remark,
    lines: [
      { lot, place: ground.outside(from), quantity: quantity.negated() },
      { lot, place, quantity },
    ],
    serials: [{ lot, serials: units, from: ground.outside(from), to: place }],
    ...eventOf(from),
    edges: from === "output" ? [{ lot: lot.id, quantity, direction: "out" }] : [],
  });
}
