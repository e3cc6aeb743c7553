/** Character sets and plain values. GS1 General Specifications 7.11; the names are those of the GS1 Syntax Dictionary. */

import { set82 } from "../../check.ts";
import { fault, type Linter } from "../../problem.ts";

/** A linter for text of nothing but these characters. */
function only(characters: string, code: string): Linter {
  const allowed = new Uint8Array(128);
  for (const character of characters) allowed[character.charCodeAt(0)] = 1;
  return (text) => {
    for (let i = 0; i < text.length; i += 1) if (allowed[text.charCodeAt(i)] !== 1) return fault(code, i, 1);
    return null;
  };
}

const digits = "0123456789";
const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const letters = capitals + capitals.toLowerCase();

export const csetnumeric = only(digits, "NON_DIGIT_CHARACTER");
export const cset82 = only(set82, "INVALID_CSET82_CHARACTER");
const cset39 = only(`#-/${digits}${capitals}`, "INVALID_CSET39_CHARACTER");
const base64 = only(`${letters}${digits}-_`, "INVALID_CSET64_CHARACTER");
const importerIndex = only(`-${digits}${letters}_`, "INVALID_IMPORT_IDX_CHARACTER");

/** File-safe base64, its padding optional. */
const cset64: Linter = (text) => {
  let length = text.length;
  while (length > 0 && text.charAt(length - 1) === "=") length -= 1;
  const pads = text.length - length;
  if (pads > 2 || (pads > 0 && text.length % 3 !== 0)) return fault("INVALID_CSET64_PADDING", length, pads);
  return base64(text.slice(0, length));
};

const importeridx: Linter = (text) =>
  text.length === 1 ? importerIndex(text) : fault("IMPORTER_IDX_MUST_BE_ONE_CHARACTER", 0, text.length);

/** A linter for text of these characters only, told as a whole and never empty. */
const wholly = (pattern: RegExp, code: string): Linter => {
  return (text) => (pattern.test(text) ? null : fault(code, 0, text.length));
};

const hyphen = wholly(/^-+$/, "NOT_HYPHEN");
const zero = wholly(/^0+$/, "NOT_ZERO");
const yesno = wholly(/^[01]$/, "NOT_ZERO_OR_ONE");
const winding = wholly(/^[019]$/, "INVALID_WINDING_DIRECTION");
/** Sex of a person by ISO/IEC 5218. */
const iso5218 = wholly(/^[0129]$/, "INVALID_BIOLOGICAL_SEX_CODE");
const hasnondigit = wholly(/[^0-9]/, "REQUIRES_NON_DIGIT_CHARACTER");
/** Media of ICCBBA; 11 to 79 are not given out. */
const mediatype = wholly(/^(0[1-9]|10|[89][0-9])$/, "INVALID_MEDIA_TYPE");

const nonzero: Linter = (text) => csetnumeric(text) ?? (/[1-9]/.test(text) ? null : fault("ILLEGAL_ZERO_VALUE", 0, text.length));

const nozeroprefix: Linter = (text) => (text.startsWith("0") ? fault("ILLEGAL_ZERO_PREFIX", 0, 1) : csetnumeric(text));

/** Every "%" begins two hexadecimal digits. RFC 3986, 2.1. */
const pcenc: Linter = (text) => {
  for (let i = text.indexOf("%"); i >= 0; i = text.indexOf("%", i + 3)) {
    const digits = text.slice(i + 1, i + 3);
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return fault("INVALID_PERCENT_SEQUENCE", i, Math.min(3, text.length - i));
  }
  return null;
};

/** These by GS1's names. */
export const characterLinters = {
  csetnumeric,
  cset82,
  cset39,
  cset64,
  importeridx,
  hyphen,
  zero,
  yesno,
  winding,
  iso5218,
  hasnondigit,
  mediatype,
  nonzero,
  nozeroprefix,
  pcenc,
};
