/** Time-based one-time codes (RFC 6238: SHA-1, six digits, thirty seconds) as every authenticator app makes them. Pure. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const stepSeconds = 30;
const digits = 6;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** 160 bits, as RFC 4226 recommends. */
export const newSecret = (): Buffer => randomBytes(20);

/** RFC 4648 base32 without padding: what apps take when they are typed into. */
export function base32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? []).map((part) => alphabet[Number.parseInt(part.padEnd(5, "0"), 2)]).join("");
}

export const counterAt = (seconds: number): number => Math.floor(seconds / stepSeconds);

/** The code of a counter (RFC 4226 §5.3). */
export function codeOf(secret: Buffer, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", secret).update(message).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, "0");
}

/** What a person types: spaces between the digits are no mistake. */
export const typedCode = (typed: string): string => typed.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();

/**
 * The counter a code belongs to: this step, the one before or the one after, and never one that was used (ASVS 6.5.1).
 * @param seconds the server's time (ASVS 6.5.8)
 */
export function counterOf(secret: Buffer, typed: string, seconds: number, lastUsed: number): number | null {
  const code = Buffer.from(typedCode(typed), "utf8");
  const now = counterAt(seconds);
  // All three are compared, so that the time taken does not tell which one it was.
  const fitting = [now - 1, now, now + 1].filter((counter) => {
    const expected = Buffer.from(codeOf(secret, counter), "utf8");
    return code.length === expected.length && timingSafeEqual(code, expected) && counter > lastUsed;
  });
  return fitting[0] ?? null;
}

/** The address that a QR code carries into an app. */
export const uriOf = (secret: Buffer, issuer: string, login: string): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(login)}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=${stepSeconds}`;

/** Ten codes for a lost device, 120 bits each: enough for a plain hash (ASVS 6.5.2). Shown once. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => (base32(randomBytes(15)).match(/.{6}/g) ?? []).join("-"));

export const recoveryHash = (typed: string): string => createHash("sha256").update(typedCode(typed)).digest("hex");
