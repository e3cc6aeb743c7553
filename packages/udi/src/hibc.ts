/** Codes of HIBCC: ANSI/HIBC 2.6, the Supplier Labeling Standard. Primary, secondary and both in one, joined by "/". */
import { dayOfYear, isDay, isoDate } from "./calendar.ts";
import { checkCharacter, set43 } from "./check.ts";
import { type Decoded, identifierOf, type ProductionIdentifier } from "./decoded.ts";
import type { Element } from "./gs1/element.ts";
import { type Problem, problem } from "./problem.ts";

/** The most characters of a lot or serial number. */
const longest = 18;

/** Decodes a HIBC symbol, with or without the asterisks of its printed form. */
export function decodeHibc(text: string): Decoded {
  const isPrinted = text.length > 2 && text.startsWith("*") && text.endsWith("*");
  const reader = new Reader(isPrinted ? text.slice(1, -1) : text, isPrinted ? 1 : 0);
  reader.read();
  const { problems, elements, details, di, pi } = reader;
  return {
    agency: "HIBCC",
    di,
    pi: identifierOf(pi),
    elements,
    details,
    canonical: isPrinted ? text.slice(1, -1) : text,
    digitalLink: null,
    problems,
    warnings: problems.length === 0 && di === null ? [problem("SECONDARY_WITHOUT_DI", 0)] : [],
  };
}

type Found = { -readonly [key in keyof ProductionIdentifier]?: ProductionIdentifier[key] };

/** How a date is written behind its flag. */
interface DateForm {
  readonly name: string;
  readonly length: number;
  /** The ISO date, or the code of what is wrong with it. */
  read(digits: string): { date: string } | { code: string };
}

const two = (digits: string, at: number): number => Number(digits.slice(at, at + 2));

function day(year: number, month: number, date: number, hour?: number): { date: string } | { code: string } {
  if (month < 1 || month > 12) return { code: "ILLEGAL_MONTH" };
  if (!isDay(year, month, date)) return { code: "ILLEGAL_DAY" };
  if (hour === undefined) return { date: isoDate(year, month, date) };
  if (hour > 23) return { code: "ILLEGAL_HOUR" };
  return { date: `${isoDate(year, month, date)}T${String(hour).padStart(2, "0")}` };
}

function julian(digits: string, hour?: number): { date: string } | { code: string } {
  const year = 2000 + two(digits, 0);
  const found = dayOfYear(year, Number(digits.slice(2, 5)));
  return found ? day(year, found.month, found.day, hour) : { code: "ILLEGAL_DAY" };
}

const monthForm: DateForm = {
  name: "MMYY",
  length: 4,
  read: (digits) => {
    const month = two(digits, 0);
    return month < 1 || month > 12 ? { code: "ILLEGAL_MONTH" } : { date: isoDate(2000 + two(digits, 2), month) };
  },
};
const julianForm: DateForm = { name: "YYJJJ", length: 5, read: (digits) => julian(digits) };
const fullForm: DateForm = {
  name: "YYYYMMDD",
  length: 8,
  read: (digits) => day(Number(digits.slice(0, 4)), two(digits, 4), two(digits, 6)),
};

/** The forms behind a flag digit; MMYY has none and begins with 0 or 1 itself. */
const flagged: ReadonlyMap<string, DateForm> = new Map<string, DateForm>([
  ["2", { name: "MMDDYY", length: 6, read: (digits) => day(2000 + two(digits, 4), two(digits, 0), two(digits, 2)) }],
  ["3", { name: "YYMMDD", length: 6, read: (digits) => day(2000 + two(digits, 0), two(digits, 2), two(digits, 4)) }],
  [
    "4",
    {
      name: "YYMMDDHH",
      length: 8,
      read: (digits) => day(2000 + two(digits, 0), two(digits, 2), two(digits, 4), two(digits, 6)),
    },
  ],
  ["5", julianForm],
  ["6", { name: "YYJJJHH", length: 7, read: (digits) => julian(digits, two(digits, 5)) }],
]);

class Reader {
  readonly problems: Problem[] = [];
  readonly elements: Element[] = [];
  readonly details: Record<string, string> = {};
  readonly pi: Found = {};
  di: string | null = null;
  readonly #text: string;
  readonly #shift: number;

  constructor(text: string, shift: number) {
    this.#text = text;
    this.#shift = shift;
  }

  read() {
    const text = this.#text;
    const foreign = [...text].findIndex((character) => !set43.includes(character));
    if (foreign >= 0) return this.#wrong("INVALID_CHARACTER", foreign, { length: 1 });
    if (text.length < 3) return this.#wrong("TOO_SHORT", 0, { length: text.length });
    const end = text.length - 1;
    const wanted = checkCharacter(text.slice(0, end));
    this.details.checkCharacter = text.charAt(end);
    const content = text.slice(1, end);
    if (/^(?:\$|\d{5})/.test(content)) this.#secondary(content);
    else this.#primary(content);
    if (wanted !== text.charAt(end)) this.#wrong("CHECK_CHARACTER", end, { length: 1, detail: wanted });
  }

  #wrong(code: string, at: number, more: { ai?: string; length?: number; detail?: string | null } = {}) {
    this.problems.push(problem(code, at + this.#shift, more));
  }

  /** Labeler, product and unit of measure; what follows behind "/" are fields. */
  #primary(content: string) {
    const slash = content.indexOf("/");
    const di = slash < 0 ? content : content.slice(0, slash);
    const [lic, pcn, unit] = [di.slice(0, 4), di.slice(4, -1), di.slice(-1)];
    if (!/^[A-Z][A-Z0-9]{3}$/.test(lic)) this.#wrong("LABELER_CODE", 1, { ai: "+", length: lic.length });
    else if (!/^[A-Z0-9]{1,18}$/.test(pcn)) this.#wrong("PRODUCT_CODE", 5, { ai: "+", length: pcn.length });
    else if (!/^\d$/.test(unit)) this.#wrong("UNIT_OF_MEASURE", di.length, { ai: "+", length: 1 });
    else Object.assign(this.details, { lic, pcn, unitOfMeasure: unit });
    this.di = di;
    this.elements.push({ ai: "+", value: di });
    if (slash >= 0) this.#fields(content.slice(slash + 1), slash + 2);
  }

  /** Fields of their own symbol: the character before the last links it to its primary. */
  #secondary(content: string) {
    this.details.linkCharacter = content.slice(-1);
    this.#fields(content.slice(0, -1), 1);
  }

  #fields(content: string, from: number) {
    let at = from;
    for (const field of content.split("/")) {
      this.#field(field, at);
      at += field.length + 1;
    }
  }

  #field(field: string, at: number) {
    const [, lead = "", rest = ""] = /^(\$\$\+|\$\$|\$\+|\$|16D|14D|S|Q)(.*)$/.exec(field) ?? [];
    const value = at + lead.length;
    switch (lead) {
      case "$":
        return this.#number("lot", "$", rest, value, false);
      case "$+":
        return this.#number("serial", "$+", rest, value, false);
      case "$$":
        return this.#quantityThenDate(rest, value);
      case "$$+":
        return this.#dated(rest, value, "$$+", "serial");
      case "S":
        return this.#number("serial", "S", rest, value, false);
      case "16D":
        return this.#date("manufacturedOn", "16D", fullForm, rest, value, true);
      case "14D":
        return this.#date("expiresOn", "14D", fullForm, rest, value, true);
      case "Q":
        return this.#quantity("Q", rest, value, /^\d{1,9}$/);
    }
    // The old form: a date of year and day, then the lot.
    if (/^\d{5}/.test(field)) {
      this.#date("expiresOn", "YYJJJ", julianForm, field.slice(0, 5), at, true);
      return this.#number("lot", "lot", field.slice(5), at + 5, true);
    }
    this.#wrong("UNKNOWN_FIELD", at, { length: field.length });
  }

  #quantityThenDate(rest: string, at: number) {
    const [, lead, count = ""] = /^(?:(8)(\d{2})|(9)(\d{5}))/.exec(rest)?.filter((part) => part !== undefined) ?? [];
    if (lead === undefined) {
      if (/^[89]/.test(rest)) return this.#wrong("QUANTITY", at, { ai: "$$", length: rest.length });
      return this.#dated(rest, at, "$$", "lot");
    }
    this.#quantity(`$$${lead}`, count, at + 1, /^\d+$/);
    const left = rest.slice(1 + count.length);
    if (left !== "") this.#dated(left, at + 1 + count.length, "$$", "lot");
  }

  /** A date behind its flag, then a lot or serial number; 7 stands for no date. */
  #dated(rest: string, at: number, lead: string, key: "lot" | "serial") {
    const flag = rest.charAt(0);
    if (flag === "7") return this.#number(key, `${lead}7`, rest.slice(1), at + 1, false);
    const isMonth = flag === "0" || flag === "1";
    const form = isMonth ? monthForm : flagged.get(flag);
    if (!form) return this.#wrong("UNKNOWN_DATE_FLAG", at, { ai: lead, length: Math.min(1, rest.length) });
    const from = isMonth ? 0 : 1;
    const digits = rest.slice(from, from + form.length);
    this.#date("expiresOn", isMonth ? lead : `${lead}${flag}`, form, digits, at + from, false);
    this.#number(key, key, rest.slice(from + form.length), at + from + form.length, true);
  }

  #date(key: "expiresOn" | "manufacturedOn", ai: string, form: DateForm, digits: string, at: number, isWhole: boolean) {
    if (!/^\d*$/.test(digits)) return this.#wrong("NON_DIGIT_CHARACTER", at, { ai, length: digits.length });
    if (digits.length < form.length) return this.#wrong("DATE_TOO_SHORT", at, { ai, length: digits.length });
    if (isWhole && digits.length > form.length) return this.#wrong("DATE_TOO_LONG", at, { ai, length: digits.length });
    const read = form.read(digits);
    if ("code" in read) return this.#wrong(read.code, at, { ai, length: digits.length });
    if (key === "expiresOn") Object.assign(this.details, { expiryFormat: form.name, expiryRaw: digits });
    this.#set(key, read.date, ai, digits, at);
  }

  #number(key: "lot" | "serial", ai: string, value: string, at: number, mayBeEmpty: boolean) {
    if (value === "" && mayBeEmpty) return;
    if (value === "") return this.#wrong("EMPTY_VALUE", at, { ai });
    if (value.length > longest) {
      return this.#wrong("VALUE_TOO_LONG", at + longest, { ai, length: value.length - longest, detail: `${longest}` });
    }
    this.#set(key, value, ai, value, at);
  }

  #quantity(ai: string, digits: string, at: number, form: RegExp) {
    if (!form.test(digits)) return this.#wrong("QUANTITY", at, { ai, length: digits.length });
    this.#set("quantity", Number(digits), ai, digits, at);
  }

  #set<K extends keyof Found>(key: K, value: NonNullable<Found[K]>, ai: string, raw: string, at: number) {
    if (this.pi[key] !== undefined) return this.#wrong("DUPLICATE_FIELD", at, { ai, length: raw.length });
    this.pi[key] = value as Found[K];
    this.elements.push({ ai, value: raw });
  }
}
