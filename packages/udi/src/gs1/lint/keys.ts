/** Keys: check digits, check pairs, company prefixes, places and counts. */

import { checkDigit, checkPair, longestForCheckPair } from "../../check.ts";
import prefixes from "../../data/gs1-company-prefixes.json" with { type: "json" };
import { fault, type Linter } from "../../problem.ts";
import { cset82, csetnumeric } from "./characters.ts";

/** The last digit is the check digit of those before it. */
const csum: Linter = (text) => {
  if (text === "") return fault("TOO_SHORT_FOR_CHECK_DIGIT", 0, 0);
  const wrong = csetnumeric(text);
  if (wrong) return wrong;
  const last = text.length - 1;
  return checkDigit(text.slice(0, last)) === text.charAt(last) ? null : fault("INCORRECT_CHECK_DIGIT", last, 1);
};

/** The last two characters are the check pair of those before them. */
const csumalpha: Linter = (text) => {
  if (text.length < 2) return fault("TOO_SHORT_FOR_CHECK_PAIR", 0, text.length);
  if (text.length > longestForCheckPair) return fault("TOO_LONG_FOR_CHECK_PAIR_IMPLEMENTATION", 0, text.length);
  const end = text.length - 2;
  const body = text.slice(0, end);
  const wrong = cset82(body);
  if (wrong) return wrong;
  return checkPair(body) === text.slice(end) ? null : fault("INCORRECT_CHECK_PAIR", end, 2);
};

/** The shortest GS1 company prefix. */
const shortestPrefix = 4;
const notGivenOut = new Set(prefixes.notGivenOut);

/**
 * Begins with a company prefix. GS1 does not publish which are given out: what is looked at is the form, and whether the whole text
 * is one of the few prefixes that are known not to be (data/gs1-company-prefixes.json).
 */
export const gcppos1: Linter = (text) => {
  if (text.length < shortestPrefix) return fault("TOO_SHORT_FOR_GCP", 0, text.length);
  for (let i = 0; i < shortestPrefix; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return fault("INVALID_GCP_PREFIX", i, 1);
  }
  return notGivenOut.has(text) ? fault("INVALID_GCP_PREFIX", 0, text.length) : null;
};

/** A company prefix after one leading character. */
const gcppos2: Linter = (text) => {
  if (text.length < 2) return fault("TOO_SHORT_FOR_GCP", 0, text.length);
  const wrong = gcppos1(text.slice(1));
  return wrong && fault(wrong.code, wrong.at + 1, wrong.length);
};

/** Piece and total, equally long, neither zero, the piece not above the total. */
const pieceoftotal: Linter = (text) => {
  const wrong = csetnumeric(text);
  if (wrong) return wrong;
  if (text === "" || text.length % 2 === 1) return fault("INVALID_LENGTH_FOR_PIECE_OF_TOTAL", 0, text.length);
  const half = text.length / 2;
  const [piece, total] = [text.slice(0, half), text.slice(half)];
  if (!/[1-9]/.test(piece)) return fault("ZERO_PIECE_NUMBER", 0, half);
  if (!/[1-9]/.test(total)) return fault("ZERO_TOTAL_PIECES", half, half);
  return piece > total ? fault("PIECE_NUMBER_EXCEEDS_TOTAL", 0, text.length) : null;
};

/** `position/end`. */
const posinseqslash: Linter = (text) => {
  const [, position, end] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (position === undefined || end === undefined) return fault("POSITION_IN_SEQUENCE_MALFORMED", 0, text.length);
  if (position.startsWith("0")) return fault("ILLEGAL_ZERO_PREFIX", 0, position.length);
  if (end.startsWith("0")) return fault("ILLEGAL_ZERO_PREFIX", position.length + 1, end.length);
  const exceeds = position.length === end.length ? position > end : position.length > end.length;
  return exceeds ? fault("POSITION_EXCEEDS_END", 0, text.length) : null;
};

/** A WGS84 coordinate of ten digits, shifted to be positive, in units of 10⁻⁷ degrees. */
const coordinate = (name: string, most: number): Linter => {
  return (text) => {
    if (text.length !== 10) return fault(`${name}_INVALID_LENGTH`, 0, text.length);
    return csetnumeric(text) ?? (Number(text) > most ? fault(`INVALID_${name}`, 0, 10) : null);
  };
};

const latitude = coordinate("LATITUDE", 1_800_000_000);
const longitude = coordinate("LONGITUDE", 3_600_000_000);

/** These by GS1's names. */
export const keyLinters = {
  csum,
  csumalpha,
  gcppos1,
  gcppos2,
  pieceoftotal,
  posinseqslash,
  latitude,
  longitude,
};
