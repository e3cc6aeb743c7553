import { describe, expect, it } from "vitest";
import { addUp, fromMicros, less, micros, shareOf } from "./amounts.ts";
import { foldSmall, layOut, type Segment } from "./segments.ts";
import { partsOf, sumTotals, type Totals } from "./totals.ts";

const none = {
  made: "0",
  onHand: "0",
  inTransit: "0",
  shipped: "0",
  consumed: "0",
  scrapped: "0",
  sampled: "0",
  regrouped: "0",
  unaccounted: "0",
  byType: [],
};
const part = (key: string, quantity: string, kind: Segment["kind"] = "onHand"): Segment => ({ key, kind, label: key, quantity });

describe("quantities as texts", () => {
  it("adds exactly, where floats would not", () => {
    expect(addUp(["0.1", "0.2", "-0.3"])).toBe("0");
    expect(addUp(["123456789012.000001", "0.000001"])).toBe("123456789012.000002");
    expect(less("5", "5.6")).toBe("-0.6");
    expect(fromMicros(micros("-0.5"))).toBe("-0.5");
  });
  it("tells a share, and never rounds a difference away", () => {
    expect(shareOf("5.6", "1200")).toBe("0.47");
    expect(shareOf("0.000001", "1200")).toBe("<0.01");
    expect(shareOf("1", "0")).toBe("–");
  });
});

describe("the parts of a balance", () => {
  const lot: Totals = {
    ...none,
    made: "23640",
    shipped: "20000",
    onHand: "3320",
    sampled: "320",
    byType: [
      { type: "retained", quantity: "120" },
      { type: "storage", quantity: "3200" },
    ],
  };
  it("sets retained samples apart and adds up to what was made", () => {
    expect(partsOf(lot)).toEqual([
      { key: "shipped", quantity: "20000" },
      { key: "onHand", quantity: "3200" },
      { key: "retained", quantity: "120" },
      { key: "sampled", quantity: "320" },
    ]);
    expect(addUp(partsOf(lot).map(({ quantity }) => quantity))).toBe(lot.made);
  });
  it("sums lots", () => {
    expect(sumTotals([lot, { ...lot, unaccounted: "1.5" }])).toMatchObject({
      made: "47280",
      unaccounted: "1.5",
      byType: [
        { type: "retained", quantity: "240" },
        { type: "storage", quantity: "6400" },
      ],
    });
  });
});

describe("the strip", () => {
  it("covers all of its width, and draws the thinnest part", () => {
    const drawn = layOut([part("a", "1000000"), part("b", "0"), part("c", "1", "unaccounted")]);
    expect(drawn.map(({ key }) => key)).toEqual(["a", "c"]);
    expect(drawn[1]?.width).toBe(0.4);
    expect((drawn[1]?.start ?? 0) + (drawn[1]?.width ?? 0)).toBeCloseTo(100);
    expect(layOut([])).toEqual([]);
  });
  it("folds small parts and never the unaccounted one", () => {
    const folded = foldSmall(
      [part("a", "50"), part("b", "30"), part("c", "10"), part("d", "5"), part("u", "0.1", "unaccounted")],
      4,
      (n) => `${n} more`,
    );
    expect(folded.map(({ label, quantity }) => [label, quantity])).toEqual([
      ["a", "50"],
      ["b", "30"],
      ["u", "0.1"],
      ["2 more", "15"],
    ]);
  });
});
