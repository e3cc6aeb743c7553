/** The templates a firm needs before it signs electronically; what they say of the product agrees with the product. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { shippedRules } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { limits } from "../src/modules/platform/session.ts";

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../docs/templates/${name}`, import.meta.url)), "utf8");

describe("[REQ-SIG-13] the templates", () => {
  it("hold the letter to FDA with its certifying sentence, and a Chinese reading of it", () => {
    const letter = read("e-signature-certification.md").replace(/\s+/g, " ");
    expect(letter).toContain("Pursuant to Section 11.100(c) of Title 21 of the Code of Federal Regulations");
    expect(letter).toContain("are the legally binding equivalent of traditional handwritten signatures");
    expect(letter).toContain("与传统手写签名具有同等法律约束力");
  });

  it("hold a policy whose numbers are those the product enforces, in both languages", () => {
    const policy = read("e-signature-policy.md").replace(/\s+/g, " ");
    const statement = shippedRules.find((rule) => rule.ruleName === "accountability-statement");
    expect(statement?.content).toMatchObject({ months: 12 });
    for (const text of [
      `after ${limits.signingIdle} minutes without a signature, after ${limits.signingLife / 60} hours`,
      `${limits.signingIdle} 分钟无签名、满 ${limits.signingLife / 60} 小时`,
      `${limits.signingFailures} wrong proofs end the session`,
      `连续 ${limits.signingFailures} 次错误即结束会话`,
      "every 12 months",
      "每 12 个月",
    ])
      expect(policy).toContain(text);
  });
});
