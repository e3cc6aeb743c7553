/** Random numbers of an attack: the same seed plays the same attack again. */

export interface Dice {
  readonly seed: number;
  /** A number from 0 up to 1, without 1. */
  next(): number;
  /** A whole number from 0 up to `bound`, without it. */
  below(bound: number): number;
  pick<T>(values: readonly T[]): T;
}

/** Whether the full counts are asked for. */
export const isSoak = process.env.LOTLINE_SOAK === "1";

/**
 * Dice for one attack, with the seed of LOTLINE_TEST_SEED when one is to be played again; else a fixed one in `npm test`, and
 * another each time in the soak. Says which on standard output.
 */
export function diceFor(attack: string): Dice {
  const given = process.env.LOTLINE_TEST_SEED;
  const seed = given === undefined ? (isSoak ? Date.now() % 2 ** 31 : 20_261_126) : Number(given);
  console.log(`${attack}: seed ${seed}; again with LOTLINE_TEST_SEED=${seed}`);
  return diceOf(seed);
}

/** Mulberry32: small, fast, and good enough to choose moments. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { seed, next, below, pick: (values) => values[below(values.length)] as (typeof values)[number] };
}
