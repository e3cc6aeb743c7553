/**
 * Chinese names by their Latin letters: a typed text becomes a pattern that a name in characters matches, by initials (zqm) or in
 * full (zhouqiming). The names themselves are read as they are: nothing is stored beside them, so nothing can disagree with them.
 */
import { pinyin } from "pinyin-pro";

const letters = /^[a-zü]{2,40}$/;
// Longer runs of initials are no abbreviations, and each of their classes costs the database a millisecond.
const mostInitials = 6;

interface Readings {
  /** Characters by the first letter of each of their readings. */
  readonly byInitial: ReadonlyMap<string, string>;
  readonly bySyllable: ReadonlyMap<string, string>;
}

let known: Readings | undefined;

/**
 * A pattern of PostgreSQL for names that are read like this text, or undefined when it is no pinyin.
 * @param text as typed; spaces and apostrophes between syllables are allowed
 */
export function pinyinPattern(text: string): string | undefined {
  const plain = text
    .toLowerCase()
    .replace(/[\s'’]/g, "")
    .replaceAll("v", "ü");
  if (!letters.test(plain)) return undefined;
  known ??= readAll();
  const { byInitial, bySyllable } = known;
  const patterns = [
    ...(plain.length <= mostInitials ? [[...plain].map((letter) => byInitial.get(letter))] : []),
    ...splits(plain, bySyllable).map((syllables) => syllables.map((syllable) => bySyllable.get(syllable))),
  ];
  const whole = patterns.filter((parts) => parts.every((part) => part !== undefined));
  return whole.length > 0 ? whole.map((parts) => parts.map((part) => `[${part}]`).join("")).join("|") : undefined;
}

/** The ways to read a text as syllables: xian is one or two. At most 12, the longest syllables first. */
function splits(text: string, syllables: ReadonlyMap<string, string>): string[][] {
  const found: string[][] = [];
  const walk = (from: number, parts: readonly string[]): void => {
    if (found.length >= 12) return;
    if (from === text.length) {
      found.push([...parts]);
      return;
    }
    for (let length = Math.min(6, text.length - from); length > 0; length--) {
      const part = text.slice(from, from + length);
      if (syllables.has(part)) walk(from + length, [...parts, part]);
    }
  };
  walk(0, []);
  return found;
}

/** Reads the readings of every character of the basic block once, at the first such search; rare ones stand in names above all. */
function readAll(): Readings {
  const byInitial = new Map<string, string[]>();
  const bySyllable = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, char: string) => {
    const chars = map.get(key);
    if (!chars) map.set(key, [char]);
    else if (chars.at(-1) !== char) chars.push(char);
  };
  for (let point = 0x4e00; point <= 0x9fa5; point++) {
    const char = String.fromCodePoint(point);
    for (const reading of pinyin(char, { toneType: "none", type: "array", multiple: true })) {
      add(bySyllable, reading, char);
      add(byInitial, reading.charAt(0), char);
    }
  }
  const joined = (map: Map<string, string[]>) => new Map([...map].map(([key, chars]) => [key, chars.join("")]));
  return { byInitial: joined(byInitial), bySyllable: joined(bySyllable) };
}
