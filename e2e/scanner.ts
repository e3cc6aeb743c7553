/** A keyboard-wedge scanner: it types a code into whatever has the focus, faster than a hand, and ends with Enter. */
import type { Page } from "@playwright/test";

interface Manner {
  /** A Chinese input method is on: the browser sees its keys, not the letters. */
  readonly composing?: boolean;
}

/** Scans a code. "\u001d" is the separator of GS1, sent as Ctrl and ]. */
export async function scan(page: Page, code: string, { composing = false }: Manner = {}): Promise<void> {
  await page.evaluate(
    ({ text, isComposing }) => {
      const places: Readonly<Record<string, string>> = { "-": "Minus", "]": "BracketRight", "(": "Digit9", ")": "Digit0" };
      const key = (name: string, place: string, more: KeyboardEventInit = {}) =>
        new KeyboardEvent("keydown", { key: name, code: place, bubbles: true, cancelable: true, isComposing, ...more });
      const keyOf = (char: string) => {
        if (char === "\u001d") return key("]", "BracketRight", { ctrlKey: true });
        const place = /[a-z]/i.test(char) ? `Key${char.toUpperCase()}` : (places[char] ?? `Digit${char}`);
        return key(isComposing ? "Process" : char, place, { shiftKey: /[A-Z()]/.test(char) });
      };
      // All are made first: a key has the time when it was pressed, however long the page takes to listen to the one before.
      const keys = [...[...text].map(keyOf), key("Enter", "Enter", { isComposing: false })];
      for (const event of keys) {
        const target = document.activeElement ?? document.body;
        if (!target.dispatchEvent(event)) continue;
        const box = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
        if (box && event.key.length === 1 && !event.ctrlKey) document.execCommand("insertText", false, event.key);
      }
    },
    { text: code, isComposing: composing },
  );
}
