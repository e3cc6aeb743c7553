import type { Reader } from "../../../base/context.ts";

/** One posting behind an edge of the genealogy: which document, how much, who, when. */
export interface Why {
  readonly posting: string;
  readonly kind: string;
  readonly record: string;
  readonly number: string;
  readonly quantity: string;
  readonly person: string;
  readonly at: Date;
}

const node = /^(?:e?)[1-9]\d{0,17}$/;

// "e12" of the picture is the event 12, a negative number in the table.
const numberOf = (id: string): string | null => (node.test(id) ? id.replace(/^e/, "-") : null);

/** Why two nodes of the picture are joined: all postings that made the edge, and those that took it back. */
export async function whyOf(reader: Reader, from: string, to: string): Promise<Why[]> {
  const [src, dst] = [numberOf(from), numberOf(to)];
  if (src === null || dst === null) return [];
  const rows = await reader.sql<Omit<Why, "at"> & { at: string | Date }>(
    `select p.id as posting, p.kind, p.record_type as record, p.record_number as number, e.quantity::text, e.actor_id as person, e.at
     from lot_edge e join posting p on p.id = e.posting_id where e.src_id = ? and e.dst_id = ? order by e.id limit 200`,
    [src, dst],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
