import type { Reader } from "../../../base/context.ts";
import { tableOf } from "../../../base/names.ts";

/** The records that are dated revisions of an item. */
export type Revised = "ItemRevision" | "InspectionPlan" | "Bom" | "DeviceRecord";

export interface InForce {
  readonly id: string;
  readonly number: string;
}

/** The revision of an item that is in force on a day (half-open: from ≤ day < to), or null. */
export async function inForce(reader: Reader, record: Revised, item: string, on: string): Promise<InForce | null> {
  return (await inForceOf(reader, record, [{ item, on }])).get(key(item, on)) ?? null;
}

/** The same for many items and days in one statement; ask the answer with `inForceKey`. */
export async function inForceOf(
  reader: Reader,
  record: Revised,
  asked: readonly { readonly item: string; readonly on: string }[],
): Promise<Map<string, InForce>> {
  const rows = await reader.sql<InForce & { item: string; day: string }>(
    `select r.id, r.number, a.item::text as item, a.day::text as day
     from unnest(?::bigint[], ?::date[]) a (item, day)
     join ${tableOf(record)} r on r.item_id = a.item and r.state = 'approved'
       and r.effective_from <= a.day and (r.effective_to is null or r.effective_to > a.day)`,
    [asked.map((a) => a.item), asked.map((a) => a.on)],
  );
  return new Map(rows.map(({ item, day, id, number }) => [key(item, day), { id, number }]));
}

const key = (item: string, on: string): string => `${item} ${on}`;

/** The key of one answer of `inForceOf`. */
export const inForceKey = key;
