/** All signature rows: content, server signature, and the chain of signatures on one record. */
import type { ClientBase } from "pg";
import { isObject, parseExact } from "./canonical.ts";
import { type Catalogue, signatures } from "./catalogue.ts";
import { Cursor } from "./cursor.ts";
import type { Findings } from "./finding.ts";
import type { PublicKeys } from "./keys.ts";
import { isoSql } from "./seals.ts";
import { verifySignature } from "./signature.ts";
import type { SignatureRow } from "./signature-text.ts";

/** Checks every signature row; answers how many there are. */
export async function checkSignatures(
  client: ClientBase,
  catalogue: Catalogue,
  keys: PublicKeys,
  findings: Findings,
): Promise<number> {
  const table = catalogue.tables.get(signatures);
  if (!table) return 0;
  // Record by record, so that only the signature before this one has to be remembered.
  const rows = new Cursor(
    client,
    `select this.id, this.record_type, this.record_id, encode(this.leaf, 'hex'), ${isoSql("this.signed_at")}, (to_jsonb(this) - '{leaf,xid}'::text[])::text
     from ${table.sql} this order by this.record_type, this.record_id, this.id`,
  );
  let count = 0;
  let record = "";
  let previous: string | null = null;
  for (let row = await rows.next(); row; row = await rows.next()) {
    const [id, type, recordId, leaf, at, image] = row;
    count++;
    if (record !== `${type} ${recordId}`) previous = null;
    record = `${type} ${recordId}`;
    const signed = rowOf(image ?? "{}");
    const place = { id: Number(id), at: at ?? null };
    const verdict = verifySignature(signed, undefined, keys);
    if (verdict === "KEY_UNKNOWN") {
      findings.add(
        "SIGNATURE_KEY_UNKNOWN",
        signatures,
        place,
        `Signature ${id} on ${record} was made with a key that is not known: ${String(signed.key_id)}.`,
      );
    } else if (verdict === "KEY_REVOKED") {
      findings.add(
        "SIGNATURE_KEY_REVOKED",
        signatures,
        place,
        `Signature ${id} on ${record} was made after its key was revoked: ${String(signed.key_id)}.`,
      );
    } else if (verdict !== "VALID") {
      findings.add("SIGNATURE_ALTERED", signatures, place, `Signature ${id} on ${record} is not what the server signed.`);
    } else if ((signed.previous_hash ?? null) !== previous) {
      findings.add("SIGNATURE_CHAIN", signatures, place, `Signature ${id} on ${record} does not follow the signature before it.`);
    }
    previous = leaf ?? null;
  }
  return count;
}

/** The columns as text with every digit. */
function rowOf(image: string): SignatureRow {
  const parsed = parseExact(image);
  return isObject(parsed) ? parsed : {};
}
