/** What one server knows of itself: its disk, key file, heads file and certificate. */
import { X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { hostname } from "node:os";
import { version as release } from "../../../version.ts";

/** Where a server keeps what is not in the database. */
export interface MachinePlace {
  readonly dataDir: string;
  readonly keyFile: string;
  readonly sealLogFile: string;
  readonly certFile: string | undefined;
  /** Encryption is made by a proxy in front, which has the certificate. */
  readonly isBehindProxy: boolean;
  /** Migrations of this release that the database lacks. */
  readonly pendingMigrations: readonly string[];
}

export interface MachineFacts {
  readonly node: string;
  readonly release: string;
  readonly nodeVersion: string;
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number };
  readonly key: "good" | "missing" | "open to others";
  readonly keyFile: string;
  readonly heads: { readonly file: string; readonly bytes: number | null };
  readonly certificate: { readonly until: string; readonly days: number } | "proxy" | "none" | "unreadable";
  readonly pendingMigrations: readonly string[];
}

/** Looks at the files and the disk of this server. */
export async function machineFacts(place: MachinePlace): Promise<MachineFacts> {
  const { dataDir, keyFile, sealLogFile, pendingMigrations } = place;
  const { bavail, blocks, bsize } = await statfs(dataDir);
  return {
    node: hostname(),
    release,
    nodeVersion: process.versions.node,
    disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
    key: keyState(keyFile),
    keyFile,
    heads: { file: sealLogFile, bytes: statSync(sealLogFile, { throwIfNoEntry: false })?.size ?? null },
    certificate: certificateOf(place),
    pendingMigrations,
  };
}

/** Windows has no such modes; there the directory's access list protects the file. */
function keyState(file: string): MachineFacts["key"] {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return "missing";
  return process.platform !== "win32" && found.mode & 0o077 ? "open to others" : "good";
}

function certificateOf({ certFile, isBehindProxy }: MachinePlace): MachineFacts["certificate"] {
  if (!certFile) return isBehindProxy ? "proxy" : "none";
  try {
    const validTo = new Date(new X509Certificate(readFileSync(certFile)).validTo);
    return { until: validTo.toISOString().slice(0, 10), days: Math.floor((validTo.getTime() - Date.now()) / 86_400_000) };
  } catch {
    return "unreadable";
  }
}
