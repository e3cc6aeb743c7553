/** The maker of texts from one catalogue; it holds none, so that a browser loads the language it shows and no other. */
import type { en } from "./en.ts";
import type { PartName, Parts } from "./parts.ts";

/** The languages of the product. */
export type Lang = "en" | "zh";
type Start = typeof en;
/** A key of the words that are always there. */
export type Word = keyof Start;

type Name<P extends string> = P extends `${infer N}|${string}` ? N : P;
type Names<S> = S extends `${string}{${infer P}}${infer Rest}` ? Name<P> | Names<Rest> : never;
/** The values that a text needs. */
type ParamsOf<S> = { readonly [N in Names<S>]: string | number };
type Plain<T> = { [K in keyof T]: [Names<T[K]>] extends [never] ? K : never }[keyof T];
/** A key whose text needs no value; for words that stand in data. */
export type PlainWord = Plain<Start>;
/** The same of a part. */
export type PartPlainWord<P extends PartName> = Plain<Parts[P]>;
type Rest<S> = [Names<S>] extends [never] ? [] : [params: ParamsOf<S>];

/** Makes the text of a key in one language, read from its English text; a missing parameter does not compile. */
export type TranslateOf<T> = <K extends keyof T>(key: K, ...params: Rest<T[K]>) => string;
/** The same of the words that are always there. */
export type Translate = TranslateOf<Start>;
/** The same with the words of a part; it can be handed to whoever needs only the words that are always there. */
export type PartTranslate<P extends PartName> = TranslateOf<Start & Parts[P]> & Translate;
/** The texts of everything. */
export type AllTexts = Start & Parts["import"] & Parts["inspect"] & Parts["label"] & Parts["review"] & Parts["sampling"];

/** A key of everything whose text needs no value. */
export type AnyPlainWord = Plain<AllTexts>;

/** A whole catalogue. */
export type Catalogue = Readonly<Record<keyof AllTexts, string>>;

/** Fills `{name}` with its value and `{n|one|many}` with the form that fits n; unknown names stay as written. */
export function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    // Counts arrive already grouped ("1,200"), so only the written "1" is singular.
    return one === undefined ? String(value) : String(value) === "1" ? one : (many ?? one);
  });
}

/** The translate function of texts by key. */
export function translatorOf<T>(texts: Readonly<Record<keyof T, string>>): TranslateOf<T> {
  return (key, ...params) => fill(texts[key], params[0] ?? {});
}
