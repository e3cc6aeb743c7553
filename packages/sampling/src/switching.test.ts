import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LotResult, next, resumed, type SwitchState, startState, switchText } from "./switching.ts";

const lot = (accepted: boolean, more: Partial<LotResult> = {}): LotResult => ({
  accepted,
  original: true,
  smallAccept: true,
  tighter: accepted,
  ...more,
});

const run = (results: readonly LotResult[], reduced = false, from = startState): SwitchState =>
  results.reduce((state, result) => next(state, result, { reduced }).state, from);

const of = (marks: string): LotResult[] => [...marks].map((mark) => lot(mark === "+"));

describe("switching", () => {
  it.each([
    ["++++", "normal"],
    ["+++-", "normal"],
    ["-++++-", "normal"],
    ["--", "tightened"],
    ["-+++-", "tightened"],
    ["+-++-", "tightened"],
    ["--+++++", "normal"],
    ["--++++-+++++", "normal"],
    ["--++++", "tightened"],
    ["-------", "discontinued"],
    ["--" + "-++++".repeat(4) + "-", "discontinued"],
    ["--" + "-++++".repeat(4) + "+", "normal"],
  ])("%s leaves it %s", (marks, severity) => expect(run(of(marks)).severity).toBe(severity));

  it("starts the window anew after tightened inspection: one rejection then is one of five", () => {
    expect(run(of("--+++++-")).severity).toBe("normal");
    expect(run(of("--+++++--")).severity).toBe("tightened");
  });

  it("does not count a resubmitted lot", () => {
    const again = lot(false, { original: false });
    expect(run([lot(false), again, again]).severity).toBe("normal");
    expect(next(startState, again, { reduced: false })).toEqual({ state: startState, reason: "RESUBMITTED" });
  });

  it("stays discontinued until QA resumes it, as tightened", () => {
    const stopped = run(of("-------"));
    expect(next(stopped, lot(true), { reduced: true })).toEqual({ state: stopped, reason: "DISCONTINUED" });
    expect(run(of("+++++"), false, resumed).severity).toBe("normal");
  });

  it("reaches reduced inspection after 15 small plans or 10 larger ones, and only when it is allowed", () => {
    expect(run(of("+".repeat(14)), true).severity).toBe("normal");
    expect(run(of("+".repeat(15)), true).severity).toBe("reduced");
    const large = lot(true, { smallAccept: false });
    expect(run(Array(10).fill(large), true).severity).toBe("reduced");
    expect(run([...Array(9).fill(large), lot(true, { smallAccept: false, tighter: false })], true).score).toBe(0);
    const waiting = run(of("+".repeat(40)));
    expect(waiting.severity).toBe("normal");
    expect(next(waiting, lot(true), { reduced: false }).reason).toBe("SCORE_WAITS");
  });

  it("leaves reduced inspection with the first lot that is not accepted or lies in the gap", () => {
    const reduced = run(of("+".repeat(15)), true);
    expect(next(reduced, lot(false), { reduced: true })).toEqual({ state: startState, reason: "REDUCED_REJECTED" });
    expect(next(reduced, lot(true, { inGap: true }), { reduced: true }).reason).toBe("REDUCED_GAP");
  });

  it("is told in both languages", () => {
    const before = run(of("-+++"));
    expect(switchText(before.severity, next(before, lot(false), { reduced: false }))).toEqual({
      en: "normal → tightened: 2 of 5 or fewer consecutive lots not accepted on original inspection (9.3.1)",
      zh: "正常 → 加严：连续 5 批或少于 5 批中有 2 批初次检验不接收（9.3.1）",
    });
  });
});

/** The rules read a second time, each over the whole history since the severity began, without any state between. */
function reading(history: readonly LotResult[], reducedAllowed: boolean): string {
  let severity = "normal";
  let since = 0;
  const counted = history.filter(({ original }) => original);
  for (let i = 0; i < counted.length && severity !== "discontinued"; i += 1) {
    const all = counted.slice(since, i + 1);
    const bad = (lots: readonly LotResult[]) => lots.filter(({ accepted }) => !accepted).length;
    const before = severity;
    if (severity === "normal") {
      if (bad(all.slice(-5)) >= 2) severity = "tightened";
      else if (reducedAllowed) {
        const last = all.findLastIndex((l) => !l.accepted || !(l.smallAccept || l.tighter));
        const score = all.slice(last + 1).reduce((total, l) => total + (l.smallAccept ? 2 : 3), 0);
        if (score >= 30) severity = "reduced";
      }
    } else if (severity === "tightened") {
      if (bad(all) >= 5) severity = "discontinued";
      else if (all.length >= 5 && bad(all.slice(-5)) === 0) severity = "normal";
    } else if (!all.at(-1)?.accepted || all.at(-1)?.inGap) severity = "normal";
    if (severity !== before) since = i + 1;
  }
  return severity;
}

describe("any sequence of results", () => {
  const results = fc.array(
    fc
      .record({
        accepted: fc.integer({ min: 0, max: 9 }).map((n) => n > 2),
        original: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
        smallAccept: fc.boolean(),
        tighter: fc.integer({ min: 0, max: 19 }).map((n) => n > 0),
        inGap: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
      })
      .map((r) => ({ ...r, tighter: r.accepted && r.tighter, inGap: r.accepted && r.inGap })),
    { maxLength: 120 },
  );

  it.each([true, false])("stands where a plain reading of the rules puts it, reduced allowed: %s", (reduced) => {
    fc.assert(
      fc.property(results, (history) => {
        for (let upTo = 0; upTo <= history.length; upTo += 1)
          expect(run(history.slice(0, upTo), reduced).severity).toBe(reading(history.slice(0, upTo), reduced));
      }),
      { numRuns: 300 },
    );
  });
});
