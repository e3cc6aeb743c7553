/** Every package we ship or build with has a licence that we may use, and no package runs a script when it is installed, unless it is named. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";

/** Licences that ask for nothing but their own text; a dual licence counts by its free half. */
const allowed = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "Unlicense",
  "PostgreSQL",
]);

/** Besides these for tools that build and test: their own files stay as they are, and nothing of them is shipped. */
const whileBuilding = new Set([...allowed, "MPL-2.0"]);

/** Packages that name no licence in their package.json but bring its text, which was read: by name and version. */
const readByHand = { "png-js@2.0.0": "MIT" };

/** What is wrong in the lockfile of the repository. */
export function licences() {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const { allowScripts = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return { problems: [...licenceProblems(lock), ...scriptProblems(lock, allowScripts)] };
}

const nameOf = (path) => path.split("node_modules/").pop();
const foreign = ({ packages }) =>
  Object.entries(packages).filter(([path, entry]) => path.includes("node_modules/") && !entry.link);

const licenceOf = (path, { license, version }) => license ?? readByHand[`${nameOf(path)}@${version}`];

/** Packages with an unknown licence or none. */
export function licenceProblems(lock) {
  return foreign(lock)
    .filter(([path, entry]) => !isFree(licenceOf(path, entry), entry.dev || entry.devOptional ? whileBuilding : allowed))
    .map(
      ([path, entry]) =>
        `${nameOf(path)} ${entry.version} has the licence ${entry.license ?? "of nobody knows"}; see scripts/check/licences.mjs`,
    );
}

/** "(MIT OR GPL-2.0)" is free, "MIT AND Apache-2.0" is when both are. */
export function isFree(licence, list = allowed) {
  if (typeof licence !== "string") return false;
  const plain = licence.replace(/[()]/g, "");
  return plain.split(" OR ").some((half) => half.split(" AND ").every((one) => list.has(one.trim())));
}

/** Packages that want to run a script when installed and are not decided about in package.json (`allowScripts`). */
export function scriptProblems(lock, decided) {
  return foreign(lock)
    .filter(([path, entry]) => entry.hasInstallScript && !(nameOf(path) in decided))
    .map(([path]) => `${nameOf(path)} runs a script when it is installed; decide about it in package.json, allowScripts`);
}
