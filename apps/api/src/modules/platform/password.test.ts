import { describe, expect, it } from "vitest";
import { passwordFault } from "./password.ts";

describe("passwords (ASVS 6.2)", () => {
  it.each([
    ["password2026!!", false],
    ["Qwerty123456", false],
    ["1q2w3e4r5t6y", false],
    ["abcabcabcabc", false],
    ["123456789012", false],
    ["qwertyuiopas", false],
    ["Lotline-2026", false],
    ["medical device", false],
    ["lotline is where I count lots", true],
    ["三只猫坐在屋顶上看月亮升起", true],
    ["correct horse battery", true],
    ["chenglan-demo-2026", true],
    ["x".repeat(128), false],
    ["a long sentence ".repeat(8), false],
  ])("%s: %s", (password, fits) => expect(passwordFault(password, "linjing") === null).toBe(fits));
});
