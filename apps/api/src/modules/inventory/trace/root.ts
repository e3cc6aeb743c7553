import { normaliseCode, normaliseText, type RecordName } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";

/** Where a trace begins: what somebody typed (a lot's number or a supplier's lot), or a record. */
export type TraceRoot = { readonly text: string } | { readonly record: RecordName; readonly id: string };

/** A record whose type the caller has checked to be one of the house. */
export const recordRoot = (record: string, id: string): TraceRoot => ({ record: record as RecordName, id });

/** The nodes a trace begins with: lots by their id, events by theirs, negative. Empty when nothing is found. */
export async function rootsOf(reader: Reader, root: TraceRoot): Promise<string[]> {
  if ("text" in root) return rootsOfText(reader, root.text);
  if (root.record === "Lot") return idsOf(reader, "select id from lot where id = ?", [root.id]);
  return idsOf(reader, ofDocument, [root.record, root.id, root.record, root.id]);
}

// Numbers are codes and unique; a supplier's lot is free text that several deliveries may share.
const ofText = "select id from lot where number = ? union select id from lot where supplier_lot ilike ? order by 1";

const rootsOfText = (reader: Reader, text: string): Promise<string[]> =>
  idsOf(reader, ofText, [normaliseCode(text), normaliseText(text).replace(/[\\%_]/g, "\\$&")]);

// A work order is its event; a receipt, a shipment or a move is the lots it moved.
const ofDocument = `
  select - e.id as id from lot_event e where e.record_type = ? and e.record_id = ?
  union
  select m.lot_id from posting p join movement m on m.posting_id = p.id where p.event_id is null and p.record_type = ? and p.record_id = ?
  order by 1`;

const idsOf = async (reader: Reader, query: string, params: readonly unknown[]): Promise<string[]> =>
  (await reader.sql<{ id: string }>(query, params)).map((row) => row.id);
