/** A file read in a thread of its own, with bounds on its memory and its time. */
import { Worker } from "node:worker_threads";
import { FileRefusal } from "./refusal.ts";
import type { PackedTable, ReadOptions } from "./table.ts";
import type { Answer } from "./worker.ts";

/** Megabytes of heap: 50,000 rows of 100 short cells need half of it. */
const heapMb = 512;
const limitMs = 30_000;

/** The table of a file. @throws FileRefusal, also when reading takes more memory or time than a file of our limits can */
export async function readFile(bytes: Buffer, options: ReadOptions): Promise<PackedTable> {
  // In tests the sources themselves run.
  const program = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
  const worker = new Worker(program, { workerData: { bytes, options }, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
  const timer = setTimeout(() => void worker.terminate(), limitMs);
  try {
    const answer = await new Promise<Answer | null>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", (error: Error & { code?: string }) =>
        error.code === "ERR_WORKER_OUT_OF_MEMORY" ? resolve(null) : reject(error),
      );
      worker.once("exit", () => resolve(null));
    });
    if (!answer) throw new FileRefusal("READ_TOO_DEAR");
    if ("refusal" in answer) throw new FileRefusal(answer.refusal.code, answer.refusal.detail);
    return answer.table;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
