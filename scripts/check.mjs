/** `npm run check`: everything a machine can say about the code without running it. `-- --only types,lint` picks some, `-- --fix` formats first. */
import { budgets } from "./check/budgets.mjs";
import { bundle } from "./check/bundle.mjs";
import { directions } from "./check/directions.mjs";
import { generated } from "./check/generated.mjs";
import { licences } from "./check/licences.mjs";
import { lockfile } from "./check/lockfile.mjs";
import { cycles, fix, format, lint, types, unused } from "./check/tools.mjs";
import { Failure } from "./lib/child.mjs";
import { say, secondsSince } from "./lib/steps.mjs";

/** Each returns what is wrong, line by line; `report` lines are shown but fail nothing. */
const checks = { types, format, lint, cycles, unused, directions, lockfile, licences, generated, bundle, budgets };

/** Runs the checks, two at a time, and returns the exit code. */
export async function check(args = []) {
  const names = chosen(args);
  if (args.includes("--fix")) await fix();
  const began = Date.now();
  const waiting = [...names];
  let failed = 0;
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) if (!(await runOne(name))) failed += 1;
  };
  await Promise.all([worker(), worker()]);
  say(`${failed === 0 ? "✓" : "✗"} check: ${names.length - failed} of ${names.length} in order  ${secondsSince(began)}`);
  return failed === 0 ? 0 : 1;
}

async function runOne(name) {
  const began = Date.now();
  // A check that cannot be made (the build fails) has not been passed, and the others still are made.
  const { problems, report = [] } = await Promise.resolve()
    .then(checks[name])
    .catch((error) => ({ problems: [error.message] }));
  const ok = problems.length === 0;
  say(`${ok ? "✓" : "✗"} check ${name}  ${secondsSince(began)}`);
  for (const line of [...problems, ...report]) say(`    ${line.replaceAll("\n", "\n    ")}`);
  return ok;
}

function chosen(args) {
  const only = args[args.indexOf("--only") + 1];
  if (!args.includes("--only") || !only) return Object.keys(checks);
  const names = only.split(",");
  const unknown = names.filter((name) => !(name in checks));
  if (unknown.length > 0)
    throw new Failure(`there is no check ${unknown.join(", ")}; there are ${Object.keys(checks).join(", ")}`);
  return names;
}
