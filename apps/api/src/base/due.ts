import type { Due } from "@lotline/schema";
import { dateIn, dayStart, type Reader } from "./context.ts";

const hourMs = 3_600_000;
const oneDay = 24 * hourMs;
// Nobody closes for ten years; a calendar that says so must not hang the command.
const mostDays = 3_650;

/** Which days a site works, as the rule `working-days` says: days of the week (1 is Monday), and single days that differ. */
export interface WorkingDays {
  readonly weekdays: readonly number[];
  /** Days off on a working day of the week, YYYY-MM-DD. */
  readonly off?: readonly string[];
  /** Worked although their day of the week is off, as before a long holiday. */
  readonly worked?: readonly string[];
  /** Working hours of a day, HH:MM; 24:00 is its end. */
  readonly hours?: { readonly from: string; readonly to: string };
}

/** Monday to Friday, where no rule says more. */
export const mondayToFriday: WorkingDays = { weekdays: [1, 2, 3, 4, 5] };

/** Whether a day (YYYY-MM-DD) is worked. */
export const isWorked = ({ weekdays, off = [], worked = [] }: WorkingDays, day: string): boolean =>
  worked.includes(day) || (!off.includes(day) && weekdays.includes(new Date(day).getUTCDay() || 7));

const dayAfter = (day: string): string => new Date(Date.parse(day) + oneDay).toISOString().slice(0, 10);

/**
 * The instant so many working days later: the same time of the day on a working day. What begins on a day off begins with the next
 * working day, so its first working day is over at the end of that day.
 */
export function afterWorkingDays(from: Date, days: number, zone: string, calendar: WorkingDays): Date {
  const first = dateIn(zone, from);
  let [day, left] = [first, days];
  for (let step = 0; left > 0 && step < mostDays; step++) {
    day = dayAfter(day);
    if (isWorked(calendar, day)) left--;
  }
  if (!isWorked(calendar, first)) return dayStart(zone, dayAfter(day));
  return new Date(dayStart(zone, day).getTime() + (from.getTime() - dayStart(zone, first).getTime()));
}

/** When something that begins now is due, in the working days of its site where it says so. */
export async function dueFrom(reader: Reader, { hours = 0, days = 0, workingDays }: Due<string>["within"], site: string | null) {
  if (workingDays === undefined) return new Date(reader.now.getTime() + hours * hourMs + days * oneDay);
  const [place] = await reader.sql<{ number: string; zone: string }>("select number, zone from site where id = ?", [site]);
  const rules = await reader.rule("working-days");
  // The content of this rule is checked when the rule is approved.
  const calendar = (rules.get(place?.number ?? "") ?? rules.get("default") ?? mondayToFriday) as WorkingDays;
  return afterWorkingDays(reader.now, workingDays, place?.zone ?? reader.firmZone, calendar);
}
