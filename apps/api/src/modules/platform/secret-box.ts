/** Secrets that must be read again, sealed by a key that lies outside the database (ADR 15); passwords are hashed instead. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export interface SecretBox {
  /** Sealed for one owner: moved to another one it does not open. */
  seal(plain: Buffer, owner: string): string;
  /** The secret, or null when it was sealed by another key, for another owner, or altered. */
  open(sealed: string, owner: string): Buffer | null;
}

const mark = "v1";

/** AES-256-GCM with a nonce of its own for each secret. */
export function secretBox(key: Buffer): SecretBox {
  return {
    seal(plain, owner) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(owner, "utf8"));
      const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return `${mark}.${sealed.toString("base64url")}`;
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed.slice(mark.length + 1), "base64url");
      if (!sealed.startsWith(`${mark}.`) || bytes.length < 28) return null;
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(owner, "utf8")).setAuthTag(bytes.subarray(-16));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}

/** The box whose key lies in this file; a new one when there is none yet. Refuses a file that others may read. */
export function loadOrCreateBox(file: string): SecretBox {
  if (!existsSync(file)) createKey(file);
  // Windows has no such modes; there the directory's access list protects the file.
  if (process.platform !== "win32" && statSync(file).mode & 0o077)
    throw new Error(`the key ${file} may be read by others; run: chmod 600 ${file}`);
  const key = Buffer.from(readFileSync(file, "utf8").trim(), "hex");
  if (key.length !== 32) throw new Error(`${file} holds no key of 256 bits`);
  return secretBox(key);
}

function createKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
  try {
    // Two servers starting at once: a link never replaces what is there, so both end up with the same key.
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
