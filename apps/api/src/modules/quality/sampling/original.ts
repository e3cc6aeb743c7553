import type { Tx } from "../../../kernel/tx.ts";

/**
 * Whether a lot comes to inspection for the first time: neither it nor a lot that it was split, merged or reworked from has a concluded
 * inspection, other than the one given and later ones. What it was made from was inspected as something else. The switching rules
 * count original inspection only (ISO 2859-1 9.3), and so do the figures about suppliers.
 */
export async function isOriginal(tx: Tx, lot: string, inspection: string | null): Promise<boolean> {
  // In lot_edge an event stands as the negative of its number: lot → event → lot.
  const [earlier] = await tx.sql<{ id: string }>(
    `with recursive same (id) as (
       select ?::bigint
       union
       select source.src_id from same
         join lot_edge part on part.dst_id = same.id join lot_event e on e.id = -part.src_id and e.kind <> 'production'
         join lot_edge source on source.dst_id = part.src_id
     )
     select i.id from same join inspection i on i.lot_id = same.id
     where i.state = 'concluded' and (?::bigint is null or i.id < ?::bigint) limit 1`,
    [lot, inspection, inspection],
  );
  return earlier === undefined;
}
