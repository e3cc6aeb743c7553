import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charOf, ScanDetector, type Scanned, type Stroke, separator } from "./detector.ts";

/** Keys that a US keyboard presses for a text. */
function strokes(text: string, gaps: readonly number[], change: Partial<Stroke> = {}): Stroke[] {
  let time = 1000;
  return [...text].map((char, index) => {
    time += gaps[index % gaps.length] ?? 0;
    const shift = /[A-Z)_(]/.test(char);
    const code = /[a-z]/i.test(char) ? `Key${char.toUpperCase()}` : (codes[char] ?? `Digit${char}`);
    return { code, key: char === separator ? "]" : char, shift, ctrl: char === separator, time, composing: false, ...change };
  });
}
const codes: Readonly<Record<string, string>> = {
  "-": "Minus",
  "]": "BracketRight",
  [separator]: "BracketRight",
  "(": "Digit9",
  ")": "Digit0",
};
const end = (keys: readonly Stroke[], gap: number, code = "Enter"): Stroke[] => [
  ...keys,
  { code, key: code, shift: false, ctrl: false, time: (keys.at(-1)?.time ?? 0) + gap, composing: false },
];
const scansOf = (keys: readonly Stroke[]): Scanned[] => {
  const detector = new ScanDetector();
  return keys.flatMap((key) => detector.feed(key) ?? []);
};
const texts = (keys: readonly Stroke[]) => scansOf(keys).map(({ text }) => text);

describe("a scanner [U15]", () => {
  it("is heard by six characters and more, each within 35 ms, that end with Enter or Tab", () => {
    expect(texts(end(strokes("R201-2607", [8]), 8))).toEqual(["R201-2607"]);
    expect(texts(end(strokes("IS2607A", [34]), 34, "Tab"))).toEqual(["IS2607A"]);
    expect(texts(end(strokes("12345", [8]), 8))).toEqual([]);
    expect(texts(end(strokes("R201-2607", [35]), 8))).toEqual([]);
    expect(texts(end(strokes("R201-2607", [8]), 35))).toEqual([]);
    expect(texts(strokes("R201-2607", [8]))).toEqual([]);
  });

  it("is read by the places of its keys, whatever layout or input method stands between", () => {
    const german = strokes("R201-2607", [8]).map((key) => (key.code === "Minus" ? { ...key, key: "ß" } : key));
    expect(texts(end(german, 8))).toEqual(["R201-2607"]);
    const chinese = strokes("R201-2607", [8], { key: "Process", composing: true });
    expect(scansOf(end(chinese, 8))).toEqual([{ text: "R201-2607", composing: true }]);
    expect(charOf({ code: "Digit9", key: "（", shift: true, ctrl: false, time: 0, composing: false })).toBe("(");
  });

  it("keeps the separator of GS1, sent as Ctrl and ]", () => {
    const text = `]d20109521234000037${"10IP2607"}${separator}21IP26070001`;
    expect(texts(end(strokes(text, [5]), 5))).toEqual([text]);
  });

  it("begins anew after a pause, so that what was typed before is no part of the code", () => {
    const typed = strokes("abc", [120]);
    const scan = strokes("R201-2607", [8]).map((key) => ({ ...key, time: key.time + 2000 }));
    expect(texts(end([...typed, ...scan], 8))).toEqual(["R201-2607"]);
  });
});

// Milliseconds between the keys of people who type fast: words in English and pinyin, rollovers (two keys nearly at once)
// included. The last one stands before Enter.
const hands: readonly (readonly [string, readonly number[]])[] = [
  ["release", [0, 96, 71, 22, 104, 83, 65, 140]],
  ["zhouqiming", [0, 88, 19, 76, 31, 92, 24, 66, 28, 81, 118]],
  ["IS2607A", [0, 110, 132, 98, 24, 121, 143, 190]],
  ["482615", [0, 74, 61, 58, 70, 63, 88]],
  ["the quick brown fox", [0, 41, 38, 62, 36, 29, 33, 44, 57, 39, 30, 28, 47, 52, 61, 37, 34, 26, 40, 95]],
  ["aaaaaaaa", [0, 500, 33, 33, 33, 36, 33, 33, 80]],
];

describe("a hand [U15]", () => {
  it.each(hands)("typing %s fast is no scanner", (text, gaps) => {
    expect(gaps).toHaveLength(text.length + 1);
    const plain = text.replaceAll(" ", "-");
    expect(texts(end(strokes(plain, gaps), gaps.at(-1) ?? 0))).toEqual([]);
  });

  it("is never one while any of the last six gaps before Enter is a hand's", () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 34 }), { minLength: 6, maxLength: 30 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 35, max: 400 }), fc.nat({ max: 5 }), (fast, slow, back) => {
        // The gap before Enter is the last of the six.
        const all = [...fast];
        all[all.length - 1 - back] = slow;
        const letters = "R201260712345678901234567890AB".slice(0, all.length);
        const keys = strokes(letters, [0, ...all]);
        expect(texts(end(keys, all.at(-1) ?? 0))).toEqual([]);
      }),
    );
  });
});
