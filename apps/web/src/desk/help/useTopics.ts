/** The topics of the language on the screen, loaded when the help is first opened. */
import { useEffect, useState } from "react";
import { useWords } from "../../kit/lang.tsx";
import { loadTopics, type Topic } from "./topics.ts";

/** @throws to the page's error boundary when they cannot be loaded */
export function useTopics(): readonly Topic[] | undefined {
  const { lang } = useWords();
  const [loaded, setLoaded] = useState<{ lang: string; topics?: readonly Topic[]; error?: unknown }>();
  useEffect(() => {
    let stale = false;
    loadTopics(lang).then(
      (topics) => !stale && setLoaded({ lang, topics }),
      (error: unknown) => !stale && setLoaded({ lang, error }),
    );
    return () => {
      stale = true;
    };
  }, [lang]);
  if (loaded?.error !== undefined) throw loaded.error;
  return loaded?.lang === lang ? loaded.topics : undefined;
}
