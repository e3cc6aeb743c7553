/**
 * Operating characteristic of a single plan (n, Ac): the probability that a lot is accepted, by its quality. Per cent nonconforming
 * is drawn without replacement when the lot is known (hypergeometric) and with it otherwise (binomial); nonconformities per 100 units
 * are counted by Poisson.
 */
export interface CurvePlan {
  readonly n: number;
  readonly accept: number;
  /** Units in the lot, when it is known. */
  readonly lotSize?: number;
  /** Counts nonconformities per 100 units instead of nonconforming units. */
  readonly counts?: boolean;
}

/** The chance of acceptance, 0 to 1, at `p` per cent nonconforming (or nonconformities per 100 units). */
export function acceptance({ n, accept, lotSize, counts = false }: CurvePlan, p: number): number {
  if (p <= 0) return 1;
  if (counts) return sum(accept, (k) => poisson(k, (n * p) / 100));
  if (lotSize !== undefined) {
    const defectives = Math.min(lotSize, Math.round((lotSize * p) / 100));
    return sum(accept, (k) => hypergeometric(k, Math.min(n, lotSize), defectives, lotSize));
  }
  return p >= 100 ? Number(accept >= n) : sum(accept, (k) => binomial(k, n, p / 100));
}

/**
 * The quality, in per cent, that is accepted with the given chance (0 to 1): what 10 % of the time still passes, for example. A lot
 * has whole nonconforming units: of a known lot it is the mildest quality that is accepted no more often than that.
 */
export function qualityAt(plan: CurvePlan, chance: number): number {
  const { lotSize, counts = false } = plan;
  if (lotSize !== undefined && !counts) return (100 * defectivesAt(plan, lotSize, chance)) / lotSize;
  let low = 0;
  let high = plan.counts ? 100_000 : 100;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (acceptance(plan, middle) > chance) low = middle;
    else high = middle;
  }
  return high;
}

/** The fewest nonconforming units of the lot with which it is accepted no more often than that. */
function defectivesAt(plan: CurvePlan, lotSize: number, chance: number): number {
  let low = 0;
  let high = lotSize;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    // The chances come out of logarithms: one that is exactly the asked one may lie a trifle above it.
    if (acceptance(plan, (100 * middle) / lotSize) > chance + 1e-9) low = middle + 1;
    else high = middle;
  }
  return high;
}

/** By which distribution a plan's curve is drawn. */
export type Distribution = "hypergeometric" | "binomial" | "poisson";

export const distributionOf = ({ lotSize, counts = false }: CurvePlan): Distribution =>
  counts ? "poisson" : lotSize === undefined ? "binomial" : "hypergeometric";

const sum = (last: number, chance: (k: number) => number): number => {
  let total = 0;
  for (let k = 0; k <= last; k += 1) total += chance(k);
  return Math.min(1, total);
};

const poisson = (k: number, mean: number): number => Math.exp(k * Math.log(mean) - mean - logFactorial(k));

const binomial = (k: number, n: number, p: number): number =>
  k > n ? 0 : Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));

const hypergeometric = (k: number, n: number, defectives: number, lotSize: number): number =>
  k > n || k > defectives || n - k > lotSize - defectives
    ? 0
    : Math.exp(logChoose(defectives, k) + logChoose(lotSize - defectives, n - k) - logChoose(lotSize, n));

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

const small: number[] = [0];
for (let i = 1; i < 256; i += 1) small.push((small[i - 1] ?? 0) + Math.log(i));

/** ln n!: added up below 256, by Stirling's series above (its error there is below 1e-15). */
function logFactorial(n: number): number {
  const known = small[n];
  if (known !== undefined) return known;
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}
