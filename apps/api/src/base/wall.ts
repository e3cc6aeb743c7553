/** The clock on the wall of a time zone: what it shows at an instant, and at which instant it shows something. */
import { dayStart } from "./context.ts";

export interface Wall {
  readonly day: string;
  /** Since midnight on the wall, also on a day on which the clock changes; seconds are fractions. */
  readonly minutes: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall of a zone shows. */
export function wallIn(zone: string, at: Date): Wall {
  // Making a formatter costs more than formatting; a firm has a handful of zones.
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
    formats.set(zone, format);
  }
  const [day = "", clock = ""] = format.format(at).split(" ");
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return { day, minutes: hours * 60 + minutes + (seconds * 1000 + at.getUTCMilliseconds()) / 60_000 };
}

/** The instant at which the wall shows so many minutes of a day; where the clock leaves them out, as much later. */
export function instantAt(zone: string, { day, minutes }: Wall): Date {
  const start = dayStart(zone, day).getTime();
  const guess = new Date(start + Math.round(minutes * 60_000));
  const shown = wallIn(zone, guess);
  // On the day of a clock change the wall is an hour ahead or behind of what has passed.
  const moved = new Date(guess.getTime() + Math.round((minutes - shown.minutes) * 60_000));
  return shown.day === day && wallIn(zone, moved).minutes === minutes ? moved : guess;
}
