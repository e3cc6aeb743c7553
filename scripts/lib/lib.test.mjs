import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isSuitable } from "./node.mjs";
import { root } from "./paths.mjs";
import { fromPlaywright, fromVitest } from "./results.mjs";
import { idsIn, trace, traceAsMarkdown } from "./trace.mjs";

describe("the suitable Node.js", () => {
  it.each([
    ["v18.20.4", false],
    ["v20.20.2", false],
    ["v22.21.1", false],
    ["v22.22.0", true],
    ["v23.11.0", false],
    ["v24.0.0", true],
    ["v25.1.0", false],
    ["v26.0.0", true],
  ])("%s: %s", (version, expected) => {
    expect(isSuitable(version)).toBe(expected);
  });
});

describe("the traceability matrix", () => {
  const requirements = [
    { id: "REQ-AA-01", text: "do this | that" },
    { id: "REQ-AA-02", text: "fail" },
    { id: "REQ-AA-03", text: "wait" },
    { id: "REQ-AA-04", text: "be skipped" },
  ];
  const tests = [
    { title: "[REQ-AA-01] second", file: "b.test.ts", result: "passed" },
    { title: "group › [REQ-AA-01, REQ-AA-02] first", file: "a.test.ts", result: "passed" },
    { title: "[REQ-AA-02] breaks", file: "a.test.ts", result: "failed" },
    { title: "[REQ-AA-04] later", file: "a.test.ts", result: "skipped" },
    { title: "REQ-AA-03 outside brackets is only talk", file: "a.test.ts", result: "passed" },
    { title: "[REQ-AA-99] nobody asked for this", file: "a.test.ts", result: "passed" },
  ];

  it("has one row per requirement, in order, and names unknown ids", () => {
    const { rows, unknown } = trace(requirements, tests);
    expect(rows).toEqual([
      {
        id: "REQ-AA-01",
        result: "passed",
        tests: [
          { title: "group › [REQ-AA-01, REQ-AA-02] first", file: "a.test.ts", result: "passed" },
          { title: "[REQ-AA-01] second", file: "b.test.ts", result: "passed" },
        ],
      },
      {
        id: "REQ-AA-02",
        result: "failed",
        tests: [
          { title: "[REQ-AA-02] breaks", file: "a.test.ts", result: "failed" },
          { title: "group › [REQ-AA-01, REQ-AA-02] first", file: "a.test.ts", result: "passed" },
        ],
      },
      { id: "REQ-AA-03", result: "not covered", tests: [] },
      { id: "REQ-AA-04", result: "not covered", tests: [{ title: "[REQ-AA-04] later", file: "a.test.ts", result: "skipped" }] },
    ]);
    expect(unknown).toEqual(["REQ-AA-99"]);
  });

  it("does not depend on the order in which tests ran", () => {
    expect(trace(requirements, [...tests].reverse()).rows).toEqual(trace(requirements, tests).rows);
  });

  it("is a page to read", () => {
    const page = traceAsMarkdown(requirements, trace(requirements, tests).rows);
    expect(page).toContain("4 requirements: 1 passed, 1 failed, 2 not covered.");
    expect(page).toContain("| REQ-AA-01 | do this \\| that | passed |");
  });

  it("finds ids only in brackets", () => {
    expect(idsIn("[REQ-SIG-01] as REQ-SIG-02 says [see REQ-SIG-03, REQ-SIG-04]")).toEqual([
      "REQ-SIG-01",
      "REQ-SIG-03",
      "REQ-SIG-04",
    ]);
  });
});

describe("the reports of the test programs", () => {
  it("vitest: results by title, and a file that cannot be loaded", () => {
    const file = join(root, "apps/api/src/a.test.ts");
    expect(
      fromVitest({
        testResults: [
          {
            name: file,
            status: "failed",
            assertionResults: [
              { ancestorTitles: ["", "lots"], title: "[REQ-TRC-01] are unique", status: "passed" },
              { ancestorTitles: [], title: "wait", status: "pending" },
              { ancestorTitles: [], title: "break", status: "failed" },
            ],
          },
          { name: join(root, "broken.test.ts"), status: "failed", assertionResults: [] },
        ],
      }),
    ).toEqual([
      { title: "lots › [REQ-TRC-01] are unique", file: "apps/api/src/a.test.ts", result: "passed" },
      { title: "wait", file: "apps/api/src/a.test.ts", result: "skipped" },
      { title: "break", file: "apps/api/src/a.test.ts", result: "failed" },
      { title: "the file can be loaded", file: "broken.test.ts", result: "failed" },
    ]);
  });

  it("Playwright: stories inside stories, and an app that did not start", () => {
    const spec = (title, status, projectName = "") => ({ title, tests: [{ status, projectName }] });
    expect(
      fromPlaywright({
        config: { rootDir: join(root, "e2e/stories") },
        errors: [{ message: "the app ended with 1\nand more" }],
        suites: [
          {
            title: "road.spec.ts",
            file: "road.spec.ts",
            specs: [spec("[REQ-TRC-03] the whole road", "expected")],
            suites: [
              { title: "in Chinese", file: "road.spec.ts", specs: [spec("again", "unexpected", "zh"), spec("later", "skipped")] },
            ],
          },
        ],
      }),
    ).toEqual([
      { title: "the app ended with 1", file: "e2e", result: "failed" },
      { title: "[REQ-TRC-03] the whole road", file: "e2e/stories/road.spec.ts", result: "passed" },
      { title: "in Chinese › again (zh)", file: "e2e/stories/road.spec.ts", result: "failed" },
      { title: "in Chinese › later", file: "e2e/stories/road.spec.ts", result: "skipped" },
    ]);
  });
});

it("a wrong command is answered with the right ones, on standard error", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "scripts/run.mjs"), "begin"], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("start | test | check");
});
