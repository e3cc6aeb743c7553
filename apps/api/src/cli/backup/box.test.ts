import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SetupError } from "../../setup-error.ts";
import { decrypted, encrypted } from "./box.ts";

const password = "correct horse battery";
const chunk = 65_536;
const header = 64;

async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

/** In pieces that fit nothing. */
async function* pieces(bytes: Buffer, size = 50_021): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function codeOf(bytes: Buffer, secret = password): Promise<string> {
  try {
    await all(decrypted(pieces(bytes), secret));
    return "opened";
  } catch (error) {
    if (error instanceof SetupError) return error.code;
    throw error;
  }
}

describe("the encrypted envelope of a backup", () => {
  it("gives back what went in, whatever its length", async () => {
    for (const size of [0, chunk, 2 * chunk + 1]) {
      const plain = randomBytes(size);
      expect((await all(decrypted(pieces(await all(encrypted(pieces(plain), password))), password))).equals(plain)).toBe(true);
    }
  });

  it("[REQ-BCP-01] refuses a wrong password and every kind of damage", async () => {
    const plain = randomBytes(2 * chunk + 100);
    const box = await all(encrypted(pieces(plain), password));
    expect(box.includes(plain.subarray(0, 32))).toBe(false);
    const part = 4 + chunk + 16;
    const first = box.subarray(header, header + part);
    const second = box.subarray(header + part, header + 2 * part);
    const rest = box.subarray(header + 2 * part);
    const flipped = (at: number): Buffer => {
      const copy = Buffer.from(box);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    };
    const cases: [string, Buffer][] = [
      ["NOT_A_BACKUP", Buffer.from("PK something else that is long enough to have a header of sixty-four bytes")],
      ["NOT_A_BACKUP", box.subarray(0, 40)],
      ["WRONG_PASSWORD", flipped(40)],
      ["BACKUP_DAMAGED", flipped(header + 2)],
      ["BACKUP_DAMAGED", flipped(header + 5000)],
      ["BACKUP_DAMAGED", flipped(box.length - 1)],
      ["BACKUP_DAMAGED", box.subarray(0, box.length - 1)],
      ["BACKUP_DAMAGED", box.subarray(0, header + 2 * part)],
      ["BACKUP_DAMAGED", Buffer.concat([box.subarray(0, header), second, first, rest])],
      ["BACKUP_DAMAGED", Buffer.concat([box.subarray(0, header), first, rest])],
      ["BACKUP_DAMAGED", Buffer.concat([box, Buffer.from("x")])],
    ];
    expect(await codeOf(box, "correct horse batterz")).toBe("WRONG_PASSWORD");
    for (const [code, bytes] of cases) expect(await codeOf(bytes)).toBe(code);
    expect(await codeOf(box)).toBe("opened");
  });
});
