/** How wide each part of a strip is drawn: true to its share, but never too thin to be seen. */
import { fromMicros, micros } from "./amounts.ts";
import type { PartKey } from "./totals.ts";

export interface Segment {
  readonly key: string;
  readonly kind: PartKey;
  readonly label: string;
  readonly quantity: string;
  /** A second word below the figure. */
  readonly note?: string;
  readonly to?: `/${string}`;
}

export interface DrawnSegment extends Segment {
  /** Per cent of the strip. */
  readonly start: number;
  readonly width: number;
}

/**
 * Lays segments out over 100 %. Negative parts (more counted than was there) are as wide as their size, so that nothing is hidden.
 * A part below the least width is drawn at it, taken from the others in proportion.
 */
export function layOut(segments: readonly Segment[], least = 0.4): DrawnSegment[] {
  const sizes = segments.map(({ quantity }) => Math.abs(Number(micros(quantity))));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) return [];
  const thin = sizes.filter((size) => size > 0 && (size / total) * 100 < least).length;
  const broad = sizes.filter((size) => (size / total) * 100 >= least).reduce((sum, size) => sum + size, 0);
  let start = 0;
  return segments.flatMap((segment, index) => {
    const size = sizes[index] ?? 0;
    if (size === 0) return [];
    const width = (size / total) * 100 < least ? least : (size / broad) * (100 - thin * least);
    const drawn = { ...segment, start, width };
    start += width;
    return [drawn];
  });
}

/** The largest segments, the rest of each kind as one; the unaccounted part is never folded. */
export function foldSmall(segments: readonly Segment[], most: number, rest: (count: number) => string): Segment[] {
  if (segments.length <= most) return [...segments];
  const size = (segment: Segment) => micros(segment.quantity) * (micros(segment.quantity) < 0n ? -1n : 1n);
  const order = [...segments].sort((a, b) =>
    a.kind === "unaccounted" ? -1 : b.kind === "unaccounted" ? 1 : size(b) > size(a) ? 1 : -1,
  );
  const kept = new Set(order.slice(0, most - 1));
  const folded = segments.filter((segment) => !kept.has(segment));
  const [first] = folded;
  if (!first) return [...segments];
  const total = folded.reduce((sum, { quantity }) => sum + micros(quantity), 0n);
  return [
    ...segments.filter((segment) => kept.has(segment)),
    { key: "rest", kind: first.kind, label: rest(folded.length), quantity: fromMicros(total) },
  ];
}
