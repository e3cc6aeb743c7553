import { addDays, type Due, isWorked, mondayToFriday, shiftSpans, type WorkingDays } from "@lotline/schema";
import { dayStart, type Reader } from "./context.ts";
import { instantAt, wallIn } from "./wall.ts";

const hourMs = 3_600_000;
const oneDay = 24 * hourMs;
const minutesPerDay = 1440;
// Nobody closes for ten years; a calendar that says so must not hang the command.
const mostDays = 3_650;

/**
 * The working day to which an instant belongs, and how far into it the wall clock is: in a shift over midnight it is still the day on
 * which the shift began.
 */
function workDayAt(at: Date, zone: string, calendar: WorkingDays): { day: string; minutes: number } {
  const wall = wallIn(zone, at);
  const before = addDays(wall.day, -1);
  const minutes = wall.minutes + minutesPerDay;
  const goesOn = isWorked(calendar, before) && shiftSpans(calendar).some(([, end]) => minutes < end);
  return goesOn ? { day: before, minutes } : wall;
}

/**
 * The instant so many working days later: the same time of the day on a working day. What begins on a day off begins with the next
 * working day, so its first working day is over at the end of that day.
 */
export function afterWorkingDays(from: Date, days: number, zone: string, calendar: WorkingDays): Date {
  const first = workDayAt(from, zone, calendar);
  let [day, left] = [first.day, days];
  for (let step = 0; left > 0 && step < mostDays; step++) {
    day = addDays(day, 1);
    if (isWorked(calendar, day)) left--;
  }
  if (!isWorked(calendar, first.day)) return dayStart(zone, addDays(day, 1));
  const late = first.minutes >= minutesPerDay;
  return instantAt(
    zone,
    late ? { day: addDays(day, 1), minutes: first.minutes - minutesPerDay } : { day, minutes: first.minutes },
  );
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
