/** The language of the screen: switched without reload, remembered in the browser, told to the document. */
import type { Label } from "@lotline/schema";
import type { Lang, PartName, PartTranslate, Translate } from "@lotline/schema/words";
import { partLoaders } from "@lotline/schema/words/parts";
import { translatorOf } from "@lotline/schema/words/translate";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState, useTransition } from "react";

type Texts = Readonly<Record<string, string>>;

interface Words<T = Translate> {
  lang: Lang;
  setLang: (lang: Lang) => void;
  t: T;
  /** The text of a label of a record file. */
  say: (label: Label) => string;
}

/** A language with the words that every page needs. */
interface Spoken {
  readonly lang: Lang;
  readonly texts: Texts;
}

interface Context extends Words {
  readonly texts: Texts;
}

const key = "lotline.lang";
const LangContext = createContext<Context | undefined>(undefined);

function firstLang(): Lang {
  const kept = localStorage.getItem(key);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

async function load(lang: Lang): Promise<Spoken> {
  const texts = lang === "zh" ? (await import("@lotline/schema/words/zh")).zh : (await import("@lotline/schema/words/en")).en;
  return { lang, texts };
}

/** The language to begin with, loaded before the first picture. */
export const loadFirstLang = (): Promise<Spoken> => load(firstLang());

export function LangProvider({ first, children }: { first: Spoken; children: ReactNode }) {
  const [{ lang, texts }, set] = useState(first);
  // The words of an open page may have to be fetched: the screen stays as it is until they are there.
  const [, change] = useTransition();
  const setLang = useCallback((next: Lang) => {
    localStorage.setItem(key, next);
    // Without its catalogue the screen stays as it is; the choice holds from the next start on.
    load(next).then(
      (spoken) => {
        // Chosen again meanwhile: the later choice counts, whichever comes first.
        if (localStorage.getItem(key) === next) change(() => set(spoken));
      },
      () => undefined,
    );
  }, []);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  }, [lang]);
  const value = useMemo<Context>(
    () => ({ lang, setLang, texts, t: translatorOf(texts), say: (label) => label[lang] }),
    [lang, setLang, texts],
  );
  return <LangContext value={value}>{children}</LangContext>;
}

const parts = new Map<string, Promise<Texts>>();

/** The words of a part, fetched once; what could not be fetched is asked for again by the next page. */
function partOf(part: PartName, lang: Lang): Promise<Texts> {
  const name = `${part} ${lang}`;
  const known = parts.get(name);
  if (known) return known;
  const loading: Promise<Texts> = partLoaders[part][lang]();
  loading.catch(() => parts.delete(name));
  parts.set(name, loading);
  return loading;
}

/** The words of the current language; those of a lazy page's part come when it is first shown, and the page waits for them. */
export function useWords(): Words;
export function useWords<P extends PartName>(part: P): Words<PartTranslate<P>>;
export function useWords(part?: PartName): Words {
  const value = use(LangContext);
  if (!value) throw new Error("useWords outside LangProvider");
  const more = part && use(partOf(part, value.lang));
  return useMemo(() => (more ? { ...value, t: translatorOf({ ...value.texts, ...more }) as Translate } : value), [value, more]);
}
