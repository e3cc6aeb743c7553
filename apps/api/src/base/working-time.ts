/** How much working time lies between two instants, by the calendar of a site (rule `working-days`). */
import { addDays } from "@lotline/schema";
import type { Reader } from "./context.ts";
import { isWorked, mondayToFriday, type WorkingDays } from "./due.ts";

const minutesPerDay = 1440;
// Older than any open task that somebody still looks at; a wrong date must not hang a list.
const mostDays = 3_650;

/** Where a calendar names no hours. */
const officeHours = { from: "08:00", to: "17:00" };

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** How long a working day is, in minutes. */
export function workDayMinutes({ hours = officeHours }: WorkingDays): number {
  return minutesOf(hours.to) - minutesOf(hours.from);
}

interface Wall {
  readonly day: string;
  /** Since midnight on the wall, also on a day on which the clock changes. */
  readonly minutes: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall of a zone shows. */
function wallIn(zone: string, at: Date): Wall {
  // Making a formatter costs more than formatting; a firm has a handful of zones.
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
    formats.set(zone, format);
  }
  const [day = "", clock = ""] = format.format(at).split(" ");
  return { day, minutes: minutesOf(clock) + Number(clock.slice(6, 8)) / 60 };
}

/**
 * Working minutes from one instant to another, negative when it lies before; whole minutes, rounded down. Counted on the clock on the
 * wall, by which a site opens and closes: a working day is as long on the day of a clock change as on any other.
 */
export function workingMinutes(from: Date, to: Date, zone: string, calendar: WorkingDays): number {
  if (to < from) return 0 - workingMinutes(to, from, zone, calendar);
  const { from: opens, to: closes } = calendar.hours ?? officeHours;
  const [begin, end] = [wallIn(zone, from), wallIn(zone, to)];
  let sum = 0;
  for (let [day, step] = [begin.day, 0]; day <= end.day && step < mostDays; step++) {
    if (isWorked(calendar, day)) {
      const [first, last] = [day === begin.day ? begin.minutes : 0, day === end.day ? end.minutes : minutesPerDay];
      sum += Math.max(0, Math.min(minutesOf(closes), last) - Math.max(minutesOf(opens), first));
    }
    day = addDays(day, 1);
  }
  // Seconds are fractions here; what is a whole number of minutes must not fall below it.
  return Math.floor(sum + 1e-6);
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
