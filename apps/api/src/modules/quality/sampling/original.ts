import type { Tx } from "../../../kernel/tx.ts";
import { sameGoods } from "../../inventory/index.ts";

/**
 * Whether a lot comes to inspection for the first time: neither it nor a lot that it was split, merged or reworked from has a concluded
 * inspection, other than the one given and later ones. What it was made from was inspected as something else. The switching rules
 * count original inspection only (ISO 2859-1 9.3), and so do the figures about suppliers.
 */
export async function isOriginal(tx: Tx, lot: string, inspection: string | null): Promise<boolean> {
  const [earlier] = await tx.sql<{ id: string }>(
    `select id from inspection where lot_id = any(?::bigint[]) and state = 'concluded' and (?::bigint is null or id < ?::bigint) limit 1`,
    [await sameGoods(tx, lot), inspection, inspection],
  );
  return earlier === undefined;
}
