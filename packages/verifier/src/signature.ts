/** Electronic signatures: what the server signs of a row, and whether a row still holds (21 CFR 11.70). */
import { isObject, memberText, parseExact } from "./canonical.ts";
import { sha256 } from "./hash.ts";
import { checkSignature, type PublicKeys } from "./keys.ts";

export type SignatureVerdict = "VALID" | "RECORD_CHANGED" | "SIGNATURE_ALTERED" | "KEY_UNKNOWN" | "KEY_REVOKED";

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
function instant(value: unknown): string {
  const date = value instanceof Date ? value : new Date(String(value));
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}

/**
 * The verdict on a signature. `currentContent` is the record as it is now, as JSON text in the shape that was signed (the whole,
 * or its `record` alone): only fields and lines count, because number, version and state move on after signing.
 */
export function verifySignature(row: SignatureRow, currentContent: string | undefined, publicKeys: PublicKeys): SignatureVerdict {
  const text = (column: string): string => String(row[column] ?? "");
  const check = checkSignature(
    publicKeys,
    text("key_id"),
    signaturePayload(row),
    text("server_signature"),
    instant(row.signed_at),
  );
  if (check === "unknown") return "KEY_UNKNOWN";
  if (check === "altered" || sha256(text("content")) !== text("content_hash")) return "SIGNATURE_ALTERED";
  if (check === "revoked") return "KEY_REVOKED";
  if (currentContent === undefined) return "VALID";
  return coveredText(currentContent) === coveredText(text("content")) ? "VALID" : "RECORD_CHANGED";
}

/** The part of a content that a later change would invalidate. */
function coveredText(content: string): string {
  const parsed = parseExact(content);
  const record = isObject(parsed) && isObject(parsed.record) ? parsed.record : parsed;
  return `${memberText(record, "fields")}${memberText(record, "lines")}`;
}
