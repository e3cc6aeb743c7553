/** Where a list was left, by its history entry: going back shows the same rows at the same height. */
export interface ListPlace {
  readonly scrollTop: number;
  readonly row: number;
}

const places = new Map<string, ListPlace>();
const kept = 50;

/** The place of an entry, the top when it is new. */
export function placeAt(key: string): ListPlace {
  return places.get(key) ?? { scrollTop: 0, row: 0 };
}

/** Remembers the place; the oldest are forgotten. */
export function keepPlace(key: string, place: ListPlace): void {
  places.delete(key);
  places.set(key, place);
  const oldest = places.keys().next();
  if (places.size > kept && !oldest.done) places.delete(oldest.value);
}
