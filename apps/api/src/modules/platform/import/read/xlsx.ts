/**
 * A workbook (ECMA-376) as texts. Written by hand over node:zlib, like its writer (ADR 18, ADR 41): a general reader hands out the
 * last value of a formula as if somebody had typed it, and every number as a float.
 * Formulas are refused by their cell; a number is the text that the file holds; a date is a number with a date format, no other.
 */
import { limits } from "./limits.ts";
import { FileRefusal } from "./refusal.ts";
import { columnName, type ReadOptions, type Table, type TableRow, underHeaders } from "./table.ts";
import { attribute, decodeXml, tagsOf } from "./xml.ts";
import { Archive } from "./zip.ts";

/** Reads one sheet: the one asked for, else the first visible one. @throws FileRefusal */
export function readXlsx(bytes: Buffer, options: ReadOptions): Table {
  const archive = new Archive(bytes);
  const { sheets, is1904 } = sheetsOf(archive);
  const sheet = options.sheet === undefined ? sheets[0] : sheets.find(({ name }) => name === options.sheet);
  if (!sheet) throw new FileRefusal("NO_SUCH_SHEET", { sheet: options.sheet ?? "1" });
  const context = { shared: sharedStrings(archive), dateStyles: dateStylesOf(archive), is1904 };
  const lines = cellsOf(textOf(archive, sheet.path), context);
  return {
    kind: "xlsx",
    encoding: null,
    delimiter: null,
    sheets: sheets.map(({ name }) => name),
    sheet: sheet.name,
    ...underHeaders(lines),
  };
}

function textOf(archive: Archive, path: string): string {
  const part = archive.part(path);
  if (!part) throw new FileRefusal("NOT_A_WORKBOOK");
  return new TextDecoder("utf-8").decode(part);
}

interface Sheet {
  readonly name: string;
  readonly path: string;
}

function sheetsOf(archive: Archive): { sheets: Sheet[]; is1904: boolean } {
  const paths = new Map<string, string>();
  for (const { name, attributes } of tagsOf(textOf(archive, "xl/_rels/workbook.xml.rels")))
    if (name === "Relationship") {
      const target = attribute(attributes, "Target") ?? "";
      paths.set(attribute(attributes, "Id") ?? "", target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    }
  const sheets: Sheet[] = [];
  let is1904 = false;
  for (const { name, kind, attributes } of tagsOf(textOf(archive, "xl/workbook.xml"))) {
    if (kind === "close") continue;
    if (name === "workbookPr") is1904 = ["1", "true"].includes(attribute(attributes, "date1904") ?? "");
    if (name !== "sheet" || (attribute(attributes, "state") ?? "visible") !== "visible") continue;
    const path = paths.get(attribute(attributes, "r:id") ?? "");
    if (path) sheets.push({ name: attribute(attributes, "name") ?? "", path });
  }
  return { sheets, is1904 };
}

/** The texts that cells refer to by their number; phonetic readings above them are left out. */
function sharedStrings(archive: Archive): readonly string[] {
  if (!archive.has("xl/sharedStrings.xml")) return [];
  const strings: string[] = [];
  let [text, isReading] = ["", false];
  for (const { name, kind, before } of tagsOf(textOf(archive, "xl/sharedStrings.xml"))) {
    if (name === "si" && kind === "open") text = "";
    else if (name === "rPh") isReading = kind === "open";
    else if (name === "t" && kind === "close" && !isReading) text += decodeXml(before);
    if (name === "si" && kind !== "open") strings.push(kind === "empty" ? "" : text);
  }
  return strings;
}

/** What a number means under each style: a date, a date with time, or itself. */
function dateStylesOf(archive: Archive): readonly ("date" | "time" | null)[] {
  if (!archive.has("xl/styles.xml")) return [];
  const formats = new Map<number, string>();
  const styles: ("date" | "time" | null)[] = [];
  let isCell = false;
  for (const { name, kind, attributes } of tagsOf(textOf(archive, "xl/styles.xml"))) {
    if (name === "cellXfs") isCell = kind === "open";
    if (kind === "close") continue;
    if (name === "numFmt") formats.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
    if (name === "xf" && isCell) styles.push(dateFormat(Number(attribute(attributes, "numFmtId") ?? 0), formats));
  }
  return styles;
}

// The built-in formats of ECMA-376 18.8.30, those of East Asia included.
const builtInDates = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const builtInTimes = new Set([18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56]);

function dateFormat(id: number, formats: ReadonlyMap<number, string>): "date" | "time" | null {
  if (builtInDates.has(id)) return "date";
  if (builtInTimes.has(id)) return "time";
  const code = (formats.get(id) ?? "").replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, "").toLowerCase();
  if (/[hs]/.test(code)) return "time";
  return /[yd]/.test(code) ? "date" : null;
}

interface Context {
  readonly shared: readonly string[];
  readonly dateStyles: readonly ("date" | "time" | null)[];
  readonly is1904: boolean;
}

function cellsOf(xml: string, context: Context): TableRow[] {
  const rows: TableRow[] = [];
  let [line, cells, at]: [number, string[], number] = [0, [], 0];
  let cell: { type: string; style: number; name: string } | null = null;
  let [value, isReading] = ["", false];
  const put = () => {
    if (!cell) return;
    if (value !== "" && at >= limits.columns * 2) throw new FileRefusal("TOO_MANY_COLUMNS", { n: at + 1, max: limits.columns });
    if (value !== "") {
      while (cells.length < at) cells.push("");
      cells[at] = meaningOf(cell, value, context);
    }
    at++;
    cell = null;
  };
  for (const { name, kind, attributes, before } of tagsOf(xml)) {
    if (name === "row" && kind !== "close") {
      [line, cells, at] = [Number(attribute(attributes, "r") ?? line + 1), [], 0];
      if (rows.length > limits.rows * 2) throw new FileRefusal("TOO_MANY_ROWS", { n: rows.length, max: limits.rows });
    }
    if (name === "row" && kind !== "open") rows.push({ line, cells });
    if (name === "c" && kind !== "close") {
      at = columnOf(attribute(attributes, "r")) ?? at;
      const style = Number(attribute(attributes, "s") ?? 0);
      cell = { type: attribute(attributes, "t") ?? "n", style, name: `${columnName(at)}${line}` };
      value = "";
    }
    if (name === "f" && kind !== "close" && cell) throw new FileRefusal("FORMULA_CELL", { cell: cell.name });
    if (name === "rPh") isReading = kind === "open";
    if ((name === "v" || name === "t") && kind === "close" && !isReading) value += decodeXml(before);
    if (name === "c" && kind !== "open") put();
    if (name === "mergeCell" && kind !== "close")
      throw new FileRefusal("MERGED_CELL", { cell: attribute(attributes, "ref") ?? "" });
  }
  return rows;
}

function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? "")?.[1];
  if (!letters) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function meaningOf(
  { type, style, name }: { type: string; style: number; name: string },
  value: string,
  context: Context,
): string {
  switch (type) {
    case "s":
      return context.shared[Number(value)] ?? "";
    case "str":
    case "inlineStr":
      return value;
    case "b":
      return value === "1" ? "true" : "false";
    case "e":
      throw new FileRefusal("ERROR_CELL", { cell: name, value });
    case "d":
      return value.slice(0, 10);
    default: {
      const format = context.dateStyles[style] ?? null;
      return format ? dateOf(value, format, name, context.is1904) : plainNumber(value);
    }
  }
}

/**
 * The number as its digits say. Excel keeps 15 digits and writes 0.1 + 0.2 as 0.30000000000000004: digits beyond the fifteenth are
 * noise of the float, which people never typed, and are rounded away as Excel itself shows it.
 */
function plainNumber(value: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(value.trim());
  if (!match) return value;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "") || "0";
  let point = digits.length - fraction.length + Number(exponent);
  let kept = digits;
  if (digits.length > 15) {
    const rounded = (BigInt(digits.slice(0, 16)) + 5n) / 10n;
    kept = rounded.toString();
    if (kept.length > 15) point++;
  }
  const padded = point <= 0 ? "0".repeat(1 - point) + kept : kept.padEnd(point, "0");
  const split = point <= 0 ? 1 : point;
  const tail = padded.slice(split).replace(/0+$/, "");
  const text = `${padded.slice(0, split)}${tail ? `.${tail}` : ""}`;
  return text === "0" ? "0" : sign + text;
}

const dayMs = 86_400_000;

/** The calendar date behind a serial number. Day 60 of 1900 never was: Excel keeps the error of Lotus. */
function dateOf(value: string, format: "date" | "time", name: string, is1904: boolean): string {
  const serial = Number(value);
  const wrong = () => new FileRefusal("BAD_DATE_CELL", { cell: name, value });
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) throw wrong();
  const day = Math.floor(serial);
  if (!is1904 && day === 60) throw wrong();
  const since = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  const date = new Date(since + day * dayMs).toISOString().slice(0, 10);
  if (serial === day) return date;
  // A time of day is no part of a calendar date and is not thrown away silently.
  if (format === "date") throw wrong();
  const seconds = Math.round((serial - day) * 86_400);
  return `${date} ${new Date(seconds * 1000).toISOString().slice(11, 19)}`;
}
