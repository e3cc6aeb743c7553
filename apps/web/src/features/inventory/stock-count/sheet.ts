/** What was typed on a count sheet, and what of it is sent. */
import { readSerials } from "@lotline/schema";
import { type Row, textOf } from "../../../kit/data/row.ts";

/** By the position of the line. */
export type Typed = ReadonlyMap<number, { readonly counted?: string; readonly serials?: string }>;

/** The typed boxes as a draft keeps them: "3" is what was counted on line 3, "3s" the serial numbers there. */
export type Texts = Readonly<Record<string, string>>;

export const boxName = (line: number, part: "counted" | "serials"): string => (part === "counted" ? `${line}` : `${line}s`);

export function typedIn(texts: Texts): Typed {
  const typed = new Map<number, { counted?: string; serials?: string }>();
  for (const [box, text] of Object.entries(texts)) {
    const line = Number.parseInt(box, 10);
    typed.set(line, { ...typed.get(line), ...(box.endsWith("s") ? { serials: text } : { counted: text }) });
  }
  return typed;
}

/** What of a draft is not saved yet. */
export function stillTyped(lines: readonly Row[], texts: Texts): Texts {
  const open = new Set(countsOf(lines, typedIn(texts)).map(({ line }) => line));
  return Object.fromEntries(Object.entries(texts).filter(([box]) => open.has(Number.parseInt(box, 10))));
}

interface Count {
  readonly line: number;
  readonly counted: string;
  readonly serials: string | null;
}

/** The lines that were typed on and differ from what is saved; the units named are counted when no amount is given. */
export function countsOf(lines: readonly Row[], typed: Typed): Count[] {
  return [...typed].flatMap(([line, { counted, serials }]) => {
    const saved = lines[line - 1];
    if (!saved) return [];
    const named = (serials ?? textOf(saved.serialsFound)).trim();
    const read = readSerials(named);
    const amount = (counted ?? (serials === undefined ? textOf(saved.counted) : "")).trim();
    const value = amount || (named !== "" && read.ok ? String(read.serials.length) : "");
    if (value === "" || (value === textOf(saved.counted) && named === textOf(saved.serialsFound))) return [];
    return [{ line, counted: value, serials: named || null }];
  });
}

/** The numbers of the lines whose count is not what the book said. */
export const differing = (lines: readonly Row[]): number[] =>
  lines.flatMap((line, index) => {
    const difference = textOf(line.difference);
    const isOff =
      (difference !== "" && Number(difference) !== 0) || textOf(line.serialsMissing) !== "" || textOf(line.serialsExtra) !== "";
    return isOff ? [index + 1] : [];
  });
