/** Two starts at once must not install or build over each other. */
import { createHash } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "./child.mjs";
import { root } from "./paths.mjs";
import { say } from "./steps.mjs";

const patienceMinutes = 15;

/** Where the locks lie: the same for a test's programs, whose temporary files lie elsewhere. */
export const lockRoot = () => process.env._LOTLINE_LOCKS ?? tmpdir();

/** Runs `work` while no other script of this checkout installs or builds. */
export async function alone(work) {
  // Not inside the checkout: node_modules itself comes and goes.
  const directory = join(lockRoot(), `lotline-${userInfo().username}`);
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${createHash("sha256").update(root).digest("hex").slice(0, 16)}.lock`);
  const deadline = Date.now() + patienceMinutes * 60_000;
  for (let told = false; !create(path); ) {
    const holder = holderOf(path);
    if (holder === undefined || !pidExists(holder)) {
      takeAway(path, holder);
      continue;
    }
    if (!told) say(`… waiting for process ${holder}, which is installing or building here`);
    told = true;
    if (Date.now() > deadline)
      throw new Failure(`process ${holder} still holds ${path}; end it, or delete that file if it is not Lotline`);
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** The lock appears together with its content, so that a kill never leaves an empty one. */
function create(path) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function holderOf(path) {
  try {
    return Number(readFileSync(path, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

/** Whether some process has this pid now. */
export function pidExists(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Renamed first: if a third script has taken the lock meanwhile, it gets it back. */
function takeAway(path, holder) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (holderOf(aside) !== holder) linkSync(aside, path);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
