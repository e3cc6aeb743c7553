import { because, type Reason } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";
import { usability } from "../lot/usable.ts";
import { type Line, post } from "../posting.ts";
import { type Amount, sum } from "./amount.ts";
import {
  apart,
  type Ground,
  issuable,
  type Place,
  type PlaceType,
  placeReasons,
  quantityOf,
  type StockLot,
  shelves,
  survey,
} from "./ground.ts";
import { namedSerials, type SerialMove } from "./serials.ts";
import { storageReasons } from "./storage.ts";
import type { Issue, Move, Stock, Use } from "./types.ts";

/** What is asked of one lot at one shelf, checked. */
export interface Take {
  readonly lot: StockLot;
  readonly place: Place;
  readonly quantity: Amount;
  readonly serials: readonly string[];
}

export const takesOf = (tx: Tx, ground: Ground, lines: readonly Stock[]): Take[] =>
  lines.map((line) => {
    const lot = ground.lot(line.lot);
    const quantity = quantityOf(tx, lot, line.quantity);
    return { lot, place: ground.place(line.location), quantity, serials: namedSerials(tx, lot, quantity, line.serials) };
  });

/** From where it is to one place: the two lines of each take, and its units. `customer` has what goes there. */
export const passTo = (
  takes: readonly Take[],
  to: Place,
  customer?: string,
): { readonly lines: readonly Line[]; readonly serials: readonly SerialMove[] } => ({
  lines: takes.flatMap(({ lot, place, quantity }) => [
    { lot, place, quantity: quantity.negated() },
    { lot, place: to, quantity, ...(customer ? { customer } : {}) },
  ]),
  serials: takes.map(({ lot, place, serials }) => ({ lot, serials, from: place, to, customer })),
});

/** Every reason for which the lots may not be used or not be taken from where they stand (REQ-GATE-02, REQ-GATE-18). */
export async function useReasons(tx: Tx, takes: readonly Take[], from: readonly PlaceType[]): Promise<Reason[]> {
  const answers = await usability(
    tx,
    takes.map((take) => take.lot.id),
  );
  const places = [...new Set(takes.map((take) => take.place))];
  return [...[...answers.values()].flat(), ...placeReasons("LOCATION_NOT_FOR_USE", places, from)];
}

/** Material into a work order: only usable lots, into the order's one event. */
export async function issue(tx: Tx, { source, remark, lines }: Issue): Promise<string> {
  const ground = await survey(
    tx,
    lines.map((line) => line.lot),
    lines.map((line) => line.location),
    ["consumed"],
  );
  const takes = takesOf(tx, ground, lines);
  tx.require(await useReasons(tx, takes, issuable));
  const byLot = Map.groupBy(takes, (take) => take.lot.id);
  return post(tx, {
    kind: "issue",
    source,
    remark,
    ...passTo(takes, ground.outside("consumed")),
    event: { kind: "production" },
    edges: [...byLot].map(([lot, group]) => ({ lot, quantity: sum(group.map((take) => take.quantity)), direction: "in" })),
  });
}

/** Thrown away, whatever its status; only from our shelves. */
export const scrap = (tx: Tx, given: Use): Promise<string> => useUp(tx, given, "scrap");

/** Used up in tests, whatever its status. */
export const sample = (tx: Tx, given: Use): Promise<string> => useUp(tx, given, "sample");

/** What was received goes back to its supplier, whatever its status; only from our shelves, and only a purchased lot. */
export async function returnToSupplier(tx: Tx, given: Use): Promise<string> {
  const lot = await tx.get("Lot", given.lot);
  if (lot.supplier === null)
    tx.require([
      because(
        "NO_SUPPLIER",
        `Lot ${lot.number} was not purchased; it cannot be returned to a supplier.`,
        `批 ${lot.number} 并非采购所得，不能退供应商。`,
        "Lot",
        lot.number,
      ),
    ]);
  return useUp(tx, given, "returnToSupplier");
}

const goesTo = { scrap: "scrap", sample: "sample", returnToSupplier: "supplier" } as const;

async function useUp(tx: Tx, given: Use, kind: keyof typeof goesTo): Promise<string> {
  const ground = await survey(tx, [given.lot], [given.location], [goesTo[kind]]);
  const takes = takesOf(tx, ground, [given]);
  tx.require(
    placeReasons(
      "LOCATION_NOT_A_SHELF",
      takes.map((take) => take.place),
      shelves,
    ),
  );
  return post(tx, { kind, source: given.source, remark: given.remark, ...passTo(takes, ground.outside(goesTo[kind])) });
}

/** Back from sampling, unused: never more than was sampled. What may not be used goes to places that stand apart. */
export async function returnSample(tx: Tx, given: Use): Promise<string> {
  const ground = await survey(tx, [given.lot], [given.location], ["sample"]);
  const takes = takesOf(tx, ground, [given]);
  const [lot, place] = [ground.lot(given.lot), ground.place(given.location)];
  const blocked = ((await usability(tx, [lot.id])).get(lot.id) ?? []).length > 0;
  const types = blocked ? apart : shelves;
  tx.require([
    ...placeReasons(blocked ? "LOCATION_NOT_APART" : "LOCATION_NOT_A_SHELF", [place], types),
    ...(await storageReasons(tx, [{ lot, place }], types)),
  ]);
  const back = takes.map((take) => ({ ...take, place: ground.outside("sample") }));
  return post(tx, { kind: "sampleReturn", source: given.source, remark: given.remark, ...passTo(back, place) });
}

/** From shelf to shelf of one site. What may not be used may only go to places that stand apart. */
export async function move(tx: Tx, { lot, from, to, quantity, serials, source, remark }: Move): Promise<string> {
  const ground = await survey(tx, [lot], [from, to], []);
  const takes = takesOf(tx, ground, [{ lot, location: from, quantity, serials }]);
  const target = ground.place(to);
  const blockers = (await usability(tx, [lot])).get(lot) ?? [];
  const mayGo = blockers.length > 0 ? placeReasons("LOCATION_NOT_APART", [target], apart) : [];
  tx.require([
    ...placeReasons("LOCATION_NOT_A_SHELF", [...new Set([ground.place(from), target])], shelves),
    ...(from === to ? [because("LOCATION_SAME", "It stands there already.", "已在该库位。", "Location", target.number)] : []),
    // The place alone would not say why: with it comes what makes the lot unusable.
    ...(mayGo.length > 0 && shelves.includes(target.type) ? [...blockers, ...mayGo] : []),
    ...(await storageReasons(tx, [{ lot: ground.lot(lot), place: target }], blockers.length > 0 ? apart : shelves)),
  ]);
  return post(tx, { kind: "move", source, remark, ...passTo(takes, target) });
}
