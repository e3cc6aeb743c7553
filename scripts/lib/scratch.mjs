/** A place in memory for what tests write: databases that live for seconds gain nothing from a disk. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { lockRoot, pidExists } from "./lock.mjs";

const memory = "/dev/shm";
const prefix = "lotline-test-";
/** Bytes: the tests of the packages hold 0.45 GB at once, each company of the stories 0.1 GB; what they run needs the rest. */
const roomNeeded = 4e9;
const memoryNeeded = 10e9;

/**
 * The environment of test programs, whose temporary files lie in memory where the system has such a place with room enough, and the
 * function that removes them. Elsewhere the environment as it is. What a killed run left there is removed first.
 */
export function openScratch(env = process.env) {
  if (!hasRoom()) return { env, close: () => undefined };
  clearDead();
  const directory = mkdtempSync(join(memory, `${prefix}${process.pid}-`));
  // The database server runs as another user when root starts it.
  chmodSync(directory, 0o711);
  return { env: { ...env, TMPDIR: directory, _LOTLINE_LOCKS: lockRoot() }, close: () => remove(directory) };
}

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= roomNeeded && freemem() >= memoryNeeded;
  } catch {
    return false;
  }
}

function clearDead() {
  for (const name of readdirSync(memory)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split("-")[0]) : 0;
    const directory = join(memory, name);
    // Another user's is theirs to remove.
    if (pid > 0 && !pidExists(pid) && statSync(directory).uid === process.getuid()) remove(directory);
  }
}

const remove = (directory) => rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
