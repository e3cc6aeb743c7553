/** What each page loads stays within its budget (gzip, kB = 1000 bytes): the first load from signing in to Home, and each route with it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ensureBuilt } from "../lib/build.mjs";
import { root } from "../lib/paths.mjs";

/** What every page needs: the start, and the words of one language, the larger ones. */
const always = ["index.html", "../../packages/schema/src/words/zh.ts"];

const dist = join(root, "apps/web/dist");

/** Routes by the modules that they load beside the first load; a budget of a page that is not there yet waits for it. */
const routes = [
  { name: "first load", modules: ["src/app/Login.tsx", "src/features/home/Home.tsx"], js: 300, css: 40 },
  { name: "list", modules: ["src/kit/list/ListPage.tsx"], js: 330 },
  { name: "record", modules: ["src/kit/record/RecordPage.tsx"], js: 340 },
  {
    name: "review",
    modules: ["src/features/review/ReviewPage.tsx", "../../packages/schema/src/words/review-zh.ts"],
    js: 340,
  },
  { name: "board", modules: ["src/features/insight/BoardPage.tsx"], js: 330 },
  {
    name: "genealogy",
    modules: ["src/features/inventory/trace/TracePage.tsx", "src/features/inventory/trace/TraceGraph.tsx"],
    js: 370,
  },
];

/** Pages above their budget, and what every page weighs. */
export async function bundle() {
  await ensureBuilt("all");
  const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
  const sizes = new Map();
  const sizeOf = (file) => {
    const known = sizes.get(file) ?? gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1000;
    sizes.set(file, known);
    return known;
  };
  const measured = weigh(manifest, routes, sizeOf);
  return {
    problems: [...measured.flatMap(({ problems }) => problems), ...leftovers()],
    report: [measured.map(({ name, js, css }) => `${name} ${js.toFixed(1)} kB + ${css.toFixed(1)} kB CSS`).join(" · ")],
  };
}

/**
 * Weighs each route: the files that its modules need, besides those of the first load.
 * @param manifest vite's manifest @param sizeOf the size of a file in kB
 */
export function weigh(manifest, pages, sizeOf) {
  const present = pages.filter(({ modules }) => modules.every((module) => module in manifest));
  return present.map(({ name, modules, js: jsLimit, css: cssLimit = Number.POSITIVE_INFINITY }) => {
    const files = new Set();
    for (const module of [...always, ...modules]) collect(manifest, module, files);
    // To the tenth that is told: a page never weighs 330.0 kB and more than 330 at once.
    const sum = (end) =>
      Number(
        [...files]
          .filter((file) => file.endsWith(end))
          .reduce((total, file) => total + sizeOf(file), 0)
          .toFixed(1),
      );
    const [js, css] = [sum(".js"), sum(".css")];
    return {
      name,
      js,
      css,
      problems: [
        ...(js > jsLimit ? [`${name}: ${js.toFixed(1)} kB of JavaScript, at most ${jsLimit}`] : []),
        ...(css > cssLimit ? [`${name}: ${css.toFixed(1)} kB of CSS, at most ${cssLimit}`] : []),
      ],
    };
  });
}

/** The files of a module and of everything it imports at once. */
function collect(manifest, key, files, seen = new Set()) {
  const entry = manifest[key];
  if (!entry || seen.has(key)) return;
  seen.add(key);
  for (const file of [entry.file, ...(entry.css ?? [])]) files.add(file);
  for (const inner of entry.imports ?? []) collect(manifest, inner, files, seen);
}

// A page that was moved would leave its budget without a check.
function leftovers() {
  return routes
    .flatMap(({ modules }) => modules)
    .filter((module) => module.startsWith("src/kit/") || module.includes("/trace/"))
    .filter((module) => !existsSync(join(root, "apps/web", module)))
    .map((module) => `${module} is weighed, but is not there`);
}
