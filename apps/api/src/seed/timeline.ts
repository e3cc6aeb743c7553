import type { Stage } from "./stage.ts";

/** A moment of the story at which the whole company is kept, under a name (scenarios.md §1). */
export interface Checkpoint {
  readonly name: string;
  /** The site's wall clock, "2026-07-06 07:00". */
  readonly wall: string;
}

/** Thrown out of the story when it is played in part and something later would happen. */
export class StoryEnds extends Error {}

interface Reading {
  readonly checkpoints?: readonly Checkpoint[];
  /** Called when the story has reached a checkpoint and before anything later happens. */
  readonly keep?: (checkpoint: Checkpoint) => Promise<void>;
  /** The last moment that is played; without it the whole story is. */
  readonly end?: string | undefined;
}

/** How far a scene may lie behind what has happened meanwhile; it then happens at once. A larger step back is a mistake of the script. */
const lateMinutes = 8 * 60;

/**
 * The strands of the story side by side: whoever's next moment is the earliest goes on, alone, until its next moment. So the
 * company's records come into being in the order of their time, although each strand is written for itself.
 */
export class Timeline {
  readonly #stage: Stage;
  readonly #waiting: { readonly wall: string; readonly go: () => void }[] = [];
  readonly #checkpoints: Checkpoint[];
  readonly #keep: (checkpoint: Checkpoint) => Promise<void>;
  readonly #end: string | undefined;
  #now = "";
  #running = 1;

  constructor(stage: Stage, { checkpoints = [], keep = async () => undefined, end }: Reading = {}) {
    this.#stage = stage;
    this.#checkpoints = [...checkpoints];
    this.#keep = keep;
    this.#end = end;
  }

  /** Waits until it is this strand's turn at a moment, or now when that has passed. Answers the moment it is. */
  async until(wall: string): Promise<string> {
    if (minutesBetween(wall, this.#now) > lateMinutes) throw new Error(`the story goes back from ${this.#now} to ${wall}`);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ wall: wall > this.#now ? wall : this.#now, go: resolve });
    this.#running -= 1;
    this.#turn();
    await promise;
    const at = wall > this.#now ? wall : this.#now;
    if (this.#end && at > this.#end) throw new StoryEnds(at);
    while (this.#checkpoints[0] && this.#checkpoints[0].wall <= at) await this.#keep(this.#checkpoints.shift() as Checkpoint);
    this.#now = at;
    await this.#stage.at(at);
    return at;
  }

  /** Strands that go on side by side; it ends with the last of them. */
  async together(strands: readonly (() => Promise<void>)[]): Promise<void> {
    let left = strands.length;
    if (left === 0) return;
    this.#running += left;
    const begun = strands.map(async (strand) => {
      await this.until(this.#now);
      await strand();
      left -= 1;
      // The last one hands its turn to whoever began them.
      if (left > 0) {
        this.#running -= 1;
        this.#turn();
      }
    });
    this.#running -= 1;
    this.#turn();
    await Promise.all(begun);
  }

  #turn(): void {
    if (this.#running > 0) return;
    let next = 0;
    for (const [index, { wall }] of this.#waiting.entries()) if (wall < (this.#waiting[next]?.wall ?? "")) next = index;
    const [first] = this.#waiting.splice(next, 1);
    if (!first) return;
    this.#running += 1;
    first.go();
  }
}

const minutesBetween = (earlier: string, later: string): number =>
  later === "" ? 0 : (Date.parse(`${later.replace(" ", "T")}:00Z`) - Date.parse(`${earlier.replace(" ", "T")}:00Z`)) / 60_000;
