/** Recognises a process again by pid and start time, because containers give the same small pids to other programs. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface ProcessMark {
  pid: number;
  /** When the process began, in the system's own words; empty where the system does not tell. */
  started: string;
}

/** The mark of a running process, this one by default. */
export function markOf(pid: number = process.pid): ProcessMark {
  return { pid, started: startOf(pid) };
}

/** Whether the very process that left this mark still runs. */
export function isAlive(mark: ProcessMark): boolean {
  if (!pidExists(mark.pid)) return false;
  const started = startOf(mark.pid);
  return mark.started === "" || started === "" || started === mark.started;
}

/** Whether some process has this pid now. */
export function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but under another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The name of the program that runs under this pid, or an empty string when the system does not tell. */
export function programOf(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
    if (process.platform === "win32") return "";
    return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8", timeout: 5_000 }).trim();
  } catch {
    return "";
  }
}

function startOf(pid: number): string {
  try {
    if (process.platform === "linux") return linuxStart(pid);
    if (process.platform === "win32") return "";
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", timeout: 5_000 }).trim();
  } catch {
    return "";
  }
}

function linuxStart(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in brackets and may hold spaces; the 22nd is the start in ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z") return "ended";
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot}/${fields[19] ?? ""}`;
}
