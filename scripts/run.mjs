/**
 * The entry of every npm script. Plain Node 18 can run it; it brings the right Node, the packages and the build where
 * they are missing, and then does the work. Progress goes to standard error.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "./lib/build.mjs";
import { Failure, runInFront } from "./lib/child.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { ensureNode } from "./lib/node.mjs";
import { cache, root } from "./lib/paths.mjs";
import { beQuiet, say } from "./lib/steps.mjs";

const dist = join(root, "apps", "api", "dist");

/** What each command needs built before, and what it then runs. */
const commands = {
  start: { build: "all", settings: true, work: (args) => program("main.js", args) },
  test: { work: async (args) => (await import("./test.mjs")).test(args) },
  check: { work: async (args) => (await import("./check.mjs")).check(args) },
  build: { build: "all", work: async () => 0 },
  dev: { build: "api", settings: true, work: async () => (await import("./dev.mjs")).dev() },
  lotline: { build: "api", settings: true, quiet: true, work: (args) => program("cli/main.js", args, "inherit") },
  "db:make": { build: "api", work: (args) => program("database/make-migration.js", args) },
  "seed:rebuild": { build: "api", work: (args) => program("seed/rebuild.js", args) },
  soak: { build: "all", work: async (args) => (await import("./soak.mjs")).soak(args) },
  bench: { build: "all", work: bench },
};

async function main([name, ...args]) {
  const command = commands[name];
  if (!command) {
    say(`usage: node scripts/run.mjs ${Object.keys(commands).join(" | ")}`);
    return 2;
  }
  if (command.quiet) beQuiet();
  // Kept over the change to another Node.
  process.env._LOTLINE_BEGAN ??= String(Date.now());
  await ensureNode();
  if (command.settings) loadSettings();
  await ensureInstalled();
  // What was compiled once is kept: the server starts with a quarter less work, and the tests start it a hundred times.
  process.env.NODE_COMPILE_CACHE ??= join(cache, "compiled");
  if (command.build) await ensureBuilt(command.build);
  return command.work(args);
}

/** Settings of this checkout; those of the environment win. Tests and measurements do not read them. */
function loadSettings() {
  const file = join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/** What is measured runs as it is deployed: GraphQL's and Express's checks for developers cost about a tenth of a page's processor time. */
function bench(args) {
  process.env.NODE_ENV ??= "production";
  return program("bench/main.js", args);
}

function program(path, args, stdin = "ignore") {
  const file = join(dist, path);
  if (!existsSync(file)) throw new Failure(`this release has no ${path}`);
  return runInFront(process.execPath, ["--enable-source-maps", file, ...args], { stdin });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    const [name, ...args] = process.argv.slice(2);
    say(error instanceof Failure ? error.message : error.stack);
    // Whoever asked for JSON gets it also when the command could not be started.
    if (name === "lotline" && args.includes("--json"))
      console.log(JSON.stringify({ error: { code: "SETUP_FAILED", message: error.message } }));
    process.exitCode = 1;
  },
);
