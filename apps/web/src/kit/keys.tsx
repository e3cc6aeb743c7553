/** Keys of the screen: pages register what a key does; the key bar shows them; typing into a field is never taken for a command. */
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";

export interface KeyBinding {
  /** As in KeyboardEvent.key, lower case for letters; "mod+k" for Ctrl or Command. */
  readonly key: string;
  readonly label: string;
  /** Left out where what has the focus acts itself; the key is then only shown. */
  readonly run?: () => void;
}

interface Keys {
  readonly shown: readonly KeyBinding[];
  readonly notice: string;
  register: (bindings: readonly KeyBinding[]) => () => void;
  tell: (notice: string) => void;
}

const Context = createContext<Keys | undefined>(undefined);
const noticeMs = 8000;

/** True while letters belong to a field, a list box or an input method, not to the screen. */
export function isTyping(event: { target: EventTarget | null; isComposing?: boolean; keyCode?: number }): boolean {
  // 229: the key went to an input method.
  if (event.isComposing || event.keyCode === 229) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches(
      "input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox], [role=listbox], [role=menu] *",
    )
  );
}

const pressed = (event: KeyboardEvent): string => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
};

export function KeysProvider({ children }: { children: ReactNode }) {
  const sets = useRef<(readonly KeyBinding[])[]>([]);
  const [shown, setShown] = useState<readonly KeyBinding[]>([]);
  const [notice, setNotice] = useState("");

  const register = useCallback((bindings: readonly KeyBinding[]) => {
    sets.current = [...sets.current, bindings];
    setShown(sets.current.flat());
    return () => {
      sets.current = sets.current.filter((set) => set !== bindings);
      setShown(sets.current.flat());
    };
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = pressed(event);
      if (event.defaultPrevented || event.altKey || (isTyping(event) && !key.startsWith("mod+"))) return;
      // A dialog has its own keys.
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      // The set registered last is the innermost one and wins.
      const binding = sets.current.flat().findLast((candidate) => candidate.key === key);
      if (!binding?.run) return;
      event.preventDefault();
      binding.run();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => setNotice(""), noticeMs);
    return () => clearTimeout(timer);
  }, [notice]);

  const value = useMemo<Keys>(() => ({ shown, notice, register, tell: setNotice }), [shown, notice, register]);
  return <Context value={value}>{children}</Context>;
}

function useKeysContext(): Keys {
  const value = use(Context);
  if (!value) throw new Error("keys outside KeysProvider");
  return value;
}

/** Gives keys of this screen a meaning while the caller is mounted. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const { register } = useKeysContext();
  const latest = useRef(bindings);
  latest.current = bindings;
  const names = bindings.map((binding) => `${binding.key} ${binding.label}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: registered again only when keys or labels change; run is read late
  useEffect(
    () =>
      register(
        latest.current.map((binding, index) =>
          binding.run ? { ...binding, run: () => latest.current[index]?.run?.() } : binding,
        ),
      ),
    [names, register],
  );
}

/** Keys that the key bar shows, and the last notice. */
export function useKeyBar(): Pick<Keys, "shown" | "notice"> {
  return useKeysContext();
}

/** Says something politely in the key bar: "Release: done". */
export function useTell(): (notice: string) => void {
  return useKeysContext().tell;
}
