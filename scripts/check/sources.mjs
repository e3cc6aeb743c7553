/** The source files that the checks look at. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { root } from "../lib/paths.mjs";

const places = ["packages", "apps", "e2e", "scripts"];
const passedOver = new Set(["node_modules", "dist", "generated", "migrations", "test-results", "playwright-report"]);

/** All hand-written source files as `{ path, text }`, paths relative to the repository and with slashes. */
export function sources(extensions = /\.(ts|tsx|mjs)$/) {
  return places.flatMap((place) => filesBelow(join(root, place))).filter(({ path }) => extensions.test(path));
}

function filesBelow(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return passedOver.has(entry.name) || entry.name.startsWith(".") ? [] : filesBelow(path);
    return [
      {
        path: relative(root, path).split(sep).join("/"),
        get text() {
          return readFileSync(path, "utf8");
        },
      },
    ];
  });
}

/** The number of the line in which position `index` of `text` lies. */
export function lineAt(text, index) {
  return text.slice(0, index).split("\n").length;
}
