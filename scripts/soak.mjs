/**
 * `npm run soak`: the tests of `npm test` with their full counts (LOTLINE_SOAK=1): all kinds of tampering, 200 kills of the app and
 * 20 of the database, 5,000 random operations of each role, every cell of the authorization matrix, 1,000 edit conflicts, a full
 * disk, the trace on a large genealogy, and the stories' pages in every language and scheme. Takes an hour or more and stops by
 * itself: every attack has a count and a time limit. Each prints its seed and what it counted; LOTLINE_TEST_SEED plays one again.
 * `-- --only unit|browser` runs one half. The last line is the sum.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "./lib/paths.mjs";
import { say } from "./lib/steps.mjs";
import { browserTests, parsePart, unitTests } from "./test.mjs";

/** Runs the soak and returns the exit code. */
export async function soak(args) {
  const only = parsePart(args, ["unit", "browser"]);
  process.env.LOTLINE_SOAK = "1";
  mkdirSync(cache, { recursive: true });
  const began = Date.now();
  const tests = [];
  if (only !== "browser") tests.push(...(await unitTests()));
  if (only !== "unit") tests.push(...((await browserTests()) ?? []));
  const count = (wanted) => tests.filter(({ result }) => result === wanted).length;
  for (const { title, file } of tests.filter(({ result }) => result === "failed")) say(`✗ ${file}: ${title}`);
  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  writeFileSync(join(cache, "soak.json"), `${JSON.stringify({ minutes: Number(minutes), tests }, null, 1)}\n`);
  say(`${minutes} min, ${count("skipped")} skipped`);
  console.log(`${count("passed")} passed, ${count("failed")} failed`);
  return count("failed") === 0 ? 0 : 1;
}
