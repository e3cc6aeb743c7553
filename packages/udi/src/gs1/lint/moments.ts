/** Dates and times. GS1 General Specifications 3.4 and 7.12. */
import { daysInMonth, yearOf } from "../../calendar.ts";
import { fault, type Linter } from "../../problem.ts";
import { csetnumeric } from "./characters.ts";

/** YYYYMMDD, where day 00 stands for "not given". */
const yyyymmd0: Linter = (text) => {
  if (text.length !== 8) return fault(text.length < 8 ? "DATE_TOO_SHORT" : "DATE_TOO_LONG", 0, text.length);
  const wrong = csetnumeric(text);
  if (wrong) return wrong;
  const month = Number(text.slice(4, 6));
  if (month < 1 || month > 12) return fault("ILLEGAL_MONTH", 4, 2);
  return Number(text.slice(6)) > daysInMonth(Number(text.slice(0, 4)), month) ? fault("ILLEGAL_DAY", 6, 2) : null;
};

const yyyymmdd: Linter = (text) => yyyymmd0(text) ?? (text.endsWith("00") ? fault("ILLEGAL_DAY", 6, 2) : null);

/** YYMMDD, where day 00 stands for "not given"; the century by the sliding window. */
const yymmd0: Linter = (text) => {
  if (text.length !== 6) return fault(text.length < 6 ? "DATE_TOO_SHORT" : "DATE_TOO_LONG", 0, text.length);
  const wrong = csetnumeric(text);
  if (wrong) return wrong;
  const year = yearOf(Number(text.slice(0, 2)), new Date().getUTCFullYear());
  const late = yyyymmd0(`${year}${text.slice(2)}`);
  return late && fault(late.code, late.at - 2, late.length);
};

export const yymmdd: Linter = (text) => yymmd0(text) ?? (text.endsWith("00") ? fault("ILLEGAL_DAY", 4, 2) : null);

/** Two digits up to a highest. */
const part = (name: string, most: number): Linter => {
  return (text) => {
    if (text.length !== 2) return fault(`${name}_TOO_${text.length < 2 ? "SHORT" : "LONG"}`, 0, text.length);
    return csetnumeric(text) ?? (Number(text) > most ? fault(`ILLEGAL_${name}`, 0, 2) : null);
  };
};

const hh = part("HOUR", 23);
const mi = part("MINUTE", 59);
const ss = part("SECOND", 59);

const hhmi: Linter = (text) => {
  if (text.length !== 4) return fault(`HOUR_WITH_MINUTE_TOO_${text.length < 4 ? "SHORT" : "LONG"}`, 0, text.length);
  const hour = hh(text.slice(0, 2));
  if (hour) return hour;
  const minute = mi(text.slice(2));
  return minute && fault(minute.code, minute.at + 2, minute.length);
};

/** These by GS1's names. */
export const momentLinters = {
  yyyymmd0,
  yyyymmdd,
  yymmd0,
  yymmdd,
  hh,
  mi,
  ss,
  hhmi,
};
