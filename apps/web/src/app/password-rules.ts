/** What a new password must be, as far as a browser can tell; the server decides. */
import type { Label } from "@lotline/schema";
import type { PlainWord } from "@lotline/schema/words";
import type { Failure } from "../kit/failure.ts";

export type Asked = "current" | "next" | "again";
export type Typed = Readonly<Record<Asked, string>>;
export type Faults = Readonly<Partial<Record<Asked, PlainWord | Label>>>;

/** As in the server's password.ts. */
export const lengths = { shortest: 12, longest: 128 } as const;

export interface Kept {
  readonly length: boolean;
  readonly name: boolean;
  readonly other: boolean;
}

/** Which of the rules the new password keeps so far. */
export function keptBy({ current, next }: Typed, login: string): Kept {
  const length = [...next].length;
  return {
    length: length >= lengths.shortest && length <= lengths.longest,
    name: next !== "" && !next.toLowerCase().includes(login.toLowerCase()),
    other: next !== "" && current !== "" && next.normalize("NFC") !== current.normalize("NFC"),
  };
}

/** What is wrong with each box: what the server said, else what is missing or differs once it was tried. */
export function faultsOf({ current, next, again }: Typed, tried: boolean, failure: Failure | undefined): Faults {
  const said = (path: Asked) =>
    failure?.kind === "invalid" ? failure.issues.find((issue) => issue.path === path)?.text : undefined;
  const missing = (text: string): PlainWord | undefined => (tried && text === "" ? "password.missing" : undefined);
  const differs: PlainWord | undefined = tried && again !== next ? "password.differs" : undefined;
  const all: Partial<Record<Asked, PlainWord | Label | undefined>> = {
    current: said("current") ?? missing(current),
    next: said("next") ?? missing(next),
    again: missing(again) ?? differs,
  };
  return Object.fromEntries(Object.entries(all).filter(([, fault]) => fault !== undefined));
}
