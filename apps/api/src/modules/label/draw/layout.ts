/** One label laid out: every part in its place, in millimetres. */
import type { Decoded } from "@lotline/udi";
import { type DrawnPath, type DrawnText, mm } from "../../../print/drawing.ts";
import { widthOf } from "../../../print/labels.ts";
import { graphicOf } from "./graphics.ts";
import { carriers, modulesOf, type SymbolKind, symbolPath, symbolText } from "./symbol.ts";
import { brokenInto, filled, textsOf } from "./text.ts";
import type { Fill, Laid, Misfit, Part, PlacedGraphic, PlacedRule, PlacedSymbol, Template } from "./types.ts";

/** Millimetres of a point. */
const point = 25.4 / 72;
/** From the top of a line to its baseline, and to the next line, of the height of its type. */
const ascent = 0.92;
const leading = 1.18;
export const usualSize = "7";
export const usualModule = "0.35";

interface Page {
  readonly template: Template;
  readonly fill: Fill;
  readonly udi: Decoded;
  readonly texts: DrawnText[];
  readonly paths: DrawnPath[];
  readonly symbols: PlacedSymbol[];
  readonly graphics: PlacedGraphic[];
  readonly rules: PlacedRule[];
  readonly misfits: Misfit[];
}

/** Lays a label out. What does not fit its place is told, and drawn all the same, so that a person sees it. */
export function layOut(template: Template, fill: Fill, udi: Decoded): Laid {
  const page: Page = { template, fill, udi, texts: [], paths: [], symbols: [], graphics: [], rules: [], misfits: [] };
  for (const [index, part] of template.parts.entries()) place[part.kind](page, part, index + 1);
  const { texts, paths, symbols, graphics, rules, misfits } = page;
  const [width, height] = [Number(template.widthMm), Number(template.heightMm)];
  return { width, height, texts, paths, udi, symbols, graphics, rules, misfits };
}

const boxOf = (part: Part) => ({
  x: Number(part.x),
  y: Number(part.y),
  width: Number(part.width),
  height: Number(part.height),
});

const place: { readonly [K in Part["kind"]]: (page: Page, part: Part, number: number) => void } = {
  text: (page, part, number) =>
    lines(
      page,
      part,
      number,
      textsOf(part, page.template.language).map((text) => filled(text, page.fill)),
    ),
  hri: (page, part, number) => lines(page, part, number, [page.udi.canonical]),
  symbol: symbol,
  graphic,
  rule: (page, part) => {
    const { x, y, width, height } = boxOf(part);
    page.rules.push({ x, y, width, height });
    page.paths.push({ d: `M${mm(x)} ${mm(y)}h${mm(width)}v${mm(height)}h-${mm(width)}z`, pen: null, symbol: null });
  },
};

function lines(page: Page, part: Part, number: number, texts: readonly string[]): void {
  const { x, y, width, height } = boxOf(part);
  const size = Number(part.sizePt ?? usualSize) * point;
  const isBold = part.isBold === true;
  const broken = texts.flatMap((text) => brokenInto(text, width, size, isBold)).filter((line) => line !== "");
  const long = broken.map((line) => widthOf(line, isBold) * size);
  // The last line needs no space below it; a hundredth is rounding.
  const tall = broken.length === 0 ? 0 : ((broken.length - 1) * leading + 1.15) * size;
  if (tall > height + 0.01 || long.some((one) => one > width + 0.01))
    page.misfits.push({
      part: number,
      code: "TEXT_TOO_LONG",
      en: `Part ${number}: the text does not fit: “${broken.join(" / ")}”.`,
      zh: `第 ${number} 项：文字放不下：“${broken.join(" / ")}”。`,
    });
  for (const [index, line] of broken.entries()) {
    const wide = long[index] ?? 0;
    const shift = part.align === "right" ? width - wide : part.align === "centre" ? (width - wide) / 2 : 0;
    page.texts.push({ x: x + shift, y: y + (ascent + index * leading) * size, size, text: line, isBold, width: wide });
  }
}

/** The space that a symbol needs with the white around it, in millimetres. */
export function symbolSpace(
  kind: SymbolKind,
  text: string,
  module: number,
): { width: number; height: number | null; quiet: number } {
  const { columns, rows } = modulesOf(kind, text);
  const { quiet, isLinear } = carriers[kind];
  const white = quiet * module;
  return { width: columns * module + 2 * white, height: isLinear ? null : rows * module + 2 * white, quiet: white };
}

function symbol(page: Page, part: Part, number: number): void {
  const kind = part.symbol;
  if (!kind || carriers[kind].agency !== page.udi.agency) return;
  const { x, y, width, height } = boxOf(part);
  const module = Number(part.moduleMm ?? usualModule);
  const text = symbolText(kind, page.udi, page.template.linkHost);
  const space = symbolSpace(kind, text, module);
  if (space.width > width + 0.01 || (space.height ?? 0) > height + 0.01)
    page.misfits.push({
      part: number,
      code: "SYMBOL_TOO_LARGE",
      en: `Part ${number}: the symbol with the white around it needs ${mm(space.width)} × ${mm(space.height ?? height)} mm.`,
      zh: `第 ${number} 项：条码连同空白区需要 ${mm(space.width)} × ${mm(space.height ?? height)} mm。`,
    });
  const placed: PlacedSymbol = {
    number: page.symbols.length + 1,
    kind,
    text,
    x: x + space.quiet,
    y: y + (space.height === null ? 0 : space.quiet),
    module,
    height: space.height === null ? height : space.height - 2 * space.quiet,
  };
  page.symbols.push(placed);
  const d = symbolPath(modulesOf(kind, text), placed.x, placed.y, module, placed.height);
  page.paths.push({ d, pen: null, symbol: placed.number });
}

function graphic(page: Page, part: Part): void {
  if (!part.graphic) return;
  const { x, y, width, height } = boxOf(part);
  const drawing = graphicOf(part.graphic);
  const scale = Math.min(width / drawing.width, height / 24);
  page.graphics.push({ kind: part.graphic, x, y, scale });
  const d = drawing.lines
    .map((line) => line.map(([px, py], at) => `${at === 0 ? "M" : "L"}${mm(x + px * scale)} ${mm(y + py * scale)}`).join(""))
    .join("");
  page.paths.push({ d, pen: 1.4 * scale, symbol: null });
  for (const word of wordsIn(part.graphic, page.fill)) {
    const size = word.size * scale;
    const wide = widthOf(word.text, true) * size;
    page.texts.push({
      x: x + word.x * scale - wide / 2,
      y: y + word.y * scale,
      size,
      text: word.text,
      isBold: true,
      width: wide,
    });
  }
}

/** The words that belong into a graphic symbol; those of the thermometer are the limits of the item. */
function wordsIn(
  kind: NonNullable<Part["graphic"]>,
  fill: Fill,
): readonly { x: number; y: number; size: number; text: string }[] {
  if (kind !== "temperature") return graphicOf(kind).words;
  const limit = (text: string, x: number, y: number) => (text === "" ? [] : [{ x, y, size: 5.5, text: `${text}°C` }]);
  return [...limit(fill.temperatureMax, 20, 4), ...limit(fill.temperatureMin, 4, 19.5)];
}
