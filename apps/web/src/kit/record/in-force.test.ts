import { describe, expect, it } from "vitest";
import { inForce } from "./in-force.ts";

const revision = (number: string, state: string, effectiveFrom: string | null, effectiveTo: string | null = null) => ({
  number,
  state,
  effectiveFrom,
  effectiveTo,
});

describe("the revision in force on a day", () => {
  const a = revision("X.A", "approved", "2025-09-02", "2026-07-20");
  const b = revision("X.B", "approved", "2026-07-20");

  it("is the approved one whose dates hold the day; the end day belongs to the next", () => {
    const on = (day: string) => inForce([b, a], day)?.number;
    expect([on("2025-09-01"), on("2025-09-02"), on("2026-07-19"), on("2026-07-20"), on("2030-01-01")]).toEqual([
      undefined,
      "X.A",
      "X.A",
      "X.B",
      "X.B",
    ]);
  });

  it("is never a draft or a withdrawn one, nor one without a day", () => {
    expect(
      inForce([revision("X.A", "draft", "2025-01-01"), revision("X.B", "withdrawn", "2025-01-01")], "2026-01-01"),
    ).toBeUndefined();
    expect(inForce([revision("X.A", "approved", null)], "2026-01-01")).toBeUndefined();
  });

  it("is the later one when the trail of that moment knew the earlier one's end not yet", () => {
    expect(inForce([{ ...a, effectiveTo: null }, b], "2026-07-20")?.number).toBe("X.B");
  });
});
