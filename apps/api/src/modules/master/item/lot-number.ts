import { normaliseCode } from "@lotline/schema";

/**
 * The lot number that an item's pattern gives on a day: R201-{yy}{mm} → R201-2607, and where that is taken R201-2607-2, -3 …
 * Null without a pattern. `isTaken` answers for numbers of the whole company (REQ-TRC-01).
 */
export async function lotNumberOf(
  pattern: string | null,
  day: string,
  isTaken: (number: string) => Promise<boolean>,
): Promise<string | null> {
  if (pattern === null) return null;
  const [year = "", month = "", date = ""] = day.split("-");
  const parts: { readonly [part: string]: string } = { yyyy: year, yy: year.slice(2), mm: month, dd: date };
  const first = normaliseCode(pattern.replaceAll(/\{(yyyy|yy|mm|dd)\}/g, (_, part: string) => parts[part] ?? ""));
  for (let next = 1; next <= mostOfOnePattern; next++) {
    const number = next === 1 ? first : `${first}-${next}`;
    if (!(await isTaken(number))) return number;
  }
  return null;
}

// More deliveries than this under one pattern mean that the pattern is too coarse; a person gives the number then.
const mostOfOnePattern = 99;
