/** Instants as people read them: local time of a zone, the offset said once at the head and again where it is another. */

export interface Zoned {
  /** The offset of the zone now: "UTC+08:00". */
  readonly offset: string;
  /** "2026-08-20 09:07:13", with its own offset behind it where the clock was set differently then. */
  text(at: Date): string;
}

/** How instants are written for a zone, seen from a moment. */
export function zonedBy(zone: string, now: Date): Zoned {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  const offsetAt = (at: Date, local: string): string => {
    const minutes = Math.round((Date.parse(`${local.replace(" ", "T")}Z`) - at.getTime()) / 60_000);
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    return `UTC${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
  };
  const usual = offsetAt(now, format.format(now));
  return {
    offset: usual,
    text(at) {
      const local = format.format(at);
      const offset = offsetAt(at, local);
      return offset === usual ? local : `${local} ${offset}`;
    },
  };
}
