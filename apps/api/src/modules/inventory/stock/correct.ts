import { because, type Reason } from "@lotline/schema";
import { notFound } from "../../../base/error.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Edge, type Line, type NewPosting, post } from "../posting.ts";
import { amount } from "./amount.ts";
import { notThere } from "./deliver.ts";
import { placeReasons, quantityOf, shelves, survey } from "./ground.ts";
import { serialsBack } from "./serials.ts";
import type { Count, Reverse } from "./types.ts";

/**
 * Books what was counted on a shelf when it differs from the ledger; the difference is unaccounted for and stays visible.
 * Answers null when nothing differs.
 */
export async function count(tx: Tx, { lot: id, location, counted, source, remark }: Count): Promise<string | null> {
  // Exclusive: the difference is computed from the balance and must still be it when it is written.
  await tx.lock("Lot", [id]);
  const ground = await survey(tx, [id], [location], ["adjustment"]);
  const lot = ground.lot(id);
  const place = ground.place(location);
  tx.require(placeReasons("LOCATION_NOT_A_SHELF", [place], shelves));
  const [row] = await tx.sql<{ quantity: string }>("select quantity from balance where lot_id = ? and location_id = ?", [
    id,
    location,
  ]);
  const found = amount(counted).isZero() ? amount(0) : quantityOf(tx, lot, counted);
  const difference = found.minus(row?.quantity ?? "0");
  if (difference.isZero()) return null;
  return post(tx, {
    kind: "count",
    source,
    remark,
    lines: [
      { lot, place, quantity: difference },
      { lot, place: ground.outside("adjustment"), quantity: difference.negated() },
    ],
  });
}

interface PostingRow {
  kind: NewPosting["kind"];
  event_id: string | null;
  reversed: boolean;
}

/** The counter-posting of a posting, once. What was wrong stays in the ledger beside its correction, edges included. */
export async function reverse(tx: Tx, { posting: id, source, remark }: Reverse): Promise<string> {
  const [posting] = await tx.sql<PostingRow>(
    "select p.kind, p.event_id, exists (select from posting r where r.reverses_id = p.id) as reversed from posting p where p.id = ?",
    [id],
  );
  if (!posting) throw notFound("Posting", id);
  tx.require(reverseReasons(posting));
  const lines = await tx.sql<{ lot: string; place: string; customer: string | null; quantity: string }>(
    "select lot_id as lot, location_id as place, customer_id as customer, quantity from movement where posting_id = ? order by id",
    [id],
  );
  const edges = await tx.sql<{ lot: string; quantity: string; inward: boolean }>(
    "select lot_id as lot, quantity, src_id > 0 as inward from lot_edge where posting_id = ? order by id",
    [id],
  );
  const lots = lines.map((line) => line.lot);
  if (lines.some((line) => line.customer !== null)) await tx.lock("Lot", lots);
  const ground = await survey(
    tx,
    lots,
    lines.map((line) => line.place),
    [],
  );
  const taken = lines.map(
    ({ lot, place, quantity, customer }): Line => ({
      lot: ground.lot(lot),
      place: ground.place(place),
      quantity: amount(quantity).negated(),
      customer,
    }),
  );
  tx.require(await customersLack(tx, taken));
  return post(tx, {
    kind: "reverse",
    source,
    remark,
    lines: taken,
    serials: await serialsBack(tx, id, ground),
    ...(posting.event_id ? { event: { id: posting.event_id } } : {}),
    edges: edges.map(
      ({ lot, quantity, inward }): Edge => ({ lot, quantity: amount(quantity).negated(), direction: inward ? "in" : "out" }),
    ),
    reverses: id,
  });
}

// What has come back from a customer already is no longer there to be un-shipped.
async function customersLack(tx: Tx, lines: readonly Line[]): Promise<Reason[]> {
  const leaving = lines.filter((line) => line.customer && line.quantity.isNegative());
  const groups = Map.groupBy(leaving, (line) => `${line.customer} ${line.place.type}`);
  const reasons: Reason[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    if (!first?.customer) continue;
    const asked = group.map(({ lot, quantity }) => ({ lot, quantity: quantity.negated() }));
    reasons.push(...(await notThere(tx, first.customer, asked, first.place.type)));
  }
  return reasons;
}

function reverseReasons({ kind, reversed }: PostingRow): Reason[] {
  if (reversed) return [because("ALREADY_REVERSED", "This posting has been reversed already.", "该过账已冲销。")];
  return kind === "reverse"
    ? [because("NOT_REVERSIBLE", "A reversal is not reversed; post again instead.", "冲销不可再冲销，请重新过账。")]
    : [];
}
