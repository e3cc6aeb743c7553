import { because, type Reason, readSerials } from "@lotline/schema";
import { notFound } from "../../../base/error.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Edge, type Line, type NewPosting, post } from "../posting.ts";
import { amount, zero } from "./amount.ts";
import { notThere } from "./deliver.ts";
import { type Place, placeReasons, shelves, survey } from "./ground.ts";
import { serialsBack } from "./serials.ts";
import type { Count, Reverse } from "./types.ts";
import { passTo, type Take } from "./use.ts";

/**
 * Books the differences of a count in one posting; what is missing is unaccounted for and stays visible. Answers null when nothing
 * differs.
 */
export async function count(tx: Tx, { lines: counted, source, remark }: Count): Promise<string | null> {
  if (counted.length === 0) return null;
  const lots = counted.map((line) => line.lot);
  await tx.lock("Lot", lots);
  const ground = await survey(
    tx,
    lots,
    counted.map((line) => line.location),
    ["adjustment"],
  );
  const aside = ground.outside("adjustment");
  const places = counted.map((line) => ground.place(line.location));
  tx.require(placeReasons("LOCATION_NOT_A_SHELF", [...new Set(places)], shelves));
  const passes = counted.flatMap((line): { take: Take; to: Place }[] => {
    const [lot, place, difference] = [ground.lot(line.lot), ground.place(line.location), amount(line.difference)];
    const [missing, extra] = [unitsIn(line.missing), unitsIn(line.extra)];
    const [lost, found] = lot.serialTracked
      ? [amount(missing.length), amount(extra.length)]
      : [difference.isNegative() ? difference.negated() : zero, difference.isNegative() ? zero : difference];
    return [
      { take: { lot, place, quantity: lost, serials: missing }, to: aside },
      { take: { lot, place: aside, quantity: found, serials: extra }, to: place },
    ].filter(({ take }) => !take.quantity.isZero());
  });
  if (passes.length === 0) return null;
  const passed = passes.map(({ take, to }) => passTo([take], to));
  const [lines, serials] = [passed.flatMap((one) => one.lines), passed.flatMap((one) => one.serials)];
  return post(tx, { kind: "count", source, remark, lines, serials });
}

// Written by the count itself.
function unitsIn(text: string | null | undefined): readonly string[] {
  const read = readSerials(text ?? "");
  return read.ok ? read.serials : [];
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
