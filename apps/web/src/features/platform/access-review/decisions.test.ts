import { describe, expect, it } from "vitest";
import type { Row } from "../../../kit/data/row.ts";
import { decisionsOf, followed, put, shownIn, stillTyped, undecided } from "./decisions.ts";

const line = (id: string, proposal: string, decision = "", remark = ""): Row => ({ id, proposal, decision, remark });

describe("[REQ-ACC-05] the sheet of an access review", () => {
  const lines = [line("7", "keep"), line("8", "remove"), line("9", "keep", "keep", "as before")];

  it("sends what was decided and differs from what is saved, by the place of the line", () => {
    let typed = put({}, lines[1] as Row, "decision", "remove");
    typed = put(typed, lines[2] as Row, "remark", "as before ");
    expect(decisionsOf(lines, typed)).toEqual([{ line: 2, decision: "remove", remark: null }]);
    typed = put(typed, lines[2] as Row, "remark", "needed in August");
    // A remark alone decides nothing.
    typed = put(typed, lines[0] as Row, "remark", "which one?");
    expect(decisionsOf(lines, typed)).toEqual([
      { line: 2, decision: "remove", remark: null },
      { line: 3, decision: "keep", remark: "needed in August" },
    ]);
  });

  it("follows the proposals where nothing is decided, and leaves what is typed", () => {
    const typed = followed(lines, put({}, lines[0] as Row, "decision", "remove"));
    expect(lines.map((of) => shownIn(typed, of, "decision"))).toEqual(["remove", "remove", "keep"]);
    expect(undecided(lines, typed)).toEqual([]);
    expect(undecided(lines, {}).map(({ id }) => id)).toEqual(["7", "8"]);
  });

  it("keeps of a draft what is still to be saved", () => {
    const typed = { "7 decision": "keep", "8 decision": "remove", "8 remark": "left" };
    const saved = [line("7", "keep", "keep"), line("8", "remove"), line("9", "keep")];
    expect(stillTyped(saved, typed)).toEqual({ "8 decision": "remove", "8 remark": "left" });
  });
});
