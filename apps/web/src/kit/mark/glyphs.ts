/**
 * The drawings of the status vocabulary (visual.md §4) as data on a 16 grid: grid, graph, print and label use these same paths.
 * `line` is stroked 1.6, `fill` is filled even-odd, so that a mark inside a filled shape is cut out of it.
 */
export interface Glyph {
  readonly line?: string;
  readonly fill?: string;
}

const diamond = "M8 1.7 14.3 8 8 14.3 1.7 8Z";
const circle = "M8 1.9a6.1 6.1 0 1 1 0 12.2a6.1 6.1 0 1 1 0-12.2Z";
const disc = "M8 1.1a6.9 6.9 0 1 1 0 13.8a6.9 6.9 0 1 1 0-13.8Z";
const square = "M2.4 2.4h11.2v11.2H2.4Z";
const triangle = "M8 2.2 14.3 13.4H1.7Z";
const tickCut = "M4.35 8.88 7.14 11.54 11.69 6.54 10.51 5.46 7.06 9.26 5.45 7.72Z";
const crossCut =
  "M8 6.87 10.03 4.83 11.17 5.97 9.13 8 11.17 10.03 10.03 11.17 8 9.13 5.97 11.17 4.83 10.03 6.87 8 4.83 5.97 5.97 4.83Z";

export const glyphs = {
  diamond: { line: diamond },
  diamondHalf: { line: diamond, fill: "M8 1.7V14.3L1.7 8Z" },
  circleTick: { fill: disc + tickCut },
  circleTickOutline: { line: `${circle}M5.2 8.2 7.2 10.1 10.8 6.2` },
  squareCross: { fill: `M1.6 1.6h12.8v12.8H1.6Z${crossCut}` },
  squareHourglass: { line: `${square}M5.4 5h5.2L5.4 11h5.2Z` },
  squareReturn: { line: `${square}M10.8 5v3.6H5.4M7.4 6.4 5.2 8.6 7.4 10.8` },
  circleArrow: { line: `${circle}M4.8 8h6.2M8.6 5.6 11 8 8.6 10.4` },
  circleBar: { line: `${circle}M5 8h6` },
  squareSlash: { line: `${square}M5 11 11 5` },
  bars: { fill: "M4.2 3h2.6v10H4.2ZM9.2 3h2.6v10H9.2Z" },
  triangleAlert: { fill: "M8 1.2 15.2 14H.8ZM7.15 6v3.9h1.7V6ZM7.15 11v1.7h1.7V11Z" },
  triangleHalf: { line: triangle, fill: "M8 2.2V13.4H1.7Z" },
  triangle: { line: triangle },
  circleHalf: { line: circle, fill: "M8 1.9a6.1 6.1 0 0 0 0 12.2Z" },
  circle: { line: circle },
  tick: { line: "M2.8 8.4 6.3 11.8 13.2 4.4" },
  cross: { line: "M3.8 3.8 12.2 12.2M12.2 3.8 3.8 12.2" },
  padlock: { line: "M3.6 7.2h8.8v6.4H3.6ZM5.4 7.2V5a2.6 2.6 0 0 1 5.2 0V7.2" },
  double: { line: "M1.6 3.4h12.8v9.2H1.6ZM4.2 6h7.6v4H4.2Z" },
} as const satisfies Readonly<Record<string, Glyph>>;

/** The name of a drawing. */
export type GlyphName = keyof typeof glyphs;

/** What a colour says; never a hue. */
export type Tone = "ok" | "wait" | "no" | "ink" | "ink2" | "ink3" | "accent" | "control";
