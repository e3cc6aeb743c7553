/** The maker of texts from one catalogue; it holds none, so that a browser loads the language it shows and no other. */
import type { en } from "./en.ts";

/** The languages of the product. */
export type Lang = "en" | "zh";
/** A key of the catalogue. */
export type Word = keyof typeof en;

type Name<P extends string> = P extends `${infer N}|${string}` ? N : P;
type Names<S extends string> = S extends `${string}{${infer P}}${infer Rest}` ? Name<P> | Names<Rest> : never;
/** The values a word needs, read from its English text. */
export type WordParams<K extends Word> = { readonly [N in Names<(typeof en)[K]>]: string | number };
/** A key whose text needs no value; for words that stand in data. */
export type PlainWord = { [K in Word]: [Names<(typeof en)[K]>] extends [never] ? K : never }[Word];
type Rest<K extends Word> = [Names<(typeof en)[K]>] extends [never] ? [] : [params: WordParams<K>];

/** Makes the text of a key in one language; a missing parameter does not compile. */
export type Translate = <K extends Word>(key: K, ...params: Rest<K>) => string;

/** A whole catalogue. */
export type Catalogue = Readonly<Record<Word, string>>;

/** Fills `{name}` with its value and `{n|one|many}` with the form that fits n; unknown names stay as written. */
export function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    // Counts arrive already grouped ("1,200"), so only the written "1" is singular.
    return one === undefined ? String(value) : String(value) === "1" ? one : (many ?? one);
  });
}

/** The translate function of a catalogue. */
export function translatorOf(catalogue: Catalogue): Translate {
  return (key, ...params) => fill(catalogue[key], params[0] ?? {});
}
