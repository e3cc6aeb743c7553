/** The file of seal heads outside the database: one JSON line each, flushed to disk, completed where a crash or a full disk left a gap. */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import type { SignedHead } from "@lotline/verifier";

/** How many heads are fetched at once to fill a gap. */
const portion = 1_000;
/** Longer than any line. */
const tailBytes = 4_096;

export class HeadsFile {
  readonly #file: string;
  #last: number | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Appends a head, and before it those that are missing since the file's last line. A new file starts with this head. */
  async append(head: SignedHead, read: (from: number, to: number) => Promise<SignedHead[]>): Promise<void> {
    const sequence = Number(head.sequence);
    mkdirSync(dirname(this.#file), { recursive: true });
    this.#last ??= existsSync(this.#file) ? lastSequence(this.#file) : undefined;
    for (let next = (this.#last ?? sequence - 1) + 1; next < sequence; next += portion) {
      this.#write(await read(next, Math.min(next + portion, sequence) - 1));
    }
    this.#write([head]);
  }

  #write(heads: readonly SignedHead[]): void {
    if (heads.length === 0) return;
    // A write that fails, on a full disk, may leave half a line: until one has succeeded the file is looked at again.
    this.#last = undefined;
    const descriptor = openSync(this.#file, "a", 0o644);
    try {
      writeFileSync(descriptor, heads.map((head) => `${JSON.stringify(head)}\n`).join(""));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    this.#last = Number(heads.at(-1)?.sequence);
  }
}

/** The sequence in the last whole line; half a line after it, left by a crash, is cut off. */
function lastSequence(file: string): number | undefined {
  const descriptor = openSync(file, "r+");
  try {
    const { size } = fstatSync(descriptor);
    const length = Math.min(size, tailBytes);
    const tail = Buffer.alloc(length);
    readSync(descriptor, tail, 0, length, size - length);
    const end = tail.lastIndexOf(0x0a);
    if (end + 1 < length) ftruncateSync(descriptor, size - length + end + 1);
    const line = tail.subarray(tail.lastIndexOf(0x0a, end - 1) + 1, Math.max(end, 0)).toString("utf8");
    if (line === "") return undefined;
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null && "sequence" in parsed ? Number(parsed.sequence) : undefined;
  } finally {
    closeSync(descriptor);
  }
}
