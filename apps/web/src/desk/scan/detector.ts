/**
 * Tells a scanner from a hand. A keyboard-wedge scanner is a keyboard that types a code faster than anybody can and ends with
 * Enter or Tab. What it typed is read from the places of the keys on a US keyboard, which is what scanners pretend to be: an
 * input method or another layout cannot garble it.
 */
import { scanGapMs, scanLength } from "../../kit/burst.ts";

/** FNC1, the group separator of GS1, as scanners send it. */
export const separator = "\u001d";

export interface Stroke {
  /** Where the key is: KeyboardEvent.code. */
  readonly code: string;
  /** What the layout makes of it: KeyboardEvent.key. */
  readonly key: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  /** Milliseconds. */
  readonly time: number;
  /** An input method has the key. */
  readonly composing: boolean;
}

export interface Scanned {
  readonly text: string;
  /** An input method was on; the field may show its letters. */
  readonly composing: boolean;
}

// Plain and shifted character of each key that is no letter.
const marks: Readonly<Record<string, string>> = {
  Digit1: "1!",
  Digit2: "2@",
  Digit3: "3#",
  Digit4: "4$",
  Digit5: "5%",
  Digit6: "6^",
  Digit7: "7&",
  Digit8: "8*",
  Digit9: "9(",
  Digit0: "0)",
  Minus: "-_",
  Equal: "=+",
  BracketLeft: "[{",
  BracketRight: "]}",
  Backslash: "\\|",
  Semicolon: ";:",
  Quote: "'\"",
  Backquote: "`~",
  Comma: ",<",
  Period: ".>",
  Slash: "/?",
  Space: "  ",
  NumpadDecimal: "..",
  NumpadSubtract: "--",
  NumpadDivide: "//",
};
const ends: ReadonlySet<string> = new Set(["Enter", "NumpadEnter", "Tab"]);
const modifiers: ReadonlySet<string> = new Set(["Shift", "Control", "Alt", "Meta", "CapsLock"]);
// A code of more characters is no code; the run goes on, but is not kept.
const longest = 400;

/** The character of a key, undefined when it has none. */
export function charOf({ code, key, shift, ctrl }: Stroke): string | undefined {
  if (key === separator || (ctrl && code === "BracketRight")) return separator;
  if (ctrl) return undefined;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const digit = /^Numpad(\d)$/.exec(code)?.[1];
  const pair = letter ? `${letter.toLowerCase()}${letter}` : digit ? `${digit}${digit}` : marks[code];
  if (!pair) return undefined;
  // The layout's own answer says whether a capital was meant, as long as it is one of the two that this key has.
  if (key.length === 1 && pair.includes(key)) return key;
  return pair.charAt(shift ? 1 : 0);
}

export class ScanDetector {
  #chars: string[] = [];
  #last = Number.NEGATIVE_INFINITY;
  #composing = false;

  /** How many characters the present run has. */
  get length(): number {
    return this.#chars.length;
  }

  reset(): void {
    this.#chars = [];
    this.#composing = false;
  }

  /** Takes the next key; answers the code when it ends one. */
  feed(stroke: Stroke): Scanned | undefined {
    if (modifiers.has(stroke.key)) return undefined;
    const late = stroke.time - this.#last >= scanGapMs;
    if (ends.has(stroke.code)) {
      const chars = late || this.#chars.length > longest ? [] : this.#chars;
      const composing = this.#composing || stroke.composing;
      this.reset();
      return chars.length >= scanLength ? { text: chars.join(""), composing } : undefined;
    }
    if (late) this.reset();
    this.#last = stroke.time;
    const char = charOf(stroke);
    if (char === undefined) this.reset();
    else {
      this.#chars.push(char);
      this.#composing ||= stroke.composing;
    }
    return undefined;
  }
}
