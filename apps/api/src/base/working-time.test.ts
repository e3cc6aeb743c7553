/** Working time left, by the calendar of a site. */
import type { WorkingDays } from "@lotline/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInShift, workDayMinutes, workingMinutes } from "./working-time.ts";

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

// Three shifts with a break each; the last goes over midnight.
const threeShifts: WorkingDays = {
  weekdays: [1, 2, 3, 4, 5],
  shifts: [
    { from: "06:00", to: "14:00", break: { from: "10:00", to: "10:30" } },
    { from: "14:00", to: "22:00", break: { from: "18:00", to: "18:30" } },
    { from: "22:00", to: "06:00", break: { from: "02:00", to: "02:30" } },
  ],
};

describe("[REQ-APR-02] working minutes in shifts", () => {
  it.each<[string, string, string, number]>([
    ["a break is no working time", "2026-08-20 09:00", "2026-08-20 11:00", 90],
    ["over midnight", "2026-08-20 23:00", "2026-08-21 01:00", 120],
    ["over midnight with its break", "2026-08-20 22:00", "2026-08-21 06:00", 450],
    ["the night shift of a Friday ends on Saturday morning", "2026-08-21 22:00", "2026-08-22 12:00", 450],
    ["no shift begins on a Sunday, so Monday begins at six", "2026-08-23 00:00", "2026-08-24 07:00", 60],
    ["a Saturday morning belongs to Friday's night shift until six", "2026-08-22 05:30", "2026-08-24 06:15", 45],
    ["a whole day of three shifts", "2026-08-18 06:00", "2026-08-19 06:00", 1350],
  ])("%s", (_, from, to, minutes) => expect(workingMinutes(local(from), local(to), zone, threeShifts)).toBe(minutes));

  it("shifts that overlap are counted once, over midnight too", () => {
    const overlapping: WorkingDays = {
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      shifts: [
        { from: "06:00", to: "14:15" },
        { from: "14:00", to: "22:15" },
        { from: "22:00", to: "06:15" },
      ],
    };
    expect(workingMinutes(local("2026-08-20 05:00"), local("2026-08-21 05:00"), zone, overlapping)).toBe(1440);
    expect(workDayMinutes(overlapping)).toBe(1440);
  });

  it("a working day is as long as its shifts without their breaks", () => {
    expect(workDayMinutes(threeShifts)).toBe(1350);
    expect(
      workDayMinutes({ weekdays: [1], shifts: [{ from: "22:00", to: "06:00", break: { from: "23:45", to: "00:15" } }] }),
    ).toBe(450);
  });

  it.each<[string, string, string, number]>([
    // In the night to 2026-03-29 the clock in Berlin goes from 02:00 to 03:00, in that to 2026-10-25 from 03:00 back to 02:00.
    ["a night shift in which the clock goes ahead", "2026-03-28T22:00:00+01:00", "2026-03-29T06:00:00+02:00", 480],
    ["a night shift in which the clock goes back", "2026-10-24T22:00:00+02:00", "2026-10-25T06:00:00+01:00", 480],
  ])("on the clock of the wall: %s", (_, from, to, minutes) =>
    expect(
      workingMinutes(new Date(from), new Date(to), "Europe/Berlin", { weekdays: [6], shifts: [{ from: "22:00", to: "06:00" }] }),
    ).toBe(minutes),
  );

  it.each<[string, string, boolean]>([
    ["in the early shift", "2026-08-20 06:00", true],
    ["in a break, which is in the shift", "2026-08-20 10:10", true],
    ["in Friday's night shift, on Saturday", "2026-08-22 05:59", true],
    ["at its end", "2026-08-22 06:00", false],
    ["on a Sunday night before Monday's early shift", "2026-08-24 05:59", false],
  ])("%s", (_, at, inside) => expect(isInShift(local(at), zone, threeShifts)).toBe(inside));

  it("without shifts nothing lies outside them", () => expect(isInShift(local("2026-08-23 03:00"), zone, office)).toBe(true));
});
