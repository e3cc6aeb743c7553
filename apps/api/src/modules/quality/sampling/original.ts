import type { Tx } from "../../../kernel/tx.ts";
import { closureOf } from "../../inventory/index.ts";

/**
 * Whether a lot comes to inspection for the first time: neither it nor a lot that it was split or merged from has a concluded
 * inspection, other than the one given and later ones. The switching rules count original inspection only (ISO 2859-1 9.3), and so
 * do the figures about suppliers.
 */
export async function isOriginal(tx: Tx, lot: string, inspection: string | null): Promise<boolean> {
  const { lots } = await closureOf(tx, [lot], "backward");
  const [earlier] = await tx.sql<{ id: string }>(
    `select id from inspection where lot_id = any(?::bigint[]) and state = 'concluded' and (?::bigint is null or id < ?::bigint) limit 1`,
    [lots, inspection, inspection],
  );
  return earlier === undefined;
}
