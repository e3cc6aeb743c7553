/** Public keys by their id, and the check of Ed25519 signatures. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { keyIdOf } from "./hash.ts";

/** Ed25519 public keys (SPKI PEM), present and past. A key's id follows from the key, so nothing else names it. */
export type PublicKeys = readonly string[];

/** Keys are parsed once per PEM text: a page of signatures asks for the same one each time. */
const parsed = new Map<string, { id: string; key: KeyObject }>();
const parsedLimit = 1_000;

function parse(pem: string): { id: string; key: KeyObject } {
  const known = parsed.get(pem);
  if (known) return known;
  if (parsed.size >= parsedLimit) parsed.clear();
  const made = { id: keyIdOf(pem), key: createPublicKey(pem) };
  parsed.set(pem, made);
  return made;
}

/** Whether the key that signed is among the known ones, and its signature is true. */
export function checkSignature(
  keys: PublicKeys,
  keyId: string,
  payload: string,
  signature: string,
): "valid" | "altered" | "unknown" {
  const found = keys.map(parse).find((key) => key.id === keyId);
  if (!found) return "unknown";
  return verify(null, Buffer.from(payload, "utf8"), found.key, Buffer.from(signature, "base64")) ? "valid" : "altered";
}
