/** Serial numbers as people type, paste and scan them: single ones, lists, and ranges such as MB2606-001…070. */
import { normaliseCode } from "../kit/normalise.ts";

/** The most serial numbers one text may name. */
export const mostSerials = 10_000;

/** What was read, or the first piece that could not be. */
export type ReadSerials =
  | { readonly ok: true; readonly serials: readonly string[] }
  | { readonly ok: false; readonly why: "unreadable" | "range" | "tooMany" | "twice"; readonly piece: string };

const codeShape = /^[A-Z0-9][A-Z0-9._/-]{0,39}$/;
const rangeSign = /\s*(?:…|\.\.\.?|~|～|至|→|\bto\b)\s*/i;

/**
 * Reads a text: pieces stand apart by lines, commas, semicolons or spaces; a range counts in the digits at the end of its first
 * number, and its last is written whole or by the digits that differ.
 */
export function readSerials(text: string): ReadSerials {
  const serials: string[] = [];
  const seen = new Set<string>();
  for (const piece of piecesOf(text)) {
    const named = expand(piece);
    if (typeof named === "string") return { ok: false, why: named as "unreadable" | "range" | "tooMany", piece };
    for (const serial of named) {
      if (seen.has(serial)) return { ok: false, why: "twice", piece: serial };
      seen.add(serial);
      serials.push(serial);
    }
    if (serials.length > mostSerials) return { ok: false, why: "tooMany", piece };
  }
  return { ok: true, serials };
}

// Spaces around the sign of a range belong to it.
const piecesOf = (text: string): string[] =>
  text
    .replace(/\s*(…|\.\.\.?|~|～|至|→)\s*/g, "$1")
    .replace(/(\S)\s+to\s+(\S)/gi, "$1…$2")
    .split(/[\s,;，；、]+/)
    .filter(Boolean);

function expand(piece: string): readonly string[] | "unreadable" | "range" | "tooMany" {
  const [first = "", last, ...more] = piece.split(rangeSign).map(normaliseCode);
  if (more.length > 0 || !codeShape.test(first)) return "unreadable";
  if (last === undefined) return [first];
  const [, prefix = "", from = ""] = /^(.*?)(\d+)$/.exec(first) ?? [];
  const digits = last.startsWith(prefix) ? last.slice(prefix.length) : last;
  if (!/^\d{1,12}$/.test(from) || !/^\d{1,12}$/.test(digits) || digits.length > from.length) return "range";
  const to = from.slice(0, from.length - digits.length) + digits;
  const count = Number(to) - Number(from) + 1;
  if (count < 1) return "range";
  if (count > mostSerials) return "tooMany";
  return Array.from({ length: count }, (_, n) => prefix + String(Number(from) + n).padStart(from.length, "0"));
}

/** Serial numbers as short as they can be written: runs of three and more become ranges. They are told in their order. */
export function writeSerials(serials: readonly string[]): string {
  const sorted = [...serials].sort();
  const runs: { first: string; last: string; length: number }[] = [];
  for (const serial of sorted) {
    const run = runs.at(-1);
    if (run && follows(run.last, serial)) {
      run.last = serial;
      run.length += 1;
    } else runs.push({ first: serial, last: serial, length: 1 });
  }
  return runs
    .map(({ first, last, length }) => (length === 1 ? first : length === 2 ? `${first}, ${last}` : `${first}…${digitsOf(last)}`))
    .join(", ");
}

const digitsOf = (serial: string): string => /\d+$/.exec(serial)?.[0] ?? serial;

function follows(before: string, serial: string): boolean {
  const [a, b] = [digitsOf(before), digitsOf(serial)];
  const isNumbered = /^\d{1,12}$/.test(a) && a.length === b.length;
  return isNumbered && before.slice(0, -a.length) === serial.slice(0, -b.length) && Number(b) === Number(a) + 1;
}
