import { safeInCsv } from "./safe.ts";
import type { Table } from "./table.ts";

/**
 * A table as CSV (RFC 4180) in UTF-8 with a byte order mark, by which Excel knows it: the lines about the export, an empty line,
 * the head, the rows. Without `about` it begins with the head.
 */
export async function* csvParts(table: Table, about: readonly (readonly [string, string])[]): AsyncGenerator<string> {
  const numeric = table.head.map((head) => head.numeric);
  yield "\uFEFF";
  if (about.length > 0) yield `${about.map((cells) => line(cells)).join("")}\r\n`;
  yield line(table.head.map((head) => head.text));
  for await (const rows of table.batches()) yield rows.map((row) => line(row, numeric)).join("");
}

const line = (cells: readonly string[], numeric: readonly boolean[] = []): string =>
  `${cells.map((text, i) => (numeric[i] ? text : quoted(safeInCsv(text)))).join(",")}\r\n`;

const quoted = (text: string): string => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
