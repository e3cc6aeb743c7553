/** Readings that are typed and not recorded yet, kept as the draft of this inspection: a lock, a reload or a lost line loses nothing. */
import { useCallback, useEffect, useReducer } from "react";
import { areTexts, readDraft, useKept } from "../../../kit/draft.ts";
import { useSession } from "../../../kit/session.tsx";
import type { InspectionRow } from "./inspection-row.ts";
import { stillTyped } from "./sheet.ts";
import { cellOf, isCell, type Typed } from "./typed.ts";
import { begin, type Kept, step } from "./typed-history.ts";

const isTyped = (value: unknown): value is Typed => areTexts(value) && Object.keys(value).every((key) => isCell(cellOf(key)));

export interface TypedReadings {
  readonly typed: Typed;
  /** Takes over texts, and forgets those of the given cells. */
  readonly change: (texts: Typed, without?: readonly string[]) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export function useTyped(row: InspectionRow): TypedReadings {
  const { personId } = useSession().session;
  const { characteristics, defectCodes } = row;
  const what = `Inspection.${row.id}.readings`;
  const [{ typed }, act] = useReducer(
    step,
    undefined,
    (): Kept => begin(stillTyped(characteristics, readDraft(personId, what, isTyped)?.state ?? {}, defectCodes)),
  );
  const change = useCallback((texts: Typed, without: readonly string[] = []) => act({ kind: "change", texts, without }), []);
  const undo = useCallback(() => act({ kind: "undo" }), []);
  const redo = useCallback(() => act({ kind: "redo" }), []);
  // What was recorded meanwhile, by this or another screen, is no longer typed; empty cells stay empty while they are edited.
  useEffect(
    () => act({ kind: "recorded", still: (before) => stillTyped(characteristics, before, defectCodes) }),
    [characteristics, defectCodes],
  );
  useKept(what, row.version, Object.keys(typed).length > 0 ? typed : undefined);
  return { typed, change, undo, redo };
}
