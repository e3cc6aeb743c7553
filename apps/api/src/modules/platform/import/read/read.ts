/** Reads a file's bytes into a table; runs in the worker thread, and in tests without one. */
import { readCsv } from "./csv.ts";
import { limits } from "./limits.ts";
import { FileRefusal } from "./refusal.ts";
import type { ReadOptions, Table } from "./table.ts";
import { readXlsx } from "./xlsx.ts";

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean => start.every((byte, at) => bytes[at] === byte);

/** What the file is follows from its bytes, never from its name. @throws FileRefusal */
export function readTable(bytes: Buffer, options: ReadOptions = {}): Table {
  if (bytes.length === 0) throw new FileRefusal("EMPTY_FILE");
  if (bytes.length > limits.fileBytes) throw new FileRefusal("FILE_TOO_LARGE", { max: limits.fileBytes / 1024 / 1024 });
  if (startsWith(bytes, 0x50, 0x4b)) return readXlsx(bytes, options);
  // A workbook of before 2007, or one with a password: both are compound files.
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new FileRefusal("OLD_WORKBOOK");
  return readCsv(bytes, options);
}
