/**
 * The last good day after a calibration: the same day so many months later, or the last day of a shorter month
 * (2025-12-20 + 12 → 2026-12-20; 2026-01-31 + 1 → 2026-02-28).
 */
export function dueAfter(calibratedOn: string, months: number): string {
  const [year = 0, month = 0, day = 0] = calibratedOn.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth))).toISOString().slice(0, 10);
}
