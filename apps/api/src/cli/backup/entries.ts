/** The content of a backup in order: named entries, each a JSON head and a body of any length, and a JSON end. */
import { damaged } from "./box.ts";

export interface Head {
  readonly kind: "about" | "table" | "file" | "heads" | "end";
  readonly name: string;
  /** What a reader must know before the body, by kind. */
  readonly detail?: unknown;
}

const kinds: ReadonlySet<unknown> = new Set(["about", "table", "file", "heads", "end"]);

/** Frames: type (1 byte) · length (4, big-endian) · content. */
const frame = { head: 1, body: 2, end: 3 } as const;
const largest = 1 << 20;

function framed(type: number, content: Buffer): Buffer {
  const start = Buffer.alloc(5);
  start[0] = type;
  start.writeUInt32BE(content.length, 1);
  return Buffer.concat([start, content]);
}

/** One entry as bytes. */
export async function* entryBytes(head: Head, body: AsyncIterable<Buffer> | Iterable<Buffer> = []): AsyncGenerator<Buffer> {
  yield framed(frame.head, Buffer.from(JSON.stringify(head), "utf8"));
  for await (const piece of body)
    for (let start = 0; start < piece.length; start += largest) yield framed(frame.body, piece.subarray(start, start + largest));
  yield framed(frame.end, Buffer.alloc(0));
}

export interface Entry extends Head {
  /** To be read to its end before the next entry. */
  readonly body: AsyncGenerator<Buffer>;
}

/** The entries of a stream of bytes. @throws SetupError BACKUP_DAMAGED */
export async function* readEntries(source: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const frames = readFrames(source);
  for (;;) {
    const first = await frames.next();
    if (first.done) return;
    if (first.value.type !== frame.head) throw damaged("its parts are out of order", "内容顺序有误");
    const body = bodyOf(frames);
    yield { ...headOf(first.value.content), body };
    // Whoever stopped reading early: the rest is passed over.
    for await (const _rest of body);
  }
}

async function* bodyOf(frames: AsyncGenerator<Frame>): AsyncGenerator<Buffer> {
  for (;;) {
    const next = await frames.next();
    if (next.done) throw damaged("a part has no end", "某部分不完整");
    if (next.value.type === frame.end) return;
    if (next.value.type !== frame.body) throw damaged("its parts are out of order", "内容顺序有误");
    yield next.value.content;
  }
}

function headOf(content: Buffer): Head {
  const head: unknown = JSON.parse(content.toString("utf8"));
  if (
    typeof head !== "object" ||
    head === null ||
    !("kind" in head) ||
    !("name" in head) ||
    !kinds.has(head.kind) ||
    typeof head.name !== "string"
  )
    throw damaged("a part has no name", "某部分没有名称");
  // Checked just now.
  return { kind: head.kind as Head["kind"], name: head.name, ...("detail" in head ? { detail: head.detail } : {}) };
}

interface Frame {
  readonly type: number;
  readonly content: Buffer;
}

async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    rest = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    while (rest.length >= 5) {
      const length = rest.readUInt32BE(1);
      if (length > largest) throw damaged("a length is wrong", "长度有误");
      if (rest.length < 5 + length) break;
      yield { type: rest[0] ?? 0, content: rest.subarray(5, 5 + length) };
      rest = rest.subarray(5 + length);
    }
  }
  if (rest.length > 0) throw damaged("it ends within a part", "内容中断");
}
