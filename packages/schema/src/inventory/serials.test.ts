import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSerials, writeSerials } from "./serials.ts";

const read = (text: string) => {
  const answer = readSerials(text);
  return answer.ok ? answer.serials : [answer.why, answer.piece];
};

describe("serial numbers", () => {
  it("[REQ-TRC-01] are read from ranges, lists and lines, in both languages' ways of writing", () => {
    expect(read("MB2606-001…003")).toEqual(["MB2606-001", "MB2606-002", "MB2606-003"]);
    expect(read("mb2606-008..MB2606-010")).toEqual(["MB2606-008", "MB2606-009", "MB2606-010"]);
    expect(read("A1 至 A3")).toEqual(["A1", "A2", "A3"]);
    expect(read("A1 to A2, B7；C9\nD4、E5")).toEqual(["A1", "A2", "B7", "C9", "D4", "E5"]);
    expect(read("ＩＰ２６０７０００１～0002")).toEqual(["IP26070001", "IP26070002"]);
    expect(read(" \n")).toEqual([]);
  });

  it("[REQ-TRC-01] are refused with the piece that cannot be read", () => {
    expect(read("A3…A1")).toEqual(["range", "A3…A1"]);
    expect(read("A1…B3")).toEqual(["range", "A1…B3"]);
    expect(read("A01…A1000")).toEqual(["range", "A01…A1000"]);
    expect(read("ABC…DEF")).toEqual(["range", "ABC…DEF"]);
    expect(read("A1, #2")).toEqual(["unreadable", "#2"]);
    expect(read("A1, A1")).toEqual(["twice", "A1"]);
    expect(read("A1…A3 A2")).toEqual(["twice", "A2"]);
    expect(read("A00001…A99999")).toEqual(["tooMany", "A00001…A99999"]);
  });

  it("are read back as they are written", () => {
    const serial = fc.tuple(fc.constantFrom("MB2606-", "IP2607", "X"), fc.integer({ min: 0, max: 9_999 }));
    fc.assert(
      fc.property(fc.uniqueArray(serial, { selector: ([a, b]) => `${a}${b}`, maxLength: 60 }), (pairs) => {
        const serials = pairs.map(([prefix, n]) => prefix + String(n).padStart(4, "0"));
        expect(read(writeSerials(serials))).toEqual([...serials].sort());
      }),
    );
    expect(writeSerials(["B1", "A003", "A001", "A002", "A009", "A010"])).toBe("A001…003, A009, A010, B1");
  });
});
