/** Defect codes in the sheet: which may be given, what a typed text names, how many of each there are. Pure. */
import type { Label } from "@lotline/schema";
import { normaliseCode } from "@lotline/schema";
import { type Characteristic, currentReadings, type Defect, type OfferedDefect } from "./inspection-row.ts";
import { cellKey, partKey, type Typed } from "./typed.ts";

/** The codes for a kind of characteristic. */
export const codesFor = ({ kind }: Characteristic, codes: readonly OfferedDefect[]): OfferedDefect[] =>
  codes.filter((code) => code.kind === null || code.kind === kind);

const plain = (text: string): string => normaliseCode(text).replace(/[^\p{L}\p{N}]/gu, "");
const short = (text: string): string => plain(text).replace(/0+(?=\d)/g, "");

/** The codes that a few typed characters leave: "3" and "d3" mean D-03, "scr" a scratch. */
export function matchingCodes(codes: readonly OfferedDefect[], typed: string): OfferedDefect[] {
  const asked = plain(typed);
  if (asked === "") return [...codes];
  const hits = (code: OfferedDefect) =>
    plain(code.number).includes(asked) ||
    short(code.number).includes(short(typed)) ||
    [code.title.en, code.title.zh].some((name) => plain(name).includes(asked));
  // Whoever types the number means it, before any name.
  const exact = (code: OfferedDefect) => Number(short(code.number).endsWith(short(typed)));
  return codes.filter(hits).sort((a, b) => exact(b) - exact(a));
}

export interface Said {
  /** The text without its code. */
  readonly value: string;
  readonly code?: OfferedDefect;
  /** Stands where a code would stand, and is none. */
  readonly unknown?: string;
}

/** What a typed or pasted text says: "121.4 D-01" is a reading with its code, "D-05" alone one defect of it where defects are counted. */
export function saidIn(characteristic: Characteristic, text: string, codes: readonly OfferedDefect[]): Said {
  const known = (word: string) => codesFor(characteristic, codes).find(({ number }) => plain(number) === plain(word));
  const [, value, word] = /^(.*\S)[\s/;]+(\S*\p{L}\S*)$/u.exec(text.trim()) ?? [];
  if (value !== undefined && word !== undefined) {
    const code = known(word);
    return code ? { value, code } : { value, unknown: word };
  }
  const alone = characteristic.kind === "attribute" ? known(text) : undefined;
  return alone ? { value: "1", code: alone } : { value: text };
}

export interface CodeCount {
  readonly code: Defect;
  readonly defects: number;
}

export interface CodeSummary {
  /** Most defects first. */
  readonly codes: readonly CodeCount[];
  readonly without: number;
  readonly bySeverity: Readonly<Record<string, number>>;
}

const defectsIn = ({ kind }: Characteristic, value: string): number =>
  kind === "variable" ? 1 : Number(normaliseCode(value) === "NG" ? 1 : value) || 0;

/** Defects by code: what is recorded, with the codes that are typed for it. */
export function summaryOf(
  characteristics: readonly Characteristic[],
  typed: Typed,
  offered: readonly OfferedDefect[],
): CodeSummary {
  const counts = new Map<string, { code: Defect; defects: number }>();
  const bySeverity: Record<string, number> = {};
  let without = 0;
  for (const characteristic of characteristics)
    for (const reading of currentReadings(characteristic).values()) {
      if (reading.conforms) continue;
      const given = typed[partKey(cellKey(characteristic.position, reading.sample), "d")];
      const code = offered.find(({ id }) => id === given) ?? reading.defect;
      const defects = defectsIn(characteristic, reading.value);
      if (!code) {
        without += defects;
        continue;
      }
      bySeverity[code.severity] = (bySeverity[code.severity] ?? 0) + defects;
      counts.set(code.number, { code, defects: (counts.get(code.number)?.defects ?? 0) + defects });
    }
  const codes = [...counts.values()].sort((a, b) => b.defects - a.defects || a.code.number.localeCompare(b.code.number));
  return { codes, without, bySeverity };
}

/** A code as people read it: its number and its name. */
export const codeText = ({ number, title }: { readonly number: string; readonly title: Label }, say: (label: Label) => string) =>
  `${number} ${say(title)}`;
