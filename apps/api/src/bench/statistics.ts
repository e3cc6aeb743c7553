/** Figures from samples, and the rounds that make them. Pure, so that a test can say what they must be. */

/** What is reported of a set of samples. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
  readonly samples: number;
}

/** The quantile between 0 and 1, interpolated between the two nearest samples. @throws when there is none */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new Error("no samples");
  return below + (above - below) * (at - Math.floor(at));
}

/** The middle sample. */
export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** Four significant digits: more would say more than was measured. */
export const rounded = (value: number): number => Number(value.toPrecision(4));

/** What is reported of samples, rounded. */
export const spreadOf = (samples: readonly number[]): Spread => ({
  median: rounded(median(samples)),
  p95: rounded(quantile(samples, 0.95)),
  min: rounded(quantile(samples, 0)),
  max: rounded(quantile(samples, 1)),
  samples: samples.length,
});

/** How one variant stands to another: the ratio inside each round, then their middle, so that what slows a whole round drops out. */
export function ratioOf(of: readonly number[], over: readonly number[]): Spread {
  if (of.length !== over.length) throw new Error("ratios need the same rounds");
  return spreadOf(of.map((value, round) => value / (over[round] ?? Number.NaN)));
}

/** One way of doing the thing that is measured. */
export interface Variant<N extends string, T> {
  readonly name: N;
  run(): Promise<T>;
}

/**
 * Runs every variant once per round, each round beginning with another one, so that what else the machine does meets them all
 * alike. The warm-up rounds are not kept. Answers the results of each variant in the order of the rounds.
 */
export async function roundRobin<N extends string, T>(
  variants: readonly Variant<N, T>[],
  { rounds, warmups }: { readonly rounds: number; readonly warmups: number },
): Promise<ReadonlyMap<N, T[]>> {
  const results = new Map<N, T[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round < warmups + rounds; round++)
    for (let i = 0; i < variants.length; i++) {
      const variant = variants[(round + i) % variants.length];
      if (!variant) continue;
      const result = await variant.run();
      if (round >= warmups) results.get(variant.name)?.push(result);
    }
  return results;
}

/** What many clients did in a stretch of time. */
export interface Burst {
  readonly done: number;
  readonly perSecond: number;
  /** Milliseconds of each piece of work. */
  readonly ms: readonly number[];
  /** Processor time of this process for each piece of work, in milliseconds. */
  readonly ownCpuMs: number;
}

/** Lets so many clients work side by side, each again and again until the time is over; what has begun is finished. */
export async function burst(clients: number, seconds: number, work: (client: number) => Promise<unknown>): Promise<Burst> {
  const ms: number[] = [];
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const client = async (n: number): Promise<void> => {
    while (performance.now() - begun < seconds * 1000) {
      const before = performance.now();
      await work(n);
      ms.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, n) => client(n)));
  const { user, system } = process.cpuUsage(cpu);
  const elapsed = (performance.now() - begun) / 1000;
  return { done: ms.length, perSecond: ms.length / elapsed, ms, ownCpuMs: (user + system) / 1000 / ms.length };
}

/** The milliseconds that a piece of work takes, the middle of several times. */
export async function timed(times: number, work: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let i = 0; i < times; i++) {
    const before = performance.now();
    await work();
    samples.push(performance.now() - before);
  }
  return median(samples);
}
