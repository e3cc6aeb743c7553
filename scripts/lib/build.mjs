/** Builds what a command needs, and only when a source changed since. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { must } from "./child.mjs";
import { alone } from "./lock.mjs";
import { bin, cache, root } from "./paths.mjs";
import { step } from "./steps.mjs";

/** What each target is made of, in the order of its making. */
const targets = {
  api: ["packages/schema", "packages/verifier", "packages/sampling", "packages/udi", "apps/api"],
  all: ["packages/schema", "packages/verifier", "packages/sampling", "packages/udi", "apps/api", "apps/web"],
};

/** Builds a target through turbo, which knows the order and keeps results; unchanged sources are seen in milliseconds. */
export async function ensureBuilt(target) {
  const packages = targets[target].filter((path) => existsSync(join(root, path, "package.json")));
  if (isFresh(packages)) return;
  await alone(async () => {
    if (isFresh(packages)) return;
    await step(target === "all" ? "building" : "building the server", async () => {
      const before = fingerprint(packages);
      for (const path of packages) removeOrphans(join(root, path));
      const filters = packages.map((path) => `--filter=./${path}`);
      const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };
      await must(join(bin, "turbo"), ["run", "build", ...filters, "--output-logs=errors-only"], { env, output: "collect" });
      remember(packages, before);
    });
  });
}

/** The compiler leaves results of sources that are gone; a migration or module of another state must not stay. */
function removeOrphans(directory) {
  const dist = join(directory, "dist");
  if (!existsSync(dist) || existsSync(join(directory, "vite.config.ts"))) return;
  for (const name of readdirSync(dist, { recursive: true })) {
    const source = String(name).replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
    if (source !== name && !existsSync(join(directory, "src", source))) rmSync(join(dist, String(name)), { force: true });
  }
}

function isFresh(packages) {
  if (packages.some((path) => !existsSync(join(root, path, "dist")))) return false;
  try {
    return readFileSync(stampOf(packages), "utf8") === fingerprint(packages);
  } catch {
    return false;
  }
}

function remember(packages, print) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(stampOf(packages), print);
}

function stampOf(packages) {
  return join(cache, `built-${createHash("sha256").update(packages.join()).digest("hex").slice(0, 12)}`);
}

/** Names, sizes and times of all sources and results: cheaper than their contents, which turbo compares when these differ. */
function fingerprint(packages) {
  const hash = createHash("sha256");
  const add = (path) => {
    const { isDirectory, size, mtimeMs } = look(path);
    if (!isDirectory) return hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`);
    for (const name of readdirSync(path).sort()) {
      if (name !== "node_modules" && name !== "dist" && !name.startsWith(".")) add(join(path, name));
    }
  };
  for (const path of ["package-lock.json", "tsconfig.base.json", "turbo.json", ...packages]) add(join(root, path));
  return hash.digest("hex");
}

function look(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return { isDirectory: found?.isDirectory() ?? false, size: found?.size ?? -1, mtimeMs: found?.mtimeMs ?? 0 };
}
