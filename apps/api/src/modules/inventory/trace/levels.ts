/** An item that goes into another one. */
export interface ItemStep {
  readonly from: string;
  readonly to: string;
}

/**
 * The level of each item by the longest way from an item where the trace begins (its low-level code), so that a row never stands
 * above what it is made of. Loops (an item that comes back into itself) do not raise a level for ever: no way is longer than
 * there are items.
 */
export function levelsOf(items: readonly string[], steps: readonly ItemStep[], roots: readonly string[]): Map<string, number> {
  const level = new Map(items.map((item) => [item, 0]));
  const begin = new Set(roots);
  const usable = steps.filter(
    (step) => step.from !== step.to && level.has(step.from) && level.has(step.to) && !begin.has(step.to),
  );
  for (let round = 1; round < items.length; round++) {
    let moved = false;
    for (const { from, to } of usable) {
      const next = Math.min((level.get(from) ?? 0) + 1, items.length - 1);
      if (next > (level.get(to) ?? 0)) {
        level.set(to, next);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return level;
}
