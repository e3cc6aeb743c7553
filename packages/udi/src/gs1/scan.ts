/**
 * Scan data: what a scanner sends, with the symbology identifier of ISO/IEC 15424 ("]d2") in front and the group separator between
 * elements. Inside this package "^" stands for FNC1 and data that begins with one is escaped, as in the GS1 Syntax Engine.
 */
import { checkDigit } from "../check.ts";
import type { Problem } from "../problem.ts";
import { isUri, readDigitalLink } from "./digital-link.ts";
import type { Gs1Options } from "./element.ts";
import { readUnbracketed } from "./element-string.ts";
import type { AiTable } from "./table.ts";

export const groupSeparator = "\x1d";

/** Kinds of symbols, by GS1's names. */
export type Symbology =
  | "DataBarOmni"
  | "DataBarTruncated"
  | "DataBarStacked"
  | "DataBarStackedOmni"
  | "DataBarLimited"
  | "DataBarExpanded"
  | "UPCA"
  | "UPCE"
  | "EAN13"
  | "EAN8"
  | "GS1_128_CCA"
  | "GS1_128_CCC"
  | "QR"
  | "DM"
  | "DotCode";

/** What the three characters in front say: the kind of symbol, and whether elements follow. */
export const symbologyIdentifiers: ReadonlyMap<string, { readonly symbology: Symbology; readonly holdsElements: boolean }> =
  new Map([
    ["]C1", { symbology: "GS1_128_CCA", holdsElements: true }],
    ["]E0", { symbology: "EAN13", holdsElements: false }],
    ["]E4", { symbology: "EAN8", holdsElements: false }],
    ["]e0", { symbology: "DataBarExpanded", holdsElements: true }],
    ["]d1", { symbology: "DM", holdsElements: false }],
    ["]d2", { symbology: "DM", holdsElements: true }],
    ["]Q1", { symbology: "QR", holdsElements: false }],
    ["]Q3", { symbology: "QR", holdsElements: true }],
    ["]J0", { symbology: "DotCode", holdsElements: false }],
    ["]J1", { symbology: "DotCode", holdsElements: true }],
  ]);

const compositeMark = "|]e0";

/** Scan data as data text: `^…` for elements, plain text else, and the composite part behind "|". Null when anything is wrong. */
export function dataOfScan(
  table: AiTable,
  scan: string,
  options: Gs1Options = {},
): { symbology: Symbology; data: string } | null {
  const known = symbologyIdentifiers.get(scan.slice(0, 3));
  if (!known) return null;
  const { symbology, holdsElements } = known;
  const rest = scan.slice(3);
  const data =
    symbology === "EAN13" || symbology === "EAN8"
      ? retailData(table, rest, symbology === "EAN13" ? 13 : 8, options)
      : holdsElements
        ? elementData(table, rest, options)
        : plainData(table, rest, options);
  return data === null ? null : { symbology, data };
}

/** A retail number, possibly with a composite part. */
function retailData(table: AiTable, text: string, length: number, options: Gs1Options): string | null {
  const number = text.slice(0, length);
  const rest = text.slice(length);
  if (!isNumber(number, length)) return null;
  if (rest === "") return number;
  if (!rest.startsWith(compositeMark)) return null;
  const composite = elementData(table, rest.slice(compositeMark.length), options);
  return composite === null ? null : `${number}|${composite}`;
}

const isNumber = (text: string, length: number): boolean =>
  text.length === length && /^\d+$/.test(text) && checkDigit(text.slice(0, -1)) === text.slice(-1);

function elementData(table: AiTable, text: string, options: Gs1Options): string | null {
  // A "^" would be taken for a separator.
  if (text.includes("^")) return null;
  const problems: Problem[] = [];
  readUnbracketed(table, text, groupSeparator, problems, options);
  return problems.length > 0 ? null : `^${text.replaceAll(groupSeparator, "^")}`;
}

function plainData(table: AiTable, text: string, options: Gs1Options): string | null {
  if (isUri(text)) {
    const problems: Problem[] = [];
    readDigitalLink(table, text, problems, options);
    if (problems.length > 0) return null;
  }
  return /^\\*\^/.test(text) ? `\\${text}` : text;
}

/** The data of a symbol as its scanner would send it; null when that symbol cannot carry them. */
export function scanOfData(
  table: AiTable,
  symbology: Symbology,
  data: string,
  { addCheckDigit = false, ...options }: Gs1Options & { readonly addCheckDigit?: boolean } = {},
): string | null {
  const bar = data.indexOf("|");
  const linear = bar < 0 ? data : data.slice(0, bar);
  const composite = bar < 0 ? null : data.slice(bar + 1);
  switch (symbology) {
    case "QR":
    case "DM":
    case "DotCode": {
      const [plain, elements] = { QR: ["]Q1", "]Q3"], DM: ["]d1", "]d2"], DotCode: ["]J0", "]J1"] }[symbology] as [
        string,
        string,
      ];
      if (!data.startsWith("^")) return plain + (/^\\+\^/.test(data) ? data.slice(1) : data);
      return elements + separated(linear);
    }
    case "GS1_128_CCA":
    case "GS1_128_CCC":
      if (composite === null) return linear.startsWith("^") ? `]C1${separated(linear)}` : null;
      return expanded(table, linear, composite, options);
    case "DataBarExpanded":
      return expanded(table, linear, composite, options);
    case "UPCA":
    case "UPCE":
    case "EAN13":
    case "EAN8":
      return retail(symbology, linear, composite, addCheckDigit);
    default:
      return dataBar(symbology, linear, composite, addCheckDigit);
  }
}

const separated = (data: string): string => data.slice(1).replaceAll("^", groupSeparator);

/** Elements of the linear and of the composite part, in one. */
function expanded(table: AiTable, linear: string, composite: string | null, options: Gs1Options): string | null {
  if (!linear.startsWith("^") || (composite !== null && !composite.startsWith("^"))) return null;
  const text = `]e0${separated(linear)}`;
  if (composite === null) return text;
  const last = readUnbracketed(table, linear.slice(1), "^", [], options).at(-1);
  const needsSeparator = last?.known.needsSeparator === true && !linear.endsWith("^");
  return `${text}${needsSeparator ? groupSeparator : ""}${separated(composite)}`;
}

function retail(
  symbology: "UPCA" | "UPCE" | "EAN13" | "EAN8",
  linear: string,
  composite: string | null,
  adds: boolean,
): string | null {
  const length = { UPCA: 12, UPCE: 12, EAN13: 13, EAN8: 8 }[symbology];
  const zeros = `^01${"0".repeat(14 - length)}`;
  const number = completed(linear.startsWith(zeros) ? linear.slice(zeros.length) : linear, length, adds);
  if (number === null || (composite !== null && !composite.startsWith("^"))) return null;
  const text = `${symbology === "EAN8" ? "]E4" : "]E0"}${number.padStart(symbology === "EAN8" ? 8 : 13, "0")}`;
  return composite === null ? text : `${text}${compositeMark}${separated(composite)}`;
}

function dataBar(symbology: Symbology, linear: string, composite: string | null, adds: boolean): string | null {
  const number = completed(linear.startsWith("^01") ? linear.slice(3) : linear, 14, adds);
  if (number === null || (composite !== null && !composite.startsWith("^"))) return null;
  // GS1 DataBar Limited carries indicators 0 and 1 only.
  if (symbology === "DataBarLimited" && number > "19999999999999") return null;
  return `]e001${number}${composite === null ? "" : separated(composite)}`;
}

/** The number with its check digit, which is added when asked for. */
function completed(text: string, length: number, adds: boolean): string | null {
  if (!adds) return isNumber(text, length) ? text : null;
  return text.length === length - 1 && /^\d+$/.test(text) ? text + checkDigit(text) : null;
}
