/**
 * Whether the server answers. A browser's own word about its network is a hint only: what counts is the answer of /healthz, asked
 * for when a request failed or the network seems to have gone, and again and again until it is there.
 */
import { useSyncExternalStore } from "react";

interface World {
  /** Whether the server answers now. */
  readonly probe: () => Promise<boolean>;
  readonly sleep: (ms: number) => Promise<void>;
}

// 1 s, 2 s, 4 s, then every 5 s.
const waits = [1000, 2000, 4000];
const longestWait = 5000;
const probeMs = 4000;

const browser: World = {
  probe: () =>
    fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(probeMs) }).then(
      (answer) => answer.ok,
      () => false,
    ),
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
};

export class Connection {
  readonly #world: World;
  readonly #heard = new Set<() => void>();
  #lost = false;
  #asking: Promise<boolean> | undefined;
  #waiting: (() => void)[] = [];

  constructor(world: World = browser) {
    this.#world = world;
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** Calls back at each change; the answer ends it. */
  subscribe = (hear: () => void): (() => void) => {
    this.#heard.add(hear);
    return () => this.#heard.delete(hear);
  };

  /** A request failed, or the browser says that its network changed: asks the server once, several askers together. */
  check(): Promise<boolean> {
    this.#asking ??= this.#world.probe().then((there) => {
      this.#asking = undefined;
      this.#set(!there);
      return there;
    });
    return this.#asking;
  }

  /** Resolves as soon as the server answers; at once while it is there. */
  whenThere(): Promise<void> {
    return this.#lost ? new Promise((done) => this.#waiting.push(done)) : Promise.resolve();
  }

  #set(lost: boolean): void {
    if (lost === this.#lost) return;
    this.#lost = lost;
    for (const hear of this.#heard) hear();
    if (lost) return void this.#untilBack();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  async #untilBack(): Promise<void> {
    // Ends with the loss; while it lasts somebody waits for it, the bar at least.
    for (let attempt = 0; this.#lost; attempt++) {
      await this.#world.sleep(waits[attempt] ?? longestWait);
      if (this.#lost) await this.check();
    }
  }
}

/** The connection of this page. */
export const connection = new Connection();

if (typeof window !== "undefined") {
  for (const sign of ["offline", "online"]) window.addEventListener(sign, () => void connection.check());
}

/** True while the server does not answer. */
export function useLost(): boolean {
  return useSyncExternalStore(connection.subscribe, () => connection.lost);
}
