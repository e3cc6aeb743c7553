/** Cells copied from Excel or WPS: rows by line, columns by tab; a cell with line breaks, tabs or quotes stands in quotes. */

/** The cells of a copied range; an end of line after the last row makes no row. Never fails: what is no quoted cell is taken as it is. */
export function parseTsv(text: string): string[][] {
  if (text === "") return [];
  const rows: string[][] = [[]];
  let at = 0;
  for (;;) {
    const { cell, end } = text[at] === '"' ? quoted(text, at) : plain(text, at);
    rows.at(-1)?.push(cell);
    if (text[end] === "\t") {
      at = end + 1;
      continue;
    }
    if (end >= text.length) return rows;
    at = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    if (at >= text.length) return rows;
    rows.push([]);
  }
}

interface Cell {
  readonly cell: string;
  /** Where the tab, the end of line or the end of the text stands. */
  readonly end: number;
}

function plain(text: string, from: number): Cell {
  let end = from;
  while (end < text.length && text[end] !== "\t" && text[end] !== "\n" && text[end] !== "\r") end++;
  return { cell: text.slice(from, end), end };
}

function quoted(text: string, from: number): Cell {
  let at = from + 1;
  let cell = "";
  for (;;) {
    const close = text.indexOf('"', at);
    // No end of the quotes: the mark belongs to the text.
    if (close < 0) return plain(text, from);
    cell += text.slice(at, close);
    if (text[close + 1] === '"') {
      cell += '"';
      at = close + 2;
      continue;
    }
    const next = text[close + 1];
    if (next === undefined || next === "\t" || next === "\n" || next === "\r")
      return { cell: cell.replace(/\r\n?/g, "\n"), end: close + 1 };
    // Something behind the closing mark: it was never a quoted cell.
    return plain(text, from);
  }
}
