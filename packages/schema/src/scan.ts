/**
 * What a scanner sends, as far as the house reads it: plain codes, and GS1 element strings with product, lot, expiry and serial.
 * The one way in is `readScan`; the complete rules of UDI (541 application identifiers, HIBC, ICCBBA) take its place behind the
 * same interface.
 */
import { normaliseCode } from "./kit/normalise.ts";

/** The elements of a GS1 element string that the house uses. */
export interface Gs1Elements {
  /** (01) GTIN, 14 digits, check digit proved. */
  readonly gtin?: string;
  /** (10) */
  readonly lot?: string;
  /** (17) YYYY-MM-DD; day 00 is the last of its month. */
  readonly expiresOn?: string;
  /** (21) */
  readonly serial?: string;
  /** (11) YYYY-MM-DD, when it was made. */
  readonly madeOn?: string;
  /** (02) GTIN of what a larger unit contains. */
  readonly content?: string;
  /** (37) or (30): how many of them; a whole number. */
  readonly count?: string;
  /** (310n) Net weight in kilograms. */
  readonly netKilograms?: string;
  /** (240) the maker's number of the product, or (241) ours. */
  readonly part?: string;
}

export type Scan =
  | { readonly kind: "gs1"; readonly elements: Gs1Elements; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  /** It says of itself that it is GS1, but it is not read without doubt: nothing of it is used. */
  | { readonly kind: "unreadable"; readonly text: string };

/** FNC1 as scanners send it. */
export const separator = "\u001d";

// AIM identifiers: GS1-128, GS1 DataMatrix, GS1 DataBar, GS1 QR (ISO/IEC 15424).
const gs1Symbols = /^\](?:C1|d2|e0|Q3)/;
const anySymbol = /^\][A-Za-z]\d/;

// Lengths of the identifiers that need no separator (GS1 General Specifications, figure 7.8.5-2), and of those read here.
const fixed: Readonly<Record<string, number>> = {
  "00": 18,
  "01": 14,
  "02": 14,
  "11": 6,
  "12": 6,
  "13": 6,
  "15": 6,
  "16": 6,
  "17": 6,
  "20": 2,
  // Net weight in kilograms; the last digit of the identifier says how many decimals.
  ...Object.fromEntries(["0", "1", "2", "3", "4", "5"].map((decimals) => [`310${decimals}`, 6])),
};
const variable: Readonly<Record<string, number>> = {
  "10": 20,
  "21": 20,
  "22": 20,
  "30": 8,
  "37": 8,
  "240": 30,
  "241": 30,
  "400": 30,
};
// The characters of variable elements: GS1 character set 82.
const charset = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;

/**
 * Reads what was scanned. A code without the sign of a GS1 symbol is taken for an element string only when all of it reads as one.
 * @param now decides the century of a date of two digits
 */
export function readScan(raw: string, now: Date = new Date()): Scan {
  const symbol = gs1Symbols.exec(raw)?.[0];
  const body = raw.slice((symbol ?? anySymbol.exec(raw)?.[0] ?? "").length);
  const text = normaliseCode(body.replaceAll(separator, " "));
  const sure = symbol !== undefined || body.includes(separator);
  const written = fromWritten(body);
  if (!sure && !written && !/^01\d{14}/.test(body)) return { kind: "code", text };
  const elements = readElements(written ?? body.replace(new RegExp(`^${separator}`), ""), now);
  if (elements) return { kind: "gs1", elements, text };
  return sure || written ? { kind: "unreadable", text } : { kind: "code", text };
}

/** "(01)…(10)…" as people read it, as a scanner would send it. */
function fromWritten(body: string): string | undefined {
  if (!/^\(\d{2,4}\)/.test(body)) return undefined;
  const parts = [...body.matchAll(/\((\d{2,4})\)([^(]*)/g)];
  return parts.map(([, ai = "", value = ""]) => `${ai}${value}${ai in fixed ? "" : separator}`).join("");
}

function readElements(body: string, now: Date): Gs1Elements | undefined {
  const found = new Map<string, string>();
  let rest = body;
  // An element string of one symbol has at most some twenty elements.
  for (let count = 0; rest !== "" && count < 40; count++) {
    const element = nextElement(rest);
    if (!element || (found.has(element.ai) && found.get(element.ai) !== element.value)) return undefined;
    found.set(element.ai, element.value);
    rest = element.rest;
  }
  return found.size === 0 ? undefined : elementsOf(found, now);
}

/** What the identifiers say; undefined when one of them cannot be true. */
function elementsOf(found: ReadonlyMap<string, string>, now: Date): Gs1Elements | undefined {
  const [gtin, content] = [found.get("01"), found.get("02")];
  const dates = { expiresOn: found.get("17"), madeOn: found.get("11") };
  const [expiresOn, madeOn] = [dates.expiresOn && readDate(dates.expiresOn, now), dates.madeOn && readDate(dates.madeOn, now)];
  const wrongNumber = [gtin, content].some((number) => number !== undefined && !checks(number));
  const wrongDate = (dates.expiresOn !== undefined && !expiresOn) || (dates.madeOn !== undefined && !madeOn);
  const count = found.get("37") ?? found.get("30");
  if (wrongNumber || wrongDate || (count !== undefined && !/^\d+$/.test(count))) return undefined;
  const given: { readonly [name in keyof Gs1Elements]: string | undefined } = {
    gtin,
    lot: found.get("10"),
    expiresOn,
    serial: found.get("21"),
    madeOn,
    content,
    count: count && String(BigInt(count)),
    netKilograms: weightOf(found),
    part: found.get("241") ?? found.get("240"),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value));
}

function weightOf(found: ReadonlyMap<string, string>): string | undefined {
  const [ai, digits] = [...found].find(([identifier]) => /^310\d$/.test(identifier)) ?? [];
  if (!ai || !digits) return undefined;
  const decimals = Number(ai[3]);
  const whole = digits.slice(0, digits.length - decimals).replace(/^0+(?=\d)/, "");
  return decimals === 0 ? whole : `${whole || "0"}.${digits.slice(digits.length - decimals)}`;
}

function nextElement(rest: string): { ai: string; value: string; rest: string } | undefined {
  const ai = [2, 3, 4].map((length) => rest.slice(0, length)).find((start) => start in fixed || start in variable);
  if (!ai) return undefined;
  const after = rest.slice(ai.length);
  const length = fixed[ai];
  const end = length ?? (after.indexOf(separator) < 0 ? after.length : after.indexOf(separator));
  const value = after.slice(0, end);
  const right = length ? new RegExp(`^\\d{${length}}$`).test(value) : charset.test(value) && value.length <= (variable[ai] ?? 0);
  // A separator behind an element of fixed length is superfluous and allowed.
  return right ? { ai, value, rest: after.slice(end).replace(new RegExp(`^${separator}`), "") } : undefined;
}

/** The check digit: weights 3 and 1 from the right (GS1 General Specifications 7.9). */
function checks(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** YYMMDD; the century is the one that puts the year from 49 years back to 50 ahead (GS1 General Specifications 7.12). */
function readDate(digits: string, now: Date): string | undefined {
  const [yy, month, day] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number) as [number, number, number];
  const present = now.getUTCFullYear();
  const century = present - (present % 100);
  const ahead = yy - (present % 100);
  const year = ahead >= 51 ? century - 100 + yy : ahead <= -50 ? century + 100 + yy : century + yy;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day > last) return undefined;
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${year}-${pad(month)}-${pad(day === 0 ? last : day)}`;
}
