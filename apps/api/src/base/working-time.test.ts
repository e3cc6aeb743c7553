/** Working time left, by the calendar of a site. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WorkingDays } from "./due.ts";
import { workDayMinutes, workingMinutes } from "./working-time.ts";

const zone = "Asia/Shanghai";
const local = (text: string) => new Date(`${text.replace(" ", "T")}:00+08:00`);
const office: WorkingDays = { weekdays: [1, 2, 3, 4, 5], hours: { from: "08:00", to: "17:00" } };
// National Day 2026 in this test: days off, worked for on a Saturday.
const autumn: WorkingDays = { ...office, off: ["2026-10-01", "2026-10-02"], worked: ["2026-10-10"] };
const aDay = 9 * 60;

describe("[REQ-APR-02] working minutes", () => {
  it.each<[string, string, string, number]>([
    ["within a day", "2026-08-20 09:00", "2026-08-20 10:30", 90],
    ["none at the same moment", "2026-08-20 09:00", "2026-08-20 09:00", 0],
    ["from before opening to after closing: one day", "2026-08-20 05:00", "2026-08-20 23:59", aDay],
    ["from before opening, counted from opening", "2026-08-20 06:00", "2026-08-20 08:30", 30],
    ["after closing there is none left today", "2026-08-20 17:00", "2026-08-21 08:00", 0],
    ["over a night", "2026-08-20 16:30", "2026-08-21 08:45", 75],
    ["over a weekend", "2026-08-21 16:00", "2026-08-24 09:00", 120],
    ["on a weekend there is none", "2026-08-22 08:00", "2026-08-23 17:00", 0],
    ["overdue since yesterday: negative", "2026-08-21 09:00", "2026-08-20 16:00", -120],
    ["overdue over a weekend", "2026-08-24 09:00", "2026-08-21 16:00", -120],
  ])("%s", (_, from, to, minutes) => expect(workingMinutes(local(from), local(to), zone, office)).toBe(minutes));

  it.each<[string, string, string, number]>([
    ["a holiday is no working time", "2026-09-30 16:00", "2026-10-05 09:00", 120],
    ["a Saturday that is worked is", "2026-10-09 16:00", "2026-10-12 09:00", 120 + aDay],
  ])("by the calendar of a site: %s", (_, from, to, minutes) =>
    expect(workingMinutes(local(from), local(to), zone, autumn)).toBe(minutes),
  );

  it("without hours in the calendar, from eight to five", () => {
    expect(workingMinutes(local("2026-08-20 00:00"), local("2026-08-21 00:00"), zone, { weekdays: [4] })).toBe(aDay);
    expect(workDayMinutes({ weekdays: [4] })).toBe(aDay);
    expect(workDayMinutes({ weekdays: [4], hours: { from: "00:00", to: "24:00" } })).toBe(1440);
  });

  it("opens at eight on the wall on both sides of a change of the clock", () => {
    const days = (from: string, to: string, calendar: WorkingDays) =>
      workingMinutes(new Date(from), new Date(to), "Europe/Berlin", calendar);
    // The clocks go back on Sunday 25 October 2026.
    expect(days("2026-10-23T16:00:00+02:00", "2026-10-26T09:00:00+01:00", office)).toBe(120);
    // A shift on the day of the change itself: eight is eight on the wall, although that day is 25 hours long.
    const sunday: WorkingDays = { weekdays: [7], hours: { from: "08:00", to: "17:00" } };
    expect(days("2026-10-25T07:00:00+01:00", "2026-10-25T09:00:00+01:00", sunday)).toBe(60);
    expect(days("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", sunday)).toBe(aDay);
    // The clocks go forward on 29 March 2026: that day is 23 hours long.
    expect(days("2026-03-29T07:00:00+02:00", "2026-03-29T09:00:00+02:00", sunday)).toBe(60);
    expect(days("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", sunday)).toBe(aDay);
  });

  it("adds up over any point between, in every zone and calendar", () => {
    const instant = fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2026-12-31") }).map((ms) => ms - (ms % 60_000));
    const calendars: WorkingDays[] = [office, autumn, { weekdays: [1, 7], hours: { from: "22:00", to: "24:00" } }];
    fc.assert(
      fc.property(
        instant,
        instant,
        instant,
        fc.constantFrom(zone, "Europe/Berlin", "America/New_York", "UTC"),
        fc.constantFrom(...calendars),
        (a, b, c, place, calendar) => {
          const between = (from: number, to: number) => workingMinutes(new Date(from), new Date(to), place, calendar);
          expect(between(a, b) + between(b, c)).toBe(between(a, c));
        },
      ),
      { numRuns: process.env.LOTLINE_SOAK ? 300 : 60 },
    );
  });
});
