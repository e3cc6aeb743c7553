/** Generated passwords of one data directory, in `<dataDir>/secrets.json`, readable by its owner only. */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../setup-error.ts";

/** Path of the secrets file of a data directory. */
function secretsPath(dataDir: string): string {
  return join(dataDir, "secrets.json");
}

/** All secrets of a data directory by name; empty before the first start. */
export function readSecrets(dataDir: string): Record<string, string> {
  const path = secretsPath(dataDir);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw new Error("not an object");
    return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch (cause) {
    throw new SetupError(
      "SECRETS_UNREADABLE",
      `${path} is damaged. Restore it from a backup: it holds the passwords of the database.`,
      `${path} 已损坏。请从备份恢复:其中保存数据库密码。`,
      { cause },
    );
  }
}

/** Returns the named secret, made and saved first if there is none yet. */
export function ensureSecret(dataDir: string, name: string): string {
  const secrets = readSecrets(dataDir);
  const known = secrets[name];
  if (known) return known;
  const made = randomBytes(24).toString("base64url");
  saveSecrets(dataDir, { ...secrets, [name]: made });
  return made;
}

/** Replaces the secrets file in one step, so that a kill leaves the old or the new one. */
function saveSecrets(dataDir: string, secrets: Record<string, string>): void {
  mkdirSync(dataDir, { recursive: true });
  const path = secretsPath(dataDir);
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, `${JSON.stringify(secrets, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
