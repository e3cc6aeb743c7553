/** The typed catalogues of both languages, and the maker of texts from them. Browsers take one language, from load.ts. */
import { en } from "./en.ts";
import { type Lang, type Translate, translatorOf, type Word } from "./text.ts";
import { zh } from "./zh.ts";

export * from "./text.ts";

const catalogues: Readonly<Record<Lang, Readonly<Record<Word, string>>>> = { en, zh };

/** The whole catalogue of a language. */
export function words(lang: Lang): Readonly<Record<Word, string>> {
  return catalogues[lang];
}

/** The translate function of a language. */
export function translator(lang: Lang): Translate {
  return translatorOf(catalogues[lang]);
}
