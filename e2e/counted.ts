/** Counts what a person does at a page, also when the page changes: presses of the mouse, strokes of keys. */
import type { Page } from "@playwright/test";

/** Presses of the mouse since now; a key that activates a button is none. */
export const countPresses = (page: Page): Promise<() => number> => counting(page, "__press", "click");

/** Keys pressed since now, each character of what is typed among them. */
export const countStrokes = (page: Page): Promise<() => number> => counting(page, "__stroke", "keydown");

async function counting(page: Page, name: string, event: "click" | "keydown"): Promise<() => number> {
  let count = 0;
  await page.exposeBinding(name, () => {
    count++;
  });
  const listen = ([told, kind]: readonly [string, "click" | "keydown"]) => {
    const tell = Reflect.get(window, told) as () => Promise<void>;
    const isOne = (happened: MouseEvent | KeyboardEvent) =>
      happened instanceof KeyboardEvent
        ? !["Shift", "Control", "Alt", "Meta"].includes(happened.key)
        : // A key that activates a button makes a click event without a press (detail 0).
          happened.detail > 0;
    window.addEventListener(kind, (happened) => isOne(happened) && void tell(), { capture: true });
  };
  await page.addInitScript(listen, [name, event] as const);
  await page.evaluate(listen, [name, event] as const);
  return () => count;
}
