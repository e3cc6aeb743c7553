/**
 * The users of the load, in a thread of their own so that asking does not slow answering: each works, thinks a while and goes on
 * (closed loop, reliability.md §4 T1). Seven of ten look at a page of a long list, two post stock, one signs.
 */
import { randomUUID } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";

/** What a user of the load works with; lots are their own, so that versions are known. */
export interface LoadUser {
  readonly cookie: string;
  readonly userName: string;
  readonly lotsToMove: readonly LotAt[];
  readonly lotsToHold: readonly LotAt[];
}

/** A lot as the user last saw it. */
export interface LotAt {
  readonly id: string;
  version: number;
}

/** What the driver is told. */
export interface LoadOrder {
  readonly url: string;
  readonly users: readonly LoadUser[];
  readonly seconds: number;
  readonly thinkMs: number;
  readonly password: string;
  readonly code: string;
  readonly shelves: readonly [from: string, to: string];
  readonly list: { readonly query: string; readonly pages: readonly object[] };
  readonly documents: { readonly move: string; readonly intent: string; readonly hold: string };
  readonly seed: number;
}

/** The kinds of work of a user. */
export const kinds = ["grid", "post", "sign"] as const;
/** One of them. */
export type Kind = (typeof kinds)[number];

/** What the users met: milliseconds of each piece of work, and what went wrong in words. */
export interface LoadAnswer {
  readonly ms: { readonly [K in Kind]: readonly number[] };
  readonly errors: readonly string[];
  readonly seconds: number;
}

type Draw = () => number;

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function draws(seed: number): Draw {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Done {
  readonly record: { readonly id: string; readonly version: number };
}

class User {
  readonly #order: LoadOrder;
  readonly #user: LoadUser;
  readonly #draw: Draw;
  #hasSigned = false;
  #turn = 0;
  #back = false;

  constructor(order: LoadOrder, user: LoadUser, draw: Draw) {
    this.#order = order;
    this.#user = user;
    this.#draw = draw;
  }

  /** One piece of work of this kind. @throws with what was answered when it was refused */
  async work(kind: Kind): Promise<void> {
    if (kind === "grid") return this.#grid();
    return kind === "post" ? this.#post() : this.#sign();
  }

  async #grid(): Promise<void> {
    const { query, pages } = this.#order.list;
    await this.#ask(query, pages[Math.floor(this.#draw() * pages.length)] ?? {});
  }

  // The lots go to the other shelf one after the other, and back in the next round.
  async #post(): Promise<void> {
    const { lotsToMove: lots } = this.#user;
    const lot = lots[this.#turn % lots.length];
    if (!lot) throw new Error("a user without lots");
    const [from, to] = this.#back ? [...this.#order.shelves].reverse() : this.#order.shelves;
    const input = { from, to, quantity: "1" };
    const { record } = await this.#ask<Done>(this.#order.documents.move, { commandId: randomUUID(), ...lot, input });
    lot.version = record.version;
    this.#turn += 1;
    if (this.#turn % lots.length === 0) this.#back = !this.#back;
  }

  async #sign(): Promise<void> {
    const { lotsToHold: lots, userName } = this.#user;
    const lot = lots[Math.floor(this.#draw() * lots.length)];
    if (!lot) throw new Error("a user without lots");
    const { password, code, documents } = this.#order;
    const input = { kind: "investigation", explanation: "Reading under load" };
    const { intent } = await this.#ask<{ intent: { id: string } }>(documents.intent, { ...lot, input });
    const proof = this.#hasSigned ? { code } : { userName, password };
    const signature = { intent: intent.id, ...proof };
    const { record } = await this.#ask<Done>(documents.hold, { commandId: randomUUID(), ...lot, input, signature });
    this.#hasSigned = true;
    lot.version = record.version;
  }

  async #ask<T>(query: string, variables: object): Promise<T> {
    const answer = await fetch(this.#order.url, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: this.#user.cookie },
      body: JSON.stringify({ query, variables }),
    });
    const text = await answer.text();
    // The shape of the documents that were given; what is no JSON throws here, which counts as an error too.
    const { data, errors } = JSON.parse(text) as { data?: T; errors?: unknown };
    if (answer.status !== 200 || errors || !data) throw new Error(`${answer.status} ${text.slice(0, 300)}`);
    return data;
  }
}

/** Lets all users work until the time is over. Every user's first piece of work comes at a moment of its own. */
export async function drive(order: LoadOrder): Promise<LoadAnswer> {
  const ms: { [K in Kind]: number[] } = { grid: [], post: [], sign: [] };
  const errors: string[] = [];
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  const loop = async (given: LoadUser, index: number): Promise<void> => {
    const draw = draws(order.seed + index);
    const user = new User(order, given, draw);
    await pause(draw() * order.thinkMs);
    while (elapsed() < order.seconds) {
      const dice = draw();
      const kind: Kind = dice < 0.7 ? "grid" : dice < 0.9 ? "post" : "sign";
      const before = performance.now();
      await user.work(kind).then(
        () => ms[kind].push(performance.now() - before),
        (error: unknown) => errors.push(`${kind}: ${error instanceof Error ? error.message : String(error)}`),
      );
      await pause(order.thinkMs * (0.5 + draw()));
    }
  };
  await Promise.all(order.users.map(loop));
  return { ms, errors, seconds: elapsed() };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

// As a thread it does what it was told and answers once.
if (parentPort) parentPort.postMessage(await drive(workerData as LoadOrder));
