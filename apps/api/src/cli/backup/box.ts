/**
 * The encrypted envelope of a backup: a header, then chunks of AES-256-GCM, each authenticated with its place and whether it is
 * the last. An altered, exchanged, missing or added chunk is found before its content is used.
 *
 * Header: magic (16 bytes) · salt (16) · HMAC-SHA-256 of both (32), by which a wrong password is told from a damaged file.
 * Chunk: length of the ciphertext (4, big-endian; the highest bit marks the last one) · ciphertext · tag (16).
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { SetupError } from "../../setup-error.ts";

const magic = Buffer.from("LOTLINE BACKUP 1", "latin1");
const saltBytes = 16;
const markBytes = 32;
const tagBytes = 16;
const headerBytes = magic.length + saltBytes + markBytes;
const chunkBytes = 1 << 16;
const lastBit = 0x8000_0000;
/** 128 MB and about half a second per guess. They belong to version 1 of the format: a reader takes no costs from a file. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

interface Keys {
  readonly data: Buffer;
  readonly mark: Buffer;
}

function keysOf(password: string, salt: Buffer): Promise<Keys> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize("NFC"), salt, 64, cost, (error, key) =>
      error ? reject(error) : resolve({ data: key.subarray(0, 32), mark: key.subarray(32) }),
    ),
  );
}

const markOf = (keys: Keys, salt: Buffer): Buffer => createHmac("sha256", keys.mark).update(magic).update(salt).digest();

/** The key is new with every salt, so the place of a chunk is enough to make each nonce unique. */
function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Encrypts a stream of bytes. */
export async function* encrypted(source: AsyncIterable<Buffer>, password: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltBytes);
  const keys = await keysOf(password, salt);
  yield Buffer.concat([magic, salt, markOf(keys, salt)]);
  let index = 0;
  const chunk = (plain: Buffer, isLast: boolean): Buffer => {
    const cipher = createCipheriv("aes-256-gcm", keys.data, nonceOf(index++, isLast));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(((isLast ? lastBit : 0) | body.length) >>> 0);
    return Buffer.concat([length, body, cipher.getAuthTag()]);
  };
  let waiting: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    waiting = waiting.length > 0 ? Buffer.concat([waiting, piece]) : piece;
    // One byte more than a chunk: only then is it known that another one follows.
    for (; waiting.length > chunkBytes; waiting = waiting.subarray(chunkBytes))
      yield chunk(waiting.subarray(0, chunkBytes), false);
  }
  yield chunk(waiting, true);
}

/** Decrypts what `encrypted` has made. @throws SetupError NOT_A_BACKUP, WRONG_PASSWORD or BACKUP_DAMAGED */
export async function* decrypted(source: AsyncIterable<Buffer>, password: string): AsyncGenerator<Buffer> {
  const bytes = new Bytes(source);
  const header = await bytes.take(headerBytes);
  if (!header?.subarray(0, magic.length).equals(magic)) throw notABackup();
  const salt = header.subarray(magic.length, magic.length + saltBytes);
  const keys = await keysOf(password, salt);
  if (!timingSafeEqual(markOf(keys, salt), header.subarray(magic.length + saltBytes))) throw wrongPassword();
  for (let index = 0, isLast = false; !isLast; index++) {
    const length = (await bytes.take(4))?.readUInt32BE();
    if (length === undefined) throw damaged("it ends too early", "文件不完整");
    isLast = length >= lastBit;
    const size = length % lastBit;
    const body = size <= chunkBytes ? await bytes.take(size + tagBytes) : undefined;
    if (!body) throw damaged("it ends too early or a length is wrong", "文件不完整或长度有误");
    const decipher = createDecipheriv("aes-256-gcm", keys.data, nonceOf(index, isLast), { authTagLength: tagBytes });
    decipher.setAuthTag(body.subarray(size));
    const plain = decipher.update(body.subarray(0, size));
    try {
      decipher.final();
    } catch {
      throw damaged(`part ${index + 1} was changed`, `第 ${index + 1} 部分已被更改`);
    }
    yield plain;
  }
  if (await bytes.take(1)) throw damaged("something was added at its end", "文件末尾被追加了内容");
}

/** Takes bytes by number from a stream of pieces. */
class Bytes {
  readonly #pieces: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#pieces = source[Symbol.asyncIterator]();
  }

  /** Undefined when the stream ends before. */
  async take(count: number): Promise<Buffer | undefined> {
    const parts = [this.#rest];
    let size = this.#rest.length;
    while (size < count) {
      const { done, value } = await this.#pieces.next();
      if (done) return undefined;
      parts.push(value);
      size += value.length;
    }
    const all = parts.length > 1 ? Buffer.concat(parts) : this.#rest;
    this.#rest = all.subarray(count);
    return all.subarray(0, count);
  }
}

const notABackup = (): SetupError =>
  new SetupError("NOT_A_BACKUP", "This file is not a backup of Lotline.", "该文件不是 Lotline 的备份。");

const wrongPassword = (): SetupError =>
  new SetupError(
    "WRONG_PASSWORD",
    "The password does not open this backup; nothing was changed.",
    "密码无法打开该备份；未做任何更改。",
  );

/** Refuses a file that is not what `backup` has written. */
export const damaged = (en: string, zh: string): SetupError =>
  new SetupError(
    "BACKUP_DAMAGED",
    `The backup is damaged (${en}); nothing was restored. Take another copy of it.`,
    `备份已损坏（${zh}）；未恢复任何内容。请使用另一份副本。`,
  );
