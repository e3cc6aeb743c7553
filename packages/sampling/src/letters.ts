import type { Level } from "./standards.ts";

/** Table 1: the largest lot of each range and the letters of S-1, S-2, S-3, S-4, I, II, III. Smaller lots than 2 are inspected whole by letter A. */
const ranges: readonly (readonly [largest: number, letters: string])[] = [
  [8, "AAAAAAB"],
  [15, "AAAAABC"],
  [25, "AABBBCD"],
  [50, "ABBCCDE"],
  [90, "BBCCCEF"],
  [150, "BBCDDFG"],
  [280, "BCDEEGH"],
  [500, "BCDEFHJ"],
  [1200, "CCEFGJK"],
  [3200, "CDEGHKL"],
  [10000, "CDFGJLM"],
  [35000, "CDFHKMN"],
  [150000, "DEGJLNP"],
  [500000, "DEGJMPQ"],
  [Number.POSITIVE_INFINITY, "DEHKNQR"],
];

const places: { readonly [L in Level]: number } = { "S-1": 0, "S-2": 1, "S-3": 2, "S-4": 3, I: 4, II: 5, III: 6 };

/** The sample size code letter of a lot (units, at least 1) at an inspection level. Table 1. */
export function codeLetter(lotSize: number, level: Level): string {
  const found = ranges.find(([largest]) => lotSize <= largest);
  return found?.[1][places[level]] ?? "";
}
