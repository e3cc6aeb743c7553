/**
 * The parts of a zip archive, unpacked within limits. Sizes are those that unpacking finds, never those that the archive claims:
 * a bomb lies about them (CWE-409).
 */
import { crc32, inflateRawSync } from "node:zlib";
import { limits } from "./limits.ts";
import { FileRefusal } from "./refusal.ts";

interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly at: number;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localMark = 0x04034b50;

/** An opened archive; `part` unpacks one part and counts what all of them have unpacked to. */
export class Archive {
  readonly #bytes: Buffer;
  readonly #entries: ReadonlyMap<string, Entry>;
  #unpacked = 0;

  /** @throws FileRefusal for what is no archive, or one with too many parts */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#entries = entriesOf(bytes);
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** A part's bytes, or null when there is none. @throws FileRefusal ZIP_BOMB */
  part(name: string): Buffer | null {
    const entry = this.#entries.get(name);
    if (!entry) return null;
    const bytes = this.#bytes;
    if (entry.at + 30 > bytes.length || bytes.readUInt32LE(entry.at) !== localMark) throw broken();
    const from = entry.at + 30 + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28);
    const packed = bytes.subarray(from, from + entry.packed);
    if (packed.length !== entry.packed) throw broken();
    const part = entry.method === 0 ? packed : this.#unpack(packed);
    this.#unpacked += part.length;
    const ratio = part.length / Math.max(1, entry.packed);
    if (this.#unpacked > limits.unpackedBytes || (part.length > limits.ratioFrom && ratio > limits.ratio)) throw bomb();
    if (crc32(part) !== entry.crc) throw broken();
    return part;
  }

  #unpack(packed: Buffer): Buffer {
    try {
      return inflateRawSync(packed, { maxOutputLength: limits.unpackedBytes - this.#unpacked + 1 });
    } catch (error) {
      throw error instanceof RangeError ? bomb() : broken();
    }
  }
}

const broken = () => new FileRefusal("NOT_A_WORKBOOK");
const bomb = () => new FileRefusal("ZIP_BOMB", { max: limits.unpackedBytes / 1024 / 1024, ratio: limits.ratio });

function entriesOf(bytes: Buffer): Map<string, Entry> {
  let end = bytes.length - 22;
  // Behind the end record only a comment of 64 kB may stand.
  const lowest = Math.max(0, bytes.length - 22 - 65_536);
  while (end >= lowest && bytes.readUInt32LE(end) !== endMark) end--;
  if (end < lowest) throw broken();
  const count = bytes.readUInt16LE(end + 10);
  if (count > limits.entries) throw bomb();
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark) throw broken();
    const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)];
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    if ((flags & 1) !== 0) throw new FileRefusal("ENCRYPTED_WORKBOOK");
    if (method !== 0 && method !== 8) throw broken();
    // Two parts of one name, or parts that overlap to be unpacked twice, are no workbook of anybody.
    if (entries.has(name)) throw broken();
    entries.set(name, {
      method,
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
