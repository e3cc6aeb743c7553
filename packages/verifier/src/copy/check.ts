/**
 * Checks an inspection copy without any network: the manifest's signature, every file by its hash, every electronic signature by the
 * server's key and by what the record says. Runs in a browser and in Node; what it imports is pure.
 */
import { isObject } from "../canonical.ts";
import { coveredText, signaturePayload } from "../signature-text.ts";
import { type Key, keyOf, sha256Of, utf8 } from "./crypto.ts";
import { type CopiedFile, type CopyManifest, copyPaths, type ManifestSignature } from "./format.ts";

export type CopyWord = "VALID" | "RECORD CHANGED" | "SIGNATURE ALTERED" | "KEY UNKNOWN" | "FILE MISSING" | "FILE ADDED";

export interface CopyFinding {
  readonly word: Exclude<CopyWord, "VALID">;
  readonly path: string;
  readonly en: string;
  readonly zh: string;
}

export interface CopySource {
  readonly paths: readonly string[];
  /** @throws when its bytes cannot be read */
  read(path: string): Promise<Uint8Array>;
}

export interface CopyResult {
  /** That of the first finding. */
  readonly word: CopyWord;
  readonly findings: readonly CopyFinding[];
  readonly manifest: CopyManifest | null;
  /** Of the key that signed the manifest: SHA-256 in hex; null when there is none. */
  readonly fingerprint: string | null;
  readonly files: number;
  readonly signatures: number;
}

/** `trusted`: the fingerprint, or at least its first 16 digits, that the reader got from the firm by another way. */
export async function checkCopy(source: CopySource, trusted = ""): Promise<CopyResult> {
  const check = new CopyCheck(source);
  const bytes = await check.take(copyPaths.manifest, "the manifest", "清单");
  const seal = await check.take(copyPaths.signature, "the manifest's signature", "清单的签名");
  const manifest = bytes && parsed<CopyManifest>(bytes);
  const signed = seal && parsed<ManifestSignature>(seal);
  if (bytes && !(manifest && Array.isArray(manifest.files)))
    check.add("SIGNATURE ALTERED", copyPaths.manifest, "The manifest cannot be read.", "清单无法读取。");
  if (seal && !(signed && Array.isArray(signed.publicKeys)))
    check.add("SIGNATURE ALTERED", copyPaths.signature, "The manifest's signature cannot be read.", "清单的签名无法读取。");
  const keys = signed && Array.isArray(signed.publicKeys) ? await keysOf(signed.publicKeys) : [];
  const key = keys.find(
    ({ fingerprint }) => fingerprint.startsWith(String(signed?.keyId)) && String(signed?.keyId).length === 16,
  );
  if (bytes && signed) await check.manifestHolds(bytes, signed, key, trusted);
  if (manifest && Array.isArray(manifest.files)) await check.files(manifest, keys);
  const { findings } = check;
  return {
    word: findings[0]?.word ?? "VALID",
    findings,
    manifest: manifest ?? null,
    fingerprint: key?.fingerprint ?? null,
    files: check.fileCount,
    signatures: check.signatureCount,
  };
}

function parsed<T>(bytes: Uint8Array): T | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    // What its members say is held against hashes and signatures.
    return isObject(value) ? (value as T) : null;
  } catch {
    return null;
  }
}

async function keysOf(pems: readonly string[]): Promise<Key[]> {
  const found = await Promise.all(pems.map((pem) => keyOf(pem).catch(() => null)));
  return found.filter((key) => key !== null);
}

class CopyCheck {
  readonly findings: CopyFinding[] = [];
  fileCount = 0;
  signatureCount = 0;
  readonly #source: CopySource;

  constructor(source: CopySource) {
    this.#source = source;
  }

  add(word: CopyFinding["word"], path: string, en: string, zh: string): void {
    this.findings.push({ word, path, en, zh });
  }

  /** The bytes of a file that must be there. */
  async take(path: string, en: string, zh: string): Promise<Uint8Array | null> {
    if (!this.#source.paths.includes(path)) {
      this.add("FILE MISSING", path, `There is no ${path}, ${en}.`, `缺少 ${path}（${zh}）。`);
      return null;
    }
    try {
      return await this.#source.read(path);
    } catch {
      this.add("SIGNATURE ALTERED", path, `${path} cannot be unpacked.`, `${path} 无法解压。`);
      return null;
    }
  }

  async manifestHolds(bytes: Uint8Array, signed: ManifestSignature, key: Key | undefined, trusted: string): Promise<void> {
    const wanted = trusted.replace(/[\s:]/g, "").toLowerCase();
    if (!key || (wanted !== "" && (wanted.length < 16 || !key.fingerprint.startsWith(wanted))))
      this.add(
        "KEY UNKNOWN",
        copyPaths.signature,
        `The manifest was signed with a key that is not known: ${signed.keyId}.`,
        `清单由未知密钥签名：${signed.keyId}。`,
      );
    else if (!(await key.holds(bytes, String(signed.signature))))
      this.add("SIGNATURE ALTERED", copyPaths.manifest, "The manifest is not what was signed.", "清单与签名不符。");
  }

  async files(manifest: CopyManifest, keys: readonly Key[]): Promise<void> {
    const own: readonly string[] = Object.values(copyPaths);
    const listed = new Map(manifest.files.map((file) => [file.path, file]));
    for (const path of this.#source.paths)
      if (!listed.has(path) && !own.includes(path))
        this.add("FILE ADDED", path, `${path} is not in the manifest.`, `清单中没有 ${path}。`);
    for (const file of listed.values()) await this.#file(file, keys);
  }

  async #file(file: CopiedFile, keys: readonly Key[]): Promise<void> {
    const { path, kind } = file;
    if (!this.#source.paths.includes(path)) {
      this.add("FILE MISSING", path, `${path} is in the manifest, but not here.`, `清单中有 ${path}，但文件缺失。`);
      return;
    }
    this.fileCount++;
    const bytes = await this.#source.read(path).catch(() => null);
    if (!bytes || bytes.length !== file.bytes || (await sha256Of(bytes)) !== file.sha256) {
      this.add(
        kind === "signatures" ? "SIGNATURE ALTERED" : "RECORD CHANGED",
        path,
        `${path} is not the file that was copied: its SHA-256 differs.`,
        `${path} 与制作时不一致：SHA-256 不符。`,
      );
      return;
    }
    if (kind === "signatures") await this.#signatures(path, bytes, keys);
  }

  /** Each electronic signature: by the server's signature over it, its content's hash, and the record's present content. */
  async #signatures(path: string, bytes: Uint8Array, keys: readonly Key[]): Promise<void> {
    const given = parsed<{ readonly signatures: readonly SignedRow[] }>(bytes)?.signatures ?? [];
    for (const { row, current } of given) {
      this.signatureCount++;
      const text = (column: string): string => String(row[column] ?? "");
      const who = `${text("printed_name")} ${text("meaning")}`;
      const key = keys.find(({ fingerprint }) => fingerprint.startsWith(text("key_id")) && text("key_id").length === 16);
      const content = row.content === undefined ? null : text("content");
      if (!key) this.add("KEY UNKNOWN", path, `${who}: signed with an unknown key.`, `${who}：签名密钥未知。`);
      else if (
        !(await key.holds(utf8(signaturePayload(row)), text("server_signature"))) ||
        (content !== null && (await sha256Of(utf8(content))) !== text("content_hash"))
      )
        this.add("SIGNATURE ALTERED", path, `${who}: the signature does not hold.`, `${who}：签名无效。`);
      else if (content !== null && current !== null && coveredText(current) !== coveredText(content))
        this.add("RECORD CHANGED", path, `${who}: the record was changed after it was signed.`, `${who}：签名后记录已变更。`);
    }
  }
}

interface SignedRow {
  readonly row: { readonly [column: string]: unknown };
  readonly current: string | null;
}
