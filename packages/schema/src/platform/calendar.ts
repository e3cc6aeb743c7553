/** Which days and hours a site works (rule `working-days`): what the rule holds, what it must look like, and how it is told. */
import { isDate } from "../kit/day.ts";
import { type Label, label } from "../kit/label.ts";

/** A piece of a day, HH:MM; 24:00 is its end. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

/** A shift belongs to the day on which it begins; one that ends before it begins goes over midnight. */
export interface Shift extends Hours {
  readonly break?: Hours;
}

export interface WorkingDays {
  /** 1 is Monday. */
  readonly weekdays: readonly number[];
  /** Days off on a working day of the week, YYYY-MM-DD. */
  readonly off?: readonly string[];
  /** Worked although their day of the week is off, as before a long holiday (调休). */
  readonly worked?: readonly string[];
  /** Opening hours of a day, where there are no shifts. */
  readonly hours?: Hours;
  readonly shifts?: readonly Shift[];
}

/** Minutes since the midnight with which the day of a shift begins; the end may lie on the day after. */
export type Span = readonly [from: number, to: number];

const minutesPerDay = 1440;

/** Minutes since midnight of HH:MM. */
export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** Where a calendar names no hours. */
export const officeHours: Hours = { from: "08:00", to: "17:00" };

/** Monday to Friday, where no rule says more. */
export const mondayToFriday: WorkingDays = { weekdays: [1, 2, 3, 4, 5] };

const weekdayOf = (day: string): number => new Date(day).getUTCDay() || 7;

/** Whether a day (YYYY-MM-DD) is worked. */
export const isWorked = ({ weekdays, off = [], worked = [] }: WorkingDays, day: string): boolean =>
  worked.includes(day) || (!off.includes(day) && weekdays.includes(weekdayOf(day)));

const spanOf = ({ from, to }: Hours): Span => {
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  return [begin, end > begin ? end : end + minutesPerDay];
};

// A break after midnight, in a shift that began before it.
const breakIn = ([begin]: Span, { from, to }: Hours): Span => {
  const [first, last] = spanOf({ from, to });
  return first < begin ? [first + minutesPerDay, last + minutesPerDay] : [first, last];
};

/** The shifts of a worked day with their breaks in them; the hours count as one shift. */
export const shiftSpans = ({ shifts, hours = officeHours }: WorkingDays): Span[] => (shifts ?? [hours]).map(spanOf);

/** What is worked of a worked day: the shifts without their breaks. */
export const workedSpans = ({ shifts, hours = officeHours }: WorkingDays): Span[] =>
  (shifts ?? [hours]).flatMap((shift: Shift): Span[] => {
    const [begin, end] = spanOf(shift);
    if (!shift.break) return [[begin, end]];
    const [stops, goesOn] = breakIn([begin, end], shift.break);
    return [
      [begin, stops],
      [goesOn, end],
    ];
  });

const isClock = (value: unknown): value is string => typeof value === "string" && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(value);

const isHours = (value: unknown): value is Hours =>
  typeof value === "object" && value !== null && "from" in value && "to" in value && isClock(value.from) && isClock(value.to);

/** Office hours end on the day on which they begin. */
export const isOpening = (value: unknown): boolean => isHours(value) && value.from < value.to;

/** A shift of at most a day whose break lies inside it. */
function isShift(value: unknown): boolean {
  if (!isHours(value) || value.from === value.to || value.from === "24:00") return false;
  const pause = "break" in value ? value.break : undefined;
  if (pause === undefined) return true;
  if (!isHours(pause) || pause.from === pause.to) return false;
  const span = spanOf(value);
  const [stops, goesOn] = breakIn(span, pause);
  return stops > span[0] && goesOn < span[1];
}

export const mostShifts = 6;

/** One to six shifts. They may overlap, as where one is handed over to the next. */
export const areShifts = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.length <= mostShifts && value.every(isShift);

const weekdayNames: readonly Label[] = [
  label("Mon", "周一"),
  label("Tue", "周二"),
  label("Wed", "周三"),
  label("Thu", "周四"),
  label("Fri", "周五"),
  label("Sat", "周六"),
  label("Sun", "周日"),
];

/** The short name of a day of the week; 1 is Monday. */
export const weekdayName = (day: number): Label => weekdayNames[day - 1] ?? label(String(day), String(day));

/** The days that differ of one year: off first, worked then. */
export const daysOfYear = ({ off = [], worked = [] }: WorkingDays, year: string): readonly [off: number, worked: number] => [
  off.filter((day) => day.startsWith(year)).length,
  worked.filter((day) => day.startsWith(year)).length,
];

/** A calendar in words: days of the week, hours or shifts, and how many days of this and the next year differ. */
export function calendarWords(calendar: WorkingDays, today: string): Label {
  const days = [...calendar.weekdays].sort().map(weekdayName);
  const shifts = (calendar.shifts ?? [calendar.hours ?? officeHours]).map(
    ({ from, to, break: pause }: Shift) => `${from}–${to}${pause ? ` (−${pause.from}–${pause.to})` : ""}`,
  );
  const years = [today.slice(0, 4), String(Number(today.slice(0, 4)) + 1)].map(
    (year) => [year, ...daysOfYear(calendar, year)] as const,
  );
  return {
    en: [
      `${days.map(({ en }) => en).join(" ")} · ${shifts.join(", ")}`,
      ...years.map(([year, off, worked]) => `${year}: ${off} off, ${worked} worked`),
    ].join(" · "),
    zh: [
      `${days.map(({ zh }) => zh).join("")} · ${shifts.join("，")}`,
      ...years.map(([year, off, worked]) => `${year}：休 ${off} 天，调班 ${worked} 天`),
    ].join(" · "),
  };
}

/** A day off where it was worked and the other way round; what the day of the week says anyway is not listed. */
export function withDay(calendar: WorkingDays, day: string): WorkingDays {
  const works = !isWorked(calendar, day);
  const usual = calendar.weekdays.includes(weekdayOf(day));
  const without = (days: readonly string[] = []) => days.filter((other) => other !== day);
  const put = (days: readonly string[], differs: boolean) => (differs ? [...days, day].sort() : days);
  return {
    ...calendar,
    off: put(without(calendar.off), !works && usual),
    worked: put(without(calendar.worked), works && !usual),
  };
}

/**
 * The year before laid over a year: the same dates off and worked where they differ from the day of the week. Holidays by the moon
 * and make-up days fall on other dates each year, so what comes out is a beginning to be looked at, never a published calendar.
 */
export function withLastYear(calendar: WorkingDays, year: number): WorkingDays {
  const shifted = (days: readonly string[] = []) =>
    days.flatMap((day) => (day.startsWith(`${year - 1}-`) ? [`${year}${day.slice(4)}`] : []));
  const isUsual = (day: string) => calendar.weekdays.includes(weekdayOf(day));
  const keep = (days: readonly string[] = []) => days.filter((day) => !day.startsWith(`${year}-`));
  return {
    ...calendar,
    off: [...keep(calendar.off), ...shifted(calendar.off).filter((day) => isDate(day) && isUsual(day))].sort(),
    worked: [...keep(calendar.worked), ...shifted(calendar.worked).filter((day) => isDate(day) && !isUsual(day))].sort(),
  };
}
