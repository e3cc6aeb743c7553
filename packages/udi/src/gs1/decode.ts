/** UDIs of GS1: the elements of any form, and what they say about the device. */

import { daysInMonth, isoDate, yearOf } from "../calendar.ts";
import { checkDigit } from "../check.ts";
import { type Decoded, identifierOf, type ProductionIdentifier } from "../decoded.ts";
import { type Problem, problem } from "../problem.ts";
import { associationProblems } from "./associations.ts";
import { isUri, readDigitalLink, writeDigitalLink } from "./digital-link.ts";
import { bracketed, type FoundElement } from "./element.ts";
import { readBracketed, readUnbracketed } from "./element-string.ts";
import { groupSeparator, symbologyIdentifiers } from "./scan.ts";
import { gs1Table } from "./shipped.ts";
import type { AiTable } from "./table.ts";

/** Decodes GS1 data of any form: in brackets, as scanned, as Digital Link, or a bare trade item number. */
export function decodeGs1(text: string, table: AiTable = gs1Table()): Decoded {
  const problems: Problem[] = [];
  const elements = read(table, text, problems);
  const isWhole = problems.length === 0;
  if (isWhole) problems.push(...associationProblems(elements));
  const di = valueBehind(elements, "01");
  // Without a device identifier the association rules usually speak first.
  if (isWhole && di === null && problems.length === 0) problems.push(problem("NO_DI", 0));
  const { pi, warnings } = productionOf(elements, isWhole);
  return {
    agency: "GS1",
    di,
    pi,
    elements: elements.map(({ ai, value }) => ({ ai, value })),
    details: {},
    canonical: bracketed(elements),
    digitalLink: problems.length === 0 ? writeDigitalLink(table, elements, []) : null,
    problems,
    warnings: problems.length === 0 ? [...warnings, ...formWarnings(text, elements)] : [],
  };
}

function read(table: AiTable, text: string, problems: Problem[]): FoundElement[] {
  if (text.startsWith("(")) return readBracketed(table, text, problems);
  if (isUri(text)) return readDigitalLink(table, text, problems);
  const symbology = symbologyIdentifiers.get(text.slice(0, 3));
  const isRetail = symbology?.symbology === "EAN13" || symbology?.symbology === "EAN8";
  const start = symbology ? 3 : text.startsWith(groupSeparator) ? 1 : 0;
  if (isRetail || (!symbology && /^(?:\d{8}|\d{12,14})$/.test(text))) return readNumber(table, text, start, problems);
  return readUnbracketed(table, text, groupSeparator, problems, { start });
}

/** A bare number of 8, 12, 13 or 14 digits is that of the trade item; a composite part may follow behind "|]e0". */
function readNumber(table: AiTable, text: string, start: number, problems: Problem[]): FoundElement[] {
  const mark = text.indexOf("|]e0");
  const number = text.slice(start, mark < 0 ? text.length : mark);
  const known = table.find("01");
  if (!known || !/^\d{8}$|^\d{12,14}$/.test(number)) {
    problems.push(problem("NOT_A_GTIN", start, { length: number.length }));
    return [];
  }
  if (checkDigit(number.slice(0, -1)) !== number.slice(-1)) {
    problems.push(problem("INCORRECT_CHECK_DIGIT", start + number.length - 1, { ai: "01", length: 1 }));
  }
  const item = { ai: "01", value: number.padStart(14, "0"), known, at: start };
  return mark < 0 ? [item] : [item, ...readUnbracketed(table, text, groupSeparator, problems, { start: mark + 4 })];
}

const valueBehind = (elements: readonly FoundElement[], ai: string): string | null =>
  elements.find((element) => element.ai === ai)?.value ?? null;

/** Identifiers of dates, and what each is the day of. */
const dates = { "11": "manufacturedOn", "13": "packedOn", "15": "bestBeforeOn", "17": "expiresOn" } as const;

/** What the elements say; days only when they have been found to be days. */
function productionOf(elements: readonly FoundElement[], isSound: boolean): { pi: ProductionIdentifier; warnings: Problem[] } {
  const warnings: Problem[] = [];
  const found: { -readonly [key in keyof ProductionIdentifier]?: ProductionIdentifier[key] } = {
    lot: valueBehind(elements, "10"),
    serial: valueBehind(elements, "21"),
    softwareVersion: valueBehind(elements, "8012"),
  };
  const count = valueBehind(elements, "30") ?? valueBehind(elements, "37");
  if (!isSound) return { pi: identifierOf(found), warnings };
  if (count !== null) found.quantity = Number(count);
  for (const { ai, value, at } of elements) {
    if (ai === "7003") found.expiresOn = `${dayOf(value.slice(0, 6))}T${value.slice(6, 8)}:${value.slice(8)}`;
    if (!(ai in dates)) continue;
    found[dates[ai as keyof typeof dates]] = dayOf(value);
    if (value.endsWith("00")) warnings.push(problem("DAY_NOT_GIVEN", at, { ai, length: value.length }));
  }
  return { pi: identifierOf(found), warnings };
}

/** The day of YYMMDD; day 00 is the last of the month. GS1 General Specifications 3.4. */
function dayOf(yymmdd: string): string {
  const year = yearOf(Number(yymmdd.slice(0, 2)), new Date().getUTCFullYear());
  const month = Number(yymmdd.slice(2, 4));
  return isoDate(year, month, Number(yymmdd.slice(4, 6)) || daysInMonth(year, month));
}

/** Things that cost room or say something odd, though they are allowed. */
function formWarnings(text: string, elements: readonly FoundElement[]): Problem[] {
  const warnings: Problem[] = [];
  const item = elements.find(({ ai }) => ai === "01");
  if (item?.value.startsWith("9")) warnings.push(problem("VARIABLE_MEASURE", item.at, { ai: "01", length: 1 }));
  if (text.endsWith(groupSeparator)) warnings.push(problem("SEPARATOR_AT_END", text.length - 1, { length: 1 }));
  // Elements of fixed length first spare a separator. GS1 General Specifications 7.8.4.
  const first = elements.findIndex(({ known }) => known.needsSeparator);
  const late = first < 0 ? undefined : elements.find(({ known }, i) => i > first && !known.needsSeparator);
  if (late && !isUri(text)) warnings.push(problem("FIXED_AFTER_VARIABLE", late.at - late.ai.length, { ai: late.ai }));
  return warnings;
}
