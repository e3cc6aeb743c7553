/**
 * Starts and stops the embedded PostgreSQL of one data directory.
 *
 * Several programs (the app, the command line) may use the same server: each leaves its mark in `<dataDir>/users`, the
 * first starts the server, the last one out stops it. A server or a mark left by a killed program is found and reused or
 * cleared. The server listens on the loopback address only and asks for a generated password.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { SetupError } from "../setup-error.ts";
import { type Binaries, findBinaries, type ServerUser, serverUser } from "./binaries.ts";
import { clusterPath, ensureCluster, serverEnvironment } from "./cluster.ts";
import { readMark, withLock } from "./lock.ts";
import { isAlive, markOf, pidExists, programOf } from "./process-mark.ts";
import { ensureSecret, readSecrets } from "./secrets.ts";

export interface EmbeddedOptions {
  dataDir: string;
  /** Gives up durability for speed: for test servers only. */
  test?: boolean;
  onProgress: (message: string) => void;
}

export interface EmbeddedDatabase {
  /** Connection string of the superuser, for provisioning only. */
  superUrl: string;
  port: number;
  /** Whether the server was running already. */
  reused: boolean;
  /** Signs off, and stops the server when nobody else uses it. */
  stop(): Promise<void>;
}

interface Site extends Required<EmbeddedOptions> {
  cluster: string;
  user: ServerUser | undefined;
  binaries: Binaries;
}

interface Running {
  pid: number;
  port: number;
  /** The process, when this program started it. */
  child?: ChildProcess;
}

const startSeconds = 60;
const quietSeconds = 3;
const stopSeconds = 60;
const watchMs = 200;
/** How long the processes of a killed server may take to let go of its shared memory. */
const releaseSeconds = 10;
const logLimitBytes = 10_000_000;

/** Starts the embedded database of `dataDir`, making it first if there is none, or joins the one that runs. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { onProgress } = options;
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  return withLock(
    join(dataDir, "database.lock"),
    (pid) => onProgress(`process ${pid} is preparing ${dataDir}; waiting for it`),
    async () => {
      const user = serverUser();
      const binaries = findBinaries(user, onProgress);
      const cluster = clusterPath(dataDir, user, onProgress);
      const site: Site = { dataDir, test: options.test ?? false, onProgress, cluster, user, binaries };
      const running = await findRunning(site);
      if (running) {
        onProgress(`the database runs already on 127.0.0.1:${running.port} (process ${running.pid})`);
        return joined(site, running, true);
      }
      await ensureCluster({
        ...site,
        path: cluster,
        hasPassword: "superuser" in readSecrets(dataDir),
        password: () => ensureSecret(dataDir, "superuser"),
      });
      return joined(site, await start(site), false);
    },
  );
}

function joined(site: Site, server: Running, reused: boolean): EmbeddedDatabase {
  const users = join(site.dataDir, "users");
  mkdirSync(users, { recursive: true });
  const mark = join(users, `${process.pid}-${process.hrtime.bigint()}`);
  writeFileSync(mark, JSON.stringify(markOf()));
  const watch = keepRunning(site, server);
  // A program that ends without stopping (an error nobody caught) must not leave its server behind.
  const abandon = () => {
    rmSync(mark, { force: true });
    if (otherUsers(users) === 0) sendSignal(site, watch.server().pid, "SIGINT");
  };
  process.once("exit", abandon);
  let stopping: Promise<void> | undefined;
  const signOff = async () => {
    await watch.end();
    await alone(site, async () => {
      process.off("exit", abandon);
      rmSync(mark, { force: true });
      if (otherUsers(users) === 0) await stopServer(site, watch.server());
    });
  };
  return {
    superUrl: superUrl(site, server.port),
    port: server.port,
    reused,
    stop: () => {
      stopping ??= signOff();
      return stopping;
    },
  };
}

/** One program of this data directory at a time starts or stops its server. */
const alone = <T>(site: Site, work: () => Promise<T>): Promise<T> =>
  withLock(join(site.dataDir, "database.lock"), () => undefined, work);

function hasEnded(site: Site, { pid, child }: Running): boolean {
  if (child) return child.exitCode !== null || child.signalCode !== null;
  // Where nobody collects orphans an ended one keeps its pid; on Linux the system tells that it serves nothing any more.
  return process.platform === "linux" ? !servesCluster(pid, site.cluster) : !pidExists(pid);
}

/**
 * Brings the server back when it ends without being told to: killed, out of memory, its disk full. On the same port, because
 * connection strings name it; every program that uses it watches, the first one starts it. Tries as long as the program lives.
 */
function keepRunning(site: Site, first: Running): { server: () => Running; end: () => Promise<void> } {
  let server = first;
  let isEnding = false;
  let told = false;
  const revive = async (): Promise<void> => {
    const found = await findRunning(site);
    server = found ?? (await start(site, server.port));
    site.onProgress(`the database had ended by itself and runs again on 127.0.0.1:${server.port}`);
    told = false;
  };
  const look = async (): Promise<void> => {
    while (!isEnding) {
      await sleep(watchMs, undefined, { ref: false });
      if (isEnding || !hasEnded(site, server)) continue;
      await alone(site, revive).catch((error: unknown) => {
        if (!told) site.onProgress(`the database has ended by itself and does not start yet: ${String(error)}`);
        told = true;
      });
    }
  };
  const watching = look();
  return {
    server: () => server,
    end: async () => {
      isEnding = true;
      await Promise.race([watching, sleep(2 * watchMs)]);
    },
  };
}

/** Counts the living programs that use this database and clears the marks of dead ones. */
function otherUsers(users: string): number {
  let living = 0;
  if (!existsSync(users)) return living;
  for (const name of readdirSync(users)) {
    const holder = readMark(join(users, name));
    if (holder && isAlive(holder)) living += 1;
    else rmSync(join(users, name), { force: true });
  }
  return living;
}

/** The server that runs on this cluster, if any; a pid file left by a killed server is cleared. */
async function findRunning(site: Site): Promise<Running | undefined> {
  const file = join(site.cluster, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const server = { pid: Number(lines[0]), port: Number(lines[3]) };
  if (!(server.pid > 0 && servesCluster(server.pid, site.cluster))) {
    // PostgreSQL refuses to start when another program has got the old pid since. Backends of a killed server cannot be
    // harmed by this: the new server still refuses while one of them is attached to the shared memory.
    rmSync(file, { force: true });
    return undefined;
  }
  await untilReady(site, server, () => pidExists(server.pid));
  return server;
}

/** Whether this pid is a PostgreSQL server of this cluster; where the system does not tell, the pid file is believed. */
function servesCluster(pid: number, cluster: string): boolean {
  if (!pidExists(pid)) return false;
  if (process.platform === "linux") {
    try {
      // A server's working directory is its cluster.
      return realpathSync(readlinkSync(`/proc/${pid}/cwd`)) === realpathSync(cluster);
    } catch {
      return false;
    }
  }
  return /^postgres|^$/.test(basename(programOf(pid)));
}

/** Starts the server, on a free port or on the one it had. */
async function start(site: Site, given?: number): Promise<Running> {
  const patience = Date.now() + releaseSeconds * 1000;
  for (let attempt = 1; ; attempt += 1) {
    const port = given ?? (await freePort());
    const began = Date.now();
    const logged = logLength(site);
    const child = spawnServer(site, port);
    const server = { pid: child.pid ?? 0, port, child };
    try {
      await untilReady(site, server, () => !hasEnded(site, server) && child.pid !== undefined);
      site.onProgress(`PostgreSQL ${site.binaries.major} listens on 127.0.0.1:${port} after ${Date.now() - began} ms`);
      return server;
    } catch (error) {
      const said = logTail(site, logged);
      // A killed server's own processes end a moment after it; until then its shared memory is in use.
      const isHeld = /still in use|is another postmaster/.test(said) && Date.now() < patience;
      // Another program may have taken the port between our look and the server's start.
      const portTaken = /could not bind|Address already in use/.test(said) && attempt < 3;
      if (!isHeld && !portTaken) throw error;
      await sleep(100);
    }
  }
}

function spawnServer(site: Site, port: number): ChildProcess {
  const log = openLog(site);
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 200,
    shared_buffers: "256MB",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] %u@%d ",
    // A command that a person waits for must not lose its answer to a crash.
    ...(site.test ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off", file_copy_method: "clone" } : {}),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(site.binaries.postgres, ["-D", site.cluster, ...args], {
    ...site.user,
    cwd: dirname(site.binaries.postgres),
    env: serverEnvironment(),
    stdio: ["ignore", log, log],
    // Its own process group: Ctrl-C in the terminal reaches the app, which then stops the server in good order.
    detached: true,
  });
  closeSync(log);
  child.on("error", () => undefined);
  child.unref();
  return child;
}

/** Waits until the server answers; a crash recovery may take as long as it needs. */
async function untilReady(site: Site, server: Running, lives: () => boolean): Promise<void> {
  const began = Date.now();
  let deadline = began + startSeconds * 1000;
  let told = false;
  for (;;) {
    const answer = await tryConnect(superUrl(site, server.port), site.cluster);
    if (answer === "ready") return;
    if (!lives()) throw failed(site, "the server ended");
    if (answer === "wrong") throw failed(site, `the server on port ${server.port} is not ours`);
    if (answer === "starting") {
      deadline = Date.now() + startSeconds * 1000;
      if (!told && Date.now() - began > quietSeconds * 1000) {
        site.onProgress("the database repairs itself after an interruption; this may take a while");
        told = true;
      }
    }
    if (Date.now() > deadline) throw failed(site, `no answer in ${startSeconds} s`);
    await sleep(25);
  }
}

async function tryConnect(url: string, cluster: string): Promise<"ready" | "starting" | "silent" | "wrong"> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("show data_directory");
    return resolve(rows[0]?.data_directory ?? "") === resolve(cluster) ? "ready" : "wrong";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // 57P03: it is starting up or recovering. 28P01: a server that does not know our password.
    if (code === "57P03") return "starting";
    return code === "28P01" ? "wrong" : "silent";
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stopServer(site: Site, server: Running): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown: connections are closed, everything is written. SIGQUIT leaves the rest to recovery.
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    if (hasEnded(site, server)) return;
    sendSignal(site, server.pid, signal);
    const deadline = Date.now() + stopSeconds * 1000;
    while (!hasEnded(site, server) && Date.now() < deadline) await sleep(10);
  }
}

function sendSignal(site: Site, pid: number, signal: "SIGINT" | "SIGQUIT"): void {
  if (process.platform === "win32") {
    // Windows has no signals; pg_ctl speaks to the server over its own channel.
    spawnSync(site.binaries.pgCtl, ["stop", "-D", site.cluster, "-m", signal === "SIGINT" ? "fast" : "immediate"]);
    return;
  }
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

function superUrl(site: Site, port: number): string {
  const password = readSecrets(site.dataDir).superuser ?? "";
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}

/** A port that is free now on the loopback address. */
export function freePort(): Promise<number> {
  return new Promise((found, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? found(address.port) : reject(new Error("no port"))));
    });
  });
}

function logPath(site: Site): string {
  return join(site.dataDir, "postgres.log");
}

function openLog(site: Site): number {
  const path = logPath(site);
  if (existsSync(path) && statSync(path).size > logLimitBytes) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

const logLength = (site: Site): number => (existsSync(logPath(site)) ? statSync(logPath(site)).size : 0);

/** The end of the server's log, of what was written after `from` bytes. */
function logTail(site: Site, from = 0): string {
  const path = logPath(site);
  if (!existsSync(path)) return "";
  return readFileSync(path).subarray(from).toString("utf8").trimEnd().split("\n").slice(-8).join("\n");
}

function failed(site: Site, reason: string): SetupError {
  return new SetupError(
    "DATABASE_NOT_STARTED",
    `The embedded database did not start: ${reason}. Its log ${logPath(site)} ends with:\n${logTail(site)}`,
    `内置数据库未能启动(见日志 ${logPath(site)})。`,
  );
}
