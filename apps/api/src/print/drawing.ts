/** A small drawing in millimetres, as data: what a label is before it becomes SVG, PDF or printer commands. */

/** One line of text; `y` is its baseline. */
export interface DrawnText {
  readonly x: number;
  readonly y: number;
  /** Height of the type in millimetres. */
  readonly size: number;
  readonly text: string;
  readonly isBold: boolean;
  /** How long the line is on paper. */
  readonly width: number;
}

/** A path of straight lines in the words of SVG: filled, or drawn with a pen of this width. */
export interface DrawnPath {
  readonly d: string;
  readonly pen: number | null;
  /** The number of the symbol that it is, when it is one; by it the symbol is found in what was drawn. */
  readonly symbol: number | null;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly DrawnText[];
  readonly paths: readonly DrawnPath[];
}

/** Millimetres as text, as short as they can be said exactly enough: a ten-thousandth. */
export const mm = (value: number): string => String(Math.round(value * 10_000) / 10_000);

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The drawing as SVG. A line of text is as long as it is on paper, whatever font the reader has. */
export function svgOf({ width, height, texts, paths }: Drawing): string {
  const lines = paths.map(({ d, pen, symbol }) => {
    const named = symbol === null ? "" : ` data-symbol="${symbol}"`;
    return pen === null ? `<path${named} d="${d}"/>` : `<path d="${d}" fill="none" stroke="#000" stroke-width="${mm(pen)}"/>`;
  });
  const words = texts.map(
    ({ x, y, size, text, isBold, width: long }) =>
      `<text x="${mm(x)}" y="${mm(y)}" font-size="${mm(size)}"${isBold ? ' font-weight="700"' : ""} textLength="${mm(long)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escaped(text)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${mm(width)}mm" height="${mm(height)}mm" viewBox="0 0 ${mm(width)} ${mm(height)}" font-family="'Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif">`,
    `<rect width="${mm(width)}" height="${mm(height)}" fill="#fff"/>`,
    ...lines,
    ...words,
    "</svg>",
  ].join("");
}
