import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparedBy, mayMeet, numberIn, patternFaults, seriesOf } from "./number-pattern.ts";

describe("[REQ-DQ-01] patterns of numbers", () => {
  it.each<[string, boolean, number]>([
    ["PO-{yy}-{seq:4}", true, 0],
    ["PO-{site}-{yyyy}{mm}-{seq:3}", true, 0],
    ["PO-{site}-{seq:4}", false, 1],
    ["PO-{mm}-{seq:4}", true, 1],
    ["PO-{yy}", true, 1],
    ["PO-{seq:4}-{seq:4}", true, 1],
    ["26-{seq:4}", true, 1],
    ["po {seq:4}", true, 1],
    ["PO-{week}-{seq:4}", true, 1],
    ["PO-{seq:9}", true, 2],
    [`${"P".repeat(33)}-{seq:4}`, true, 1],
  ])("%s has its faults, all at once", (pattern, hasSite, faults) =>
    expect(patternFaults(pattern, hasSite)).toHaveLength(faults),
  );

  it("puts date, site and count in; a count that outgrows its digits goes on", () => {
    expect(seriesOf("PO-{site}-{yyyy}{mm}-{yy}-{seq:3}", "2026-08-20", "SZ1")).toBe("PO-SZ1-202608-26-{seq:3}");
    expect(numberIn("PO-26-{seq:3}", 7)).toBe("PO-26-007");
    expect(numberIn("PO-26-{seq:3}", 1234)).toBe("PO-26-1234");
  });

  it.each<[string, string, boolean]>([
    ["PO-{yy}-{seq:4}", "PR-{yy}-{seq:4}", false],
    ["PO-{yy}-{seq:4}", "PO-26-{seq:4}", true],
    ["P{yy}{seq:2}", "P{seq:4}", true],
    ["P{seq:4}", "P{yyyy}", true],
    ["P-{seq:4}", "P{seq:4}", false],
    ["P{site}{seq:2}", "PO-{seq:4}", true],
    ["P-{seq:3}", "P-{seq:5}", true],
    ["P-{seq:5}", "P-{yy}", false],
    ["P-{site}-A{seq:2}", "P-{seq:4}", false],
  ])("%s and %s may meet: %s", (a, b, meet) => {
    expect(mayMeet(a, b)).toBe(meet);
    expect(mayMeet(b, a)).toBe(meet);
  });

  it("patterns that give one number are found to meet, whatever they are made of", () => {
    const part = fc.constantFrom("A", "2", "-", "{yy}", "{mm}", "{site}");
    const patterns = fc.tuple(fc.array(part, { maxLength: 4 }), fc.array(part, { maxLength: 3 }), fc.integer({ min: 2, max: 4 }));
    const made = patterns.map(([before, after, width]) => `P${before.join("")}{seq:${width}}${after.join("")}`);
    fc.assert(
      fc.property(made, fc.integer({ min: 1, max: 99_999 }), fc.constantFrom("S", "A2", "26"), (pattern, count, site) => {
        const number = numberIn(seriesOf(pattern, "2026-08-20", site), count);
        const { before, digits, after } = comparedBy(pattern);
        expect(number).toMatch(new RegExp(`^${before}[0-9]{${digits},9}${after}$`));
        expect(mayMeet(pattern, number)).toBe(true);
      }),
    );
  });
});
