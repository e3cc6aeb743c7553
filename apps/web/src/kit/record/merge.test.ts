import { describe, expect, it } from "vitest";
import { mergeTimeline } from "./merge.ts";
import type { TimelineEntry } from "./types.ts";

const entry = (id: string, at: string, change: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id,
  at,
  kind: "change",
  actor: { en: "Lin Jing", zh: "林静" },
  role: null,
  operation: "releaseLot",
  reason: null,
  source: "ui",
  changes: [],
  signature: null,
  ...change,
});
const signature = {
  id: "1",
  meaning: "RELEASED_FOR_USE",
  statement: "",
  printedName: "",
  jobTitle: "",
  version: 2,
  contentHash: "",
  signedAt: "",
  zone: "",
  reason: null,
  verdict: "VALID",
};

describe("the timeline", () => {
  it("shows the signature with the act that it signs", () => {
    const [one, ...rest] = mergeTimeline([
      entry("signature-1", "t2", { kind: "signature", operation: null, signature }),
      entry("event-1", "t2", { changes: [{ field: "state", old: "underTest", new: "released" }] }),
    ]);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({
      kind: "signature",
      operation: "releaseLot",
      signature: { id: "1" },
      changes: [{ field: "state" }],
    });
  });
  it("keeps acts of other moments, persons and commands apart", () => {
    expect(mergeTimeline([entry("a", "t2"), entry("b", "t1")])).toHaveLength(2);
    expect(mergeTimeline([entry("a", "t2"), entry("b", "t2", { actor: null })])).toHaveLength(2);
    expect(mergeTimeline([entry("a", "t2"), entry("b", "t2", { operation: "editLot" })])).toHaveLength(2);
  });
});
