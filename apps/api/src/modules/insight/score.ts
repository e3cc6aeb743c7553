/** The score of a supplier: what its figures come to by the rule `supplier-score`. Pure; what has no rows is left out. */
import { Decimal } from "decimal.js";

/** Content of the rule: the limit, and for each figure its weight, the value of full marks and that of none. */
export interface ScoreRule {
  readonly limit: string;
  readonly parts: { readonly [figure: string]: { readonly weight: string; readonly full: string; readonly none: string } };
}

/** A figure in the score, with its points from 0 to 100; null when it has no rows to judge by. */
export interface ScorePart {
  readonly name: string;
  readonly value: string | null;
  readonly weight: string;
  readonly points: string | null;
}

export interface Score {
  /** 0 to 100 with one decimal; null when there is nothing to judge by. */
  readonly score: string | null;
  readonly limit: string;
  readonly isBelow: boolean;
  readonly parts: readonly ScorePart[];
}

/**
 * The weighted mean of the points of those figures that have rows. Between full marks and none points follow the value in a straight
 * line.
 * @param values the figures by name
 */
export function scoreOf({ limit, parts }: ScoreRule, values: ReadonlyMap<string, string | null>): Score {
  const judged = Object.entries(parts).map(([name, { weight, full, none }]) => {
    const value = values.get(name) ?? null;
    return { name, value, weight: new Decimal(weight), points: value === null ? null : pointsOf(value, full, none) };
  });
  const known = judged.flatMap(({ weight, points }) => (points === null ? [] : [{ weight, points }]));
  const sum = (of: readonly Decimal[]) => of.reduce((all, one) => all.plus(one), new Decimal(0));
  const mean = sum(known.map(({ weight, points }) => weight.times(points))).div(sum(known.map(({ weight }) => weight)));
  const score = known.length === 0 ? null : mean.toDecimalPlaces(1, Decimal.ROUND_HALF_UP);
  return {
    score: score?.toFixed() ?? null,
    limit,
    isBelow: score?.lessThan(limit) ?? false,
    parts: judged.map(({ points, weight, ...part }) => ({
      ...part,
      weight: weight.toFixed(),
      points: points?.toDecimalPlaces(1, Decimal.ROUND_HALF_UP).toFixed() ?? null,
    })),
  };
}

function pointsOf(value: string, full: string, none: string): Decimal {
  const share = new Decimal(value).minus(none).div(new Decimal(full).minus(none));
  return Decimal.min(1, Decimal.max(0, share)).times(100);
}
