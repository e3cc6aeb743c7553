import { SamplingError, type Step } from "./words.ts";

export interface ZeroPlan {
  readonly sampleSize: number;
  readonly accept: 0;
  readonly reject: 1;
  readonly inspectAll: boolean;
  readonly steps: readonly Step[];
}

/**
 * The smallest sample for Ac 0 so that a lot of `lotSize` units with `ltpd` per cent nonconforming or more passes with at most `beta`
 * per cent, drawn without replacement (hypergeometric). Per cents are decimal texts ("2.5"); the arithmetic is in whole numbers.
 */
export function zeroPlan(lotSize: number, ltpd: string, beta: string): ZeroPlan {
  const share = percent("ltpd", ltpd);
  const risk = percent("beta", beta);
  // The mildest lot that is as bad as the LTPD: fewer nonconforming units would be better than it.
  const defectives = Number((BigInt(lotSize) * share.over + share.under - 1n) / share.under);
  let low = 0;
  let high = lotSize;
  while (low < high) {
    const n = Math.floor((low + high) / 2);
    if (passes(lotSize, defectives, n, risk)) high = n;
    else low = n + 1;
  }
  const inspectAll = low >= lotSize;
  const values = { lot: lotSize, ltpd, beta, defectives, n: low };
  return {
    sampleSize: low,
    accept: 0,
    reject: 1,
    inspectAll,
    steps: [{ code: "ZERO", values }, ...(inspectAll ? [{ code: "WHOLE", values: { n: low, lot: lotSize } } as const] : [])],
  };
}

interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** Whether the chance to draw `n` good units from a lot with so many defectives is at most the risk; exact. */
function passes(lotSize: number, defectives: number, n: number, risk: Fraction): boolean {
  // C(N−D, n) / C(N, n) = C(N−n, D) / C(N, D): the product over the smaller of the two.
  const [taken, kept] = n < defectives ? [n, defectives] : [defectives, n];
  let over = 1n;
  let under = 1n;
  for (let i = 0; i < taken; i += 1) {
    if (lotSize - kept - i <= 0) return true;
    over *= BigInt(lotSize - kept - i);
    under *= BigInt(lotSize - i);
  }
  return over * risk.under <= risk.over * under;
}

/** A per cent between 0 and 100, exclusive, as a fraction of whole numbers. */
function percent(field: string, text: string): Fraction {
  const found = /^(\d{1,3})(?:\.(\d{1,12}))?$/.exec(text.trim());
  const decimals = found?.[2] ?? "";
  const over = BigInt(`${found?.[1] ?? "0"}${decimals}`);
  const under = 100n * 10n ** BigInt(decimals.length);
  if (found && over > 0n && over < under) return { over, under };
  throw new SamplingError(
    field,
    "PERCENT",
    `A per cent between 0 and 100 is expected; given was "${text}".`,
    `应为 0 与 100 之间的百分数；给出的是“${text}”。`,
  );
}
