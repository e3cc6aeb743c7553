/** Hashes and Ed25519 by Web Crypto, which browsers and Node both have. */

const hexOf = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** SHA-256 in hex. */
export const sha256Of = async (bytes: Uint8Array): Promise<string> =>
  hexOf(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** A public key with its fingerprint: SHA-256 of its SPKI bytes, in hex; the first 16 digits are its id. */
export interface Key {
  readonly fingerprint: string;
  /** Whether the text was signed with it. */
  holds(text: Uint8Array, signature: string): Promise<boolean>;
}

/** Reads an Ed25519 public key. @throws in a browser that does not know Ed25519 */
export async function keyOf(pem: string): Promise<Key> {
  const spki = bytesOf(pem.replace(/-----[^-]+-----|\s/g, ""));
  const key = await crypto.subtle.importKey("spki", spki as Uint8Array<ArrayBuffer>, { name: "Ed25519" }, false, ["verify"]);
  return {
    fingerprint: await sha256Of(spki),
    holds: async (text, signature) => {
      let bytes: Uint8Array;
      try {
        bytes = bytesOf(signature);
      } catch {
        return false;
      }
      return crypto.subtle.verify({ name: "Ed25519" }, key, bytes as Uint8Array<ArrayBuffer>, text as Uint8Array<ArrayBuffer>);
    },
  };
}
