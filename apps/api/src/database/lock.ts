/** One process at a time prepares a data directory; a lock left by a killed process is taken over. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../setup-error.ts";
import { isAlive, markOf, type ProcessMark } from "./process-mark.ts";

const waitSeconds = 120;

/** Runs `work` while holding the lock file `path`; waits for another live holder, at most two minutes. */
export async function withLock<T>(path: string, onWait: (pid: number) => void, work: () => Promise<T>): Promise<T> {
  await acquire(path, onWait);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function acquire(path: string, onWait: (pid: number) => void): Promise<void> {
  const deadline = Date.now() + waitSeconds * 1000;
  let told = false;
  while (!tryCreate(path)) {
    const holder = readMark(path);
    if (holder && isAlive(holder)) {
      if (!told) onWait(holder.pid);
      told = true;
      if (Date.now() > deadline) throw busy(path, holder.pid);
      await sleep(200);
    } else {
      takeAway(path);
    }
  }
}

/** The lock appears with its content in one step, so that a kill never leaves an unreadable lock. */
function tryCreate(path: string): boolean {
  const draft = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  writeFileSync(draft, JSON.stringify(markOf()));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a lock whose holder is gone; renaming first makes sure that a fresh lock of a third process is put back. */
function takeAway(path: string): void {
  const aside = `${path}.stale.${process.pid}.${process.hrtime.bigint()}`;
  try {
    renameSync(path, aside);
    const holder = readMark(aside);
    if (holder && isAlive(holder)) linkSync(aside, path);
  } catch (error) {
    // Another process was quicker: the next round of the loop looks again.
    if (!(error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EEXIST"))) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Reads a process mark from a file; undefined when it is missing or unreadable. */
export function readMark(path: string): ProcessMark | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof parsed !== "object" || parsed === null || !("pid" in parsed) || typeof parsed.pid !== "number") return undefined;
    return { pid: parsed.pid, started: "started" in parsed && typeof parsed.started === "string" ? parsed.started : "" };
  } catch {
    return undefined;
  }
}

function busy(path: string, pid: number): SetupError {
  return new SetupError(
    "DATA_DIRECTORY_BUSY",
    `Process ${pid} has been preparing this data directory for more than ${waitSeconds} s. Wait for it or end it; if it is not Lotline, delete ${path}.`,
    `进程 ${pid} 正在准备此数据目录,已超过 ${waitSeconds} 秒。请等待或结束该进程;若它不是 Lotline,请删除 ${path}。`,
  );
}
