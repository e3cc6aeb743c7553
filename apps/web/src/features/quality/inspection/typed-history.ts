/** Typed readings with the way back: keystrokes in one cell are one step, a pasted block is another. Pure. */
import { cellOf, type Typed } from "./typed.ts";

export interface Kept {
  readonly typed: Typed;
  readonly before: readonly Typed[];
  readonly after: readonly Typed[];
  /** The cell in which the last step was typed. */
  readonly cell: string | undefined;
}

export type Step =
  | { readonly kind: "change"; readonly texts: Typed; readonly without: readonly string[] }
  | { readonly kind: "undo" | "redo" }
  | { readonly kind: "recorded"; readonly still: (typed: Typed) => Typed };

const mostSteps = 200;

export const begin = (typed: Typed): Kept => ({ typed, before: [], after: [], cell: undefined });

/** The next state. What was recorded is no longer typed, and the way back ends there. */
export function step(kept: Kept, what: Step): Kept {
  switch (what.kind) {
    case "change": {
      const typed = Object.fromEntries(
        Object.entries({ ...kept.typed, ...what.texts }).filter(([cell]) => !what.without.includes(cell)),
      );
      if (same(typed, kept.typed)) return kept;
      const cells = new Set([...Object.keys(what.texts), ...what.without].map(cellOf));
      const cell = cells.size === 1 ? [...cells][0] : undefined;
      const goesOn = cell !== undefined && cell === kept.cell;
      const before = goesOn ? kept.before : [...kept.before, kept.typed].slice(-mostSteps);
      return { typed, before, after: [], cell };
    }
    case "undo": {
      const last = kept.before.at(-1);
      return last ? { typed: last, before: kept.before.slice(0, -1), after: [kept.typed, ...kept.after], cell: undefined } : kept;
    }
    case "redo": {
      const [next, ...after] = kept.after;
      return next ? { typed: next, before: [...kept.before, kept.typed], after, cell: undefined } : kept;
    }
    case "recorded": {
      const typed = what.still(kept.typed);
      return same(typed, kept.typed) ? kept : begin(typed);
    }
  }
}

const same = (a: Typed, b: Typed): boolean => {
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([cell, text]) => right.get(cell) === text);
};
