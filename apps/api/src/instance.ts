/** One running app per data directory: the second start learns where the first one runs. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readMark, withLock } from "./database/lock.ts";
import { isAlive, markOf } from "./database/process-mark.ts";

export interface Instance {
  /** Tells later starts and the command line the address. */
  publish(url: string): void;
  /** Gives the data directory free. */
  release(): void;
}

export interface RunningApp {
  pid: number;
  /** Its address; undefined while it is still starting. */
  url: string | undefined;
}

/** Takes the data directory for this process, or tells which living process has it. A mark left by a killed one is cleared. */
export async function claimInstance(dataDir: string): Promise<{ claimed: Instance } | { running: RunningApp }> {
  mkdirSync(dataDir, { recursive: true });
  return withLock(
    join(dataDir, "app.lock"),
    () => undefined,
    async () => {
      const running = findRunningApp(dataDir);
      if (running) return { running };
      const write = (url?: string) => writeInOneStep(path(dataDir), JSON.stringify({ ...markOf(), url }));
      write();
      return { claimed: { publish: write, release: () => rmSync(path(dataDir), { force: true }) } };
    },
  );
}

/** The app that runs on this data directory now, if any. */
export function findRunningApp(dataDir: string): RunningApp | undefined {
  const mark = readMark(path(dataDir));
  if (!mark || !isAlive(mark)) return undefined;
  const content: unknown = JSON.parse(readFileSync(path(dataDir), "utf8"));
  const url = typeof content === "object" && content !== null && "url" in content ? content.url : undefined;
  return { pid: mark.pid, url: typeof url === "string" ? url : undefined };
}

function path(dataDir: string): string {
  return join(dataDir, "app.json");
}

function writeInOneStep(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
