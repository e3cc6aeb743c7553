/** The language of the screen: switched without reload, remembered in the browser, told to the document. */
import type { Label } from "@lotline/schema";
import { type Lang, loadTranslator, type Translate } from "@lotline/schema/words/load";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";

interface Words {
  lang: Lang;
  setLang: (lang: Lang) => void;
  t: Translate;
  /** The text of a label of a record file. */
  say: (label: Label) => string;
}

const key = "lotline.lang";
const Context = createContext<Words | undefined>(undefined);

function firstLang(): Lang {
  const kept = localStorage.getItem(key);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** A language with its words. */
export interface Spoken {
  readonly lang: Lang;
  readonly t: Translate;
}

/** The language to begin with. @throws when its words cannot be loaded */
export async function loadFirst(): Promise<Spoken> {
  const lang = firstLang();
  return { lang, t: await loadTranslator(lang) };
}

export function LangProvider({ first, children }: { first: Spoken; children: ReactNode }) {
  const [{ lang, t }, set] = useState(first);
  const setLang = useCallback((next: Lang) => {
    localStorage.setItem(key, next);
    // Without a connection the words stay those that are there.
    loadTranslator(next).then(
      (words) => set({ lang: next, t: words }),
      () => undefined,
    );
  }, []);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  }, [lang]);
  const value = useMemo<Words>(() => ({ lang, setLang, t, say: (label) => label[lang] }), [lang, t, setLang]);
  return <Context value={value}>{children}</Context>;
}

/** The words of the current language. */
export function useWords(): Words {
  const value = use(Context);
  if (!value) throw new Error("useWords outside LangProvider");
  return value;
}
