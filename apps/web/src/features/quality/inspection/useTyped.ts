/** Readings that are typed and not recorded yet, kept in this browser tab for this person: a lock or a reload loses nothing. */
import { useCallback, useEffect, useReducer } from "react";
import { useSession } from "../../../kit/session.tsx";
import type { InspectionRow } from "./inspection-row.ts";
import { stillTyped, type Typed } from "./sheet.ts";
import { begin, type Kept, step } from "./typed-history.ts";

function read(key: string): Typed {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([cell, text]) => /^\d+:\d+$/.test(cell) && typeof text === "string"));
  } catch {
    return {};
  }
}

export interface TypedReadings {
  readonly typed: Typed;
  /** Takes over texts, and forgets those of the given cells. */
  readonly change: (texts: Typed, without?: readonly string[]) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export function useTyped(row: InspectionRow): TypedReadings {
  const { personId } = useSession().session;
  const key = `lotline.readings.${personId}.${row.id}`;
  const [{ typed }, act] = useReducer(step, undefined, (): Kept => begin(stillTyped(row.characteristics, read(key))));
  const change = useCallback((texts: Typed, without: readonly string[] = []) => act({ kind: "change", texts, without }), []);
  const undo = useCallback(() => act({ kind: "undo" }), []);
  const redo = useCallback(() => act({ kind: "redo" }), []);
  // What was recorded meanwhile, by this or another screen, is no longer typed; empty cells stay empty while they are edited.
  useEffect(() => act({ kind: "recorded", still: (typed) => stillTyped(row.characteristics, typed) }), [row.characteristics]);
  useEffect(() => {
    try {
      if (Object.keys(typed).length === 0) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(typed));
    } catch {
      // Storage is full or forbidden: the sheet itself is still on the screen.
    }
  }, [key, typed]);
  return { typed, change, undo, redo };
}
