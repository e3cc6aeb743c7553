/** Days of the calendar, as codes write them. */

/** The number of days of a month; `month` from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The year of two digits by the sliding window of GS1 General Specifications 7.12: 51 ahead is the century before, 50 back the next. */
export function yearOf(twoDigits: number, now: number): number {
  const century = now - (now % 100);
  const ahead = twoDigits - (now % 100);
  if (ahead >= 51) return century - 100 + twoDigits;
  if (ahead <= -50) return century + 100 + twoDigits;
  return century + twoDigits;
}

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** `YYYY-MM-DD`, or `YYYY-MM` without a day. */
export function isoDate(year: number, month: number, day?: number): string {
  const text = `${String(year).padStart(4, "0")}-${two(month)}`;
  return day === undefined ? text : `${text}-${two(day)}`;
}

/** Whether there is such a day. */
export const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

/** Month and day of the n-th day of a year; null when the year has no such day. */
export function dayOfYear(year: number, n: number): { month: number; day: number } | null {
  let day = n;
  for (let month = 1; month <= 12; month += 1) {
    const days = daysInMonth(year, month);
    if (day >= 1 && day <= days) return { month, day };
    day -= days;
  }
  return null;
}
