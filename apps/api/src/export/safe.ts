/** Texts that a spreadsheet would take for a formula (CWE-1236), made harmless without changing what people read. */

// Excel, LibreOffice and WPS begin a formula at these, the last two also at their full-width forms.
const starts = /^[=+\-@\t\r\n＝＋－＠]/;
// Where a program separates by semicolon or tab, or takes a line break inside quotes for the end of a row, a formula begins there.
const inside = /([;\t\r\n]["']?)(?=[=+\-@＝＋－＠])/g;

/** A text for a cell of a sheet: with an apostrophe in front when it begins like a formula. */
export const safeText = (text: string): string => (starts.test(text) ? `'${text}` : text);

/** The same for a cell of a CSV file, where a cell may be cut in two by a program that separates otherwise. */
export const safeInCsv = (text: string): string => safeText(text).replace(inside, "$1'");
