/** Waits for a stop signal and tells what it heard: `node stop-program.ts [hang]`. */
import { onStopSignal } from "../src/stop-signals.ts";

onStopSignal(async () => {
  console.log("stopping");
  await new Promise((resolve) => setTimeout(resolve, process.argv[2] === "hang" ? 1_000_000 : 100));
  console.log("stopped");
}, 0.5);
console.log("waiting");
setInterval(() => undefined, 1_000_000);
