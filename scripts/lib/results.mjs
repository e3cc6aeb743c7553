/** Reads what vitest and Playwright write about a run into one list: `{ title, file, result }`, paths relative to the repository. */
import { isAbsolute, join, relative, sep } from "node:path";
import { root } from "./paths.mjs";

/** The tests in vitest's JSON report; a file that could not be loaded counts as one failed test. */
export function fromVitest(report) {
  return report.testResults.flatMap((file) => {
    const path = inRepository(file.name);
    if (file.status === "failed" && file.assertionResults.length === 0)
      return [{ title: "the file can be loaded", file: path, result: "failed" }];
    return file.assertionResults.map((test) => ({
      title: [...test.ancestorTitles, test.title].filter(Boolean).join(" › "),
      file: path,
      result: test.status === "passed" || test.status === "failed" ? test.status : "skipped",
    }));
  });
}

/** The tests in Playwright's JSON report; errors outside tests (the app did not start) count as one failed test each. */
export function fromPlaywright(report) {
  const base = report.config?.rootDir ?? join(root, "e2e");
  const outside = (report.errors ?? []).map((error) => ({
    title: String(error.message).split("\n")[0],
    file: "e2e",
    result: "failed",
  }));
  return [...outside, ...(report.suites ?? []).flatMap((suite) => fromSuite(suite, [], base))];
}

function fromSuite(suite, above, base) {
  const file = inRepository(isAbsolute(suite.file) ? suite.file : join(base, suite.file));
  // The outermost suite is the file itself.
  const titles = suite.title === suite.file ? above : [...above, suite.title];
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({
      title: [...titles, test.projectName ? `${spec.title} (${test.projectName})` : spec.title].filter(Boolean).join(" › "),
      file,
      result: test.status === "expected" ? "passed" : test.status === "skipped" ? "skipped" : "failed",
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => fromSuite(inner, titles, base))];
}

function inRepository(path) {
  return relative(root, path).split(sep).join("/");
}
