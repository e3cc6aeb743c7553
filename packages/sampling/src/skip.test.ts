import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrives, concluded, drawOf, ends, everyLot, type SkipObstacle, type SkipState, type SkipTerms } from "./skip.ts";

const basis = { plan: "B", approval: "1.2", rule: "7" };
const terms = (more: Partial<SkipTerms> = {}): SkipTerms => ({ clearance: 4, interval: 3, basis, obstacle: null, ...more });

/** One lot: its arrival under these terms, and the result its inspection would have. */
interface Lot {
  readonly terms: SkipTerms | null;
  readonly accepted: boolean;
  readonly original: boolean;
  readonly tightened: boolean;
  /** A nonconformity of it is reported after it arrived. */
  readonly nonconformity: boolean;
}

const lot = (more: Partial<Lot> = {}): Lot => ({
  terms: terms(),
  accepted: true,
  original: true,
  tightened: false,
  nonconformity: false,
  ...more,
});

/** Lots one after the other: i for inspected, s for skipped. */
function play(lots: readonly Lot[]): string {
  let state: SkipState = everyLot;
  return lots
    .map((one, index) => {
      const arrived = arrives(state, one.terms);
      state = arrived.state;
      const plan = one.terms?.basis.plan ?? "none";
      if (arrived.inspect) state = concluded(state, { ...one, plan }, one.terms, `pair/${index}`).state;
      else if (one.nonconformity) state = ends(state, "SKIP_ENDS_NONCONFORMITY", state.basis).state;
      return arrived.inspect ? "i" : "s";
    })
    .join("");
}

const marks = (text: string, more: Partial<Lot> = {}): Lot[] => [...text].map((mark) => lot({ accepted: mark === "+", ...more }));

/** The hash of the draws told a second time, in whole numbers. */
function picked(seed: string, block: number, interval: number): number {
  const of32 = (value: bigint) => BigInt.asUintN(32, value);
  let h = 2166136261n;
  for (const unit of `${seed}/${block}`.split("")) h = of32((h ^ BigInt(unit.charCodeAt(0))) * 16777619n);
  h = of32((h ^ (h >> 16n)) * 2246822507n);
  h = of32((h ^ (h >> 13n)) * 3266489909n);
  return Number((h ^ (h >> 16n)) % BigInt(interval)) + 1;
}

/**
 * The rule read a second time, over the whole history and without any state: a lot is skipped when since the last thing that speaks
 * against it the clearance was reached by lots accepted in a row on the same basis, and the draw of its place does not pick it.
 */
function reading(history: readonly Lot[]): string {
  const shown: ("i" | "s")[] = [];
  const same = (a: SkipTerms | null, b: SkipTerms | null, rule: boolean) =>
    a?.basis.plan === b?.basis.plan && a?.basis.approval === b?.basis.approval && (!rule || a?.basis.rule === b?.basis.rule);
  for (const [now, one] of history.entries()) {
    let place = 0;
    let seed = "";
    let count = 0;
    let since: Lot | undefined;
    for (let i = 0; i < now; i += 1) {
      const at = history[i] as Lot;
      const skipping = seed !== "";
      const broken = since && (!same(since.terms, at.terms, skipping) || (skipping && at.terms?.obstacle !== null));
      if (broken) [place, seed, count] = [0, "", 0];
      if (!since || broken || seed === "") since = at;
      if (seed !== "") place += 1;
      const against = shown[i] === "i" ? !at.accepted : at.nonconformity;
      if (against) [place, seed, count] = [0, "", 0];
      else if (shown[i] === "i" && seed === "" && at.terms && at.original && !at.tightened) {
        count += 1;
        if (count >= at.terms.clearance && at.terms.obstacle === null) seed = `pair/${i}`;
      }
    }
    const stands = seed !== "" && since && same(since.terms, one.terms, true) && one.terms?.obstacle === null;
    if (!stands || !one.terms) shown.push("i");
    else {
      const block = Math.floor(place / one.terms.interval) + 1;
      shown.push((place % one.terms.interval) + 1 === picked(seed, block, one.terms.interval) ? "i" : "s");
    }
  }
  return shown.join("");
}

describe("skip-lot", () => {
  it("inspects every lot until the clearance is reached, then exactly one of each three", () => {
    const shown = play(marks("+".repeat(4 + 30)));
    expect(shown.slice(0, 4)).toBe("iiii");
    for (const block of shown.slice(4).match(/.{3}/g) ?? []) expect([...block].filter((mark) => mark === "i")).toEqual(["i"]);
  });

  it.each([
    ["+++++++++++++", "iiiiisssisiss"],
    ["+++-+++++++++", "iiiiiiiisissi"],
    ["++++-++++++++", "iiiiiiiiisiss"],
  ])("%s is inspected %s", (results, expected) => expect(play(marks(results))).toBe(expected));

  it.each([
    ["another plan", { basis: { ...basis, plan: "C" } }, "SKIP_ENDS_PLAN"],
    ["another approval", { basis: { ...basis, approval: "1.4" } }, "SKIP_ENDS_APPROVAL"],
    ["another version of the rule", { basis: { ...basis, rule: "8" } }, "SKIP_ENDS_RULE"],
    ["a rule no longer confirmed", { obstacle: "UNCONFIRMED" as const }, "SKIP_ENDS_RULE"],
    ["an item now of risk class A", { obstacle: "RISK_CLASS" as const }, "SKIP_ENDS_RULE"],
  ])("%s takes it back to lot by lot when the next lot arrives", (_what, changed, code) => {
    const skipping: SkipState = { mode: "skip", accepted: 4, arrived: 1, seed: "pair/3", basis };
    const { basis: after } = terms(changed);
    expect(arrives(skipping, terms(changed))).toEqual({ state: { ...everyLot, basis: after }, code, inspect: true, draw: null });
  });

  it("ends where the plan has no rule any more", () => {
    const skipping: SkipState = { mode: "skip", accepted: 4, arrived: 1, seed: "pair/3", basis };
    expect(arrives(skipping, null)).toEqual({ state: everyLot, code: "SKIP_ENDS_PLAN", inspect: true, draw: null });
  });

  it.each(["UNCONFIRMED", "RISK_CLASS", "NOT_APPROVED"] as const)("%s: counts on and skips nothing", (obstacle) => {
    expect(play(marks("+".repeat(12), { terms: terms({ obstacle }) }))).toBe("i".repeat(12));
    const counted: SkipState = { ...everyLot, accepted: 3, basis };
    expect(concluded(counted, { accepted: true, original: true, plan: "B", tightened: false }, terms({ obstacle }), "s")).toEqual(
      { state: { ...counted, accepted: 4 }, code: `SKIP_WAITS_${obstacle}` },
    );
  });

  it("a lot that came under an earlier plan counts for nothing, unless it is not accepted", () => {
    const counted: SkipState = { ...everyLot, accepted: 3, basis };
    const old = { original: true, plan: "A", tightened: false };
    expect(concluded(counted, { ...old, accepted: true }, terms(), "s")).toEqual({ state: counted, code: null });
    expect(concluded(counted, { ...old, accepted: false }, terms(), "s")).toEqual({
      state: { ...everyLot, basis },
      code: "SKIP_ENDS_REJECTED",
    });
  });

  it("says nothing of an end where nothing had been counted", () => {
    expect(ends({ ...everyLot, basis }, "SKIP_ENDS_REJECTED", basis)).toEqual({ state: { ...everyLot, basis }, code: null });
  });
});

describe("the draw", () => {
  it("is made again from what was recorded", () => {
    expect(drawOf("SW-PK-301-SUP-05/IN-26-0042", 7, 3)).toEqual({
      seed: "SW-PK-301-SUP-05/IN-26-0042",
      counter: 7,
      block: 3,
      pick: picked("SW-PK-301-SUP-05/IN-26-0042", 3, 3),
    });
  });

  it("picks one of each block, whatever the seed, and every place about as often", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 1, max: 500 }),
        (seed, of, n) => {
          expect(drawOf(seed, n, of).pick).toBe(picked(seed, Math.ceil(n / of), of));
        },
      ),
    );
    const picks = Array.from({ length: 10_000 }, (_, block) => drawOf("pair", block * 5 + 1, 5).pick);
    for (const place of [1, 2, 3, 4, 5]) expect(Math.abs(picks.filter((pick) => pick === place).length - 2000)).toBeLessThan(150);
  });
});

describe("any history of lots", () => {
  const rarely = (of50: number) =>
    fc.oneof({ weight: 50 - of50, arbitrary: fc.constant(false) }, { weight: of50, arbitrary: fc.constant(true) });
  const history = fc.array(
    fc
      .record({
        rejected: rarely(4),
        again: rarely(3),
        tightened: rarely(2),
        nonconformity: rarely(1),
        plan: rarely(1),
        approval: rarely(1),
        rule: rarely(1),
        obstacle: fc.oneof(
          { weight: 47, arbitrary: fc.constant(null) },
          { weight: 3, arbitrary: fc.constantFrom<SkipObstacle>("UNCONFIRMED", "RISK_CLASS", "NOT_APPROVED") },
        ),
        without: rarely(1),
      })
      .map((r) => ({
        rejected: r.rejected,
        lot: lot({
          accepted: !r.rejected,
          original: !r.again,
          tightened: r.tightened,
          nonconformity: r.nonconformity,
          terms: r.without
            ? null
            : terms({
                clearance: 3,
                obstacle: r.obstacle,
                basis: { plan: r.plan ? "C" : "B", approval: r.approval ? "1.4" : "1.2", rule: r.rule ? "8" : "7" },
              }),
        }),
      })),
    { minLength: 10, maxLength: 60 },
  );

  it("is inspected and skipped as a plain reading of the rule says", () => {
    let skipped = 0;
    fc.assert(
      fc.property(history, (entries) => {
        const lots = entries.map((entry) => entry.lot);
        const shown = play(lots);
        expect(shown).toBe(reading(lots));
        skipped += [...shown].filter((mark) => mark === "s").length;
      }),
      { numRuns: 500 },
    );
    // The histories do reach skipping.
    expect(skipped).toBeGreaterThan(500);
  });
});
