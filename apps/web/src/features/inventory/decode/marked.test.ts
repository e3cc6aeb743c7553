import { validate } from "@lotline/udi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { piecesOf } from "./marked.ts";

describe("[REQ-TRC-06] the marked code", () => {
  it("marks the wrong digit, and the place where something is missing", () => {
    const code = "(01)09521234000014(10)";
    expect(piecesOf(code, validate(code))).toEqual([
      { text: "(01)0952123400001", wrong: [] },
      { text: "4", wrong: [1] },
      { text: "(10)", wrong: [] },
      { text: "", wrong: [2] },
    ]);
  });

  it("is the whole code, whatever was given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        for (const code of [text, `(01)${text}`, `]d2${text}`, `+${text}`]) {
          const pieces = piecesOf(code, validate(code));
          expect(pieces.map((piece) => piece.text).join("")).toBe(code);
          expect(new Set(pieces.flatMap(({ wrong }) => wrong)).size).toBe(validate(code).length);
        }
      }),
    );
  });
});
