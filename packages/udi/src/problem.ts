/** What is wrong with a code: by its rule, with the place. */

export interface Problem {
  /** The rule that is broken: for GS1 the linter's own name ("INCORRECT_CHECK_DIGIT"), else one of this package's. */
  readonly code: string;
  /** The GS1 application identifier, or the lead of another agency's field; null when it is about the whole. */
  readonly ai: string | null;
  /** Where in the given text, from 0. */
  readonly position: number;
  /** Characters that are wrong from there on; 0 when something is missing there. */
  readonly length: number;
  /** What more there is to say: the missing identifiers, the wanted character. */
  readonly detail: string | null;
}

/** The code breaks at least one rule; `problems` names all that could be found, the first one first. */
export class UdiError extends Error {
  readonly problems: readonly [Problem, ...Problem[]];

  constructor(problems: readonly [Problem, ...Problem[]]) {
    const [{ code, ai, position, detail }] = problems;
    super(`${code}${ai === null ? "" : ` in ${ai}`} at ${position}${detail === null ? "" : `: ${detail}`}`);
    this.name = "UdiError";
    this.problems = problems;
  }
}

/** A problem with the parts that are usually empty left out. */
export function problem(
  code: string,
  position: number,
  { ai = null, length = 0, detail = null }: { ai?: string | null; length?: number; detail?: string | null } = {},
): Problem {
  return { code, ai, position, length, detail };
}

/** A part of a value that breaks a rule, by its place in that value. */
export interface Fault {
  readonly code: string;
  readonly at: number;
  readonly length: number;
}

/** Looks at one component of a value; null when it keeps the rule. */
export type Linter = (text: string) => Fault | null;

export const fault = (code: string, at: number, length: number): Fault => ({ code, at, length });
