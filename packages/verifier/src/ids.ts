/** The ids of a seal's rows, as PostgreSQL writes an int8multirange: {[1,5),[7,9)}. */

/** The ids in ascending order; nothing for a text that is not of that form. */
export function* idsOf(multirange: string): Generator<number> {
  for (const [, from, to] of multirange.matchAll(/\[(-?\d+),(-?\d+)\)/g)) {
    for (let id = Number(from); id < Number(to); id++) yield id;
  }
}

/** Collects ascending ids as ranges. */
export class IdRanges {
  readonly #ranges: [number, number][] = [];

  add(id: number): void {
    const last = this.#ranges.at(-1);
    if (last && last[1] === id) last[1]++;
    else this.#ranges.push([id, id + 1]);
  }

  toString(): string {
    return `{${this.#ranges.map(([from, to]) => `[${from},${to})`).join(",")}}`;
  }
}
