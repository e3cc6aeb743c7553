/** The words of one language, loaded when they are wanted: a browser does not carry those of the other. */
import { type Lang, type Translate, translatorOf } from "./text.ts";

export * from "./text.ts";

const catalogues = {
  en: async () => (await import("./en.ts")).en,
  zh: async () => (await import("./zh.ts")).zh,
} as const;

/** The translate function of a language. @throws when its words cannot be loaded */
export async function loadTranslator(lang: Lang): Promise<Translate> {
  return translatorOf(await catalogues[lang]());
}
