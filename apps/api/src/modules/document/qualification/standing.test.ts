import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateIn } from "../../../base/context.ts";
import { type QualificationFact, standingAt, standingReasons } from "./standing.ts";

const zone = "Asia/Shanghai";
const at = (wall: string): Date => new Date(`${wall.replace(" ", "T")}:00+08:00`);
const moment = (wall: string) => ({ at: at(wall), on: dateIn(zone, at(wall)) });

const fact = (more: Partial<QualificationFact> = {}): QualificationFact => ({
  id: "1",
  number: "QL-00001",
  person: "7",
  skill: "3",
  validFrom: "2026-01-01",
  validTo: "2026-12-31",
  grantedAt: at("2026-01-01 09:00"),
  revokedAt: null,
  ...more,
});

const chenhe = { number: "P-0007", nameEn: "Chen He", nameZh: "陈禾" };
const raw = { number: "QS-RAW", nameEn: "Inspection of raw materials", nameZh: "原材料检验" };
const wordsOf = (facts: readonly QualificationFact[], wall: string) =>
  standingReasons(chenhe, raw, standingAt(facts, moment(wall)), zone);

describe("how a person stands with a skill", () => {
  it("[REQ-GATE-06] the last day counts to 24:00 at the site, and not a minute longer", () => {
    expect(standingAt([fact()], moment("2026-12-31 23:59")).state).toBe("qualified");
    expect(standingAt([fact()], moment("2027-01-01 00:00")).state).toBe("expired");
    expect(standingAt([fact({ validFrom: "2026-02-01" })], moment("2026-01-31 23:59")).state).toBe("notYetValid");
    expect(standingAt([fact({ validFrom: "2026-02-01" })], moment("2026-02-01 00:00")).state).toBe("qualified");
  });

  it("[REQ-GATE-06] says person, skill and what is wrong, in both languages, with the record that explains it", () => {
    expect(wordsOf([fact()], "2026-06-01 10:00")).toEqual([]);
    expect(wordsOf([], "2026-06-01 10:00")).toEqual([
      {
        code: "NOT_QUALIFIED",
        text: {
          en: "Chen He is not qualified for QS-RAW Inspection of raw materials: it was never granted.",
          zh: "陈禾不具备 QS-RAW 原材料检验的有效资质：从未授予。",
        },
        record: "Skill",
        number: "QS-RAW",
      },
    ]);
    const told = (facts: readonly QualificationFact[], wall: string) => {
      const [reason] = wordsOf(facts, wall);
      return [reason?.text.en.split(": ")[1], reason?.text.zh.split("：")[1], reason?.record, reason?.number];
    };
    const of = ["Qualification", "QL-00001"];
    expect(told([fact()], "2027-01-01 00:00")).toEqual([
      "QL-00001 expired 2026-12-31.",
      "QL-00001 已于 2026-12-31 到期。",
      ...of,
    ]);
    expect(told([fact({ validFrom: "2026-07-01" })], "2026-06-30 10:00")).toEqual([
      "QL-00001 is valid from 2026-07-01 only.",
      "QL-00001 自 2026-07-01 起生效。",
      ...of,
    ]);
    expect(told([fact({ revokedAt: at("2026-05-20 00:10") })], "2026-06-01 10:00")).toEqual([
      "QL-00001 was revoked 2026-05-20.",
      "QL-00001 已于 2026-05-20 撤销。",
      ...of,
    ]);
  });

  it("[REQ-TRN-03] what was revoked later was good on a past day; what was granted later was not", () => {
    const revoked = fact({ revokedAt: at("2026-03-10 15:00") });
    expect(standingAt([revoked], moment("2026-03-03 10:00")).state).toBe("qualified");
    expect(standingAt([revoked], moment("2026-03-10 14:59")).state).toBe("qualified");
    expect(standingAt([revoked], moment("2026-03-10 15:00")).state).toBe("revoked");
    const backdated = fact({ grantedAt: at("2026-03-05 09:00") });
    expect(standingAt([backdated], moment("2026-03-03 10:00")).state).toBe("never");
    expect(standingAt([backdated], moment("2026-03-05 09:00")).state).toBe("qualified");
  });

  it("overlaps are harmless: the one that lasts longest carries; what was granted last says what is wrong", () => {
    const first = fact();
    const second = fact({
      id: "2",
      number: "QL-00002",
      validFrom: "2026-11-01",
      validTo: "2027-10-31",
      grantedAt: at("2026-10-20 09:00"),
    });
    expect(standingAt([first, second], moment("2026-11-15 09:00")).by?.number).toBe("QL-00002");
    expect(standingAt([first, second], moment("2026-10-25 09:00")).by?.number).toBe("QL-00001");
    const lost = fact({
      id: "2",
      number: "QL-00002",
      grantedAt: at("2026-02-01 09:00"),
      validTo: "2026-03-01",
      revokedAt: at("2026-02-10 09:00"),
    });
    const over = fact({ validTo: "2026-01-31" });
    expect(standingAt([over, lost], moment("2026-03-05 09:00"))).toEqual({ state: "revoked", by: lost });
  });

  it("[REQ-TRN-03] is what a plain reading of all sheets says, for whatever was granted and revoked", () => {
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    const hour = (n: number) => new Date(Date.parse("2026-01-01T00:00:00+08:00") + n * 3_600_000);
    const sheet = fc.record({
      from: fc.integer({ min: 0, max: 20 }),
      days: fc.integer({ min: 0, max: 12 }),
      granted: fc.integer({ min: 0, max: 600 }),
      kept: fc.option(fc.integer({ min: 0, max: 300 }), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(sheet, { maxLength: 5 }), fc.integer({ min: 0, max: 800 }), (sheets, asked) => {
        const facts = sheets
          .toSorted((a, b) => a.granted - b.granted)
          .map((s, index) =>
            fact({
              id: String(index),
              number: `QL-${index}`,
              validFrom: day(s.from),
              validTo: day(s.from + s.days),
              grantedAt: hour(s.granted),
              revokedAt: s.kept === null ? null : hour(s.granted + s.kept),
            }),
          );
        const today = Math.floor(asked / 24);
        const plain = sheets.some(
          (s) =>
            s.granted <= asked && (s.kept === null || asked < s.granted + s.kept) && s.from <= today && today <= s.from + s.days,
        );
        const standing = standingAt(facts, { at: hour(asked), on: dateIn(zone, hour(asked)) });
        expect(standing.state === "qualified").toBe(plain);
        expect(standing.state === "never").toBe(sheets.every((s) => s.granted > asked));
        expect(standingReasons(chenhe, raw, standing, zone).length).toBe(plain ? 0 : 1);
      }),
      { numRuns: 2000 },
    );
  });
});
