/** What was typed and not saved yet, kept in this browser tab for this person: a lock, a lost session or a reload loses nothing. */
import type { FormState } from "./values.ts";

export interface Draft {
  readonly state: FormState;
  /** The version the person began from; 0 for a new record. */
  readonly version: number;
  readonly reason: string;
  readonly at: number;
}

const keyOf = (personId: string, what: string) => `lotline.draft.${personId}.${what}`;

const isDraft = (value: unknown): value is Draft =>
  typeof value === "object" &&
  value !== null &&
  "state" in value &&
  typeof value.state === "object" &&
  value.state !== null &&
  "values" in value.state &&
  "lines" in value.state &&
  "version" in value &&
  "at" in value;

/** The draft of a form, if one was kept. */
export function readDraft(personId: string, what: string): Draft | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(keyOf(personId, what)) ?? "null");
    return isDraft(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft; without room for it the form itself is still on the screen. */
export function keepDraft(personId: string, what: string, draft: Draft): void {
  try {
    sessionStorage.setItem(keyOf(personId, what), JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the draft is a convenience, the form goes on.
  }
}

export function dropDraft(personId: string, what: string): void {
  sessionStorage.removeItem(keyOf(personId, what));
}
