/** The language of the screen: switched without reload, remembered in the browser, told to the document. */
import type { Label } from "@lotline/schema";
import type { Lang, Translate } from "@lotline/schema/words";
import { translatorOf } from "@lotline/schema/words/translate";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";

interface Words {
  lang: Lang;
  setLang: (lang: Lang) => void;
  t: Translate;
  /** The text of a label of a record file. */
  say: (label: Label) => string;
}

/** A language with its catalogue. */
interface Spoken {
  readonly lang: Lang;
  readonly t: Translate;
}

const key = "lotline.lang";
const Context = createContext<Words | undefined>(undefined);

function firstLang(): Lang {
  const kept = localStorage.getItem(key);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

async function load(lang: Lang): Promise<Spoken> {
  const catalogue = lang === "zh" ? (await import("@lotline/schema/words/zh")).zh : (await import("@lotline/schema/words/en")).en;
  return { lang, t: translatorOf(catalogue) };
}

/** The language to begin with, loaded before the first picture. */
export const loadFirstLang = (): Promise<Spoken> => load(firstLang());

export function LangProvider({ first, children }: { first: Spoken; children: ReactNode }) {
  const [{ lang, t }, set] = useState(first);
  const setLang = useCallback((next: Lang) => {
    localStorage.setItem(key, next);
    // Without its catalogue the screen stays as it is; the choice holds from the next start on.
    load(next).then(set, () => undefined);
  }, []);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  }, [lang]);
  const value = useMemo<Words>(() => ({ lang, setLang, t, say: (label) => label[lang] }), [lang, setLang, t]);
  return <Context value={value}>{children}</Context>;
}

/** The words of the current language. */
export function useWords(): Words {
  const value = use(Context);
  if (!value) throw new Error("useWords outside LangProvider");
  return value;
}
