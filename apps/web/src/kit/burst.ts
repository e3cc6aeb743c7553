/**
 * Tells keys that a hand presses from those of a scanner, which is a keyboard too: a letter counts a moment after it was pressed,
 * and letters that come faster than a hand types them are no letters but a code. Nothing happens twice and no verb runs by a scan.
 */

/** A scanner sends a character within this time after the one before, in milliseconds; a hand takes longer. */
export const scanGapMs = 35;
/** Shorter runs are keys that were pressed quickly. */
export const scanLength = 6;

interface Timers {
  readonly set: (run: () => void, ms: number) => unknown;
  readonly clear: (timer: unknown) => void;
}

const browserTimers: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

export class Burst {
  #held: (() => void)[] = [];
  #timer: unknown;
  readonly #timers: Timers;

  constructor(timers: Timers = browserTimers) {
    this.#timers = timers;
  }

  /** Holds what a character does until the next one would have come if a scanner sent it. */
  hold(run: () => void): void {
    this.#timers.clear(this.#timer);
    this.#held.push(run);
    this.#timer = this.#timers.set(() => this.settle(), scanGapMs + 5);
  }

  /** The run is over: few characters were keys and take effect in their order, many were a code and take none. */
  settle(): void {
    this.#timers.clear(this.#timer);
    const held = this.#held;
    this.#held = [];
    if (held.length < scanLength) for (const run of held) run();
  }
}
