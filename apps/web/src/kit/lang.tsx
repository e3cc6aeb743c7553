/** The language of the screen: switched without reload, remembered in the browser, told to the document. */
import type { Label } from "@lotline/schema";
import { type Lang, type Translate, translator } from "@lotline/schema/words";
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

export function LangProvider({ children }: { children: ReactNode }) {
  const [lang, set] = useState<Lang>(firstLang);
  const setLang = useCallback((next: Lang) => {
    localStorage.setItem(key, next);
    set(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  }, [lang]);
  const value = useMemo<Words>(() => ({ lang, setLang, t: translator(lang), say: (label) => label[lang] }), [lang, setLang]);
  return <Context value={value}>{children}</Context>;
}

/** The words of the current language. */
export function useWords(): Words {
  const value = use(Context);
  if (!value) throw new Error("useWords outside LangProvider");
  return value;
}
