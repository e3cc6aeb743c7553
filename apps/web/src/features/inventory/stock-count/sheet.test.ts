import { describe, expect, it } from "vitest";
import type { Row } from "../../../kit/data/row.ts";
import { countsOf, stillTyped, typedIn } from "./sheet.ts";

const line = (id: string, counted: string, serialsFound = ""): Row => ({ id, counted, serialsFound });

describe("the draft of a count sheet", () => {
  it("keeps what was counted and not saved, and forgets what was", () => {
    const lines = [line("1", "126"), line("2", ""), line("3", "")];
    const texts = { "1": "126", "2": "48.5", "3s": "MB-001\nMB-002" };
    expect(stillTyped(lines, texts)).toEqual({ "2": "48.5", "3s": "MB-001\nMB-002" });
    expect(countsOf(lines, typedIn(texts))).toEqual([
      { line: 2, counted: "48.5", serials: null },
      { line: 3, counted: "2", serials: "MB-001\nMB-002" },
    ]);
  });
});
