import { expect, it } from "vitest";
import { faultsOf, keptBy } from "./password-rules.ts";

const typed = (current: string, next: string, again = next) => ({ current, next, again });

it("a new password is long enough, without the user name and not the present one", () => {
  expect(keptBy(typed("", ""), "linjing")).toEqual({ length: false, name: false, other: false });
  expect(keptBy(typed("old", "elevenchars"), "linjing")).toEqual({ length: false, name: true, other: true });
  expect(keptBy(typed("old", "my LinJing 2026"), "linjing")).toEqual({ length: true, name: false, other: true });
  expect(keptBy(typed("a pass phrase", "a pass phrase"), "linjing")).toEqual({ length: true, name: true, other: false });
  expect(keptBy(typed("old", "密码密码密码密码密码密码"), "linjing").length).toBe(true);
  expect(keptBy(typed("old", "x".repeat(129)), "linjing").length).toBe(false);
});

it("nothing is wrong before it was tried; then what is missing or differs, and what the server said", () => {
  expect(faultsOf(typed("", ""), false, undefined)).toEqual({});
  expect(faultsOf(typed("", ""), true, undefined)).toEqual({
    current: "password.missing",
    next: "password.missing",
    again: "password.missing",
  });
  expect(faultsOf(typed("a", "b", "c"), true, undefined)).toEqual({ again: "password.differs" });
  const text = { en: "wrong", zh: "错" };
  const failure = { kind: "invalid", issues: [{ path: "current", code: "PASSWORD_WRONG", text }] } as const;
  expect(faultsOf(typed("a", "b"), true, failure)).toEqual({ current: text });
});
