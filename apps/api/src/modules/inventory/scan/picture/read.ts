/** Searches a picture for symbols in a thread of its own, with a bound on its time. */
import { Worker } from "node:worker_threads";
import { AppError } from "../../../../base/error.ts";
import type { GreyPicture } from "../../../../base/symbols.ts";
import type { Answer } from "./worker.ts";

const limitMs = 10_000;
/** Threads at once; more would take the processors from those who work. */
const most = 2;

let running = 0;

/** The data of each symbol in the picture; none where the time is over. @throws BUSY when others are being read */
export async function readPicture(picture: GreyPicture): Promise<Answer> {
  if (running >= most) throw new AppError("BUSY");
  running += 1;
  // In tests the sources themselves run.
  const program = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
  const worker = new Worker(program, { workerData: picture });
  const timer = setTimeout(() => void worker.terminate(), limitMs);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => resolve([]));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
    running -= 1;
  }
}
