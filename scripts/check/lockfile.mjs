/** The lockfiles are complete for every platform, name no host, and all MikroORM packages have one version. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";

/** What is wrong in the lockfiles of the repository. */
export function lockfile() {
  const files = ["package-lock.json", "tools/node/package-lock.json"].filter((path) => existsSync(join(root, path)));
  return {
    problems: files.flatMap((path) =>
      problemsIn(JSON.parse(readFileSync(join(root, path), "utf8"))).map((problem) => `${path}: ${problem}`),
    ),
  };
}

/** What is wrong in one parsed lockfile. */
export function problemsIn({ packages }) {
  const problems = [];
  for (const [path, entry] of Object.entries(packages)) {
    // npm leaves out platform packages that the registry did not yet have, and `npm ci` then refuses the lockfile.
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!resolvable(packages, path, name)) problems.push(`${path || "the root"} needs ${name}, which has no entry`);
    }
    if (typeof entry.resolved === "string" && /^https?:/.test(entry.resolved))
      problems.push(`${path} names a host (${new URL(entry.resolved).host})`);
  }
  return [...problems, ...mikroOrmProblems(packages)];
}

/** Where Node would look for a package: beside the dependent and in every directory above it. */
function resolvable(packages, path, name) {
  for (let place = path; ; place = place.slice(0, Math.max(0, place.lastIndexOf("/node_modules/")))) {
    if (`${place ? `${place}/` : ""}node_modules/${name}` in packages) return true;
    if (place === "") return false;
    if (!place.includes("/node_modules/")) return `node_modules/${name}` in packages;
  }
}

/** A mixture installs without complaint and fails at run time. */
function mikroOrmProblems(packages) {
  const found = Object.entries(packages).filter(([path]) => path.includes("node_modules/@mikro-orm/"));
  const versions = new Set(found.map(([, entry]) => entry.version));
  return versions.size > 1
    ? [
        `MikroORM has several versions: ${found.map(([path, entry]) => `${path.split("node_modules/").pop()} ${entry.version}`).join(", ")}`,
      ]
    : [];
}
