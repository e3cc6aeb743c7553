/** Shows what is being done, step by step with its time, on standard error: standard output carries answers only. */

let quiet = false;

/** Only failures and steps longer than two seconds are told from now on (for the command line). */
export function beQuiet() {
  quiet = true;
}

/** Tells one line. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Runs one step and tells its name and time. `work` may return a remark. */
export async function step(name, work) {
  const began = Date.now();
  // A short step is told once, when it is over; a long one also while it runs.
  const timer = setTimeout(() => say(`… ${name}`), quiet ? 2000 : 300);
  try {
    const remark = await work();
    const seconds = secondsSince(began);
    if (!quiet || Date.now() - began > 2000) say(`✓ ${name}${typeof remark === "string" ? ` (${remark})` : ""}  ${seconds}`);
    return remark;
  } catch (error) {
    say(`✗ ${name}  ${secondsSince(began)}`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** "1.2 s" since a moment. */
export function secondsSince(began) {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`;
}
