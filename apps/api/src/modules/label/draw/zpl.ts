/**
 * A label in the printer's own language (ZPL II), so that symbols are printed by whole dots of the print head. Kinds for which the
 * language has no command, and graphic symbols, go as bitmaps. Text is UTF-8 in a font that is loaded into the printer.
 */
import { graphicOf } from "./graphics.ts";
import { carriers, groupSeparator, modulesOf } from "./symbol.ts";
import type { Laid, PlacedGraphic, PlacedSymbol } from "./types.ts";

export interface ZplOptions {
  /** Dots of the print head in a millimetre: 8 (203 dpi), 12 (300 dpi), 24 (600 dpi). */
  readonly dotsPerMm: 8 | 12 | 24;
  readonly copies: number;
}

/** The free font of every other print, as it is loaded into the printer. */
const font = "E:NOTOSANS.TTF";

/** The commands for one label. */
export function zplOf(laid: Laid, { dotsPerMm, copies }: ZplOptions): string {
  const dots = (value: number): number => Math.round(value * dotsPerMm);
  const at = (x: number, y: number): string => `^FO${dots(x)},${dots(y)}`;
  // Words of graphic symbols are among the texts already.
  const texts = laid.texts.map(
    ({ x, y, size, text }) => `^FT${dots(x)},${dots(y)}^A@N,${dots(size)},${dots(size)},${font}^FH\\^FD${data(text)}^FS`,
  );
  return [
    "^XA^CI28",
    `^PW${dots(laid.width)}^LL${dots(laid.height)}^LH0,0`,
    ...laid.rules.map(({ x, y, width, height }) => {
      const [wide, tall] = [Math.max(1, dots(width)), Math.max(1, dots(height))];
      return `${at(x, y)}^GB${wide},${tall},${Math.min(wide, tall)}^FS`;
    }),
    ...laid.graphics.map((one) => `${at(one.x, one.y)}${graphicField(one, dotsPerMm)}^FS`),
    ...laid.symbols.map((one) => `${at(one.x, one.y)}${symbolField(one, dotsPerMm)}^FS`),
    ...texts,
    `^PQ${copies}`,
    "^XZ",
    "",
  ].join("\n");
}

/** Text of a field: what begins a command, and the sign of a code itself, as hexadecimal. */
const data = (text: string): string =>
  text.replace(/[\\^~]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);

function symbolField(symbol: PlacedSymbol, dotsPerMm: number): string {
  const { kind, text, height } = symbol;
  const module = Math.max(1, Math.round(symbol.module * dotsPerMm));
  if (kind === "gs1DataMatrix" || kind === "hibcDataMatrix") {
    // _1 is FNC1, and the escape sign itself is written twice.
    const said = text.replaceAll("_", "__").replaceAll(groupSeparator, "_1");
    return `^BXN,${module},200,0,0,,_,1^FH\\^FD${kind === "gs1DataMatrix" ? "_1" : ""}${data(said)}`;
  }
  if (carriers[kind].isLinear)
    return `^BY${module}^BCN,${Math.round(height * dotsPerMm)},N,N,N,N^FH\\^FD${data(code128(text, carriers[kind].isElements))}`;
  if (kind === "gs1Qr") return bitmapOf(symbol, module);
  return `^BQN,2,${module}^FH\\^FDMA,${data(text)}`;
}

/**
 * Code 128 in the printer's invocation codes: digits in pairs by set C, all else by set B. `>8` is FNC1, `>5` and `>6` change the
 * set, `>0` is the sign itself.
 */
export function code128(text: string, isElements: boolean): string {
  const isPairs = (from: number): number => {
    const run = /^\d+/.exec(text.slice(from))?.[0].length ?? 0;
    return run - (run % 2);
  };
  let set: "B" | "C" = isPairs(0) >= 4 ? "C" : "B";
  let said = (set === "C" ? ">;" : ">:") + (isElements ? ">8" : "");
  for (let at = 0; at < text.length; ) {
    const sign = text[at] ?? "";
    const pairs = isPairs(at);
    if (sign === groupSeparator) {
      said += ">8";
      at += 1;
    } else if (set === "C" && pairs >= 2) {
      said += text.slice(at, at + pairs);
      at += pairs;
    } else if (set === "B" && pairs >= 4) {
      said += ">5";
      set = "C";
    } else {
      if (set === "C") said += ">6";
      set = "B";
      said += sign === ">" ? ">0" : sign;
      at += 1;
    }
  }
  return said;
}

/** A bitmap field: rows of whole bytes, one bit for each dark dot. */
function field(width: number, height: number, isDark: (x: number, y: number) => boolean): string {
  const bytes = Math.ceil(width / 8);
  let hex = "";
  for (let y = 0; y < height; y += 1)
    for (let byte = 0; byte < bytes; byte += 1) {
      let value = 0;
      for (let bit = 0; bit < 8; bit += 1) if (byte * 8 + bit < width && isDark(byte * 8 + bit, y)) value |= 128 >> bit;
      hex += value.toString(16).toUpperCase().padStart(2, "0");
    }
  return `^GFA,${bytes * height},${bytes * height},${bytes},${hex}`;
}

function bitmapOf({ kind, text }: PlacedSymbol, module: number): string {
  const { columns, rows, runs } = modulesOf(kind, text);
  const dark = new Set(runs.flatMap(([column, row, length]) => Array.from({ length }, (_, n) => row * columns + column + n)));
  return field(columns * module, rows * module, (x, y) => dark.has(Math.floor(y / module) * columns + Math.floor(x / module)));
}

/** Graphic symbols are the same on every label. */
const fields = new Map<string, string>();

function graphicField(placed: PlacedGraphic, dotsPerMm: number): string {
  const key = `${placed.kind} ${placed.scale} ${dotsPerMm}`;
  const known = fields.get(key) ?? graphicBitmap(placed, dotsPerMm);
  if (fields.size >= 200) fields.clear();
  fields.set(key, known);
  return known;
}

function graphicBitmap({ kind, scale }: PlacedGraphic, dotsPerMm: number): string {
  const { width, lines } = graphicOf(kind);
  const unit = scale * dotsPerMm;
  const pen = Math.max(0.5, 0.7 * unit);
  const segments = lines.flatMap((line) => line.slice(1).map((to, at) => [line[at] ?? to, to] as const));
  return field(Math.ceil(width * unit), Math.ceil(24 * unit), (x, y) =>
    segments.some(([a, b]) => distance(x + 0.5, y + 0.5, a[0] * unit, a[1] * unit, b[0] * unit, b[1] * unit) <= pen),
  );
}

/** From a point to a stretch of line. */
function distance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
