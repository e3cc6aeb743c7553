/** CSV (RFC 4180) as Excel writes it in China and elsewhere: UTF-8 or GB18030; comma, semicolon or tab. */
import { limits } from "./limits.ts";
import { FileRefusal } from "./refusal.ts";
import { type Delimiter, type Encoding, type ReadOptions, type Table, type TableRow, underHeaders } from "./table.ts";

const delimiters: readonly Delimiter[] = [",", ";", "\t"];

/** Reads a CSV file. @throws FileRefusal */
export function readCsv(bytes: Uint8Array, options: ReadOptions): Table {
  const { text, encoding } = decode(bytes, options.encoding);
  const delimiter = options.delimiter ?? delimiterOf(text);
  return { kind: "csv", encoding, delimiter, sheets: [], sheet: null, ...underHeaders(linesOf(text, delimiter)) };
}

const labels = { "UTF-8": "utf-8", GB18030: "gb18030" } as const satisfies Record<Encoding, string>;

/**
 * Strict: a byte that is none of the encoding refuses it, so nothing is ever read as "�". Without a choice UTF-8 is tried first,
 * because text of GB18030 is almost never valid UTF-8 while the reverse often is.
 */
export function decode(bytes: Uint8Array, wanted?: Encoding): { text: string; encoding: Encoding } {
  const tried: readonly Encoding[] = wanted ? [wanted] : ["UTF-8", "GB18030"];
  for (const encoding of tried)
    try {
      const text = new TextDecoder(labels[encoding], { fatal: true }).decode(bytes);
      // A file of another kind, or UTF-16: every text of ours is free of NUL.
      if (text.includes("\u0000")) break;
      return { text, encoding };
    } catch {
      // Not this one.
    }
  throw new FileRefusal("UNREADABLE_TEXT", { encoding: tried.join(" / ") });
}

/** The delimiter that stands most often in the first line outside quotes; a comma where none does. */
export function delimiterOf(text: string): Delimiter {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (letter === "\n" || letter === "\r")) {
      if (counts.size > 0) break;
    } else if (!isQuoted) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  return [...delimiters].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0] ?? ",";
}

/** The lines of the text with their cells; a line break inside quotes belongs to its cell. @throws FileRefusal */
export function linesOf(text: string, delimiter: Delimiter): TableRow[] {
  const rows: TableRow[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const cells: string[] = [];
    const start = line;
    for (;;) {
      const cell = text[at] === '"' ? quoted(text, at, start) : plain(text, at, delimiter);
      cells.push(cell.text);
      line += cell.breaks;
      at = cell.end;
      if (cells.length > limits.columns * 2) throw new FileRefusal("TOO_MANY_COLUMNS", { n: cells.length, max: limits.columns });
      if (text[at] !== delimiter) break;
      at++;
    }
    if (at < text.length && text[at] !== "\n" && text[at] !== "\r") throw new FileRefusal("QUOTE_OPEN", { line: start });
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line++;
    rows.push({ line: start, cells });
    // Twice the limit: empty lines are left out later.
    if (rows.length > limits.rows * 2) throw new FileRefusal("TOO_MANY_ROWS", { n: rows.length, max: limits.rows });
  }
  return rows;
}

interface Cell {
  readonly text: string;
  readonly end: number;
  readonly breaks: number;
}

function plain(text: string, from: number, delimiter: Delimiter): Cell {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end++;
  return { text: text.slice(from, end), end, breaks: 0 };
}

function quoted(text: string, from: number, line: number): Cell {
  let at = from + 1;
  let cell = "";
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) throw new FileRefusal("QUOTE_OPEN", { line });
    cell += text.slice(at, close);
    if (text[close + 1] !== '"') {
      const plainText = cell.replace(/\r\n?/g, "\n");
      return { text: plainText, end: close + 1, breaks: plainText.split("\n").length - 1 };
    }
    cell += '"';
    at = close + 2;
  }
}
