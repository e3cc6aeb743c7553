/**
 * `npm test`: build, checks, the tests of all packages, the stories in the browser, and the traceability matrix.
 * `-- --only check|unit|browser` runs one part (and leaves the matrix alone). The last line is the sum.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "./check.mjs";
import { ensureBuilt } from "./lib/build.mjs";
import { Failure, run } from "./lib/child.mjs";
import { cache, root } from "./lib/paths.mjs";
import { fromPlaywright, fromVitest } from "./lib/results.mjs";
import { openScratch } from "./lib/scratch.mjs";
import { say, secondsSince, step } from "./lib/steps.mjs";
import { trace, traceAsMarkdown } from "./lib/trace.mjs";

const parts = ["check", "unit", "browser"];

/** Runs the parts and returns the exit code. */
export async function test(args) {
  const only = parsePart(args, parts);
  const wants = (part) => only === undefined || only === part;
  mkdirSync(cache, { recursive: true });

  const began = Number(process.env._LOTLINE_BEGAN) || Date.now();
  if (only !== "check") await ensureBuilt("all");
  const times = { "set-up": secondsSince(began) };
  const tests = [];

  let mark = Date.now();
  if (wants("check") && (await check()) !== 0)
    tests.push({ title: "npm run check", file: "scripts/check.mjs", result: "failed" });
  times.check = secondsSince(mark);
  mark = Date.now();
  const scratch = openScratch();
  if (wants("unit")) tests.push(...(await unitTests(scratch.env)));
  times["unit and integration"] = secondsSince(mark);
  mark = Date.now();
  const stories = wants("browser") ? await browserTests(scratch.env) : undefined;
  tests.push(...(stories ?? []));
  times.browser = secondsSince(mark);
  scratch.close();

  if (only === undefined) tests.push(...writeTrace(tests, stories !== undefined));
  return summary(tests, times);
}

/** The part named by `--only`; undefined for all. */
export function parsePart(args, known) {
  if (!args.includes("--only")) return undefined;
  const part = args[args.indexOf("--only") + 1] ?? "";
  if (!known.includes(part)) throw new Failure(`--only takes one of ${known.join(", ")}`);
  return part;
}

/** The results of the tests of all packages. */
export async function unitTests(env = process.env) {
  const file = join(cache, "vitest.json");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  return reported(file, fromVitest, () =>
    run(process.execPath, [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`], { env }),
  );
}

/** The stories' results, or undefined when there is no browser to run them in. */
export async function browserTests(given = process.env) {
  if (!hasStories()) {
    say("- browser: there are no stories");
    return [];
  }
  const chromium = await chromiumPath();
  if (!chromium) {
    say(
      "- browser: SKIPPED, because no Chromium was found. Install Debian's chromium-headless-shell or chromium, or Google Chrome, or set CHROMIUM_PATH.",
    );
    return undefined;
  }
  const file = join(cache, "playwright.json");
  const playwright = join(root, "node_modules/@playwright/test/cli.js");
  const env = { ...given, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  return reported(file, fromPlaywright, () =>
    run(process.execPath, [playwright, "test", "-c", "e2e/playwright.config.ts", "--reporter=list,json"], { env }),
  );
}

/** Runs a test program and reads its report; a failure that the report does not show is a failed test of its own. */
async function reported(file, read, runProgram) {
  rmSync(file, { force: true });
  const { code } = await runProgram();
  const tests = existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : [];
  const isExplained = tests.some(({ result }) => result === "failed");
  if (code !== 0 && !isExplained) tests.push({ title: "the run ends without errors outside tests", file, result: "failed" });
  return tests;
}

function hasStories() {
  const directory = join(root, "e2e/stories");
  return existsSync(directory) && readdirSync(directory, { recursive: true }).some((name) => String(name).endsWith(".spec.ts"));
}

/** On a build machine (root, apt) the browser is installed when it is missing; nobody else's system is changed. */
async function chromiumPath() {
  const { findChromium } = await import("../e2e/chromium.ts");
  const found = findChromium();
  if (found || process.getuid?.() !== 0 || !hasApt()) return found;
  await step("installing Debian's chromium", async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-q"], { env, output: "collect" });
    // Older Debians have no package for the shell alone.
    for (const browser of ["chromium-headless-shell", "chromium"]) {
      const packages = [browser, "fonts-noto-cjk"];
      const { code, text } = await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], {
        env,
        output: "collect",
      });
      if (code === 0) break;
      say(text.trim());
    }
  });
  return findChromium();
}

function hasApt() {
  try {
    execFileSync("apt-get", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Writes docs/generated/trace.*; returns one failed test per unknown id. Without the stories the files are left as they are. */
function writeTrace(tests, isComplete) {
  const requirements = JSON.parse(readFileSync(join(root, "docs/requirements.json"), "utf8"));
  const { rows, unknown } = trace(requirements, tests);
  const open = rows.filter(({ result }) => result === "not covered").map(({ id }) => id);
  say(`requirements: ${rows.length - open.length} of ${rows.length} have a test; without one: ${open.join(" ") || "none"}`);
  if (isComplete) {
    mkdirSync(join(root, "docs/generated"), { recursive: true });
    writeFileSync(join(root, "docs/generated/trace.json"), `${JSON.stringify(rows, null, 1)}\n`);
    writeFileSync(join(root, "docs/generated/trace.md"), traceAsMarkdown(requirements, rows));
  } else {
    say("docs/generated/trace.* was left as it is, because the stories did not run");
  }
  for (const id of unknown) say(`✗ ${id} in a test's title is not a requirement of docs/requirements.json`);
  return unknown.map((id) => ({ title: `${id} is a known requirement`, file: "docs/requirements.json", result: "failed" }));
}

function summary(tests, times) {
  const count = (wanted) => tests.filter(({ result }) => result === wanted).length;
  for (const { title, file } of tests.filter(({ result }) => result === "failed")) say(`✗ ${file}: ${title}`);
  if (count("skipped") > 0) say(`${count("skipped")} skipped`);
  say(
    Object.entries(times)
      .map(([name, time]) => `${name} ${time}`)
      .join(" · "),
  );
  const line = `${count("passed")} passed, ${count("failed")} failed`;
  writeFileSync(join(cache, "summary"), `${line}\n`);
  console.log(line);
  return count("failed") === 0 ? 0 : 1;
}
