import { mondayToFriday, type WorkingDays } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { afterWorkingDays } from "./due.ts";

const zone = "Asia/Shanghai";
const local = (text: string) => new Date(`${text.replace(" ", "T")}:00+08:00`);
// National Day 2026 in this test: seven days off, worked for on two Saturdays.
const autumn: WorkingDays = {
  weekdays: [1, 2, 3, 4, 5],
  off: ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"],
  worked: ["2026-09-26", "2026-10-10"],
};

describe("[REQ-QEV-01] a time limit in working days", () => {
  it.each<[string, string, number, string]>([
    ["from Thursday to Friday, at the same time of the day", "2026-08-20 09:00", 1, "2026-08-21 09:00"],
    ["over a weekend", "2026-08-21 15:30", 1, "2026-08-24 15:30"],
    ["three days over a weekend", "2026-08-20 09:00", 3, "2026-08-25 09:00"],
    ["from a Saturday: Monday is the first day, until its end", "2026-08-22 10:00", 1, "2026-08-25 00:00"],
    ["from a Sunday evening, alike", "2026-08-23 23:59", 1, "2026-08-25 00:00"],
    ["from the last minute of a Friday", "2026-08-21 23:59", 1, "2026-08-24 23:59"],
    ["from the first minute of a Monday, which is still Sunday in London", "2026-08-24 00:00", 1, "2026-08-25 00:00"],
  ])("%s", (_, from, days, until) => expect(afterWorkingDays(local(from), days, zone, mondayToFriday)).toEqual(local(until)));

  it.each<[string, string, number, string]>([
    ["over days off", "2026-09-30 16:00", 1, "2026-10-08 16:00"],
    ["on a Saturday that is worked", "2026-09-25 08:00", 1, "2026-09-26 08:00"],
    ["from a Saturday that is worked", "2026-10-10 08:00", 1, "2026-10-12 08:00"],
    ["from a day off", "2026-10-05 08:00", 1, "2026-10-09 00:00"],
  ])("by the calendar of a site: %s", (_, from, days, until) =>
    expect(afterWorkingDays(local(from), days, zone, autumn)).toEqual(local(until)),
  );

  it("keeps the time of the day where the clock changes over the weekend", () =>
    expect(afterWorkingDays(new Date("2026-10-23T09:00:00+02:00"), 1, "Europe/Berlin", mondayToFriday)).toEqual(
      new Date("2026-10-26T09:00:00+01:00"),
    ));

  it("ends, whatever a calendar says", () => {
    const days = Array.from({ length: 400 }, (_, i) => new Date(Date.UTC(2026, 7, 20 + i)).toISOString().slice(0, 10));
    expect(afterWorkingDays(local("2026-08-20 09:00"), 1, zone, { weekdays: [1], off: days }).getUTCFullYear()).toBe(2027);
  });

  const nights: WorkingDays = {
    ...autumn,
    shifts: [
      { from: "14:00", to: "22:00" },
      { from: "22:00", to: "06:00" },
    ],
  };
  it.each<[string, string, number, string]>([
    ["from a Friday's night shift, after midnight", "2026-08-22 02:00", 1, "2026-08-25 02:00"],
    ["from a Thursday's night shift, after midnight", "2026-08-21 02:00", 1, "2026-08-22 02:00"],
    ["after the night shift has ended it is Saturday", "2026-08-22 06:00", 1, "2026-08-25 00:00"],
    ["from the night before a holiday over the make-up Saturday 调休", "2026-10-10 23:00", 1, "2026-10-12 23:00"],
    ["from the last night before the holiday", "2026-10-01 03:00", 1, "2026-10-09 03:00"],
  ])("in shifts over midnight: %s", (_, from, days, until) =>
    expect(afterWorkingDays(local(from), days, zone, nights)).toEqual(local(until)),
  );

  it.each<[string, string, string]>([
    ["goes ahead on the last day", "2026-03-28T09:00:00+01:00", "2026-03-29T09:00:00+02:00"],
    ["goes back on the first day", "2026-10-25T09:00:00+01:00", "2026-10-26T09:00:00+01:00"],
    ["leaves the hour out: as much later", "2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00"],
  ])("keeps the time of the day where the clock %s", (_, from, until) =>
    expect(afterWorkingDays(new Date(from), 1, "Europe/Berlin", { weekdays: [1, 2, 3, 4, 5, 6, 7] })).toEqual(new Date(until)),
  );
});
