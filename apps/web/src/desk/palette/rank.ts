/** How well a text fits what was typed, and where; the best fit comes first. Pure, so that its order is a test's business. */

/** A part of a text: from, to (exclusive). */
export type Span = readonly [number, number];

export interface Fit {
  /** Larger is better; 0 fits nothing. */
  readonly score: number;
  readonly spans: readonly Span[];
}

const none: Fit = { score: 0, spans: [] };
const fold = (text: string): string => text.normalize("NFKC").toLowerCase();

/** The whole text, its beginning, the beginning of a word, anywhere, the first letters of its words: in this order. */
export function fit(typed: string, text: string): Fit {
  const wanted = fold(typed).trim();
  const whole = fold(text);
  // Folding that changes the length would shift what is marked; such texts are compared as they are.
  if (wanted === "" || whole.length !== text.length) return none;
  const at = whole.indexOf(wanted);
  if (at === 0) return { score: whole.length === wanted.length ? 100 : 80, spans: [[0, wanted.length]] };
  if (at > 0) return { score: /[\p{L}\p{N}]/u.test(whole.charAt(at - 1)) ? 40 : 60, spans: [[at, at + wanted.length]] };
  return initials(wanted, whole);
}

function initials(wanted: string, whole: string): Fit {
  const starts = [...whole.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)].map(({ index }) => index);
  const letters = starts.map((start) => whole.charAt(start)).join("");
  const at = wanted.length > 1 ? letters.indexOf(wanted) : -1;
  if (at < 0) return none;
  return { score: at === 0 ? 30 : 20, spans: starts.slice(at, at + wanted.length).map((start) => [start, start + 1] as const) };
}

/** The best fit among texts; words of the other language count a little less than those on the screen. */
export function bestFit(typed: string, shown: string, others: readonly string[] = []): Fit {
  const first = fit(typed, shown);
  const best = Math.max(0, ...others.map((other) => fit(typed, other).score - 5));
  return best > first.score ? { score: best, spans: [] } : first;
}

export interface Ranked<T> {
  readonly item: T;
  readonly fit: Fit;
}

/** Items that fit, the best first; equal ones keep their order. With nothing typed all stay as they stand. */
export function rank<T extends { readonly label: string; readonly also?: readonly string[] }>(
  typed: string,
  items: readonly T[],
): Ranked<T>[] {
  if (typed.trim() === "") return items.map((item) => ({ item, fit: none }));
  return items
    .map((item) => ({ item, fit: bestFit(typed, item.label, item.also) }))
    .filter(({ fit: { score } }) => score > 0)
    .toSorted((a, b) => b.fit.score - a.fit.score);
}
