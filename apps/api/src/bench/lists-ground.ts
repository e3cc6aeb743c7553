/** The lots that the lists are measured on: many rows of many items, suppliers, states and dates. */
import type { Client } from "pg";
import { asClient } from "../database/client.ts";
import type { Company } from "./company.ts";
import { actAsSystem, copyRow, inBulk } from "./mass.ts";
import { rowsOf, type Scratch } from "./scratch.ts";

const items = 2000;
const suppliers = 50;

/** What the cases of the lists are about. */
export interface ListGround {
  /** An item with its share of the lots. */
  readonly item: string;
  /** Part of one lot's number. */
  readonly words: string;
}

/** Copies the firm's lot so many times, spread over three years, items with more and with fewer lots, one in seven without expiry. */
export const fillLots = (scratch: Scratch, company: Company, rows: number): Promise<ListGround> =>
  asClient(scratch.superUrl, async (client) => {
    await actAsSystem(client);
    const item = await firstOf(client, "item", company.item, items, "RM-X");
    const supplier = await firstOf(client, "supplier", company.supplier, suppliers, "SUP-X");
    await inBulk(client, ["lot"], () =>
      copyRow(client, "lot", company.hotLot, rows, {
        number: "'C' || lpad((n * 7919 % 10000000)::text, 7, '0') || '-' || n % 10",
        item_id: `${item} + n * 7919 % ${items}`,
        supplier_id: `${supplier} + n * 104729 % ${suppliers}`,
        supplier_lot: "'V' || n * 31 % 99991",
        state:
          "case when n % 100 < 90 then 'released' when n % 100 < 95 then 'quarantine' when n % 100 < 98 then 'underTest' else 'rejected' end",
        created_at: `timestamptz '2023-10-01' + n * interval '${Math.floor((3 * 365 * 86_400) / rows)} seconds'`,
        expires_on: "case when n % 7 = 0 then null else date '2025-01-01' + (n * 7919 % 1500)::int end",
      }),
    );
    const [middle] = await rowsOf<{ number: string }>(
      client,
      "select number from lot where number ~ '^C' order by created_at offset $1 limit 1",
      [Math.floor(rows / 2)],
    );
    return { item: String(BigInt(item) + 7n), words: middle?.number.slice(1, 8) ?? "" };
  });

/** Copies a record and answers the first copy's id; those of the others follow it. */
async function firstOf(client: Client, table: "item" | "supplier", id: string, count: number, prefix: string): Promise<string> {
  await copyRow(client, table, id, count, { number: `'${prefix}' || lpad(n::text, 4, '0')` });
  const [first] = await rowsOf<{ id: string }>(client, `select id from ${table} where number = $1`, [`${prefix}0001`]);
  if (!first) throw new Error(`no ${table}`);
  return first.id;
}
