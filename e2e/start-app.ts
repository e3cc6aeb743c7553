/**
 * Starts the real app for the stories, one for each worker: the built server on a free port with a data directory of its own.
 * The first one fills it with the demo company as at any first start; the others begin with a copy of it.
 * `E2E_BASE_URL` names a running app instead.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../apps/api/dist/main.js", import.meta.url));
const startSeconds = 120;
const stopSeconds = 30;

/** A running app with a data directory of its own. */
export interface App extends AsyncDisposable {
  readonly baseUrl: string;
  readonly dataDir: string;
  /** The environment it was started with; programs of the same installation get it too. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends it and keeps its data. */
  end(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** How many stories run at once, each in a company of its own. */
export const workers = process.env.E2E_BASE_URL ? 1 : 2;

/** The app of this worker; stories of one worker share it, one after another. */
export const baseUrlOfWorker = (): string | undefined =>
  process.env.E2E_BASE_URL ?? process.env.E2E_BASE_URLS?.split(" ")[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];

/** Playwright's global setup; what it returns is run after the last story. */
export default async function startApps(): Promise<() => Promise<void>> {
  if (process.env.E2E_BASE_URL) return async () => undefined;
  const first = await openApp();
  await first.end();
  // The workers are started with this environment.
  process.env.E2E_COMPANY = first.dataDir;
  const opened = await Promise.allSettled(Array.from({ length: workers }, () => openApp()));
  const apps = opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const stop = async () => void (await Promise.all([first, ...apps].map((app) => app.stop())));
  const failed = opened.find((one) => one.status === "rejected");
  if (failed) {
    await stop();
    throw failed.reason;
  }
  // Read in playwright.config.ts.
  process.env.E2E_BASE_URLS = apps.map(({ baseUrl }) => baseUrl).join(" ");
  return stop;
}

/**
 * Starts an app; also for a story that spoils its database and must not share it, or that needs other settings.
 * @param given may depend on the port, for what must know the app's address
 */
export async function openApp(given: NodeJS.ProcessEnv | ((port: number) => Promise<NodeJS.ProcessEnv>) = {}): Promise<App> {
  const port = await freePort();
  const settings = typeof given === "function" ? await given(port) : given;
  const dataDir = mkdtempSync(join(tmpdir(), "lotline-e2e-"));
  // Another day of the demo is played from its own beginning, and an empty company has none.
  if (!settings.LOTLINE_DEMO_AT && settings.DEMO !== "0") copyCompany(process.env.E2E_COMPANY, dataDir);
  const logFile = join(dataDir, "app.log");
  const env = { ...environment(port, dataDir), ...settings };
  const log = openSync(logFile, "w");
  const app = spawn(process.execPath, ["--enable-source-maps", main], { env, stdio: ["ignore", log, log] });
  closeSync(log);
  const baseUrl = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await endProcess(app);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await untilHealthy(app, baseUrl);
  } catch (error) {
    const words = readFileSync(logFile, "utf8").split("\n").slice(-40).join("\n");
    await stop();
    throw new Error(`${error instanceof Error ? error.message : error}\n${words}`, { cause: error });
  }
  return { baseUrl, dataDir, env, end: () => endProcess(app), stop, [Symbol.asyncDispose]: stop };
}

/** Files with their owners; where the database lies elsewhere, or nothing copies owners, the app fills its own. */
function copyCompany(from: string | undefined, to: string): void {
  if (!from || process.platform === "win32" || existsSync(join(from, "postgres.location"))) return;
  execFileSync("cp", ["-a", `${from}/.`, to]);
}

/** Nothing of the developer's own settings: the stories always see the same demo. */
function environment(port: number, dataDir: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(LOTLINE_|DATABASE_URL$|PG|NODE_ENV$|DEMO$|HOST$|PORT$)/.test(name),
  );
  return { ...Object.fromEntries(own), PORT: String(port), LOTLINE_DATA_DIR: dataDir, DEMO: "1", NODE_ENV: "development" };
}

async function untilHealthy(app: ChildProcess, baseUrl: string): Promise<void> {
  const deadline = Date.now() + startSeconds * 1000;
  while (Date.now() < deadline) {
    if (app.exitCode !== null || app.signalCode !== null) throw new Error(`the app ended with ${app.exitCode ?? app.signalCode}`);
    const answer = await fetch(`${baseUrl}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`the app was not ready after ${startSeconds} s`);
}

async function endProcess(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null || app.signalCode !== null) return;
  const ended = new Promise((resolve) => app.once("exit", resolve));
  app.kill("SIGTERM");
  await Promise.race([ended, sleep(stopSeconds * 1000)]);
  app.kill("SIGKILL");
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}
