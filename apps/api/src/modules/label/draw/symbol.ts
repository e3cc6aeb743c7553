/** Symbols as bars and modules, by bwip-js: what they say is given with its separators, never as text with brackets. */
import type { Decoded } from "@lotline/udi";
import bwip from "bwip-js/node";
import { mm } from "../../../print/drawing.ts";

export type SymbolKind = "gs1DataMatrix" | "gs1Code128" | "gs1Qr" | "digitalLink" | "hibcDataMatrix" | "hibcCode128" | "maQr";

interface Carrier {
  readonly agency: "GS1" | "HIBCC" | "ZIIOT-MA";
  readonly bcid: "datamatrix" | "code128" | "qrcode";
  /** Modules of white around it, as its standard asks. */
  readonly quiet: number;
  readonly isLinear: boolean;
  /** With FNC1 in front: the sign that it holds GS1 elements. */
  readonly isElements: boolean;
  /** As a reader names it. */
  readonly format: "DataMatrix" | "Code128" | "QRCode";
}

export const carriers: { readonly [K in SymbolKind]: Carrier } = {
  gs1DataMatrix: { agency: "GS1", bcid: "datamatrix", quiet: 1, isLinear: false, isElements: true, format: "DataMatrix" },
  gs1Code128: { agency: "GS1", bcid: "code128", quiet: 10, isLinear: true, isElements: true, format: "Code128" },
  gs1Qr: { agency: "GS1", bcid: "qrcode", quiet: 4, isLinear: false, isElements: true, format: "QRCode" },
  digitalLink: { agency: "GS1", bcid: "qrcode", quiet: 4, isLinear: false, isElements: false, format: "QRCode" },
  hibcDataMatrix: { agency: "HIBCC", bcid: "datamatrix", quiet: 1, isLinear: false, isElements: false, format: "DataMatrix" },
  hibcCode128: { agency: "HIBCC", bcid: "code128", quiet: 10, isLinear: true, isElements: false, format: "Code128" },
  maQr: { agency: "ZIIOT-MA", bcid: "qrcode", quiet: 4, isLinear: false, isElements: false, format: "QRCode" },
};

/** Sent by scanners between elements, in symbols FNC1. */
export const groupSeparator = "\u001d";

// The first two digits of identifiers whose length is fixed, so that no separator follows (GS1 General Specifications 7.8.5).
const fixedLead = /^(?:0[0-4]|1[1-9]|20|3[1-6]|41)/;

/** GS1 elements as a symbol holds them, without the FNC1 in front. */
export const elementString = ({ elements }: Pick<Decoded, "elements">): string =>
  elements
    .map(({ ai, value }, at) => `${ai}${value}${at === elements.length - 1 || fixedLead.test(ai) ? "" : groupSeparator}`)
    .join("");

/** What a symbol of this kind says of a UDI. */
export function symbolText(kind: SymbolKind, udi: Decoded, linkHost: string | null): string {
  if (carriers[kind].isElements) return elementString(udi);
  if (kind !== "digitalLink") return udi.canonical;
  const link = udi.digitalLink ?? "";
  return linkHost ? link.replace(/^https?:\/\/[^/]+/, linkHost.replace(/\/+$/, "")) : link;
}

/** A drawn symbol in modules: dark rectangles of a picture, or of bars as high as the space they get. */
export interface Modules {
  readonly columns: number;
  /** 1 for bars. */
  readonly rows: number;
  /** Dark runs: column, row, how many columns. */
  readonly runs: readonly (readonly [column: number, row: number, length: number])[];
}

interface Matrix {
  readonly pixs: readonly number[];
  readonly pixx: number;
  readonly pixy: number;
}
interface Bars {
  readonly sbs: readonly number[];
}

const kept = new Map<string, Modules>();
let drawn = 0;

/** How many symbols have been encoded since the start: labels that are the same cost one. */
export const symbolsEncoded = (): number => drawn;

/** The modules of a symbol; the newest are kept, so that a label that is the same is not encoded again. */
export function modulesOf(kind: SymbolKind, text: string): Modules {
  const key = `${kind} ${text}`;
  const known = kept.get(key);
  if (known) return known;
  const { bcid, isElements } = carriers[kind];
  // BWIPP reads ^FNC1 in this form and takes everything else as it stands, an opening bracket too; ^ itself is in no code of any agency.
  const given = isElements ? { text: `^FNC1${text.replaceAll(groupSeparator, "^FNC1")}`, parsefnc: true } : { text };
  const [found] = bwip.raw({ bcid, ...given }) as unknown as readonly (Matrix | Bars)[];
  if (!found) throw new Error(`${kind} could not be drawn`);
  const modules = "pixs" in found ? ofMatrix(found) : ofBars(found);
  drawn += 1;
  if (kept.size >= 64) kept.delete(kept.keys().next().value ?? "");
  kept.set(key, modules);
  return modules;
}

function ofMatrix({ pixs, pixx, pixy }: Matrix): Modules {
  const runs: [number, number, number][] = [];
  for (let row = 0; row < pixy; row += 1)
    for (let column = 0; column < pixx; column += 1) {
      if (pixs[row * pixx + column] !== 1) continue;
      const from = column;
      while (column + 1 < pixx && pixs[row * pixx + column + 1] === 1) column += 1;
      runs.push([from, row, column - from + 1]);
    }
  return { columns: pixx, rows: pixy, runs };
}

/** Widths of bars and spaces in turn, beginning with a bar. */
function ofBars({ sbs }: Bars): Modules {
  const runs: [number, number, number][] = [];
  let column = 0;
  for (const [at, width] of sbs.entries()) {
    if (at % 2 === 0) runs.push([column, 0, width]);
    column += width;
  }
  return { columns: column, rows: 1, runs };
}

/** The symbol as a path in millimetres. @param height of bars; a picture's follows from its modules */
export function symbolPath(modules: Modules, x: number, y: number, module: number, height: number): string {
  const tall = modules.rows === 1 ? height : module;
  return modules.runs
    .map(([column, row, length]) => {
      const wide = mm(length * module);
      return `M${mm(x + column * module)} ${mm(y + row * module)}h${wide}v${mm(tall)}h-${wide}z`;
    })
    .join("");
}
