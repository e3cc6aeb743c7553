import { describe, expect, it } from "vitest";
import { acceptance, distributionOf, qualityAt } from "./curve.ts";
import { zeroPlan } from "./zero.ts";

describe("c = 0 by hypergeometric LTPD", () => {
  it.each([
    ["1", 229],
    ["2.5", 91],
    ["4", 57],
  ])("24,000 at β 10 per cent: LTPD %s → n %i", (ltpd, n) => {
    const plan = zeroPlan(24_000, ltpd, "10");
    expect([plan.sampleSize, plan.accept, plan.reject, plan.inspectAll]).toEqual([n, 0, 1, false]);
  });

  it("agrees with drawing one by one for every small lot", () => {
    for (let lot = 1; lot <= 60; lot += 1)
      for (const ltpd of ["1", "2.5", "10", "33.3"])
        for (const beta of ["5", "10", "20"]) {
          const bad = Math.ceil((lot * Number(ltpd)) / 100 - 1e-12);
          let n = 0;
          let pass = 1;
          while (pass > Number(beta) / 100 + 1e-12) {
            pass *= Math.max(0, lot - bad - n) / (lot - n);
            n += 1;
          }
          expect([lot, ltpd, beta, zeroPlan(lot, ltpd, beta).sampleSize]).toEqual([lot, ltpd, beta, n]);
        }
  });

  it("inspects a lot whole where no smaller sample is enough", () => {
    // One bad unit in 20: only a sample of 18 leaves at most 10 %.
    expect(zeroPlan(20, "5", "10")).toMatchObject({ sampleSize: 18, inspectAll: false });
    expect(zeroPlan(5, "1", "10")).toMatchObject({ sampleSize: 5, inspectAll: true });
  });

  it.each([["0"], ["100"], ["-1"], ["1,5"], ["x"], [""]])("LTPD %j is refused", (ltpd) => {
    expect(() => zeroPlan(100, ltpd, "10")).toThrow(expect.objectContaining({ field: "ltpd", code: "PERCENT" }));
  });
});

describe("operating characteristic", () => {
  /** Draws without replacement, by counting every order of good and bad. */
  const drawn = (lot: number, bad: number, n: number, accept: number): number => {
    if (n === 0) return 1;
    const good = lot - bad;
    const ifGood = good > 0 ? (good / lot) * drawn(lot - 1, bad, n - 1, accept) : 0;
    const ifBad = bad > 0 && accept > 0 ? (bad / lot) * drawn(lot - 1, bad - 1, n - 1, accept - 1) : 0;
    return ifGood + ifBad;
  };

  it("is what drawing without replacement gives, for every small lot", () => {
    for (let lot = 1; lot <= 14; lot += 1)
      for (let bad = 0; bad <= lot; bad += 1)
        for (let n = 1; n <= lot; n += 1)
          for (const accept of [0, 1, 3])
            expect(acceptance({ n, accept, lotSize: lot }, (100 * bad) / lot)).toBeCloseTo(drawn(lot, bad, n, accept), 10);
  });

  it("has the values of the textbook", () => {
    expect(acceptance({ n: 125, accept: 3 }, 1)).toBeCloseTo(0.96255, 5);
    expect(acceptance({ n: 125, accept: 3, counts: true }, 1)).toBeCloseTo(0.96173, 5);
    expect(acceptance({ n: 20, accept: 1 }, 2.5)).toBeCloseTo(0.975 ** 20 + 20 * 0.025 * 0.975 ** 19, 10);
    expect(acceptance({ n: 50, accept: 0 }, 0)).toBe(1);
    expect(acceptance({ n: 50, accept: 0 }, 100)).toBe(0);
  });

  it("falls as the quality falls, up to the largest sample", () => {
    for (const plan of [
      { n: 2000, accept: 21 },
      { n: 3150, accept: 1, lotSize: 500_001 },
      { n: 800, accept: 21, counts: true },
    ]) {
      const values = Array.from({ length: 60 }, (_, i) => acceptance(plan, i / 10));
      for (const [i, value] of values.entries()) {
        expect(value).toBeGreaterThanOrEqual(0);
        if (i > 0) expect(value).toBeLessThanOrEqual((values[i - 1] ?? 0) + 1e-12);
      }
    }
  });

  it("of a known lot the quality that passes one time in ten is that of whole units, for every small lot", () => {
    for (let lot = 2; lot <= 40; lot += 1)
      for (const n of [1, 2, 5, 8].filter((size) => size < lot))
        for (const accept of [0, 1].filter((c) => c < n)) {
          let bad = 0;
          while (drawn(lot, bad, n, accept) > 0.1 + 1e-12) bad += 1;
          expect([lot, n, accept, qualityAt({ n, accept, lotSize: lot }, 0.1)]).toEqual([lot, n, accept, (100 * bad) / lot]);
        }
  });

  it("of a lot many times the sample the known lot makes no difference, of a small one a large one", () => {
    expect(acceptance({ n: 20, accept: 1, lotSize: 24_000 }, 2.5)).toBeCloseTo(acceptance({ n: 20, accept: 1 }, 2.5), 3);
    // 1 of 40: whichever 20 are drawn, at most one is nonconforming.
    expect(acceptance({ n: 20, accept: 1, lotSize: 40 }, 2.5)).toBe(1);
    expect(acceptance({ n: 20, accept: 1 }, 2.5)).toBeCloseTo(0.912, 3);
    expect([
      distributionOf({ n: 20, accept: 1, lotSize: 40 }),
      distributionOf({ n: 20, accept: 1 }),
      distributionOf({ n: 20, accept: 14, lotSize: 40, counts: true }),
    ]).toEqual(["hypergeometric", "binomial", "poisson"]);
  });

  it("finds the quality that still passes one time in ten", () => {
    const quality = qualityAt({ n: 20, accept: 1 }, 0.1);
    expect(acceptance({ n: 20, accept: 1 }, quality)).toBeCloseTo(0.1, 9);
    expect(quality).toBeCloseTo(18.1, 1);
  });
});
