/** Sizes that keep the code readable: files ≤ 400 lines, functions ≤ 70, the kernel ≤ 1,800 in all; larger things fail. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../lib/child.mjs";
import { bin, root } from "../lib/paths.mjs";
import { sources } from "./sources.mjs";

const fileLines = 400;
const functionLines = 70;
// 1,500 and the approvals (ADR 29).
const kernelLines = 1800;

/** Things that are larger than the budgets; scripts/check/budgets.json may allow one by name, with a reason. */
export async function budgets() {
  const allowed = JSON.parse(readFileSync(join(root, "scripts/check/budgets.json"), "utf8"));
  const files = sources().map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }));
  return {
    problems: sizeProblems(files, await longFunctions(), allowed),
    report: [`kernel: ${kernelOf(files)} of ${kernelLines} lines`],
  };
}

/**
 * What is too large and not allowed to be, and what is allowed without being so.
 * @param files as `{ path, lines }` @param longOnes functions over the budget as `{ key, text }` @param allowed reasons by key
 */
export function sizeProblems(files, longOnes, allowed) {
  const large = [
    ...files
      .filter((file) => file.lines > fileLines)
      .map(({ path, lines }) => ({ key: path, text: `${path} has ${lines} lines (≤ ${fileLines})` })),
    ...longOnes,
  ];
  const kernel = kernelOf(files);
  return [
    ...large.filter(({ key }) => !(key in allowed)).map(({ text }) => text),
    ...(kernel > kernelLines ? [`the kernel has ${kernel} lines (≤ ${kernelLines})`] : []),
    ...Object.keys(allowed)
      .filter((key) => !large.some((item) => item.key === key))
      .map((key) => `scripts/check/budgets.json allows ${key}, which is not too large any more`),
  ];
}

const kernelOf = (files) =>
  files
    .filter(({ path }) => path.startsWith("apps/api/src/kernel/") && !path.endsWith(".test.ts"))
    .reduce((sum, file) => sum + file.lines, 0);

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
