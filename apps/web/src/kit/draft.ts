/**
 * What was typed and not saved yet, kept in this browser tab for this person: a lock, a lost session or a reload loses nothing. One
 * mechanism for forms and for sheets.
 */
import { useEffect } from "react";
import { useSession } from "./session.tsx";

export interface Draft<S> {
  readonly state: S;
  /** The version the person began from; 0 for a new record. */
  readonly version: number;
  readonly reason: string;
  readonly at: number;
}

const keyOf = (personId: string, what: string) => `lotline.draft.${personId}.${what}`;

/** The draft of a form or a sheet, if one was kept. */
export function readDraft<S>(personId: string, what: string, isState: (value: unknown) => value is S): Draft<S> | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(keyOf(personId, what)) ?? "null");
    if (typeof value !== "object" || value === null || !("version" in value && "at" in value && "state" in value))
      return undefined;
    const { state, version, at } = value;
    const reason = "reason" in value && typeof value.reason === "string" ? value.reason : "";
    return isState(state) ? { state, version: Number(version), reason, at: Number(at) } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft; without room for it the form itself is still on the screen. */
export function keepDraft<S>(personId: string, what: string, draft: Draft<S>): void {
  try {
    sessionStorage.setItem(keyOf(personId, what), JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the draft is a convenience, the form goes on.
  }
}

export function dropDraft(personId: string, what: string): void {
  sessionStorage.removeItem(keyOf(personId, what));
}

/** Keeps what is typed on a sheet of a record as it changes; undefined when there is nothing to keep. */
export function useKept<S>(what: string, version: number, state: S | undefined, reason = ""): void {
  const { personId } = useSession().session;
  useEffect(() => {
    if (state === undefined) dropDraft(personId, what);
    else keepDraft(personId, what, { state, version, reason, at: Date.now() });
  }, [personId, what, version, state, reason]);
}

/** Typed texts by the name of their box. */
export const areTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === "string");
