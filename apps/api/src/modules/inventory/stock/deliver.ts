import { because, type Reason } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";
import { type Line, post } from "../posting.ts";
import { type Amount, amount, sum } from "./amount.ts";
import { type PlaceType, placeReasons, quantityOf, type StockLot, shippable, survey } from "./ground.ts";
import { namedSerials, serialsInTransit } from "./serials.ts";
import { storageReasons } from "./storage.ts";
import type { Deliver, Return, Ship } from "./types.ts";
import { passTo, type Take, takesOf, useReasons } from "./use.ts";

/** To one customer: only usable lots, at once or through "in transit". */
export async function ship(tx: Tx, { customer, lines, source, remark, into = "customer" }: Ship): Promise<string> {
  const ground = await survey(
    tx,
    lines.map((line) => line.lot),
    lines.map((line) => line.location),
    [into],
  );
  const takes = takesOf(tx, ground, lines);
  tx.require(await useReasons(tx, takes, shippable));
  return post(tx, { kind: "ship", source, remark, ...passTo(takes, ground.outside(into), customer) });
}

/** What was in transit to the customer has arrived. A fact: a hold placed meanwhile does not undo it. */
export async function deliver(tx: Tx, { customer, lines, source, remark }: Deliver): Promise<string> {
  const lots = lines.map((line) => line.lot);
  // Exclusive, because the limit is a sum over movements and no balance row of its own.
  await tx.lock("Lot", lots);
  const ground = await survey(tx, lots, [], ["transit", "customer"]);
  const transit = ground.outside("transit");
  const takes: Take[] = [];
  for (const { lot: id, quantity: given, serials } of lines) {
    const lot = ground.lot(id);
    const quantity = quantityOf(tx, lot, given);
    const named = namedSerials(tx, lot, quantity, serials);
    // All that is on the way needs no naming.
    const units = lot.serialTracked && named.length === 0 ? await serialsInTransit(tx, id, customer) : named;
    takes.push({ lot, place: transit, quantity, serials: units });
  }
  tx.require(await notThere(tx, customer, takes, "transit"));
  const { lines: passed, serials } = passTo(takes, ground.outside("customer"), customer);
  const posted = passed.map((line) => ({ ...line, customer }));
  return post(tx, { kind: "deliver", source, remark, lines: posted, serials });
}

/** Back from the customer, into quarantine: never more than that customer has of the lot. */
export async function returnFrom(tx: Tx, { customer, lines, source, remark }: Return): Promise<string> {
  const lots = lines.map((line) => line.lot);
  await tx.lock("Lot", lots);
  const ground = await survey(
    tx,
    lots,
    lines.map((line) => line.location),
    ["customer"],
  );
  const takes = takesOf(tx, ground, lines);
  tx.require([
    ...placeReasons(
      "LOCATION_NOT_QUARANTINE",
      takes.map((take) => take.place),
      ["quarantine"],
    ),
    ...(await storageReasons(tx, takes, ["quarantine"])),
    ...(await notThere(tx, customer, takes, "customer")),
  ]);
  const from = ground.outside("customer");
  const posted = takes.flatMap(({ lot, place, quantity }): Line[] => [
    { lot, place: from, quantity: quantity.negated(), customer },
    { lot, place, quantity },
  ]);
  const units = takes.map(({ lot, place, serials }) => ({ lot, serials, from, to: place }));
  return post(tx, { kind: "return", source, remark, lines: posted, serials: units });
}

export interface Asked {
  readonly lot: StockLot;
  readonly quantity: Amount;
}

/** What one customer does not have of the lots, at their place or on the way; the caller has locked the lots exclusively. */
export async function notThere(tx: Tx, customer: string, asked: readonly Asked[], where: PlaceType): Promise<Reason[]> {
  const lots = Map.groupBy(asked, ({ lot }) => lot.id);
  const rows = await tx.sql<{ lot_id: string; quantity: string }>(
    `select m.lot_id, sum(m.quantity) as quantity from movement m join location p on p.id = m.location_id
     where m.lot_id = any(?::bigint[]) and m.customer_id = ? and p.type = ? group by m.lot_id`,
    [[...lots.keys()], customer, where],
  );
  const there = new Map(rows.map((row) => [row.lot_id, row.quantity]));
  return [...lots.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { lot } = first;
    const has = amount(there.get(lot.id) ?? "0");
    const wanted = sum(group.map(({ quantity }) => quantity));
    if (has.greaterThanOrEqualTo(wanted)) return [];
    const [en, zh] =
      where === "transit" ? ["are in transit to this customer", "在途至该客户"] : ["are at this customer", "在该客户处"];
    return [
      because(
        where === "transit" ? "NOT_IN_TRANSIT" : "NOT_AT_CUSTOMER",
        `Of ${lot.number} only ${has.toFixed()} ${lot.unit} ${en}; ${wanted.toFixed()} are given.`,
        `${lot.number} 仅有 ${has.toFixed()} ${lot.unit} ${zh}，所填为 ${wanted.toFixed()}。`,
        "Lot",
        lot.number,
      ),
    ];
  });
}
