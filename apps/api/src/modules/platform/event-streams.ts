/** Answers that stay open as streams of events (text/event-stream): counted, so that nobody holds them all. */
import type { Response as HttpResponse } from "express";
import { AppError } from "../../base/error.ts";

/** Milliseconds after which a silent stream says that it is alive. */
const beatMs = 15_000;

export class EventStreams {
  readonly #limits: { readonly perPerson: number; readonly all: number };
  readonly #open = new Map<string, number>();

  /** @param limits streams that one person may hold open at a time, over all windows; and this server altogether */
  constructor(limits: { readonly perPerson: number; readonly all: number }) {
    this.#limits = limits;
  }

  /** Begins a stream; it counts until the connection closes. @throws BUSY when there are too many */
  begin(response: HttpResponse, person: string): void {
    const mine = this.#open.get(person) ?? 0;
    const all = [...this.#open.values()].reduce((sum, n) => sum + n, 0);
    if (mine >= this.#limits.perPerson || all >= this.#limits.all) throw new AppError("BUSY");
    this.#open.set(person, mine + 1);
    const beat = setInterval(() => response.write(": alive\n\n"), beatMs).unref();
    response.once("close", () => {
      clearInterval(beat);
      const left = (this.#open.get(person) ?? 1) - 1;
      if (left > 0) this.#open.set(person, left);
      else this.#open.delete(person);
    });
    response.set({ "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no" });
    response.flushHeaders();
    response.write("retry: 2000\n\n");
  }
}
