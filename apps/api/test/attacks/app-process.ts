/** The app as the process that people start, on a data directory of its own, so that a test can kill it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const scripts = new URL("../../../../scripts/lib/build.mjs", import.meta.url);

/** Makes sure that the program is that of these sources. */
export async function ensureProgram(): Promise<void> {
  // Plain JavaScript of the repository's scripts, without types.
  const { ensureBuilt } = (await import(scripts.href)) as { ensureBuilt: (target: "api") => Promise<void> };
  await ensureBuilt("api");
}

export interface AppProcess {
  readonly child: ChildProcess;
  /** Where it answers; known once it says so. */
  url(): Promise<string>;
  /** Everything it has said. */
  said(): string;
  /** Waits for the end and answers its exit code. */
  ended(): Promise<number | null>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
  /** Asks it to stop, as Ctrl-C does. */
  stop(): Promise<void>;
}

/** Starts it; `wrap` is a program that starts it in turn. */
export function startApp(
  dataDir: string,
  env: { readonly [name: string]: string } = {},
  wrap: readonly string[] = [],
): AppProcess {
  const [program = "", ...args] = [...wrap, process.execPath, main];
  const { PATH = "", HOME = "", NODE_COMPILE_CACHE = "" } = process.env;
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH, HOME, NODE_COMPILE_CACHE, LOTLINE_DATA_DIR: dataDir, PORT: "0", LOTLINE_LOG_LEVEL: "error", ...env },
  });
  let text = "";
  const collect = (chunk: Buffer): void => {
    text += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const ended = async (): Promise<number | null> => {
    if (!hasEnded()) await once(child, "exit");
    return child.exitCode;
  };
  return {
    child,
    said: () => text,
    ended,
    async url() {
      for (;;) {
        const found = /Lotline \S+: (http\S+)/.exec(text)?.[1];
        if (found) return found;
        if (hasEnded()) throw new Error(`the app ended with ${child.exitCode ?? child.signalCode}: ${text}`);
        await sleep(20);
      }
    },
    async kill() {
      child.kill("SIGKILL");
      await ended();
    },
    async stop() {
      child.kill("SIGTERM");
      await ended();
    },
  };
}

/** The process id of the database server of a data directory. */
export const postmasterOf = (dataDir: string): number =>
  Number(readFileSync(join(clusterOf(dataDir), "postmaster.pid"), "utf8").split("\n")[0]);

/** Where the database's files are. */
export function clusterOf(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, "postgres.location"), "utf8").trim();
  } catch {
    return join(dataDir, "postgres");
  }
}

/** What /readyz says now: its status, or 0 when nobody answers. */
export async function readiness(url: string): Promise<number> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) })).status;
  } catch {
    return 0;
  }
}

/** Waits until /readyz says 200; answers the milliseconds it took. @throws after `limitMs` */
export async function untilReady(url: string, limitMs: number): Promise<number> {
  const began = Date.now();
  while ((await readiness(url)) !== 200) {
    if (Date.now() - began > limitMs) throw new Error(`/readyz has not said 200 for ${limitMs} ms`);
    await sleep(20);
  }
  return Date.now() - began;
}
