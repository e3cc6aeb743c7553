/** The heads in the file outside the database against the seals inside it: a cut tail or an older copy shows here. */
import { createReadStream, statSync } from "node:fs";
import { createInterface } from "node:readline";
import type { ClientBase } from "pg";
import { isObject } from "./canonical.ts";
import { Cursor } from "./cursor.ts";
import type { Findings } from "./finding.ts";
import { checkSignature, type PublicKeys } from "./keys.ts";
import { type SignedHead, sealHash, sealPayload } from "./seal-head.ts";

/** The file of heads as far as it was written at one moment. */
export interface Heads {
  readonly file: string;
  /** Its length in bytes then; null when there was none. */
  readonly bytes: number | null;
}

/**
 * The heads as they are now; asked before the database's snapshot is taken. A head is written after its seal is committed, so the
 * snapshot has the seal of every line; of what a running app writes meanwhile it may not have.
 */
export const headsOf = (file: string): Heads => ({ file, bytes: statSync(file, { throwIfNoEntry: false })?.size ?? null });

/** Compares line by line with the seals, both by ascending sequence. */
export async function checkHeads(client: ClientBase, heads: Heads, keys: PublicKeys, findings: Findings): Promise<void> {
  const { file, bytes } = heads;
  if (bytes === null) {
    findings.add("HEADS_UNREADABLE", "heads", {}, `The file of exported heads is not there: ${file}.`);
    return;
  }
  if (bytes === 0) return;
  const seals = new Cursor(client, "select sequence, hash from audit.seal order by sequence");
  let seal = await seals.next();
  let line = 0;
  let last = 0;
  let torn = 0;
  for await (const text of createInterface({
    input: createReadStream(file, { end: bytes - 1 }),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line++;
    if (text.trim() === "") continue;
    // A crash may leave half a line at the very end; the sealer removes it before it goes on. Anywhere else it is damage.
    if (torn > 0) findings.add("HEADS_UNREADABLE", "heads", { id: torn }, `Line ${torn} of the exported heads is not a head.`);
    const head = headOfLine(text);
    torn = head ? 0 : line;
    if (!head) continue;
    const sequence = Number(head.sequence);
    const place = { id: line, sequence, at: head.at };
    const check = checkSignature(keys, head.keyId, sealPayload(head), head.signature, head.at);
    // A revoked key is told of at its seal.
    if (check === "altered" || check === "unknown" || sealHash(head) !== head.hash) {
      findings.add(
        "HEAD_ALTERED",
        "heads",
        place,
        `Line ${line} of the exported heads (seal ${sequence}) bears no valid signature.`,
      );
      continue;
    }
    if (last > 0 && sequence > last + 1)
      findings.add("HEAD_GAP", "heads", place, `The exported heads lack the seals ${last + 1} to ${sequence - 1}.`);
    last = Math.max(last, sequence);
    while (seal && Number(seal[0]) < sequence) seal = await seals.next();
    if (!seal) {
      findings.add(
        "HEAD_MISSING",
        "audit.seal",
        { id: sequence, sequence, at: head.at },
        `Seal ${sequence} of ${head.at} was exported, but the database ends before it: its end was cut off, or an older copy was put in its place.`,
      );
    } else if (Number(seal[0]) === sequence && seal[1] !== head.hash) {
      findings.add(
        "HEAD_DIFFERS",
        "audit.seal",
        { id: sequence, sequence, at: head.at },
        `Seal ${sequence} in the database is not the one that was exported on ${head.at}.`,
      );
    }
  }
}

const texts = ["sequence", "epoch", "fromXid", "toXid", "at", "rows", "sourcesHash", "root", "keyId", "hash", "signature"];

function isHead(value: unknown): value is SignedHead {
  return (
    isObject(value) &&
    texts.every((name) => typeof value[name] === "string") &&
    (value.previous === null || typeof value.previous === "string")
  );
}

function headOfLine(line: string): SignedHead | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return isHead(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
