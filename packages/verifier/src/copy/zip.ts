/** Reads a ZIP archive piece by piece (APPNOTE 6.3, stored and deflated), in a browser and in Node. */
import type { CopySource } from "./check.ts";

const u16 = (view: DataView, at: number): number => view.getUint16(at, true);
const u32 = (view: DataView, at: number): number => view.getUint32(at, true);
const viewOf = async (blob: Blob, from: number, to: number): Promise<DataView> =>
  new DataView(await blob.slice(from, to).arrayBuffer());

/** One file of an archive is at most this long; a longer one is none of ours. */
const mostBytes = 256 * 1024 * 1024;

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** The files of an archive. @throws when it cannot be read as one */
export async function zipSource(blob: Blob): Promise<CopySource> {
  const tailFrom = Math.max(0, blob.size - 65_557);
  const tail = await viewOf(blob, tailFrom, blob.size);
  let end = tail.byteLength - 22;
  while (end >= 0 && u32(tail, end) !== 0x06054b50) end--;
  if (end < 0) throw new Error("not a ZIP archive");
  const [count, length, start] = [u16(tail, end + 10), u32(tail, end + 12), u32(tail, end + 16)];
  const view = await viewOf(blob, start, start + length);
  const entries = new Map<string, Entry>();
  for (let at = 0, n = 0; n < count; n++) {
    if (at + 46 > view.byteLength || u32(view, at) !== 0x02014b50) throw new Error("the list of files is damaged");
    const [nameBytes, extra, comment] = [u16(view, at + 28), u16(view, at + 30), u16(view, at + 32)];
    const path = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, nameBytes));
    if (entries.has(path)) throw new Error(`${path} stands twice in the archive`);
    entries.set(path, {
      method: u16(view, at + 10),
      packed: u32(view, at + 20),
      size: u32(view, at + 24),
      offset: u32(view, at + 42),
    });
    at += 46 + nameBytes + extra + comment;
  }
  return {
    paths: [...entries.keys()].filter((path) => !path.endsWith("/")),
    read: (path) => readEntry(blob, path, entries.get(path)),
  };
}

async function readEntry(blob: Blob, path: string, entry: Entry | undefined): Promise<Uint8Array> {
  if (!entry || entry.size > mostBytes) throw new Error("no such file");
  const local = await viewOf(blob, entry.offset, entry.offset + 30);
  if (u32(local, 0) !== 0x04034b50) throw new Error("the file's head is damaged");
  const nameEnd = entry.offset + 30 + u16(local, 26);
  // Unpackers differ in which of the two names they go by.
  if ((await blob.slice(entry.offset + 30, nameEnd).text()) !== path) throw new Error("the file has two names");
  const from = nameEnd + u16(local, 28);
  const packed = blob.slice(from, from + entry.packed);
  if (entry.method === 0) return new Uint8Array(await packed.arrayBuffer());
  if (entry.method !== 8) throw new Error("an unknown way of packing");
  return new Uint8Array(await new Response(packed.stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
}
