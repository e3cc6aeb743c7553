/** Any UDI: found out whose it is, read, checked. */
import { decodeAhm } from "./ahm.ts";
import type { Agency, Decoded } from "./decoded.ts";
import { decodeGs1 } from "./gs1/decode.ts";
import { isUri } from "./gs1/digital-link.ts";
import { longestText } from "./gs1/element.ts";
import { groupSeparator, symbologyIdentifiers } from "./gs1/scan.ts";
import { decodeHibc } from "./hibc.ts";
import { decodeIccbba } from "./iccbba.ts";
import { decodeMa } from "./ma.ts";
import { type Problem, problem, UdiError } from "./problem.ts";

/** What can be said of any text: a decoded code, or why it is none. */
export type Examined = Decoded | { readonly agency: null; readonly problems: readonly [Problem, ...Problem[]] };

/** Whose code this is, by how it begins; null when it is nobody's. AHM codes cannot be told by their form. */
export function detect(text: string): Agency | null {
  return agencyOf(bare(text).text);
}

/**
 * Decodes a code of any agency and names every rule it breaks. Takes what a scanner sends (with the symbology identifier, or
 * "{GS}" for the group separator), what is printed under a symbol, and Digital Links. Never throws; bounded for any input.
 */
export function examine(given: string, options: { readonly agency?: Agency } = {}): Examined {
  if (given.length > longestText) return { agency: null, problems: [problem("TOO_LONG", longestText)] };
  const { text, skipped, places } = bare(given);
  const agency = options.agency ?? agencyOf(text);
  if (agency === null)
    return { agency: null, problems: [problem(given === "" ? "EMPTY" : "NOT_A_UDI", 0, { length: given.length })] };
  const decoded = decoders[agency](text);
  if (skipped === 0 && places === null) return decoded;
  const moved = (found: Problem): Problem => ({ ...found, position: place(found.position + skipped, places) });
  return { ...decoded, problems: decoded.problems.map(moved), warnings: decoded.warnings.map(moved) };
}

/** Decodes a code that keeps every rule. @throws UdiError with all that is wrong */
export function parse(text: string, options: { readonly agency?: Agency } = {}): Decoded {
  const examined = examine(text, options);
  const [first, ...others] = examined.problems;
  if (first) throw new UdiError([first, ...others]);
  return examined as Decoded; // without problems it has an agency
}

/** Everything that is wrong with a code; empty when it keeps every rule. */
export const validate = (text: string, options: { readonly agency?: Agency } = {}): readonly Problem[] =>
  examine(text, options).problems;

const decoders: { readonly [agency in Agency]: (text: string) => Decoded } = {
  GS1: (text) => decodeGs1(text),
  HIBCC: decodeHibc,
  ICCBBA: decodeIccbba,
  "ZIIOT-MA": decodeMa,
  AHM: decodeAhm,
};

function agencyOf(text: string): Agency | null {
  if (text.startsWith("(") || isUri(text) || symbologyIdentifiers.has(text.slice(0, 3))) return "GS1";
  if (text.startsWith("+") || text.startsWith("*+")) return "HIBCC";
  if (text.startsWith("=") || text.startsWith("&")) return "ICCBBA";
  if (text.startsWith("MA.")) return "ZIIOT-MA";
  return /^\x1d?\d{2}/.test(text) ? "GS1" : null;
}

/** Identifiers of symbols that hold plain text, whoever's: the text alone says whose. ISO/IEC 15424. */
const anySymbol = /^\][A-Za-z][0-9A-Za-z]/;

interface Bare {
  readonly text: string;
  /** Characters left out in front. */
  readonly skipped: number;
  /** Where separators were written out, by their places in the bare text; null when none was. */
  readonly places: readonly number[] | null;
}

/** The text without an identifier that says nothing, its written separators put in. */
function bare(given: string): Bare {
  const places: number[] = [];
  let text = given;
  for (let at = text.indexOf("{GS}"); at >= 0; at = text.indexOf("{GS}", at)) {
    places.push(at);
    text = `${text.slice(0, at)}${groupSeparator}${text.slice(at + 4)}`;
  }
  const known = symbologyIdentifiers.get(text.slice(0, 3));
  const isSilent = known ? !known.holdsElements && !text.startsWith("]E") : anySymbol.test(text);
  const skipped = isSilent ? 3 : 0;
  return { text: text.slice(skipped), skipped, places: places.length > 0 ? places : null };
}

/** The place in what was given: each written separator before it is three characters longer. */
const place = (position: number, places: readonly number[] | null): number =>
  position + 3 * (places?.filter((at) => at < position).length ?? 0);
