/** Listens to the scanner on every screen and takes back what it typed into the field that had the focus. */
import { useEffect, useRef } from "react";
import { ScanDetector, type Scanned } from "./detector.ts";

/** Where the focus was when a code began, and what stood there. */
export interface Place {
  readonly box: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | undefined;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

const isBox = (element: Element | null): element is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement ||
  (element instanceof HTMLInputElement && element.type !== "checkbox" && element.type !== "radio");

// What is secret or counts down is typed by scanners and managers alike; nobody else's business.
const isPrivate = (element: Element | null): boolean =>
  element instanceof HTMLInputElement && (element.type === "password" || element.autocomplete === "one-time-code");

function placeNow(): Place {
  const active = document.activeElement;
  const box = isBox(active) ? active : undefined;
  const value = box?.value ?? "";
  const ranged = box && !(box instanceof HTMLSelectElement) ? box : undefined;
  return { box, value, from: ranged?.selectionStart ?? value.length, to: ranged?.selectionEnd ?? value.length };
}

/** Puts a value into a box as typing does, so that whoever listens to it hears of it. */
export function putValue(box: NonNullable<Place["box"]>, value: string): void {
  const prototype = Object.getPrototypeOf(box) as object;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(box, value);
  box.dispatchEvent(new Event(box instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
}

/** Takes back what a scanner typed; an input method that was on is left first, so that it does not put its letters afterwards. */
export function restore(box: NonNullable<Place["box"]>, { value, from, to }: Place): void {
  putValue(box, value);
  if (box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement) {
    try {
      box.setSelectionRange(from, to);
    } catch {
      // Boxes for numbers and dates have no selection.
    }
  }
}

/**
 * @param onScan answers whether it takes the code; then the key that ended it does nothing else
 */
export function useScanner(onScan: (scanned: Scanned, place: Place) => boolean): void {
  const latest = useRef(onScan);
  latest.current = onScan;
  useEffect(() => {
    const detector = new ScanDetector();
    let place = placeNow();
    const onKey = (event: KeyboardEvent) => {
      if (isPrivate(document.activeElement)) return detector.reset();
      const before = detector.length > 0 ? undefined : placeNow();
      const scanned = detector.feed({
        code: event.code,
        key: event.key,
        shift: event.shiftKey,
        ctrl: event.ctrlKey,
        time: event.timeStamp,
        composing: event.isComposing || event.key === "Process",
      });
      if (before || detector.length === 1) place = before ?? placeNow();
      // A space in a code does not press the button that has the focus.
      if (detector.length > 1 && event.code === "Space" && !place.box) event.preventDefault();
      if (!scanned || !latest.current(scanned, place)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    // Seen from outside: whoever sends codes by a program knows that somebody listens.
    document.documentElement.dataset.scanner = "on";
    return () => {
      window.removeEventListener("keydown", onKey, { capture: true });
      delete document.documentElement.dataset.scanner;
    };
  }, []);
}
