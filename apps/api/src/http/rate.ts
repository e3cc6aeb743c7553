/** Rate limits: a bucket for each session and one for each network, in memory; generous, against floods and runaway clients. */
import type { Request, RequestHandler } from "express";
import { refuse } from "./refuse.ts";

export interface Rate {
  /** Requests per second that may go on forever. */
  readonly perSecond: number;
  /** Requests that may come at once. */
  readonly burst: number;
}

export interface Rates {
  readonly session: Rate;
  readonly network: Rate;
}

/** A plant of 200 people behind one address stays far below; one browser that loops does not. */
export const usualRates: Rates = { session: { perSecond: 50, burst: 1000 }, network: { perSecond: 500, burst: 5000 } };

/** For measurements and attacks by our own tests, which are faster than people. */
export const unlimitedRates: Rates = {
  session: { perSecond: 1e9, burst: 1e9 },
  network: { perSecond: 1e9, burst: 1e9 },
};

const mostBuckets = 20_000;

/** Token buckets by key. `take` answers 0, or the seconds until the next request may come. */
export function buckets({ perSecond, burst }: Rate, clock: () => number = () => performance.now()) {
  const known = new Map<string, { left: number; at: number }>();
  return {
    take(key: string): number {
      const now = clock();
      const before = known.get(key) ?? { left: burst, at: now };
      const left = Math.min(burst, before.left + ((now - before.at) / 1000) * perSecond);
      // The oldest goes: who has not asked for longest has the fullest bucket.
      known.delete(key);
      if (known.size >= mostBuckets) known.delete(known.keys().next().value ?? "");
      known.set(key, { left: left >= 1 ? left - 1 : left, at: now });
      return left >= 1 ? 0 : (1 - left) / perSecond;
    },
    get size() {
      return known.size;
    },
  };
}

const tooMany = (seconds: number) => ({
  status: 429,
  code: "RATE_LIMITED",
  text: {
    en: "Too many requests at once; please try again in a moment.",
    zh: "请求过于频繁，请稍后再试。",
  },
  retryAfter: seconds,
});

/** Refuses with 429 and Retry-After what comes too fast. `sessionOf` names the session a request claims; its claim is not proved yet. */
export function limitRates(rates: Rates, sessionOf: (request: Request) => string | null): RequestHandler {
  const networks = buckets(rates.network);
  const sessions = buckets(rates.session);
  return (request, response, next) => {
    // Files that never change and cost nothing; a page fetches many of them at once.
    if (request.path.startsWith("/assets/")) return next();
    const session = sessionOf(request);
    const wait = networks.take(request.ip ?? "") || (session ? sessions.take(session) : 0);
    if (wait > 0) return refuse(request, response, tooMany(wait));
    next();
  };
}
