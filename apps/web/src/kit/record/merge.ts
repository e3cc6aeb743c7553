/** One entry per command: a release changes a state and signs, a receipt writes a head and its rows; people see one act. */
import type { TimelineEntry } from "./types.ts";

const keyOf = (entry: TimelineEntry): string => `${entry.at} ${entry.actor?.en ?? ""}`;

/** Joins neighbouring entries of the same moment and person; the order stays. */
export function mergeTimeline(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const merged: TimelineEntry[] = [];
  for (const entry of entries) {
    const last = merged.at(-1);
    const joins =
      last &&
      keyOf(last) === keyOf(entry) &&
      !(last.signature && entry.signature) &&
      (last.operation === null || entry.operation === null || last.operation === entry.operation);
    if (!joins) {
      merged.push(entry);
      continue;
    }
    merged[merged.length - 1] = {
      ...last,
      kind:
        last.kind === "created" || entry.kind === "created"
          ? "created"
          : last.signature || entry.signature
            ? "signature"
            : last.kind,
      operation: last.operation ?? entry.operation,
      reason: last.reason ?? entry.reason,
      role: last.role ?? entry.role,
      source: last.source ?? entry.source,
      changes: [...last.changes, ...entry.changes],
      signature: last.signature ?? entry.signature,
    };
  }
  return merged;
}
