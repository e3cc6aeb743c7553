/** A block from a spreadsheet laid onto the sheet: what can be read, what cannot and why, what has no place. Pure. */
import type { DecimalField } from "@lotline/schema";
import type { PartTranslate } from "@lotline/schema/words";
import { meaningOf } from "../../../kit/paste/convert.ts";
import { parseTsv } from "../../../kit/paste/tsv.ts";
import { saidIn } from "./codes.ts";
import { type Characteristic, currentReadings, type OfferedDefect } from "./inspection-row.ts";
import { isOut, lookOf, type Place, padded, sameValue } from "./sheet.ts";
import { type CellKey, cellKey, partKey, type Typed } from "./typed.ts";

export interface Unreadable {
  readonly characteristic: Characteristic;
  readonly sample: number;
  readonly text: string;
  readonly why: string;
}

export interface PastedReadings {
  readonly rows: number;
  readonly columns: number;
  /** What can be read, as it will stand in the cells. */
  readonly good: Typed;
  /** What cannot, as it was pasted; taken over it is marked and not recorded before it is mended. */
  readonly wrong: readonly Unreadable[];
  /** Cells beyond the sheet or beyond the samples of their characteristic; empty ones are not counted. */
  readonly outside: number;
  /** How many recorded readings would be replaced by another value. */
  readonly replaces: number;
  /** True when a comma may be a decimal point. */
  readonly hasComma: boolean;
  readonly notes: readonly string[];
}

/** More rows than this are refused as a whole: somebody has copied another sheet. */
export const mostPastedRows = 2000;

const number: DecimalField = { kind: "decimal", scale: 12, label: { en: "", zh: "" } };
const some = (texts: readonly string[]): string => `${texts.slice(0, 5).join(", ")}${texts.length > 5 ? " …" : ""}`;
const decimalComma = /^[+-]?\d+,\d+$/;

interface Laid {
  readonly characteristic: Characteristic | undefined;
  readonly column: number;
  readonly sample: number;
  readonly text: string;
}

/**
 * Reads a pasted block from a cell on. Full-width digits and certain thousands marks are read; a decimal comma is asked about.
 * @param comma a comma is a decimal point, because the person said so
 */
export function readPasted(
  characteristics: readonly Characteristic[],
  at: Place,
  text: string,
  comma: boolean,
  t: PartTranslate<"inspect">,
  codes: readonly OfferedDefect[] = [],
): PastedReadings {
  const first = characteristics.findIndex(({ position }) => position === at.position);
  const cells = parseTsv(text);
  const laid: Laid[] = cells.flatMap((row, down) =>
    row.map((cell, right) => ({
      characteristic: characteristics[first + right],
      column: right,
      sample: at.sample + down,
      text: cell.trim(),
    })),
  );
  const filled = laid.filter((cell) => cell.text !== "");
  const placed = filled.filter(({ characteristic, sample }) => characteristic && sample <= characteristic.sampleSize);
  const read = placed.flatMap((cell) => (cell.characteristic ? [readCell(cell.characteristic, cell, comma, t, codes)] : []));
  const good = Object.fromEntries(
    read.flatMap((cell) =>
      cell.why === ""
        ? [[cell.key, cell.value] as const, ...(cell.code ? [[partKey(cell.key, "d"), cell.code] as const] : [])]
        : [],
    ),
  );
  const columns = Math.max(0, ...cells.map((row) => row.length));
  const replaces = read.filter(({ characteristic, sample, value, why }) => {
    const recorded = why === "" ? currentReadings(characteristic).get(sample) : undefined;
    return recorded !== undefined && !sameValue(characteristic, value, recorded.value);
  }).length;
  return {
    rows: cells.length,
    columns,
    good,
    wrong: read
      .filter(({ why }) => why !== "")
      .map(({ characteristic, sample, value, why }) => ({ characteristic, sample, text: value, why })),
    outside: filled.length - placed.length,
    replaces,
    hasComma: filled.some((cell) => decimalComma.test(cell.text.normalize("NFKC"))),
    notes: notesOf(characteristics, at, cells, filled, replaces, t),
  };
}

interface ReadCell {
  readonly key: CellKey;
  readonly characteristic: Characteristic;
  readonly sample: number;
  readonly value: string;
  /** The id of the defect code beside it: "121.4 D-01". */
  readonly code?: string;
  /** Why it cannot be read; empty when it can. */
  readonly why: string;
}

function readCell(
  characteristic: Characteristic,
  { sample, text }: Laid,
  comma: boolean,
  t: PartTranslate<"inspect">,
  codes: readonly OfferedDefect[],
): ReadCell {
  const at = { key: cellKey(characteristic.position, sample), characteristic, sample };
  const said = saidIn(characteristic, text, codes);
  const why = said.unknown === undefined ? "" : t("grid.codeUnknown", { code: said.unknown });
  const code = (value: string) => (said.code && isOut(lookOf(characteristic, value)) ? { code: said.code.id } : {});
  if (characteristic.kind !== "variable") {
    const isBad = lookOf(characteristic, said.value).kind === "bad";
    return isBad || why
      ? { ...at, value: text, why: isBad ? t("insp.badDefects") : why }
      : { ...at, value: said.value, why, ...code(said.value) };
  }
  const plain = said.value.normalize("NFKC");
  const meaning = meaningOf(number, comma && decimalComma.test(plain) ? plain.replace(",", ".") : said.value, t);
  if (meaning.kind !== "value") return { ...at, value: text, why: meaning.kind === "wrong" ? meaning.why : t("insp.bad") };
  const value = padded(characteristic, String(meaning.value));
  if (lookOf(characteristic, value).kind === "bad") return { ...at, value: text, why: t("insp.bad") };
  return why ? { ...at, value: text, why } : { ...at, value, why, ...code(value) };
}

function notesOf(
  characteristics: readonly Characteristic[],
  at: Place,
  cells: readonly (readonly string[])[],
  filled: readonly Laid[],
  replaces: number,
  t: PartTranslate<"inspect">,
): string[] {
  const samples = Math.max(0, ...characteristics.map(({ sampleSize }) => sampleSize));
  const ragged = cells.findIndex((row) => row.length !== cells[0]?.length);
  const beyond = cells.slice(Math.max(0, samples - at.sample + 1)).filter((row) => row.some((cell) => cell.trim() !== ""));
  const columnsBeyond = new Set(filled.filter(({ characteristic }) => !characteristic).map(({ column }) => column)).size;
  const short = filled.filter(
    ({ characteristic, sample }) => characteristic && sample <= samples && sample > characteristic.sampleSize,
  );
  return [
    ...(ragged > 0
      ? [t("grid.pasteRagged", { n: ragged + 1, got: cells[ragged]?.length ?? 0, want: cells[0]?.length ?? 0 })]
      : []),
    ...(beyond.length > 0
      ? [
          t("grid.pasteRows", {
            n: beyond.length,
            texts: some(beyond.map((row) => row.find((cell) => cell.trim() !== "") ?? "")),
          }),
        ]
      : []),
    ...(columnsBeyond > 0 ? [t("grid.pasteColumns", { n: columnsBeyond })] : []),
    ...(short.length > 0 ? [t("grid.pasteEnough", { n: short.length, texts: some(short.map(({ text }) => text)) })] : []),
    ...(replaces > 0 ? [t("grid.pasteReplaces", { n: replaces })] : []),
  ];
}

/** True when there is nothing to say about it: it may go into the cells at once, and be taken back. */
export const isPlain = ({ wrong, outside, replaces, notes }: PastedReadings): boolean =>
  wrong.length === 0 && outside === 0 && replaces === 0 && notes.length === 0;

/** The unreadable texts by cell, to be marked in the sheet. */
export const asTyped = (wrong: readonly Unreadable[]): Typed =>
  Object.fromEntries(wrong.map(({ characteristic, sample, text }) => [cellKey(characteristic.position, sample), text]));
