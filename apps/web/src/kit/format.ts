/** How numbers, dates and spans of time are written: decimals stay text, days are YYYY-MM-DD, moments carry the site's zone. */
import { isDate } from "@lotline/schema";
import type { Translate } from "@lotline/schema/words";

/** Groups thousands of a decimal text; `decimals` pads, never rounds. */
export function formatDecimal(value: string, decimals?: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (!match) return value;
  const [, sign = "", whole = "", fraction = ""] = match;
  const trimmed = fraction.replace(/0+$/, "");
  const padded = decimals === undefined ? trimmed : trimmed.padEnd(decimals, "0");
  return `${sign === "-" ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${padded && `.${padded}`}`;
}

const partsMemo = new Map<string, Intl.DateTimeFormat>();
function zoned(zone: string): Intl.DateTimeFormat {
  const known = partsMemo.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
  partsMemo.set(zone, made);
  return made;
}

/** A moment in the site's zone, in its written parts. */
export interface ZonedTime {
  readonly date: string;
  readonly time: string;
  readonly seconds: string;
  readonly offset: string;
  readonly weekday: 0 | 1 | 2 | 3 | 4 | 5 | 6;
}

/** Splits an instant into the site's date, time and offset; undefined for something that is no instant. */
export function inZone(instant: string | number | Date, zone: string): ZonedTime | undefined {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) return undefined;
  const parts: Record<string, string> = Object.fromEntries(
    zoned(zone)
      .formatToParts(moment)
      .map((part) => [part.type, part.value]),
  );
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  const offset = (parts.timeZoneName ?? "GMT").replace("GMT", "") || "+00:00";
  const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;
  return {
    date,
    time: `${parts.hour}:${parts.minute}`,
    seconds: `${parts.hour}:${parts.minute}:${parts.second}`,
    offset,
    weekday: weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 0,
  };
}

/** "2026-08-20 09:07", or with its offset "2026-08-20 09:07 +08:00". */
export function formatInstant(instant: string | null | undefined, zone: string, withOffset = false): string {
  const at = instant ? inZone(instant, zone) : undefined;
  if (!at) return "–";
  return `${at.date} ${at.time}${withOffset ? ` ${at.offset}` : ""}`;
}

/** The short time of a list of events: the time for today, month and day for this year, the whole date before. */
export function shortInstant(instant: string, zone: string, now: number): string {
  const at = inZone(instant, zone);
  const today = inZone(now, zone);
  if (!at || !today) return "–";
  if (at.date === today.date) return at.time;
  return at.date.slice(0, 4) === today.date.slice(0, 4) ? `${at.date.slice(5)} ${at.time}` : at.date;
}

const hour = 3_600_000;
const day = 24 * hour;

/** A span as people say it: 23:53 below a day, days and hours below ten days, days, then months and days. */
export function spanWords(ms: number, t: Translate): string {
  if (ms < day) return `${Math.floor(ms / hour)}:${String(Math.floor((ms % hour) / 60_000)).padStart(2, "0")}`;
  if (ms < 10 * day) {
    const hours = Math.floor((ms % day) / hour);
    return hours ? t("time.daysHours", { d: Math.floor(ms / day), h: hours }) : t("time.days", { n: Math.floor(ms / day) });
  }
  const days = Math.floor(ms / day);
  return days < 366
    ? t("time.days", { n: days })
    : t("time.months", { m: Math.floor(days / 30.4375), d: Math.floor(days % 30.4375) });
}

/** The first and last parts of a hash, as the stamp shows it. */
export function shortHash(hash: string): string {
  return hash.length < 16 ? hash : `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`;
}

/** Bytes in kB or MB. */
export function formatBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The first moment of a day in a zone, as an ISO instant. */
export function startOfDay(date: string, zone: string): string {
  const guess = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(guess)) return date;
  // Twice, because the offset of the guess may be that of the day before a clock change.
  let at = guess;
  for (let i = 0; i < 2; i++) {
    const offset = inZone(at, zone)?.offset ?? "+00:00";
    const [hours = "0", minutes = "0"] = offset.slice(1).split(":");
    at = guess - (offset.startsWith("-") ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  }
  return new Date(at).toISOString();
}

/** "2026-08-20 09:07" in a zone as an instant; undefined when it cannot be read. */
export function readZoned(text: string, zone: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d{1,2}):(\d\d))?$/.exec(text.normalize("NFKC").trim());
  const [, day, hours = "0", minutes = "0"] = match ?? [];
  if (!day || !isDate(day) || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return new Date(Date.parse(startOfDay(day, zone)) + (Number(hours) * 60 + Number(minutes)) * 60_000).toISOString();
}
