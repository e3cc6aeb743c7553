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
import { keyIdOf, revokedFrom, withRevocation } from "@lotline/verifier";

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

/**
 * Makes the key that will follow, beside the present one, or finds the one that was made; its public half is known from now on, so
 * that nothing it signs is ever unknown.
 */
export function prepareNextKey(file: string): { readonly id: string; readonly publicKey: string } {
  const draft = nextFile(file);
  if (!existsSync(draft)) renameSync(writeNewKey(file), draft);
  return loadKey(draft, file);
}

/**
 * Puts the prepared key in the place of the present one, in one step of the file system; the old private half is gone, its public half
 * stays known. @returns false when neither of the two is here: the key file is that of another server
 */
export function replaceKey(file: string, present: string, next: string): boolean {
  const id = loadKey(file).id;
  if (id === next) return true;
  if (id !== present || !existsSync(nextFile(file)) || loadKey(nextFile(file), file).id !== next) return false;
  renameSync(nextFile(file), file);
  return true;
}

const nextFile = (file: string): string => `${file}.next`;

/** Writes at a public key from when on it is not believed. */
export function revokePublicKey(file: string, keyId: string, from: Date): void {
  const target = join(publicDirectory(file), `${keyId}.pem`);
  writePublic(target, withRevocation(readFileSync(target, "utf8"), from.toISOString()));
}

/** The present key and all public ones, as the files are at each moment: a rotation by any server of this key file is seen at once. */
export function openKeyRing(file: string): { readonly key: SigningKey; publicKeys(): readonly string[] } {
  let loaded = loadOrCreateKey(file);
  let stamp = stampOf(file);
  let known: readonly string[] = [];
  let knownStamp = "";
  const fresh = (): SigningKey => {
    const now = stampOf(file);
    if (now !== stamp) [loaded, stamp] = [loadKey(file), now];
    return loaded;
  };
  return {
    key: {
      get id() {
        return fresh().id;
      },
      get publicKey() {
        return fresh().publicKey;
      },
      // With the key whose id was asked last: id and signature of one row are of one key.
      sign: (text) => loaded.sign(text),
    },
    publicKeys() {
      const now = stampOf(publicDirectory(file));
      if (now !== knownStamp) [known, knownStamp] = [readPublicKeys(file), now];
      return known;
    },
  };
}

function stampOf(path: string): string {
  const { mtimeNs, ino } = statSync(path, { bigint: true });
  return `${ino} ${mtimeNs}`;
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
  // That a key was revoked is not forgotten, and may be learnt with a backup.
  if (existsSync(target) && (revokedFrom(publicKeyPem) === null || revokedFrom(readFileSync(target, "utf8")) !== null)) return;
  writePublic(target, publicKeyPem);
}

function writePublic(target: string, publicKeyPem: string): void {
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

/** @param of whose public halves lie together */
function loadKey(file: string, of = file): SigningKey {
  // Windows has no such modes; there the directory's access list protects the file.
  if (process.platform !== "win32" && statSync(file).mode & 0o077) {
    throw new Error(`the signing key ${file} may be read by others; run: chmod 600 ${file}`);
  }
  const key = keyFromPem(readFileSync(file, "utf8"));
  trustPublicKey(of, key.publicKey);
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
