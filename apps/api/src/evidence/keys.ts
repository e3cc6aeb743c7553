/** The server's Ed25519 key, in a file outside the database; old public keys stay, so that old signatures stay provable. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { keyIdOf } from "@lotline/verifier";

export interface SigningKey {
  /** First 16 hex digits of the SHA-256 of the public key. */
  readonly id: string;
  /** SPKI PEM. */
  readonly publicKey: string;
  /** The Ed25519 signature of a UTF-8 text, in base64. */
  sign(text: string): string;
}

/** The key in this file; a new one when there is none yet. Refuses a file that others may read. */
export function loadOrCreateKey(file: string): SigningKey {
  if (!existsSync(file)) {
    const draft = writeNewKey(file);
    try {
      // Two servers starting at once: a link never replaces what is there, so both end up with the same key.
      linkSync(draft, file);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return loadKey(file);
}

/** Replaces the key; the old private half is gone, its public half stays known. */
export function rotateKey(file: string): SigningKey {
  if (existsSync(file)) loadKey(file);
  renameSync(writeNewKey(file), file);
  return loadKey(file);
}

/** All public keys that have ever signed here, the present one included. */
export function readPublicKeys(file: string): string[] {
  const directory = publicDirectory(file);
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => name.endsWith(".pem"));
  return names.sort().map((name) => readFileSync(join(directory, name), "utf8"));
}

/** Makes a public key known, as that of the demo seed or of a server whose data was taken over. */
export function trustPublicKey(file: string, publicKeyPem: string): void {
  const target = join(publicDirectory(file), `${keyIdOf(publicKeyPem)}.pem`);
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  writeFileSync(draft, publicKeyPem, { mode: 0o644 });
  renameSync(draft, target);
}

/** A signing key from its PEM (PKCS #8). */
export function keyFromPem(privateKeyPem: string): SigningKey {
  const key: KeyObject = createPrivateKey(privateKeyPem);
  if (key.asymmetricKeyType !== "ed25519") throw new Error(`an Ed25519 key is expected, this is ${key.asymmetricKeyType}`);
  const publicKey = createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
  return { id: keyIdOf(publicKey), publicKey, sign: (text) => sign(null, Buffer.from(text, "utf8"), key).toString("base64") };
}

function loadKey(file: string): SigningKey {
  // Windows has no such modes; there the directory's access list protects the file.
  if (process.platform !== "win32" && statSync(file).mode & 0o077) {
    throw new Error(`the signing key ${file} may be read by others; run: chmod 600 ${file}`);
  }
  const key = keyFromPem(readFileSync(file, "utf8"));
  trustPublicKey(file, key.publicKey);
  return key;
}

function writeNewKey(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  const { privateKey } = generateKeyPairSync("ed25519");
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  chmodSync(draft, 0o600);
  return draft;
}

const publicDirectory = (file: string): string => `${file}.public`;
