import type { Label } from "./label.ts";

/** Why something may not happen: a code, the sentence in both languages and the record that clears it. */
export interface Reason {
  readonly code: string;
  readonly text: Label;
  /** Type and number of the record that clears or explains it, for a link. */
  readonly record?: string;
  readonly number?: string;
  readonly field?: string;
}

/** A reason in both languages, with the type and number of the record that clears or explains it. */
export const because = (code: string, en: string, zh: string, record?: string, number?: string | null): Reason => ({
  code,
  text: { en, zh },
  ...(record && number ? { record, number } : {}),
});

/** What is wrong with one value of an input. */
export interface Issue {
  readonly path: string;
  readonly code: string;
  readonly text: Label;
}
