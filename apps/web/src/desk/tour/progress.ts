/** How far a person is in each tour, kept in this browser. */
import { useSyncExternalStore } from "react";

export interface Progress {
  /** The tour on the screen. */
  readonly running: string | undefined;
  /** The step that each begun tour stands at. */
  readonly steps: Readonly<Record<string, number>>;
  readonly done: readonly string[];
}

const nothing: Progress = { running: undefined, steps: {}, done: [] };
const keyOf = (personId: string) => `lotline.tour.${personId}`;
const heard = new Set<() => void>();
let known: { readonly key: string; readonly text: string | null; readonly progress: Progress } | undefined;

function isProgress(value: unknown): value is Progress {
  if (typeof value !== "object" || value === null || !("steps" in value) || !("done" in value)) return false;
  const { steps, done } = value;
  return typeof steps === "object" && steps !== null && Object.values(steps).every(Number.isInteger) && Array.isArray(done);
}

function parse(text: string | null): Progress {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return isProgress(value) ? value : nothing;
  } catch {
    return nothing;
  }
}

/** What is kept for a person; the same object while nothing changes. */
export function progressOf(personId: string): Progress {
  const key = keyOf(personId);
  const text = localStorage.getItem(key);
  if (known?.key !== key || known.text !== text) known = { key, text, progress: parse(text) };
  return known.progress;
}

function keep(personId: string, progress: Progress): void {
  try {
    localStorage.setItem(keyOf(personId), JSON.stringify(progress));
  } catch {
    // Without room a tour begins anew the next time.
  }
  for (const hear of heard) hear();
}

/** Begins or goes on at a step. */
export const goTo = (personId: string, tour: string, step: number): void => {
  const before = progressOf(personId);
  keep(personId, { ...before, running: tour, steps: { ...before.steps, [tour]: step } });
};

/** Leaves it where it is. */
export const pause = (personId: string): void => keep(personId, { ...progressOf(personId), running: undefined });

/** It has been walked to its end. */
export const finish = (personId: string, tour: string): void => {
  const { steps, done } = progressOf(personId);
  const { [tour]: _, ...others } = steps;
  keep(personId, { running: undefined, steps: others, done: [...new Set([...done, tour])] });
};

/** The progress of a person, followed as it changes. */
export function useProgress(personId: string): Progress {
  return useSyncExternalStore(
    (hear) => {
      heard.add(hear);
      return () => heard.delete(hear);
    },
    () => progressOf(personId),
  );
}
