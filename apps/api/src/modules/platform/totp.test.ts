import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretBox } from "./secret-box.ts";
import { base32, codeOf, counterAt, counterOf, newRecoveryCodes, recoveryHash, typedCode } from "./totp.ts";

describe("one-time codes (RFC 6238)", () => {
  const secret = Buffer.from("12345678901234567890", "ascii");

  it("are those of the RFC's examples, and the secret is written as apps take it", () => {
    const codes = [59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000, 20_000_000_000].map((s) =>
      codeOf(secret, counterAt(s)),
    );
    expect(codes).toEqual(["287082", "081804", "050471", "005924", "279037", "353130"]);
    expect(base32(secret)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  });

  it("[ASVS 6.5.1] a code fits its step, the one before and the one after, and no counter is taken twice, in whatever order they come", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ drift: fc.integer({ min: -3, max: 3 }), at: fc.integer({ min: 0, max: 40 }) }), { maxLength: 60 }),
        (tries) => {
          let last = 0;
          const taken: number[] = [];
          for (const { drift, at: step } of tries) {
            const now = 1000 + step;
            const used = counterOf(secret, codeOf(secret, now + drift), now * 30 + 7, last);
            const mayBe = Math.abs(drift) <= 1 && now + drift > last;
            expect(used).toBe(mayBe ? now + drift : null);
            if (used !== null) {
              taken.push(used);
              last = used;
            }
          }
          expect(new Set(taken).size).toBe(taken.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("may be typed with spaces and full-width digits; recovery codes have 120 bits and are kept as hashes", () => {
    expect(typedCode(" １２３ 456 ")).toBe("123456");
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{6}-){3}[A-Z2-7]{6}$/);
    expect(recoveryHash(codes[0]?.toLowerCase() ?? "")).toBe(recoveryHash(codes[0] ?? ""));
  });

  it("their secrets open by their own key for their own person only", () => {
    const box = secretBox(Buffer.alloc(32, 1));
    const sealed = box.seal(secret, "7");
    expect(box.open(sealed, "7")?.equals(secret)).toBe(true);
    expect([
      box.open(sealed, "8"),
      secretBox(Buffer.alloc(32, 2)).open(sealed, "7"),
      box.open(`${sealed.slice(0, -2)}AA`, "7"),
      box.open("", "7"),
    ]).toEqual([null, null, null, null]);
    expect(box.seal(secret, "7")).not.toBe(sealed);
  });
});
