/** Warnings before something ends, once at each threshold; what may end says by its rule how many days before. */
import type { Reader } from "../../base/context.ts";

const dayMs = 86_400_000;

/** Whole days from one date to another; 0 on the last good day. */
export const daysUntil = (day: string, last: string): number => (Date.parse(last) - Date.parse(day)) / dayMs;

/** How many days before its end something is warned of, the longest first. */
export async function warningDays(reader: Reader, rule: "licence-warning" | "qualification-warning"): Promise<number[]> {
  const content = (await reader.rule(rule)).get("default") as { readonly days: readonly number[] } | undefined;
  return [...(content?.days ?? [])].sort((a, b) => b - a);
}

/** The threshold that something has reached with some days left; undefined before the first one. Pure. */
export const reached = (thresholds: readonly number[], daysLeft: number): number | undefined =>
  thresholds.filter((days) => daysLeft <= days).at(-1);

/** Something that ends, and the nearest threshold at which it was warned of. */
export interface Ending {
  readonly id: string;
  readonly validTo: string;
  readonly warned: number | null;
}

/**
 * What is to be warned of on a day, with its threshold: each remembers the nearest one it was warned at, so a day that is told
 * twice, or a server that was down, warns neither twice nor for what is past. Pure.
 */
export const dueWarnings = (
  endings: readonly Ending[],
  thresholds: readonly number[],
  day: string,
): { readonly id: string; readonly days: number }[] =>
  endings.flatMap(({ id, validTo, warned }) => {
    const days = reached(thresholds, daysUntil(day, validTo));
    return days !== undefined && (warned === null || warned > days) ? [{ id, days }] : [];
  });
