import { describe, expect, it } from "vitest";
import vectors from "../test/gs1-linter-vectors.json" with { type: "json" };
import { wordsOf } from "./words.ts";

/** Every error that the vectors name, wherever it stands. */
function errorsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "error" && typeof inner === "string" ? [inner] : errorsIn(inner),
  );
}

describe("[REQ-TRC-06] words", () => {
  const codes = [...new Set(errorsIn(vectors))];
  it("are there for every rule of GS1's linters, in both languages; coupons name the rule", () => {
    expect(codes.length).toBeGreaterThan(70);
    for (const code of codes) {
      const { en, zh } = wordsOf({ code, ai: null, position: 0, length: 0, detail: null });
      if (code.startsWith("COUPON_")) expect(en).toBe(`The coupon breaks the rule ${code}.`);
      else expect([code, en.includes(code), zh.includes(code)]).toEqual([code, false, false]);
    }
  });
});
