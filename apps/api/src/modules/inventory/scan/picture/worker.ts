/** The thread in which a picture is searched for symbols: noise takes long, and the server goes on meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import { type GreyPicture, symbolsIn } from "../../../../base/symbols.ts";

/** What the thread answers: the data of each symbol. */
export type Answer = readonly string[];

// Given by `read.ts`, which starts the thread. All formats, turned and on a dark ground too, for it is a photograph.
const found: Answer = await symbolsIn(workerData as GreyPicture, { tryHarder: true, maxNumberOfSymbols: 20 });
parentPort?.postMessage(found);
