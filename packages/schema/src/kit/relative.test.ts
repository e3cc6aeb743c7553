/** Relative spans of days: by hand where the calendar is odd, and by brute force over days for all of them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registry } from "../index.ts";
import { groupFilter } from "./column.ts";
import {
  addDays,
  isPeriodStart,
  periodLabel,
  periodSpan,
  periodStart,
  periods,
  readGrouping,
  readRelative,
  spanOf,
} from "./relative.ts";

const span = (text: string, today: string) => {
  const relative = readRelative(text);
  return relative && spanOf(relative, today);
};

const day = fc
  .integer({ min: Date.UTC(1950, 0, 1) / 86_400_000, max: Date.UTC(2080, 11, 31) / 86_400_000 })
  .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const daysIn = ({ from = "", to = "" }): number => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;

describe("[U05] a relative span", () => {
  it.each([
    ["today", "2028-02-29", "2028-02-29", "2028-02-29"],
    ["yesterday", "2028-03-01", "2028-02-29", "2028-02-29"],
    ["tomorrow", "2026-12-31", "2027-01-01", "2027-01-01"],
    ["thisWeek", "2027-01-01", "2026-12-28", "2027-01-03"],
    ["thisWeek", "2026-11-22", "2026-11-16", "2026-11-22"],
    ["lastWeek", "2026-11-23", "2026-11-16", "2026-11-22"],
    ["nextWeek", "2026-12-28", "2027-01-04", "2027-01-10"],
    ["thisMonth", "2028-02-10", "2028-02-01", "2028-02-29"],
    ["lastMonth", "2027-03-31", "2027-02-01", "2027-02-28"],
    ["nextMonth", "2026-12-31", "2027-01-01", "2027-01-31"],
    ["thisQuarter", "2026-11-26", "2026-10-01", "2026-12-31"],
    ["lastQuarter", "2026-01-01", "2025-10-01", "2025-12-31"],
    ["nextQuarter", "2026-12-31", "2027-01-01", "2027-03-31"],
    ["thisYear", "2028-02-29", "2028-01-01", "2028-12-31"],
    ["lastYear", "2028-02-29", "2027-01-01", "2027-12-31"],
    ["nextYear", "2026-12-31", "2027-01-01", "2027-12-31"],
    ["last30d", "2026-03-01", "2026-01-31", "2026-03-01"],
    ["last1d", "2026-03-01", "2026-03-01", "2026-03-01"],
    ["last2w", "2026-03-01", "2026-02-16", "2026-03-01"],
    ["last1m", "2027-03-31", "2027-03-01", "2027-03-31"],
    ["last12m", "2028-02-29", "2027-03-01", "2028-02-29"],
    ["next7d", "2026-12-28", "2026-12-28", "2027-01-03"],
    ["next1m", "2028-01-31", "2028-01-31", "2028-02-28"],
  ])("%s told on %s is %s to %s", (text, today, from, to) => {
    expect(span(text, today)).toEqual({ from, to });
  });

  it("before today and after today are open to the other side", () => {
    expect([span("past", "2026-03-01"), span("future", "2028-02-28")]).toEqual([{ to: "2026-02-28" }, { from: "2028-02-29" }]);
  });

  it("is nothing but what the grammar says", () => {
    for (const text of "last0d last1000d last-1d last1.5d last1y lastday LAST30d last30 30d thisDay  next toString __proto__ thisweek".split(
      " ",
    ))
      expect([text, readRelative(text)]).toEqual([text, null]);
    expect(readRelative("last30d ")).toBeNull();
  });

  it("of counted days and weeks has that many days, on any day", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 999 }), (today, n) => {
        const [last, next] = [span(`last${n}d`, today), span(`next${n}w`, today)];
        expect([last?.to, daysIn(last ?? {}), next?.from, daysIn(next ?? {})]).toEqual([today, n, today, 7 * n]);
      }),
    );
  });

  it("last, this and next of a period follow each other without a gap, and today is in this one", () => {
    fc.assert(
      fc.property(day, fc.constantFrom("Week", "Month", "Quarter", "Year"), (today, period) => {
        const [last, now, next] = ["last", "this", "next"].map((which) => span(`${which}${period}`, today));
        expect(now?.from && now.from <= today && today <= (now.to ?? "")).toBe(true);
        expect([addDays(last?.to ?? "", 1), addDays(now?.to ?? "", 1)]).toEqual([now?.from, next?.from]);
      }),
    );
  });
});

describe("[U06] a period", () => {
  it("holds each day once: the day's start is its period's, and its span holds the day", () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...periods), (today, period) => {
        const start = periodStart(period, today);
        const { from, to } = periodSpan(period, start);
        expect([start, from <= today && today <= to, isPeriodStart(period, start), periodStart(period, to)]).toEqual([
          from,
          true,
          true,
          from,
        ]);
        expect(periodStart(period, addDays(to, 1))).toBe(addDays(to, 1));
      }),
    );
  });

  it("is called in both languages by its first day", () => {
    expect(periods.map((period) => periodLabel(period, periodStart(period, "2027-01-01")))).toEqual([
      { en: "2027-01-01", zh: "2027-01-01" },
      { en: "2026-W53 (2026-12-28 to 2027-01-03)", zh: "2026-W53（2026-12-28 至 2027-01-03）" },
      { en: "January 2027", zh: "2027年1月" },
      { en: "Q1 2027", zh: "2027年第1季度" },
      { en: "2027", zh: "2027年" },
    ]);
  });

  it("is read with its column, and nothing else is", () => {
    expect([readGrouping("state"), readGrouping("createdAt:quarter")]).toEqual([
      { column: "state" },
      { column: "createdAt", period: "quarter" },
    ]);
    for (const by of ["", "createdAt:hour", "a;b", "State", "createdAt:month:day", " state"]) expect(readGrouping(by)).toBeNull();
  });
});

describe("[U06] the filter of a group", () => {
  it("leaves the rows of that group, for every kind of column", () => {
    const of = (by: string, key: string | null) => groupFilter(registry.Lot, by, key);
    expect([of("state", "released"), of("item", "12"), of("supplier", null), of("isFinishedDevice", "false")]).toEqual([
      { state: ["released"] },
      { item: { in: ["12"] } },
      { supplier: { isNull: true } },
      { isFinishedDevice: false },
    ]);
    expect([of("createdAt:month", "2028-02-01"), of("expiresOn:year", null), of("site", "1")]).toEqual([
      { createdAt: { from: "2028-02-01", to: "2028-02-29" } },
      { expiresOn: { isNull: true } },
      { site: { in: ["1"] } },
    ]);
    const { result } = registry.Inspection.fields;
    expect(groupFilter(registry.Inspection, "result", null)).toEqual({ not: { result: Object.keys(result.of.values) } });
  });

  it("is refused for what is no group", () => {
    for (const [by, key] of [
      ["number", "1"],
      ["createdAt", "2026-01-01"],
      ["createdAt:month", "2026-01-02"],
      ["state:month", "2026-01-01"],
    ] as const)
      expect(() => groupFilter(registry.Lot, by, key)).toThrow();
  });
});
