/** How much working time lies between two instants, by the calendar of a site (rule `working-days`). */
import { dateIn, dayStart, type Reader } from "./context.ts";
import { isWorked, mondayToFriday, type WorkingDays } from "./due.ts";

const minuteMs = 60_000;
const oneDay = 86_400_000;
// Older than any open task that somebody still looks at; a wrong date must not hang a list.
const mostDays = 3_650;

/** Where a calendar names no hours. */
const officeHours = { from: "08:00", to: "17:00" };

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** How long a working day is, in minutes. */
export function workDayMinutes({ hours = officeHours }: WorkingDays): number {
  return minutesOf(hours.to) - minutesOf(hours.from);
}

/** Working minutes from one instant to another, negative when it lies before; whole minutes, rounded down. */
export function workingMinutes(from: Date, to: Date, zone: string, calendar: WorkingDays): number {
  if (to < from) return -workingMinutes(to, from, zone, calendar);
  const { from: opens, to: closes } = calendar.hours ?? officeHours;
  let day = dateIn(zone, from);
  let sum = 0;
  for (let step = 0; step < mostDays; step++) {
    const start = dayStart(zone, day).getTime();
    if (start > to.getTime()) break;
    if (isWorked(calendar, day)) {
      const begin = Math.max(start + minutesOf(opens) * minuteMs, from.getTime());
      const end = Math.min(start + minutesOf(closes) * minuteMs, to.getTime());
      sum += Math.max(0, end - begin);
    }
    day = new Date(Date.parse(day) + oneDay).toISOString().slice(0, 10);
  }
  return Math.floor(sum / minuteMs);
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
