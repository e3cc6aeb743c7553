/** The typed catalogues of both languages, and the maker of texts from them; a browser loads its parts one by one. */
import { en } from "./en.ts";
import { importEn } from "./import-en.ts";
import { importZh } from "./import-zh.ts";
import { inspectEn } from "./inspect-en.ts";
import { inspectZh } from "./inspect-zh.ts";
import { labelEn } from "./label-en.ts";
import { labelZh } from "./label-zh.ts";
import { reviewEn } from "./review-en.ts";
import { reviewZh } from "./review-zh.ts";
import { samplingEn } from "./sampling-en.ts";
import { samplingZh } from "./sampling-zh.ts";
import { type AllTexts, type Catalogue, type Lang, type TranslateOf, translatorOf } from "./translate.ts";
import { zh } from "./zh.ts";

export type { PartName, Parts } from "./parts.ts";
export * from "./translate.ts";

const catalogues: Readonly<Record<Lang, Catalogue>> = {
  en: { ...en, ...importEn, ...inspectEn, ...labelEn, ...reviewEn, ...samplingEn },
  zh: { ...zh, ...importZh, ...inspectZh, ...labelZh, ...reviewZh, ...samplingZh },
};

/** The whole catalogue of a language. */
export function words(lang: Lang): Catalogue {
  return catalogues[lang];
}

/** The translate function of a language. */
export function translator(lang: Lang): TranslateOf<AllTexts> {
  return translatorOf<AllTexts>(catalogues[lang]);
}
