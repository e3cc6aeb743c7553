/** Sizes that keep the code readable: files ≤ 400 lines, functions ≤ 70, the kernel ≤ 1,500 in all. A report with an allow-list. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../lib/child.mjs";
import { bin, root } from "../lib/paths.mjs";
import { sources } from "./sources.mjs";

const fileLines = 400;
const functionLines = 70;
const kernelLines = 1500;

/** Larger things than the budgets, unless scripts/check/budgets.json allows them by name with a reason. */
export async function budgets() {
  const allowed = JSON.parse(readFileSync(join(root, "scripts/check/budgets.json"), "utf8"));
  const files = sources().map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }));
  const large = [
    ...files
      .filter((file) => file.lines > fileLines)
      .map(({ path, lines }) => ({ key: path, text: `${path} has ${lines} lines (≤ ${fileLines})` })),
    ...(await longFunctions()),
  ];
  const unexplained = large.filter(({ key }) => !(key in allowed));
  const stale = Object.keys(allowed).filter((key) => !large.some((item) => item.key === key));
  const kernel = files
    .filter(({ path }) => path.startsWith("apps/api/src/kernel/") && !path.endsWith(".test.ts"))
    .reduce((sum, file) => sum + file.lines, 0);
  return {
    problems: stale.map((key) => `scripts/check/budgets.json allows ${key}, which is not too large any more`),
    report: [
      `kernel: ${kernel} of ${kernelLines} lines${kernel > kernelLines ? " — over the budget" : ""}`,
      ...unexplained.map(({ text }) => text),
    ],
  };
}

async function longFunctions() {
  const config = join(root, "scripts/check/function-lines.oxlintrc.json");
  const { text } = await run(join(bin, "oxlint"), ["-c", config, "-f", "json", "packages", "apps", "e2e", "scripts"], {
    output: "collect",
  });
  const { diagnostics } = JSON.parse(text);
  return (
    diagnostics
      // Tests read as stories, and generated files are nobody's to shorten.
      .filter(({ filename }) => !/\.(test|spec)\.\w+$|\/(test|migrations|generated|dist)\//.test(filename))
      .map(({ filename, message, labels }) => {
        const line = labels?.[0]?.span?.line ?? 0;
        const name = /`([^`]+)`/.exec(message)?.[1] ?? "anonymous";
        return { key: `${filename}#${name}`, text: `${filename}:${line} ${message} (≤ ${functionLines})` };
      })
  );
}
