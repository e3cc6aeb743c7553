/** How much working time lies between two instants, by the calendar of a site (rule `working-days`). */
import { addDays, isWorked, mondayToFriday, type Span, shiftSpans, type WorkingDays, workedSpans } from "@lotline/schema";
import type { Reader } from "./context.ts";
import { instantAt, wallIn } from "./wall.ts";

const minutesPerDay = 1440;
// Older than any open task that somebody still looks at; a wrong date must not hang a list.
const mostDays = 3_650;

/** Minutes between two marks that at least one span covers: shifts that overlap are counted once. */
function covered(spans: readonly Span[], first: number, last: number): number {
  let [sum, done] = [0, first];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, Math.min(to, last) - Math.max(from, done));
    done = Math.max(done, to);
  }
  return sum;
}

const shifted = (spans: readonly Span[], days: number): Span[] =>
  spans.map(([from, to]) => [from + days * minutesPerDay, to + days * minutesPerDay]);

/** How long a working day is, in minutes, breaks not counted; what goes over midnight is counted where days follow each other. */
export function workDayMinutes(calendar: WorkingDays): number {
  const spans = workedSpans(calendar);
  return covered([...spans, ...shifted(spans, 1)], minutesPerDay, 2 * minutesPerDay);
}

/**
 * Working minutes from one instant to another, negative when it lies before; whole minutes, rounded down. Counted on the clock on the
 * wall, by which a site opens and closes: a working day is as long on the day of a clock change as on any other.
 */
export function workingMinutes(from: Date, to: Date, zone: string, calendar: WorkingDays): number {
  if (to < from) return 0 - workingMinutes(to, from, zone, calendar);
  const [begin, end] = [wallIn(zone, from), wallIn(zone, to)];
  const spans = workedSpans(calendar);
  const worked: Span[] = [];
  let step = -1;
  // From the day before: its last shift may go over midnight.
  for (let day = addDays(begin.day, -1); day <= end.day && step < mostDays; day = addDays(day, 1)) {
    if (isWorked(calendar, day)) worked.push(...shifted(spans, step));
    step++;
  }
  // Seconds are fractions here; what is a whole number of minutes must not fall below it.
  return Math.floor(covered(worked, begin.minutes, (step - 1) * minutesPerDay + end.minutes) + 1e-6);
}

/** Whether an instant lies in a shift, its breaks in it; always where the calendar has no shifts. */
export function isInShift(at: Date, zone: string, calendar: WorkingDays): boolean {
  if (!calendar.shifts) return true;
  const { day, minutes } = wallIn(zone, at);
  return [0, 1].some(
    (ago) =>
      isWorked(calendar, addDays(day, -ago)) &&
      shiftSpans(calendar).some(([from, to]) => minutes + ago * minutesPerDay >= from && minutes + ago * minutesPerDay < to),
  );
}

/** From when on somebody is at work: the instant itself within a shift, its breaks in it, else the beginning of the next one. */
export function nextShift(at: Date, zone: string, calendar: WorkingDays): Date {
  const { day, minutes } = wallIn(zone, at);
  // From the day before: its last shift may go over midnight. A calendar without a working day within a year is not waited for.
  for (let step = -1; step < 366; step++) {
    const shown = minutes - step * minutesPerDay;
    const open = shiftSpans(calendar).filter(([, end]) => shown < end);
    if (open.length === 0 || !isWorked(calendar, addDays(day, step))) continue;
    const begin = Math.min(...open.map(([from]) => from));
    return begin <= shown ? at : instantAt(zone, { day: addDays(day, step), minutes: begin });
  }
  return at;
}

/** Calendar and zone of each site by id, and of what belongs to none under null. */
export async function calendarsOf(reader: Reader): Promise<ReadonlyMap<string | null, { zone: string; calendar: WorkingDays }>> {
  const rules = await reader.rule("working-days");
  const sites = await reader.sql<{ id: string; number: string; zone: string }>("select id, number, zone from site");
  // The content of this rule is checked when the rule is approved.
  const calendarOf = (key: string) => (rules.get(key) ?? rules.get("default") ?? mondayToFriday) as WorkingDays;
  return new Map([
    [null, { zone: reader.firmZone, calendar: calendarOf("default") }],
    ...sites.map(({ id, number, zone }) => [id, { zone, calendar: calendarOf(number) }] as const),
  ]);
}
