/** The program that is shipped with a copy: node verify.mjs <archive or folder> [fingerprint]. Ends with 0 for VALID, 1 otherwise. */
import { openAsBlob, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type CopySource, checkCopy } from "./check.ts";
import { zipSource } from "./zip.ts";

function folderSource(directory: string): CopySource {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(directory, "/").length).replaceAll("\\", "/"));
  return { paths, read: async (path) => readFileSync(join(directory, path)) };
}

const [place, fingerprint] = process.argv.slice(2);
if (!place) {
  console.error("usage: node verify.mjs <archive.zip or folder> [fingerprint of the key]");
  process.exit(2);
}
try {
  const source = statSync(place).isDirectory() ? folderSource(place) : await zipSource(await openAsBlob(place));
  const result = await checkCopy(source, fingerprint);
  for (const { word, en, zh } of result.findings) console.log(`${word}: ${en} ${zh}`);
  console.log(`${result.files} files, ${result.signatures} signatures. Key ${result.fingerprint ?? "-"}`);
  console.log(result.word);
  process.exit(result.word === "VALID" ? 0 : 1);
} catch (error) {
  console.log(
    `RECORD CHANGED: the archive cannot be read (${error instanceof Error ? error.message : String(error)}). 压缩包无法读取。`,
  );
  process.exit(1);
}
