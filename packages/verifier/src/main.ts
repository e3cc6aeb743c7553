/** The verifier as a program of its own: node dist/main.js <database url> <file or directory of public keys> [exported heads]. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { verify } from "./verify.ts";

const [url, keys, headsFile] = process.argv.slice(2);
if (!url || !keys) {
  console.error("usage: verifier <database url> <file or directory of public keys, PEM> [file of exported heads]");
  process.exit(2);
}
const files = statSync(keys).isDirectory() ? readdirSync(keys).map((name) => join(keys, name)) : [keys];
const publicKeys = files.filter((file) => file.endsWith(".pem")).map((file) => readFileSync(file, "utf8"));
const result = await verify({
  url,
  publicKeys,
  headsFile,
  onFinding: (finding) => console.error(`${finding.kind}: ${finding.message}`),
});
console.log(JSON.stringify(result));
process.exit(result.ok ? 0 : 1);
