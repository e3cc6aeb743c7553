/** Spans of days told from today: "last30d", "thisMonth". One grammar for filters, saved views and exports; pure calendar arithmetic. */

import { isDate } from "./day.ts";
import type { Label } from "./label.ts";

/** Calendar periods, from the shortest to the longest. */
export const periods = ["day", "week", "month", "quarter", "year"] as const;
export type Period = (typeof periods)[number];

/** A span of days as it is told, without the day it is told on. */
export type Relative =
  /** The period so many before or after the one that today is in. */
  | { readonly kind: "period"; readonly period: Period; readonly offset: -1 | 0 | 1 }
  /** Before today; after today. */
  | { readonly kind: "past" }
  | { readonly kind: "future" }
  /** So many days, weeks or months that end (last) or begin (next) with today. */
  | { readonly kind: "last" | "next"; readonly count: number; readonly unit: "d" | "w" | "m" };

/** Calendar days, both included; an end that is left out is open. */
export interface DaySpan {
  readonly from?: string;
  readonly to?: string;
}

const named: { readonly [text: string]: Relative } = {
  yesterday: { kind: "period", period: "day", offset: -1 },
  today: { kind: "period", period: "day", offset: 0 },
  tomorrow: { kind: "period", period: "day", offset: 1 },
  past: { kind: "past" },
  future: { kind: "future" },
};
const offsets = { last: -1, this: 0, next: 1 } as const;

/**
 * Reads a relative span: today, yesterday, tomorrow, this|last|next + Week|Month|Quarter|Year, past, future, last|next + 1…999 +
 * d|w|m. Null for anything else.
 */
export function readRelative(text: string): Relative | null {
  if (Object.hasOwn(named, text)) return named[text] ?? null;
  const period = /^(this|last|next)(Week|Month|Quarter|Year)$/.exec(text);
  // The pattern names keys of `offsets` and members of `periods` only.
  if (period)
    return {
      kind: "period",
      period: period[2]?.toLowerCase() as Period,
      offset: offsets[period[1] as keyof typeof offsets],
    };
  const counted = /^(last|next)([1-9]\d{0,2})([dwm])$/.exec(text);
  if (!counted) return null;
  return { kind: counted[1] as "last" | "next", count: Number(counted[2]), unit: counted[3] as "d" | "w" | "m" };
}

/**
 * The calendar days of a relative span as told on a day (YYYY-MM-DD). Weeks are those of ISO 8601, from Monday to Sunday. "last30d"
 * are the thirty days up to today, today included, "next30d" the thirty from today on; a month ends on the last day where it has
 * no such day (a month back from 31 March is 28 February, so "last1m" is 1 to 31 March).
 */
export function spanOf(relative: Relative, today: string): DaySpan {
  switch (relative.kind) {
    case "past":
      return { to: addDays(today, -1) };
    case "future":
      return { from: addDays(today, 1) };
    case "period":
      return periodSpan(relative.period, step(relative.period, periodStart(relative.period, today), relative.offset));
    case "last":
      return { from: addDays(shift(today, -relative.count, relative.unit), 1), to: today };
    case "next":
      return { from: today, to: addDays(shift(today, relative.count, relative.unit), -1) };
  }
}

/** The first day of the period that a day lies in. */
export function periodStart(period: Period, day: string): string {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))];
  switch (period) {
    case "day":
      return day;
    case "week":
      return addDays(day, -((weekday(day) + 6) % 7));
    case "month":
      return `${day.slice(0, 7)}-01`;
    case "quarter":
      return `${year}-${two(month - ((month - 1) % 3))}-01`;
    case "year":
      return `${year}-01-01`;
  }
}

/** All days of the period that begins on a day. */
export const periodSpan = (period: Period, start: string): { readonly from: string; readonly to: string } => ({
  from: start,
  to: addDays(step(period, start, 1), -1),
});

function step(period: Period, start: string, by: number): string {
  if (period === "day") return addDays(start, by);
  if (period === "week") return addDays(start, 7 * by);
  return addMonths(start, { month: 1, quarter: 3, year: 12 }[period] * by);
}

const shift = (day: string, count: number, unit: "d" | "w" | "m"): string =>
  unit === "m" ? addMonths(day, count) : addDays(day, unit === "w" ? 7 * count : count);

/** A day so many days later. */
export function addDays(day: string, days: number): string {
  return textOf(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000);
}

function addMonths(day: string, months: number): string {
  const all = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(all / 12), all % 12];
  // Day 0 of the next month is the last one of this.
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return `${String(year).padStart(4, "0")}-${two(month + 1)}-${two(Math.min(Number(day.slice(8, 10)), last))}`;
}

const two = (value: number): string => String(value).padStart(2, "0");
const textOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** The week of ISO 8601 that a Monday begins, as "2026-W28": the year is that of its Thursday. */
function isoWeek(monday: string): string {
  const thursday = addDays(monday, 3);
  const first = periodStart("week", `${thursday.slice(0, 4)}-01-04`);
  const number = Math.round((Date.parse(monday) - Date.parse(first)) / (7 * 86_400_000)) + 1;
  return `${thursday.slice(0, 4)}-W${two(number)}`;
}

const months = "January February March April May June July August September October November December".split(" ");

/** How a period is called, told by its first day: "July 2026", "2026年7月". */
export function periodLabel(period: Period, start: string): Label {
  const [year, month] = [start.slice(0, 4), Number(start.slice(5, 7))];
  switch (period) {
    case "day":
      return { en: start, zh: start };
    case "week": {
      const { from, to } = periodSpan("week", start);
      return { en: `${isoWeek(start)} (${from} to ${to})`, zh: `${isoWeek(start)}（${from} 至 ${to}）` };
    }
    case "month":
      return { en: `${months[month - 1]} ${year}`, zh: `${year}年${month}月` };
    case "quarter":
      return { en: `Q${(month + 2) / 3} ${year}`, zh: `${year}年第${(month + 2) / 3}季度` };
    case "year":
      return { en: year, zh: `${year}年` };
  }
}

/** What a list is grouped by: a column, and for days and instants the period. */
export interface Grouping {
  readonly column: string;
  readonly period?: Period;
}

/** Reads "state" or "createdAt:month"; null for anything else. Whether the record has such a column is not asked here. */
export function readGrouping(by: string): Grouping | null {
  const match = /^([a-z][A-Za-z0-9]{0,39})(?::(day|week|month|quarter|year))?$/.exec(by);
  if (!match?.[1]) return null;
  return match[2] ? { column: match[1], period: match[2] as Period } : { column: match[1] };
}

/** True for the key of a group of a period: its first day. */
export const isPeriodStart = (period: Period, key: string): boolean => isDate(key) && periodStart(period, key) === key;
