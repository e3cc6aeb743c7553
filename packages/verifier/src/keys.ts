/** Public keys by their id, and the check of Ed25519 signatures. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { keyIdOf } from "./hash.ts";

/** Ed25519 public keys (SPKI PEM), present and past. A key's id follows from the key, so nothing else names it. */
export type PublicKeys = readonly string[];

const revocation = /^Revoked-From: (\S+)$/m;

/** From when on a key is not believed, as written above it; null for one that is. */
export function revokedFrom(pem: string): string | null {
  const head = pem.slice(0, Math.max(pem.indexOf("-----BEGIN"), 0));
  return revocation.exec(head)?.[1] ?? null;
}

/** A public key with the moment from which it is not believed. The note travels with the key: into backups and exports too. */
export const withRevocation = (pem: string, from: string): string =>
  `Revoked-From: ${from}\n${pem.slice(pem.indexOf("-----BEGIN"))}`;

/** Keys are parsed once per PEM text: a page of signatures asks for the same one each time. */
interface Parsed {
  readonly id: string;
  readonly key: KeyObject;
  readonly revoked: number;
}

const parsed = new Map<string, Parsed>();
const parsedLimit = 1_000;

function parse(pem: string): Parsed {
  const known = parsed.get(pem);
  if (known) return known;
  if (parsed.size >= parsedLimit) parsed.clear();
  const from = revokedFrom(pem);
  const made = { id: keyIdOf(pem), key: createPublicKey(pem), revoked: from ? Date.parse(from) : Number.POSITIVE_INFINITY };
  parsed.set(pem, made);
  return made;
}

/**
 * Whether the key that signed is among the known ones, and its signature is true. `at` is when it says that it was made: with a
 * revoked key it is believed only before the moment of revocation.
 */
export function checkSignature(
  keys: PublicKeys,
  keyId: string,
  payload: string,
  signature: string,
  at: string,
): "valid" | "altered" | "unknown" | "revoked" {
  const found = keys.map(parse).find((key) => key.id === keyId);
  if (!found) return "unknown";
  if (!verify(null, Buffer.from(payload, "utf8"), found.key, Buffer.from(signature, "base64"))) return "altered";
  // A moment that cannot be read proves nothing about when.
  return Date.parse(at) < found.revoked ? "valid" : "revoked";
}
