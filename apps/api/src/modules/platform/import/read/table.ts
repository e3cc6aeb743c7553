/** A file as rows under headers, whatever it was written in; the same checks for both kinds. */
import { limits } from "./limits.ts";
import { FileRefusal } from "./refusal.ts";

export type Encoding = "UTF-8" | "GB18030";
export type Delimiter = "," | ";" | "\t";

/** How a person wants a file read; what is not said is detected. */
export interface ReadOptions {
  readonly encoding?: Encoding | undefined;
  readonly delimiter?: Delimiter | undefined;
  readonly sheet?: string | undefined;
}

/** A line of the file that is not empty, with its number as a person counts them. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly kind: "csv" | "xlsx";
  readonly encoding: Encoding | null;
  readonly delimiter: Delimiter | null;
  /** Of a workbook: its visible sheets, and the one that was read. */
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly headers: readonly string[];
  readonly rows: readonly TableRow[];
}

/** A table whose rows are packed, some thousand together: as strings one by one they would fill the memory of the server. */
export interface PackedTable extends Omit<Table, "rows"> {
  readonly total: number;
  /** JSON in UTF-8 of rows in the order of the file. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
}

const rowsTogether = 2000;

/** The table with its rows packed. */
export function packed({ rows, ...table }: Table): PackedTable {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const encoder = new TextEncoder();
  for (let from = 0; from < rows.length; from += rowsTogether)
    parts.push(encoder.encode(JSON.stringify(rows.slice(from, from + rowsTogether))));
  return { ...table, total: rows.length, parts };
}

const isEmpty = (row: TableRow): boolean => row.cells.every((cell) => cell.trim() === "");

/** The first line that is not empty is the header; each of its cells names one column. @throws FileRefusal */
export function underHeaders(lines: readonly TableRow[]): Pick<Table, "headers" | "rows"> {
  const filled = lines.filter((row) => !isEmpty(row));
  const [head, ...rest] = filled;
  if (!head) throw new FileRefusal("NO_HEADER");
  const headers = withoutTail(head.cells).map((cell) => cell.normalize("NFC").replace(/\s+/g, " ").trim());
  if (headers.length > limits.columns) throw new FileRefusal("TOO_MANY_COLUMNS", { n: headers.length, max: limits.columns });
  const nameless = headers.indexOf("");
  if (nameless >= 0) throw new FileRefusal("HEADER_EMPTY", { column: columnName(nameless), line: head.line });
  const twice = headers.find((header, at) => headers.indexOf(header) !== at);
  if (twice !== undefined) throw new FileRefusal("HEADER_TWICE", { header: twice });
  if (rest.length === 0) throw new FileRefusal("NO_ROWS");
  if (rest.length > limits.rows) throw new FileRefusal("TOO_MANY_ROWS", { n: rest.length, max: limits.rows });
  const rows = rest.map(({ line, cells }) => {
    const extra = cells.findIndex((cell, at) => at >= headers.length && cell.trim() !== "");
    if (extra >= 0) throw new FileRefusal("ROW_TOO_WIDE", { line, column: columnName(extra) });
    const long = cells.findIndex((cell) => cell.length > limits.cellLength);
    if (long >= 0) throw new FileRefusal("CELL_TOO_LONG", { cell: `${columnName(long)}${line}`, max: limits.cellLength });
    return { line, cells: headers.map((_, at) => cells[at] ?? "") };
  });
  return { headers, rows };
}

function withoutTail(cells: readonly string[]): readonly string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1]?.trim() === "") end--;
  return cells.slice(0, end);
}

/** 0 → A, 26 → AA: as spreadsheets call their columns. */
export function columnName(index: number): string {
  const above = Math.floor(index / 26);
  return (above > 0 ? columnName(above - 1) : "") + String.fromCharCode(65 + (index % 26));
}
