/** CSV (RFC 4180), and texts that a spreadsheet would take for a formula (CWE-1236) made harmless without changing what people read. */

// Excel, LibreOffice and WPS begin a formula at these, also at their full-width forms.
const starts = /^[=+\-@\t\r\n＝＋－＠]/;
// Where a program separates by semicolon or tab, or takes a line break inside quotes for the end of a row, a formula begins there.
const inside = /([;\t\r\n]"?)(?=[=+\-@＝＋－＠])/g;

/** The byte order mark by which Excel knows UTF-8. */
export const byteOrderMark = "\uFEFF";

/** A text for a cell of a sheet: with an apostrophe in front when it begins like a formula. */
export const safeText = (text: string): string => (starts.test(text) ? `'${text}` : text);

/** The same for a cell of a CSV file, which a program that separates otherwise may cut in two. */
export const safeInCsv = (text: string): string => safeText(text).replace(inside, "$1'");

/** A line of a CSV file; cells that are numbers and nothing else stay as they are, a minus sign in front included. */
export const csvLine = (cells: readonly string[], isNumber: (column: number) => boolean = () => false): string =>
  `${cells.map((text, column) => (isNumber(column) ? text : quoted(safeInCsv(text)))).join(",")}\r\n`;

const quoted = (text: string): string => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
