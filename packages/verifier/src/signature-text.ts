/** What a signature covers, as text: pure, so that the offline verifier of copies runs it in a browser too. */
import { isObject, memberText, parseExact } from "./canonical.ts";

/** A row of the signature table by its column names; values as database text, or as the kernel is about to write them. */
export type SignatureRow = { readonly [column: string]: unknown };

/** The signed columns, in this order. The content enters by its hash; what the stamp fills in (actor, command, time) does not. */
const signedColumns = [
  "id",
  "person_id",
  "printed_name",
  "job_title",
  "meaning",
  "statement",
  "language",
  "reason",
  "record_type",
  "record_id",
  "record_number",
  "record_version",
  "content_hash",
  "auth_components",
  "intent_id",
  "manifest_id",
  "signed_at",
  "zone",
  "on_behalf_of",
  "previous_hash",
  "key_id",
] as const;

/**
 * The text of which `server_signature` is the Ed25519 signature (base64): JSON of the signed columns in their fixed order, each
 * as text, nulls left out; `signed_at` as ISO 8601 in UTC with milliseconds. `previous_hash` is the leaf (hex) of the signature
 * before it on the same record, so that none can be taken out or put between.
 */
export function signaturePayload(row: SignatureRow): string {
  const members = signedColumns.flatMap((column) => {
    const value = row[column];
    return value === null || value === undefined ? [] : [[column, column === "signed_at" ? instant(value) : String(value)]];
  });
  return JSON.stringify({ lotline: "signature/1", ...Object.fromEntries(members) });
}

/** An instant of the database (to the millisecond, so that a Date holds it exactly) in one form. */
export function instant(value: unknown): string {
  const date = value instanceof Date ? value : new Date(String(value));
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}

/** The part of a content that a later change would invalidate. */
export function coveredText(content: string): string {
  const parsed = parseExact(content);
  const record = isObject(parsed) && isObject(parsed.record) ? parsed.record : parsed;
  return `${memberText(record, "fields")}${memberText(record, "lines")}`;
}
