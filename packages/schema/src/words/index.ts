/** The typed catalogues of both languages, and the maker of texts from them. */
import { en } from "./en.ts";
import { type Catalogue, type Lang, type Translate, translatorOf } from "./translate.ts";
import { zh } from "./zh.ts";

export * from "./translate.ts";

const catalogues: Readonly<Record<Lang, Catalogue>> = { en, zh };

/** The whole catalogue of a language. */
export function words(lang: Lang): Catalogue {
  return catalogues[lang];
}

/** The translate function of a language. */
export function translator(lang: Lang): Translate {
  return translatorOf(catalogues[lang]);
}
