/** Who may import whom (docs/map.md): schema ← base ← derive ← kernel ← read ← graphql ← modules; an area uses only the index of lower areas; web never api. */
import { posix } from "node:path";
import { lineAt, sources } from "./sources.mjs";

/** The areas from the lowest to the highest; those on one line do not know each other. */
const levels = [
  ["platform"],
  ["document"],
  ["master"],
  ["inventory"],
  ["label"],
  ["quality"],
  ["procurement"],
  ["production"],
  ["distribution"],
  ["assurance"],
  ["governance"],
  ["migration"],
  ["integration"],
  ["rollout"],
  ["insight"],
];
const levelOf = new Map(levels.flatMap((areas, level) => areas.map((area) => [area, level])));

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?\sfrom\s*["']([^"']+)["']|(?:^|[^.\w])import\s*\(\s*["']([^"']+)["']\s*\)|(?:^|\n)\s*import\s*["']([^"']+)["']/g;

/** Every import that goes the wrong way, with its line. */
export function directions() {
  const problems = sources(/\.(ts|tsx)$/).flatMap(({ path, text }) =>
    importsOf(text).flatMap(({ target, index }) => {
      const reason = refusal(path, target);
      return reason ? [`${path}:${lineAt(text, index)} imports ${target}: ${reason}`] : [];
    }),
  );
  return { problems };
}

/** The imports of one file with the position where each stands. */
export function importsOf(text) {
  return [...text.matchAll(importPattern)].map((match) => {
    const target = match[1] ?? match[2] ?? match[3];
    return { target, index: match.index + match[0].lastIndexOf(target) };
  });
}

/** Our packages, and which of them each may import by name. */
const homes = {
  "packages/schema/": { name: "@lotline/schema", may: [], rule: "the schema imports nothing of the other packages" },
  "packages/verifier/": { name: "@lotline/verifier", may: [], rule: "the verifier stands alone" },
  "packages/sampling/": { name: "@lotline/sampling", may: [], rule: "the sampling engine stands alone" },
  "packages/udi/": { name: "@lotline/udi", may: [], rule: "the UDI engine stands alone" },
  "apps/api/": {
    name: "@lotline/api",
    may: ["@lotline/schema", "@lotline/verifier", "@lotline/sampling", "@lotline/udi"],
    rule: "the server imports only schema, verifier, sampling and udi, by name",
  },
  "apps/web/": {
    name: "@lotline/web",
    may: ["@lotline/schema", "@lotline/sampling", "@lotline/udi"],
    rule: "the web app imports schema, sampling and udi only",
  },
};

/** Why the file at `path` may not import `target`; undefined when it may. */
export function refusal(path, target) {
  const home = Object.keys(homes).find((directory) => path.startsWith(directory));
  if (!home) return undefined;
  const { may, rule } = homes[home];
  const ours = /^@lotline\/[^/]+/.exec(target)?.[0];
  if (ours) return may.includes(ours) ? undefined : rule;
  if (!target.startsWith(".")) return undefined;

  const to = posix.join(posix.dirname(path), target);
  if (!to.startsWith(home)) return rule;
  // Tests look at everything inside their own package.
  if (/\.(test|soak)\.ts$/.test(path)) return undefined;
  return fromLayer(path, to) ?? fromArea(path, to, `${home}src/${home === "apps/api/" ? "modules/" : ""}`);
}

/** The server's layers from the lowest to the highest; each imports only what lies below it. */
const layers = ["base", "derive", "kernel", "outbox", "read", "graphql"];

/** Inside the server: the lower layers do not know what stands on them. */
function fromLayer(path, to) {
  if (path.startsWith("apps/api/src/") && to.startsWith("apps/api/test/")) return "the program does not import tests";
  const [from, target] = [path, to].map((file) => /^apps\/api\/src\/([a-z]+)\//.exec(file)?.[1]);
  if (from === "evidence" && target && target !== "evidence") return "the sealer stands on the database alone";
  if (layers.includes(from) && (target === "modules" || target === "seed" || target === "cli"))
    return `${from} does not know what stands on it`;
  if (layers.indexOf(from) >= 0 && layers.indexOf(target) > layers.indexOf(from)) return `${from} lies below ${target}`;
  return from === "database" && ["modules", "seed", "cli"].includes(target) ? "connections do not know the modules" : undefined;
}

/** Between areas: downwards only, and only through the index. */
function fromArea(path, to, base) {
  const from = areaIn(path, base);
  const target = areaIn(to, base);
  if (from === undefined || target === undefined || from === target) return undefined;
  if (levelOf.get(target) >= levelOf.get(from)) return `${from} lies below ${target}; use a gate, a record link or the outbox`;
  return to === `${base}${target}/index.ts` ? undefined : `only ${target}/index.ts is for other areas`;
}

function areaIn(path, base) {
  if (!path.startsWith(base)) return undefined;
  const area = path.slice(base.length).split("/")[0];
  return levelOf.has(area) ? area : undefined;
}
