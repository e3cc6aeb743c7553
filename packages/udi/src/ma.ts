/** MA codes of ZIIOT (China): MA.156.M0.registrant.item, then fields in any order. The check characters are opaque: their rule is not public. */
import { isDay, isoDate } from "./calendar.ts";
import { type Decoded, identifierOf, type ProductionIdentifier } from "./decoded.ts";
import type { Element } from "./gs1/element.ts";
import { type Problem, problem } from "./problem.ts";

/** Fields by their letter. */
const fields: Readonly<Record<string, keyof ProductionIdentifier | "insuranceCode" | "checkCharacter">> = {
  M: "manufacturedOn",
  L: "lot",
  D: "sterilizationLot",
  S: "serial",
  V: "validUntil",
  E: "expiresOn",
  Y: "insuranceCode",
  C: "checkCharacter",
};
const dates = new Set(["manufacturedOn", "validUntil", "expiresOn"]);
/** As long as any field is taken: the agency names no limit. */
const longest = 50;

const leads = ["MA", "156", "M0"];

/** Decodes an MA code. */
export function decodeMa(text: string): Decoded {
  const problems: Problem[] = [];
  const elements: Element[] = [];
  const details: Record<string, string> = {};
  const pi: Record<string, string> = {};
  const parts = text.split(".");
  const [registrant = "", item = ""] = parts.slice(3, 5);
  let at = 0;
  parts.forEach((part, i) => {
    const lead = leads[i];
    if (lead !== undefined && part !== lead) problems.push(problem("MA_LEAD", at, { length: part.length, detail: lead }));
    if (i === 3 && !/^\d{6}$/.test(part)) problems.push(problem("REGISTRANT", at, { length: part.length }));
    if (i === 4 && !/^[0-9A-Za-z]{8}$/.test(part)) problems.push(problem("ITEM_CODE", at, { length: part.length }));
    if (i > 4) readField(part, at, { problems, elements, details, pi });
    at += part.length + 1;
  });
  if (parts.length < 5) problems.push(problem("TOO_SHORT", text.length));
  const di = parts.length < 5 ? null : parts.slice(0, 5).join(".");
  if (problems.length === 0) Object.assign(details, { registrant, packageLevel: item.charAt(0), item: item.slice(1, 7) });
  if (di !== null) elements.unshift({ ai: "MA", value: di });
  return {
    agency: "ZIIOT-MA",
    di,
    pi: identifierOf(pi as Partial<ProductionIdentifier>),
    elements,
    details,
    canonical: text,
    digitalLink: null,
    problems,
    warnings: [],
  };
}

interface Sink {
  readonly problems: Problem[];
  readonly elements: Element[];
  readonly details: Record<string, string>;
  readonly pi: Record<string, string>;
}

function readField(part: string, at: number, { problems, elements, details, pi }: Sink): void {
  const [ai, raw] = [part.charAt(0), part.slice(1)];
  const key = Object.hasOwn(fields, ai) ? fields[ai] : undefined;
  const wrong = (code: string, length = raw.length) => problems.push(problem(code, at + 1, { ai, length }));
  if (key === undefined) return void problems.push(problem("UNKNOWN_FIELD", at, { length: part.length }));
  if (raw === "") return void wrong("EMPTY_VALUE");
  if (raw.length > longest) return void wrong("VALUE_TOO_LONG");
  if (!/^[\x21-\x7e]+$/.test(raw)) return void wrong("INVALID_CHARACTER");
  const value = dates.has(key) ? dayOf(raw) : { text: raw };
  if ("code" in value) return void wrong(value.code);
  const target = key === "insuranceCode" || key === "checkCharacter" ? details : pi;
  if (target[key] !== undefined) return void wrong("DUPLICATE_FIELD");
  target[key] = value.text;
  elements.push({ ai, value: raw });
}

/** YYMMDD or YYYYMMDD. */
function dayOf(raw: string): { text: string } | { code: string } {
  if (!/^(?:\d{6}|\d{8})$/.test(raw)) return { code: /^\d*$/.test(raw) ? "DATE_LENGTH" : "NON_DIGIT_CHARACTER" };
  const full = raw.length === 6 ? `20${raw}` : raw;
  const [year, month, day] = [Number(full.slice(0, 4)), Number(full.slice(4, 6)), Number(full.slice(6))];
  if (month < 1 || month > 12) return { code: "ILLEGAL_MONTH" };
  return isDay(year, month, day) ? { text: isoDate(year, month, day) } : { code: "ILLEGAL_DAY" };
}
