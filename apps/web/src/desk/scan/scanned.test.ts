import { describe, expect, it } from "vitest";
import { type ScanAnswer, textFor } from "./scanned.ts";

const answer: ScanAnswer = {
  code: "IS2607A",
  kind: "elements",
  agency: "GS1",
  di: "09521234000013",
  lot: "IS2607A",
  serial: null,
  expiresOn: "2029-07-30",
  problems: [],
  hits: [],
  reasons: [],
};

describe("what a code fills [U15]", () => {
  it("is a text with the lot, a date with the expiry, and no quantity ever", () => {
    expect(["text", "date", "quantity", "decimal", "integer", "choice"].map((kind) => textFor(kind, answer))).toEqual([
      "IS2607A",
      "2029-07-30",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(textFor("date", { ...answer, kind: "code", expiresOn: null })).toBeUndefined();
    expect(textFor("text", { ...answer, kind: "unreadable" })).toBeUndefined();
  });
});
