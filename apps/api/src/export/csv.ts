import { byteOrderMark, csvLine } from "../base/csv.ts";
import type { Table } from "./table.ts";

/**
 * A table as CSV in UTF-8: the lines about the export, an empty line, the head, the rows. Without lines about it, it begins with
 * the head.
 */
export async function* csvParts(table: Table, about: readonly (readonly [string, string])[]): AsyncGenerator<string> {
  yield byteOrderMark;
  if (about.length > 0) yield `${about.map((cells) => csvLine(cells)).join("")}\r\n`;
  yield csvLine(table.head.map((head) => head.text));
  const isNumber = (column: number) => table.head[column]?.numeric === true;
  for await (const rows of table.batches()) yield rows.map((row) => csvLine(row, isNumber)).join("");
}
