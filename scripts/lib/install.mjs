/** Installs the packages of the lockfile when node_modules does not hold exactly them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./lock.mjs";
import { npm } from "./node.mjs";
import { root } from "./paths.mjs";
import { step } from "./steps.mjs";

/** Makes node_modules what package-lock.json says. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await alone(async () => {
    if (isInstalled()) return;
    await step("installing packages", () => npm(["ci", "--ignore-scripts"], root));
  });
}

/** npm leaves its own list of what it installed, last of all: it is compared with the lockfile, entry by entry. */
function isInstalled() {
  const installed = packagesIn(join(root, "node_modules", ".package-lock.json"));
  const wanted = packagesIn(join(root, "package-lock.json"));
  return Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path];
    // Workspaces are links; optional packages of other platforms are left out rightly.
    if (!path.startsWith("node_modules/") && !path.includes("/node_modules/")) return true;
    return found ? found.version === entry.version && found.link === entry.link : entry.optional === true;
  });
}

function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}
