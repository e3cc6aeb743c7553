/** The rows of a snapshot as far as two runs of its script share them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** What no two runs share: clock readings of the machine, chance, and what is computed from them. */
const ofTheRun: Readonly<Record<string, readonly string[]>> = {
  approval: ["intent_id", "leaf"],
  "audit.epoch": ["at"],
  "audit.event": ["at", "recorded_at", "leaf"],
  "audit.seal": ["at", "to_xid", "root", "hash", "signature"],
  "audit.seal_page": ["leaves"],
  credential: ["password_hash", "code_hash"],
  signature: ["intent_id", "previous_hash", "server_signature", "leaf"],
};

/** The rows of a table in key order, without what belongs to the run. */
export const rowsOf = (from: string, name: string, columns: readonly string[]): string[] => {
  const text = gunzipSync(readFileSync(join(from, `${name}.copy.gz`))).toString("utf8");
  const left = new Set(ofTheRun[name] ?? []);
  return text
    .split("\n")
    .map((line) => line.split("\t"))
    .map((cells) => cells.filter((_, i) => !left.has(columns[i] ?? "")).join("\t"));
};
