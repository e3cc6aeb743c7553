/** SHA-256, the Merkle tree of RFC 6962 and key ids: the byte rules every seal stands on. */
import { createHash, createPublicKey, hash } from "node:crypto";

/** SHA-256 of UTF-8 text in hex. */
export const sha256 = (text: string): string => hash("sha256", text, "hex");

/** The leaf of a row: SHA-256(0x00 || UTF-8 of its canonical text), in hex. */
export const leafHash = (canonical: string): string => hash("sha256", `\0${canonical}`, "hex");

/** The inner node of the tree: SHA-256(0x01 || left || right). */
function nodeHash(left: Buffer, right: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(1 + left.length + right.length);
  bytes[0] = 1;
  left.copy(bytes, 1);
  right.copy(bytes, 1 + left.length);
  return createHash("sha256").update(bytes).digest();
}

/** A Merkle tree over leaves as they come; it keeps one hash per level, however many leaves there are. */
export class MerkleTree {
  readonly #peaks: (Buffer | undefined)[] = [];

  add(leaf: Buffer): void {
    let node = leaf;
    let level = 0;
    for (let peak = this.#peaks[0]; peak; peak = this.#peaks[level]) {
      node = nodeHash(peak, node);
      this.#peaks[level] = undefined;
      level++;
    }
    this.#peaks[level] = node;
  }

  /** The root in hex; of no leaves, the hash of nothing, as in RFC 6962. */
  root(): string {
    let root: Buffer | undefined;
    for (const peak of this.#peaks) if (peak) root = root ? nodeHash(peak, root) : peak;
    return (root ?? createHash("sha256").digest()).toString("hex");
  }
}

/** The id of an Ed25519 key: the first 16 hex digits of the SHA-256 of its public half (SPKI, DER). */
export function keyIdOf(publicKeyPem: string): string {
  return createHash("sha256")
    .update(createPublicKey(publicKeyPem).export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);
}
