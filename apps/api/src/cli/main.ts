/** The command line: `npm run -s lotline -- <command>`. */
import "reflect-metadata";
import { onStopSignal } from "../stop-signals.ts";
import { run } from "./run.ts";
import { terminal } from "./terminal.ts";

// `exit` lets the embedded database go, when we are the ones who started it.
onStopSignal(async () => process.exit(130));
// Whoever reads our output may have seen enough (`… | head`).
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exitCode = await run(process.argv.slice(2), terminal);
