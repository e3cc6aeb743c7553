/** Starts the embedded database as a program of its own, so that a test can kill it: `node start-embedded.ts <dataDir> [fail]`. */
import { startEmbedded } from "../src/database/embedded.ts";

const dataDir = process.argv[2];
if (!dataDir) throw new Error("usage: start-embedded.ts <dataDir>");
const database = await startEmbedded({ dataDir, test: true, onProgress: (message) => console.error(message) });
console.log(JSON.stringify({ port: database.port, reused: database.reused }));
// An error that nobody catches, as a program with a defect would end.
if (process.argv[3] === "fail") throw new Error("failed on purpose");
// Stays until it is told to end.
process.on("SIGTERM", () => database.stop().then(() => process.exit(0)));
setInterval(() => undefined, 1_000_000);
