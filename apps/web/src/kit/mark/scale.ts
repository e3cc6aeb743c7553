/** Where band, ticks and needle of a ruler stand, as shares 0…1 of its width. Drawing only: the verdict itself comes from the server. */
export interface ScaleInput {
  /** Decimals as text, as they come from the API. */
  readonly value?: string | number | null | undefined;
  readonly lower?: string | number | null | undefined;
  readonly upper?: string | number | null | undefined;
  readonly target?: string | number | null | undefined;
  /** With one limit only: the value of the column that lies farthest from it, so that all its needles stand on one ruler. */
  readonly far?: string | number | null | undefined;
}

export interface ScaleGeometry {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly needle?: number;
  readonly target?: number;
  readonly verdict?: "in" | "above" | "below";
}

const number = (value: string | number | null | undefined): number | undefined =>
  value === null || value === undefined || value === "" || !Number.isFinite(Number(value)) ? undefined : Number(value);

/** Both limits: the band takes the middle half. One limit: the band runs to the far end. The needle never leaves the ruler. */
export function scaleOf(input: ScaleInput): ScaleGeometry {
  const [value, lower, upper, target] = [number(input.value), number(input.lower), number(input.upper), number(input.target)];
  const [start, end] = domain(lower, upper, number(input.far) ?? value);
  const share = (v: number) => Math.min(1, Math.max(0, (v - start) / (end - start)));
  const from = lower === undefined ? 0 : share(lower);
  const to = upper === undefined ? 1 : share(upper);
  const verdict =
    value === undefined
      ? undefined
      : lower !== undefined && value < lower
        ? "below"
        : upper !== undefined && value > upper
          ? "above"
          : "in";
  return {
    from,
    to,
    ticks: from === to ? [from] : [from, to],
    ...(value === undefined ? {} : { needle: share(value) }),
    ...(target === undefined ? {} : { target: share(target) }),
    ...(verdict === undefined ? {} : { verdict }),
  };
}

function domain(lower: number | undefined, upper: number | undefined, value: number | undefined): [number, number] {
  if (lower !== undefined && upper !== undefined) {
    const half = (upper - lower || Math.abs(upper) || 1) / 2;
    return [lower - half, upper + half];
  }
  const limit = lower ?? upper;
  if (limit === undefined) return [0, value && value > 0 ? value * 2 : 1];
  const reach = Math.max(Math.abs((value ?? limit) - limit) * 1.4, Math.abs(limit) * 0.25, Number.EPSILON);
  return lower !== undefined ? [limit - reach * 0.5, limit + reach] : [limit - reach, limit + reach * 0.5];
}
