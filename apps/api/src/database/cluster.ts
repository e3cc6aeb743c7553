/** The files of one PostgreSQL cluster: where they lie, their first initialisation, and what is left of broken starts. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../setup-error.ts";
import { type Binaries, canEnter, makeEnterable, type ServerUser, sharedRoot } from "./binaries.ts";
import { readMark } from "./lock.ts";
import { isAlive, markOf, pidExists } from "./process-mark.ts";

/** Clusters made here; user databases of PostgreSQL get object ids from this number on. */
const firstUserDatabase = 16384;

/** Beside a draft: which process initialises it. */
const markEnd = ".initdb.json";

/**
 * The directory of the cluster. It lies in the data directory; only when the server runs as another user who cannot
 * enter there, it lies below a shared root and `postgres.location` in the data directory says where.
 */
export function clusterPath(dataDir: string, user: ServerUser | undefined, onProgress: (message: string) => void): string {
  mkdirSync(dataDir, { recursive: true });
  const inside = join(dataDir, "postgres");
  const pointer = join(dataDir, "postgres.location");
  if (existsSync(pointer)) return readFileSync(pointer, "utf8").trim();
  if (!user) return inside;
  chmodSync(dataDir, 0o711);
  if (canEnter(dataDir, user)) return inside;

  const outside = join(sharedRoot, "data", randomUUID(), "postgres");
  makeEnterable(join(sharedRoot, "data"));
  makeEnterable(dirname(outside));
  writeFileSync(`${pointer}.draft`, `${outside}\n`);
  renameSync(`${pointer}.draft`, pointer);
  onProgress(`the database files go to ${outside}, because the server's user cannot enter ${dataDir}`);
  return outside;
}

/** Makes sure that a complete cluster lies at `path`; initialises one beside it and renames, so that a kill leaves no half. */
export async function ensureCluster(options: {
  path: string;
  binaries: Binaries;
  user: ServerUser | undefined;
  password: () => string;
  hasPassword: boolean;
  test: boolean;
  onProgress: (message: string) => void;
}): Promise<void> {
  const { path, binaries, onProgress } = options;
  await clearDrafts(path);
  if (existsSync(path)) setAsideIfBroken(path, onProgress);
  if (existsSync(path)) {
    checkMajor(path, binaries.major);
    if (!options.hasPassword) throw passwordLost(path);
    return;
  }
  const began = Date.now();
  const draft = `${path}.init-${randomUUID()}`;
  await initialise(draft, options.password(), options);
  renameSync(draft, path);
  if (process.platform !== "win32") syncDirectory(dirname(path));
  onProgress(`made a new PostgreSQL ${binaries.major} cluster in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

async function initialise(
  draft: string,
  password: string,
  { binaries, user, test }: { binaries: Binaries; user: ServerUser | undefined; test: boolean },
): Promise<void> {
  const passwordFile = `${draft}.password`;
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  // C.UTF-8 of the server itself sorts alike on every operating system.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = ["--username=postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--data-checksums"];
  try {
    const { code, output } = await run(
      binaries.initdb,
      ["-D", draft, ...locale, ...access, ...(test ? ["--no-sync"] : [])],
      user,
      (pid) => writeFileSync(`${draft}${markEnd}`, JSON.stringify(markOf(pid))),
    );
    if (code !== 0) {
      rmSync(draft, { recursive: true, force: true, maxRetries: 5 });
      throw new SetupError(
        "INITDB_FAILED",
        `PostgreSQL could not initialise ${draft}: ${output.trim()}`,
        `PostgreSQL 无法初始化 ${draft}:${output.trim()}`,
      );
    }
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(`${draft}${markEnd}`, { force: true });
  }
}

/** The environment of a PostgreSQL program: ours without PG* variables, which would redirect it. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PG") && !name.startsWith("LC_"));
  return { ...Object.fromEntries(kept), LC_ALL: "C" };
}

function run(
  program: string,
  args: string[],
  user: ServerUser | undefined,
  onStart: (pid: number) => void,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    // The working directory of root may be closed to the server's user; its own program directory is not.
    const child = spawn(program, args, {
      ...user,
      cwd: dirname(program),
      env: serverEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    if (child.pid) onStart(child.pid);
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** Drafts of killed initialisations; the caller holds the lock, so nobody works in them but an initdb that outlived its caller. */
async function clearDrafts(path: string): Promise<void> {
  if (!existsSync(dirname(path))) return;
  const drafts = readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.init-`));
  for (const name of drafts.filter((each) => each.endsWith(markEnd))) await endOrphan(join(dirname(path), name));
  for (const name of drafts) rmSync(join(dirname(path), name), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Ends the initdb that left this mark, with the servers it started; they would make their files anew behind us. */
async function endOrphan(markFile: string): Promise<void> {
  const mark = readMark(markFile);
  if (!mark || process.platform === "win32") return;
  // It leads a process group of its own (detached).
  if (isAlive(mark)) process.kill(-mark.pid, "SIGKILL");
  for (let waited = 0; waited < 5_000 && pidExists(-mark.pid); waited += 20) await sleep(20);
}

/** A directory that never became a cluster is moved away (never deleted); one that may hold data is refused. */
function setAsideIfBroken(path: string, onProgress: (message: string) => void): void {
  const isComplete = existsSync(join(path, "PG_VERSION")) && existsSync(join(path, "global", "pg_control"));
  if (isComplete) return;
  if (readdirSync(path).length === 0) {
    rmdirSync(path);
    return;
  }
  const databases = existsSync(join(path, "base")) ? readdirSync(join(path, "base")) : [];
  if (databases.some((name) => Number(name) >= firstUserDatabase)) {
    throw new SetupError(
      "CLUSTER_DAMAGED",
      `${path} holds databases, but PG_VERSION or global/pg_control is missing. Restore it from a backup, or move it away to start empty.`,
      `${path} 内有数据库,但缺少 PG_VERSION 或 global/pg_control。请从备份恢复,或移走该目录以空库启动。`,
    );
  }
  const aside = `${path}.incomplete-${new Date().toISOString().replaceAll(/[:.]/g, "")}`;
  renameSync(path, aside);
  onProgress(`an incomplete database directory was moved to ${aside}`);
}

function checkMajor(path: string, major: string): void {
  const found = readFileSync(join(path, "PG_VERSION"), "utf8").trim();
  if (found === major) return;
  throw new SetupError(
    "CLUSTER_VERSION",
    `${path} was made by PostgreSQL ${found}; this release brings ${major}. Make a backup with the release that made it and restore it here.`,
    `${path} 由 PostgreSQL ${found} 创建,而本版本自带 ${major}。请用原版本备份,再在此恢复。`,
  );
}

function passwordLost(path: string): SetupError {
  return new SetupError(
    "PASSWORD_LOST",
    `The database ${path} exists, but secrets.json beside it, which holds its password, is missing. Restore secrets.json, or move the data directory away to start empty.`,
    `数据库 ${path} 已存在,但保存其密码的 secrets.json 缺失。请恢复 secrets.json,或移走数据目录以空库启动。`,
  );
}

function syncDirectory(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
