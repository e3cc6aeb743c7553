/** What a command of the command line is, and what it gets and gives. */
import type { Label, Language } from "@lotline/schema";
import type { openDatabase } from "../database/open.ts";

export interface Option {
  readonly type: "string" | "boolean";
  /** How its value is called in the help: `--as <login>`. */
  readonly value?: string;
  readonly needed?: boolean;
  readonly about: Label;
}

export interface Command {
  /** One or two words: "audit verify". */
  readonly name: string;
  readonly about: Label;
  readonly options: { readonly [name: string]: Option };
  /** Arguments without a name, all of them needed. */
  readonly takes?: readonly { readonly name: string; readonly about: Label }[];
  /** Takes `-` instead of its options: the questions then come line by line on standard input. */
  readonly lines?: Label;
  /** More about it, shown by its own help only. */
  readonly more?: Label;
  run(call: Call): Promise<Answer>;
}

export interface Answer {
  /** The document given with `--json`. */
  readonly json: unknown;
  /** The same for people. */
  readonly text: string;
  /** The answer has been written out already, as it came. */
  readonly isWritten?: boolean;
  /** 1 when something was found wrong. */
  readonly exit?: 0 | 1;
}

/** The program's surroundings; tests give their own. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output: the answer only. Resolves when the text may be followed by more. */
  out(text: string): Promise<void>;
  /** Standard error: progress, warnings and human error text. */
  say(text: string): void;
  /** Standard input, piece by piece as it comes. */
  input(): AsyncIterable<string>;
  /** Asks for a secret at the terminal; null when there is none. */
  ask(question: string): Promise<string | null>;
  readonly openDatabase: typeof openDatabase;
}

/** One call of a command. */
export interface Call extends Surroundings {
  readonly language: Language;
  readonly json: boolean;
  readonly arguments: readonly string[];
  /** Called with `-`. */
  readonly isLines: boolean;
  readonly options: { readonly [name: string]: string | boolean | undefined };
  /** The words of the caller's language. */
  pick(label: Label): string;
}

/** The command was called in a way it cannot be: exit code 2. */
export class UsageError extends Error {
  readonly label: Label;

  constructor(en: string, zh: string) {
    super(en);
    this.label = { en, zh };
  }
}

/** The text of an option, undefined when it was not given. */
export function textOf(call: Call, name: string): string | undefined {
  const value = call.options[name];
  return typeof value === "string" ? value : undefined;
}

/** The text of an option that must be given. */
export function needed(call: Call, name: string): string {
  const value = textOf(call, name);
  if (!value) throw new UsageError(`--${name} is needed.`, `须提供 --${name}。`);
  return value;
}

/** The option with which a command that changes something names who acts. */
export const asOption = {
  type: "string",
  value: "login",
  needed: true,
  about: {
    en: "Who acts; the password is asked, or taken from LOTLINE_PASSWORD.",
    zh: "操作人；密码在终端询问，或取自 LOTLINE_PASSWORD。",
  },
} as const satisfies Option;

export const reasonOption = {
  type: "string",
  value: "text",
  needed: true,
  about: { en: "Why, in at least 10 characters; kept in the audit trail.", zh: "原因，至少 10 个字符；记入审计追踪。" },
} as const satisfies Option;
