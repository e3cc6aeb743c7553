/**
 * The last good day of what is made on a date and keeps for some months: made on + months − 1 day; where that day does not exist
 * in the target month, its last day, nothing subtracted (2026-07-31 + 36 months → 2029-07-30; 2026-08-31 + 6 → 2027-02-28).
 */
export function lastGoodDay(madeOn: string, months: number): string {
  const [year = 0, month = 0, day = 0] = madeOn.split("-").map(Number);
  const target = month - 1 + months;
  const lastOfMonth = new Date(Date.UTC(year, target + 1, 0));
  const exists = day <= lastOfMonth.getUTCDate();
  return (exists ? new Date(Date.UTC(year, target, day - 1)) : lastOfMonth).toISOString().slice(0, 10);
}
