import { expect, it } from "vitest";
import { lastGoodDay } from "./shelf-life.ts";

it.each([
  ["2026-07-31", 36, "2029-07-30"],
  ["2026-08-15", 36, "2029-08-14"],
  ["2026-08-31", 6, "2027-02-28"],
  ["2027-08-31", 6, "2028-02-29"],
  ["2026-03-01", 12, "2027-02-28"],
  ["2026-01-01", 12, "2026-12-31"],
  ["2028-02-29", 12, "2029-02-28"],
])("made on %s with %i months the last good day is %s", (madeOn, months, last) => {
  expect(lastGoodDay(madeOn, months)).toBe(last);
});
