/** The traceability matrix: which requirement is shown by which test. Requirement ids stand in the titles: `[REQ-SIG-01] …`. */

const idPattern = /REQ-[A-Z0-9]+-\d+/g;

/** The requirement ids that a title names, in brackets. */
export function idsIn(title) {
  return [...title.matchAll(/\[[^\]]*\]/g)].flatMap(([brackets]) => brackets.match(idPattern) ?? []);
}

/** One row per requirement in the order of the list, and the ids in titles that the list does not have. */
export function trace(requirements, tests) {
  const known = new Set(requirements.map(({ id }) => id));
  const unknown = [...new Set(tests.flatMap(({ title }) => idsIn(title)).filter((id) => !known.has(id)))].sort();
  const rows = requirements.map(({ id }) => {
    const own = tests
      .filter(({ title }) => idsIn(title).includes(id))
      .map(({ title, file, result }) => ({ title, file, result }));
    own.sort((a, b) => compare(a.file, b.file) || compare(a.title, b.title));
    return { id, result: resultOf(own), tests: own };
  });
  return { rows, unknown };
}

function resultOf(tests) {
  if (tests.some(({ result }) => result === "failed")) return "failed";
  return tests.some(({ result }) => result === "passed") ? "passed" : "not covered";
}

/** By code unit: the same order on every machine. */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The matrix as a page to read. Without times, so that it changes only when a result does. */
export function traceAsMarkdown(requirements, rows) {
  const texts = new Map(requirements.map(({ id, text }) => [id, text]));
  const count = (result) => rows.filter((row) => row.result === result).length;
  const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const line = ({ id, result, tests }) =>
    `| ${id} | ${cell(texts.get(id) ?? "")} | ${result} | ${tests.map((test) => `${cell(test.title)} (\`${test.file}\`${test.result === "passed" ? "" : `, ${test.result}`})`).join("<br>")} |`;
  return [
    "# Requirements and the tests that show them",
    "",
    "Written by `npm test` from the requirement ids in the titles of the tests; do not edit.",
    "",
    `${rows.length} requirements: ${count("passed")} passed, ${count("failed")} failed, ${count("not covered")} not covered.`,
    "",
    "| Requirement | The system shall | Result | Tests |",
    "|---|---|---|---|",
    ...rows.map(line),
    "",
  ].join("\n");
}
