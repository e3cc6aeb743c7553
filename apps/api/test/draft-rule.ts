/** Something to sign: a rule that one person of QA drafts and the QA head approves. */
import { randomUUID } from "node:crypto";
import { type Browser, doneOf, type Target } from "./browser.ts";

/** A new draft of its own key. */
export const draftRule = async (author: Browser): Promise<Target & { number: string }> =>
  doneOf(
    await author.create("Rule", {
      ruleName: "retention",
      key: `class-${randomUUID().slice(0, 8)}`,
      content: { years: 5 },
      validFrom: "2026-01-01",
      citation: "test",
    }),
  );
