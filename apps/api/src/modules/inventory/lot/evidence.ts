import type { Json, Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";

/** Something a release rests on that a higher area knows: inspection results, the batch record. */
export interface EvidenceSource {
  readonly name: string;
  readonly read: (reader: Reader, lot: Rec<"Lot">) => Promise<Json>;
}

const sources: EvidenceSource[] = [];

/** Adds to what a release rests on; called once where the higher area is declared. */
export const addReleaseEvidence = (source: EvidenceSource): void => {
  if (!sources.some((known) => known.name === source.name)) sources.push(source);
};

/** The evidence set of a release (REQ-GATE-17): part of what is signed, and kept on the lot. Ordered, so that it hashes alike. */
export async function releaseEvidenceOf(reader: Reader, lot: Rec<"Lot">): Promise<{ readonly [name: string]: Json }> {
  const stock = await reader.sql<{ location: string; type: string; quantity: string }>(
    `select p.number as location, b.location_type as type, b.quantity::text from balance b join location p on p.id = b.location_id
     where b.lot_id = ? and b.quantity <> 0 order by p.number, p.id`,
    [lot.id],
  );
  const holds = await reader.sql<{ number: string; kind: string; state: string }>(
    "select number, kind, state from hold where lot_id = ? order by id",
    [lot.id],
  );
  const inputs = await reader.sql<{ number: string; state: string }>(
    `select distinct l.number, l.state from lot_edge o join lot_edge i on i.event_id = o.event_id and i.src_id > 0
     join lot l on l.id = i.lot_id where o.dst_id = ? and l.id <> ? order by l.number`,
    [lot.id, lot.id],
  );
  const known: [string, Json][] = [];
  for (const source of sources) known.push([source.name, await source.read(reader, lot)]);
  return {
    stock: stock.map((row) => ({ ...row })),
    holds: holds.map((row) => ({ ...row })),
    madeFrom: inputs.map((row) => ({ ...row })),
    ...Object.fromEntries(known),
  };
}

/** Documents that have taken from the lot so far: what a re-evaluation has to think of. */
export async function usesOf(reader: Reader, lot: string): Promise<Json> {
  const rows = await reader.sql<{ kind: string; record: string; number: string; quantity: string }>(
    `select p.kind, p.record_type as record, p.record_number as number, sum(m.quantity)::text as quantity
     from movement m join posting p on p.id = m.posting_id join location l on l.id = m.location_id
     where m.lot_id = ? and l.type in ('consumed', 'customer', 'transit') group by 1, 2, 3 having sum(m.quantity) <> 0 order by 1, 2, 3`,
    [lot],
  );
  return rows.map((row) => ({ ...row }));
}
