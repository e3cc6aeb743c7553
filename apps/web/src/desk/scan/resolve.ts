/** What a code may mean: the keys to look it up by, and what is chosen from what the search found. Pure. */
import type { RecordName } from "@lotline/schema";
import type { Scan } from "@lotline/schema/scan";
import type { Hit } from "../palette/useHits.ts";

/** What to look for, the most telling first: of an element string the lot before the serial before the product. */
export function keysOf(scan: Scan): readonly string[] {
  if (scan.kind !== "gs1") return [scan.text];
  const { lot, serial, gtin } = scan.elements;
  return [lot, serial, gtin].filter((key) => key !== undefined);
}

/** How the code is called in a sentence. */
export const nameOf = (scan: Scan): string => keysOf(scan)[0] ?? scan.text;

/** The records a code names: whole fields only, of the wanted type if one is wanted; the lot of an element string is a lot. */
export function meant(hits: readonly Hit[], scan: Scan, target: RecordName | undefined): readonly Hit[] {
  const exact = hits.filter((hit) => hit.exact && (target === undefined || hit.record === target));
  const lots = scan.kind === "gs1" && scan.elements.lot ? exact.filter(({ record }) => record === "Lot") : [];
  const kept = lots.length > 0 ? lots : exact;
  // A record's own number is meant before the same text in another field of another record.
  const byNumber = kept.filter(({ by }) => by === "number");
  return byNumber.length > 0 ? byNumber : kept;
}

/** What a box that takes no record takes of a code: dates the expiry, texts the lot or the code; numbers take nothing. */
export function textFor(kind: string, scan: Scan): string | undefined {
  if (scan.kind === "unreadable") return undefined;
  if (kind === "date") return scan.kind === "gs1" ? scan.elements.expiresOn : undefined;
  return kind === "text" || kind === "json" ? nameOf(scan) : undefined;
}
