/** Electronic signatures: whether a row still holds (21 CFR 11.70). */
import { sha256 } from "./hash.ts";
import { checkSignature, type PublicKeys } from "./keys.ts";
import { coveredText, instant, type SignatureRow, signaturePayload } from "./signature-text.ts";

export type SignatureVerdict = "VALID" | "RECORD_CHANGED" | "SIGNATURE_ALTERED" | "KEY_UNKNOWN" | "KEY_REVOKED";

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
