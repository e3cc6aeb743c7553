/**
 * Commands of the screen: pages register what can be done and by which key; the key bar, the list of keys and the palette show
 * the same commands. Typing into a field is never taken for a command, nor is what a scanner or an input method sends.
 */
import type { Reason, RecordName } from "@lotline/schema";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Burst } from "./burst.ts";

export interface KeyBinding {
  /** As in KeyboardEvent.key, lower case for letters; "mod+k" for Ctrl or Command; "g l" for G, then L. Without one: palette only. */
  readonly key?: string;
  readonly label: string;
  /** Left out where what has the focus acts itself, as a grid does; the key is then shown, and no command. */
  readonly run?: () => void;
  /** Whose command it is; of the page when not said. */
  readonly group?: "global" | "page" | "record";
  /** Why it may not happen now; running it shows them. */
  readonly reasons?: readonly Reason[];
  /** Not in the key bar, where there is room for the usual ones only. */
  readonly quiet?: boolean;
}

/** The record on the screen, for what stands around it. */
export interface Subject {
  readonly record: RecordName;
  readonly id: string;
  readonly number: string;
  readonly title: string;
}

interface Registered {
  readonly bindings: readonly KeyBinding[];
  readonly subject: Subject | undefined;
}

interface Keys {
  readonly shown: readonly KeyBinding[];
  readonly subject: Subject | undefined;
  /** The first key of a sequence that was pressed and waits for its second. */
  readonly prefix: string | undefined;
  readonly notice: Notice | undefined;
  register: (registered: Registered) => () => void;
  tell: Tell;
}

/** What the key bar says for a while, and what may be done about it as long as it stands there. */
export interface Notice {
  readonly text: string;
  readonly act?: { readonly label: string; readonly run: () => void } | undefined;
}
type Tell = (text: string, act?: Notice["act"]) => void;

const Context = createContext<Keys | undefined>(undefined);
// With something to do about it: time to read and to reach it (U09).
const noticeMs = { plain: 8000, withAct: 10_000 } as const;
const prefixMs = 1500;

/** True while letters belong to a field, a list box or an input method, not to the screen. */
export function isTyping(event: { target: EventTarget | null; isComposing?: boolean }): boolean {
  if (event.isComposing) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches(
      "input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox], [role=listbox], [role=menu] *",
    )
  );
}

/** A dialog has its own keys. */
export const inDialog = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

const pressed = (event: KeyboardEvent): string => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
};

const modifiers: ReadonlySet<string> = new Set(["Shift", "Control", "Alt", "Meta", "CapsLock"]);

export function KeysProvider({ children }: { children: ReactNode }) {
  const sets = useRef<readonly Registered[]>([]);
  const [registered, setRegistered] = useState<readonly Registered[]>([]);
  const [notice, setNotice] = useState<Notice>();

  const register = useCallback((set: Registered) => {
    sets.current = [...sets.current, set];
    setRegistered(sets.current);
    return () => {
      sets.current = sets.current.filter((candidate) => candidate !== set);
      setRegistered(sets.current);
    };
  }, []);
  const prefix = useListening(sets);
  const tell = useCallback<Tell>(
    (text, act) =>
      setNotice({
        text,
        act: act && {
          ...act,
          run: () => {
            setNotice(undefined);
            act.run();
          },
        },
      }),
    [],
  );

  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => setNotice(undefined), notice.act ? noticeMs.withAct : noticeMs.plain);
    return () => clearTimeout(timer);
  }, [notice]);

  const value = useMemo<Keys>(
    () => ({
      shown: registered.flatMap(({ bindings }) => bindings),
      subject: registered.findLast(({ subject }) => subject)?.subject,
      prefix,
      notice,
      register,
      tell,
    }),
    [registered, prefix, notice, register, tell],
  );
  return <Context value={value}>{children}</Context>;
}

/** Listens to the keyboard; answers the first key of a sequence while its second is awaited. */
function useListening(sets: { readonly current: readonly Registered[] }): string | undefined {
  const [prefix, setPrefix] = useState<string>();
  useEffect(() => {
    const burst = new Burst();
    let first: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const awaitSecond = (key: string | undefined) => {
      clearTimeout(timer);
      first = key;
      setPrefix(key);
      if (key) timer = setTimeout(() => awaitSecond(undefined), prefixMs);
    };
    const all = () => sets.current.flatMap(({ bindings }) => bindings);
    // The set registered last is the innermost one and wins.
    const bindingOf = (key: string) => all().findLast((candidate) => candidate.key === key && candidate.run);
    const take = (key: string) => {
      const binding = bindingOf(first ? `${first} ${key}` : key);
      const begins = !first && all().some((candidate) => candidate.key?.startsWith(`${key} `));
      awaitSecond(begins ? key : undefined);
      binding?.run?.();
    };
    const onKey = (event: KeyboardEvent) => {
      // A scanner presses Shift before each capital; that neither ends a run nor begins one.
      if (modifiers.has(event.key)) return;
      const key = pressed(event);
      if (event.defaultPrevented || event.altKey || event.isComposing || event.key === "Process") return;
      if ((isTyping(event) && !key.startsWith("mod+")) || inDialog()) return;
      // How scanners send the separator of GS1 element strings.
      if (event.ctrlKey && event.code === "BracketRight") return burst.hold(() => undefined);
      if (key.length > 1) {
        burst.settle();
        awaitSecond(undefined);
        const binding = bindingOf(key);
        if (!binding) return;
        event.preventDefault();
        return binding.run?.();
      }
      const binding = bindingOf(key);
      // A key that is held down goes on through a list, but never repeats an act.
      if (event.repeat && binding?.group === "record") return;
      if (binding || first) event.preventDefault();
      burst.hold(() => take(key));
    };
    document.addEventListener("keydown", onKey);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("keydown", onKey);
    };
  }, [sets]);
  return prefix;
}

function useKeysContext(): Keys {
  const value = use(Context);
  if (!value) throw new Error("keys outside KeysProvider");
  return value;
}

/** Gives keys of this screen a meaning while the caller is mounted; a record's page also says which record it shows. */
export function useKeys(bindings: readonly KeyBinding[], subject?: Subject): void {
  const { register } = useKeysContext();
  const latest = useRef(bindings);
  latest.current = bindings;
  const names = JSON.stringify([bindings, subject]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: registered again only when what is shown changes; run is read late
  useEffect(
    () =>
      register({
        bindings: latest.current.map((binding, index) =>
          binding.run ? { ...binding, run: () => latest.current[index]?.run?.() } : binding,
        ),
        subject,
      }),
    [names, register],
  );
}

/** The commands of the screen, the record on it, the key that waits for a second one, and the last notice. */
export function useKeyBar(): Pick<Keys, "shown" | "subject" | "prefix" | "notice"> {
  return useKeysContext();
}

/** Says something politely in the key bar: "Release: done"; with a button while it may be undone. */
export function useTell(): Tell {
  return useKeysContext().tell;
}

const names: Readonly<Record<string, string>> = { Enter: "Enter", Escape: "Esc", ArrowDown: "↓", ArrowUp: "↑", " ": "Space" };

/** How a key is written on its cap: R, Ctrl K, G L. */
export function keyName(key: string): string {
  const plain = key.replace("mod+", "");
  const name =
    names[plain] ??
    plain
      .split(" ")
      .map((part) => (part.length === 1 ? part.toUpperCase() : part))
      .join(" ");
  return key.startsWith("mod+") ? `Ctrl ${name}` : name;
}
