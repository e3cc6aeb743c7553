/**
 * Every symbol of a drawn label is read again: taken out of the finished SVG, made a picture, decoded by a reader that has nothing
 * to do with what drew it, and its elements compared with what was meant (udi.md §9: every label the product prints decodes).
 */
import { because, type Reason } from "@lotline/schema";
import { examine } from "@lotline/udi";
import { symbolsIn } from "../../../base/symbols.ts";
import { svgOf } from "../../../print/drawing.ts";
import { carriers, elementString, groupSeparator } from "./symbol.ts";
import type { Laid, PlacedSymbol } from "./types.ts";

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of one module of the picture. */
const pixels = 4;
/** White modules around it, for readers want some. */
const white = 10;

/** What was meant and what was read, separators written out. */
export interface ReadSymbol {
  readonly symbol: PlacedSymbol;
  readonly meant: string;
  /** Null where nothing could be read. */
  readonly read: string | null;
  readonly isSame: boolean;
}

/** Reads the symbols of a label in its drawing; `svg` is what is given out. */
export async function readBack(laid: Laid, svg: string = svgOf(laid)): Promise<ReadSymbol[]> {
  const found: ReadSymbol[] = [];
  for (const symbol of laid.symbols) {
    const read = await decode(symbol, rectanglesOf(svg, symbol.number));
    const same = read !== null && read.startsWith(signOf(symbol)) && says(read, symbol, laid);
    found.push({
      symbol,
      meant: shown(`${signOf(symbol)}${symbol.text}`),
      read: read === null ? null : shown(read),
      isSame: same,
    });
  }
  return found;
}

const shown = (text: string): string => text.replaceAll(groupSeparator, "{GS}");

/** How a reader names the symbology, where it says that GS1 elements follow (ISO/IEC 15424). */
const signOf = ({ kind }: PlacedSymbol): string =>
  ({
    gs1DataMatrix: "]d2",
    gs1Code128: "]C1",
    gs1Qr: "]Q3",
    digitalLink: "]Q1",
    hibcDataMatrix: "]d1",
    hibcCode128: "]C0",
    maQr: "]Q1",
  })[kind];

/** The engine reads what the symbol said; its elements are those that were meant. */
function says(read: string, symbol: PlacedSymbol, { udi }: Laid): boolean {
  const decoded = examine(read);
  if (decoded.agency !== carriers[symbol.kind].agency || decoded.problems.length > 0) return false;
  const sorted = (elements: readonly { ai: string; value: string }[]) =>
    elements
      .map(({ ai, value }) => `${ai} ${value}`)
      .sort()
      .join("\n");
  if (sorted(decoded.elements) !== sorted(udi.elements)) return false;
  // A web address orders its elements otherwise.
  return symbol.kind === "digitalLink" || decoded.agency !== "GS1" || elementString(decoded) === elementString(udi);
}

/** The dark rectangles of a symbol as the SVG has them. */
function rectanglesOf(svg: string, number: number): Rectangle[] {
  const d = new RegExp(`<path data-symbol="${number}" d="([^"]*)"`).exec(svg)?.[1] ?? "";
  return [...d.matchAll(/M([\d.-]+) ([\d.-]+)h([\d.-]+)v([\d.-]+)h-[\d.]+z/g)].map(([, ...at]) => {
    const [x = 0, y = 0, width = 0, height = 0] = at.map(Number);
    return { x, y, width, height };
  });
}

async function decode({ kind, module }: PlacedSymbol, dark: readonly Rectangle[]): Promise<string | null> {
  const scale = pixels / module;
  const [left, top] = [Math.min(...dark.map(({ x }) => x)), Math.min(...dark.map(({ y }) => y))];
  const [right, bottom] = [Math.max(...dark.map((r) => r.x + r.width)), Math.max(...dark.map((r) => r.y + r.height))];
  if (!Number.isFinite(left + right)) return null;
  const edge = white * pixels;
  // Bars need no more than a strip of themselves.
  const tall = carriers[kind].isLinear ? Math.min(bottom - top, 15 * module) : bottom - top;
  const [width, height] = [Math.round((right - left) * scale) + 2 * edge, Math.round(tall * scale) + 2 * edge];
  const grey = new Uint8Array(width * height).fill(255);
  for (const r of dark) {
    const [x0, x1] = [r.x - left, r.x + r.width - left].map((value) => Math.round(value * scale) + edge) as [number, number];
    const [y0, y1] = [r.y - top, Math.min(r.y + r.height - top, tall)].map((value) => Math.round(value * scale) + edge) as [
      number,
      number,
    ];
    for (let y = y0; y < y1; y += 1) grey.fill(0, y * width + x0, y * width + x1);
  }
  const found = await symbolsIn(
    { width, height, grey },
    { formats: [carriers[kind].format], maxNumberOfSymbols: 2, tryRotate: false, tryInvert: false },
  );
  const [one, ...others] = found;
  return others.length > 0 ? null : (one ?? null);
}

/** Why labels are not given out: what was meant and what was read, both told. */
export function mismatchReasons(label: string, read: readonly ReadSymbol[]): Reason[] {
  return read
    .filter(({ isSame }) => !isSame)
    .map(({ symbol, meant, read: said }) =>
      because(
        "READ_BACK_MISMATCH",
        `${label}: symbol ${symbol.number} was meant to say ${meant} and was read as ${said ?? "nothing"}.`,
        `${label}：第 ${symbol.number} 个条码应为 ${meant}，回读为 ${said ?? "（无法识读）"}。`,
      ),
    );
}
