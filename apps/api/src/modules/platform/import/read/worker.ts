/** The thread in which a file is read: whatever the file does to it, the server goes on. */
import { parentPort, workerData } from "node:worker_threads";
import { readTable } from "./read.ts";
import { FileRefusal } from "./refusal.ts";
import { type PackedTable, packed, type ReadOptions } from "./table.ts";

/** What the thread answers. */
export type Answer = { readonly table: PackedTable } | { readonly refusal: Pick<FileRefusal, "code" | "detail"> };

// Given by `read-file.ts`, which starts the thread.
const { bytes, options } = workerData as { bytes: Uint8Array; options: ReadOptions };

function answer(): Answer {
  try {
    return { table: packed(readTable(Buffer.from(bytes), options)) };
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    return { refusal: { code: error.code, detail: error.detail } };
  }
}

const told = answer();
// Handed over, not copied.
parentPort?.postMessage(told, "table" in told ? told.table.parts.map(({ buffer }) => buffer) : []);
