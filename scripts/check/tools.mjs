/** The ready-made tools: compiler, formatter, linters, finder of unused code. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "../lib/child.mjs";
import { bin, root } from "../lib/paths.mjs";

const projects = ["packages/schema", "packages/verifier", "packages/sampling", "packages/udi", "apps/api", "apps/web", "e2e"];

/** Types of all packages, tests and configuration included, against the packages' sources (no build needed). */
export async function types() {
  const problems = [];
  for (const project of projects) {
    const config = [`${project}/tsconfig.check.json`, `${project}/tsconfig.json`].find((path) => existsSync(join(root, path)));
    if (config) problems.push(...(await tool("tsc", ["-p", config, "--noEmit", "--pretty", "false"])).problems);
  }
  return { problems };
}

/** Format and the few rules of biome.json. */
export const format = () => tool("biome", ["check", "--diagnostic-level=error", "--max-diagnostics=30", "."]);

/** Mends what the formatter can mend without changing what the code does. */
export const fix = () => tool("biome", ["check", "--write", "--diagnostic-level=error", "."]);

/** Mistakes that types do not show. */
export const lint = () => tool("oxlint", ["--quiet"]);

/** Files that import each other in a circle. */
export const cycles = () => tool("oxlint", ["--import-plugin", "-A", "all", "-D", "import/no-cycle"]);

/** Files, exports and dependencies that nobody uses. */
export const unused = () => tool("knip", ["--no-progress", "--no-config-hints"]);

async function tool(name, args) {
  const { code, text } = await run(join(bin, name), args, {
    output: "collect",
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
  });
  return { problems: code === 0 ? [] : [text.trim() || `${name} ended with ${code}`] };
}
