/** Generated files in the repository are those that the present sources make. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { ensureBuilt } from "../lib/build.mjs";
import { run } from "../lib/child.mjs";
import { root } from "../lib/paths.mjs";

/** `node generate.js <directory>` writes every generated file below the directory, at its path in the repository. */
const generator = join(root, "apps/api/dist/generate.js");

/** The files that differ from what the generator writes. */
export async function generated() {
  await ensureBuilt("api");
  if (!existsSync(generator)) return { problems: [], report: ["this release generates no files"] };
  const draft = mkdtempSync(join(tmpdir(), "lotline-generated-"));
  try {
    const { code, text } = await run(process.execPath, [generator, draft], { output: "collect" });
    if (code !== 0) return { problems: [text.trim()] };
    return {
      problems: filesBelow(draft)
        .filter((path) => differs(join(draft, path), join(root, path)))
        .map((path) => `${path} is not fresh: node apps/api/dist/generate.js .`),
    };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function filesBelow(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
}

function differs(made, committed) {
  return !existsSync(committed) || readFileSync(made, "utf8") !== readFileSync(committed, "utf8");
}
