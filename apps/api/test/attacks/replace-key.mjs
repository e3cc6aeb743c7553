/** Replaces a signing key as the server does, and dies at a step: `node replace-key.mjs <app url> <key file> <id of the record> <step>`. */
import "reflect-metadata";
import { assemble } from "../../dist/assemble.js";
import { openKeyRing } from "../../dist/evidence/keys.js";
import { keyWorkers } from "../../dist/modules/platform/index.js";

const [url, keyFile, key, step] = process.argv.slice(2);
const ring = openKeyRing(keyFile);
const kernel = await assemble(url, { key: ring.key, publicKeys: ring.publicKeys }, { pool: 1 });
const [worker] = keyWorkers(keyFile, (reached) => {
  if (reached === step) process.kill(process.pid, "SIGKILL");
});
await worker.work(kernel, { key }, () => undefined);
await kernel.orm.close(true);
