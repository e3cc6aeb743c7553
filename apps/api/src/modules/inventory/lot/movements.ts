import type { Reader } from "../../../base/context.ts";

/** One line of the ledger as a person reads it. */
export interface LotMovement {
  readonly id: string;
  readonly posting: string;
  readonly at: Date;
  readonly kind: string;
  readonly record: string;
  readonly number: string;
  readonly location: string;
  readonly quantity: string;
  readonly customer: string | null;
  readonly person: string;
  readonly remark: string | null;
  /** The posting that this one takes back, and the one that takes this back. */
  readonly reverses: string | null;
  readonly reversedBy: string | null;
}

export const mostMovements = 200;

/** The lines of a lot, newest first, after a known one. Keyset on the index (lot, id). */
export async function movementsOf(reader: Reader, lot: string, first: number, after: string | null): Promise<LotMovement[]> {
  const rows = await reader.sql<Omit<LotMovement, "at"> & { at: string | Date }>(
    `select m.id, p.id as posting, m.at, p.kind, p.record_type as record, p.record_number as number, m.location_id as location,
       m.quantity::text, m.customer_id as customer, m.actor_id as person, p.remark, p.reverses_id as reverses, r.id as "reversedBy"
     from movement m join posting p on p.id = m.posting_id left join posting r on r.reverses_id = p.id
     where m.lot_id = ? and m.id < ? order by m.id desc limit ?`,
    [lot, after ?? "9223372036854775807", Math.min(Math.max(first, 1), mostMovements)],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
