import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shippedRules } from "../platform/index.ts";
import {
  type DiTrigger,
  deviceFields,
  missingFields,
  type PublicationQuestion,
  packTree,
  publicationCheck,
  touchedTriggers,
  type UdiApplicability,
  type UdiPublication,
} from "./device-data.ts";

const rulesOf = <T>(name: string): ReadonlyMap<string, T> =>
  new Map(shippedRules.filter(({ ruleName }) => ruleName === name).map(({ key, content }) => [key, content as T]));
const rules = {
  applicability: rulesOf<UdiApplicability>("udi-applicability"),
  publication: rulesOf<UdiPublication>("udi-publication"),
};

describe("[REQ-TRC-09] whether a device may be shipped as far as its UDI data are published", () => {
  type Vector = readonly [
    PublicationQuestion["market"],
    PublicationQuestion["deviceClass"],
    string | null,
    string,
    PublicationQuestion["status"],
    string,
    string,
  ];
  const vectors: readonly Vector[] = [
    ["CN", "III", "first", "2020-12-31", "draft", "ok", "UDI_NOT_YET"],
    ["CN", "III", "first", "2021-01-01", "draft", "block", "UDI_NOT_PUBLISHED"],
    ["CN", "III", "first", "2021-01-01", "submitted", "warn", "UDI_NOT_PUBLISHED"],
    ["CN", "III", "first", "2021-01-01", "changed", "block", "UDI_NOT_PUBLISHED"],
    ["CN", "III", "first", "2021-01-01", "published", "ok", "UDI_PUBLISHED"],
    ["CN", "III", null, "2022-05-31", null, "ok", "UDI_NOT_YET"],
    ["CN", "III", null, "2022-06-01", null, "block", "UDI_NOT_PUBLISHED"],
    ["CN", "II", "third", "2024-05-31", "draft", "ok", "UDI_NOT_YET"],
    ["CN", "II", "third", "2024-06-01", "draft", "block", "UDI_NOT_PUBLISHED"],
    ["CN", "II", null, "2026-08-20", "draft", "ok", "UDI_NOT_YET"],
    // A draft of the authority warns only.
    ["CN", "II", null, "2027-06-01", "draft", "warn", "UDI_NOT_PUBLISHED"],
    ["CN", "I", "ivd", "2027-06-01", "draft", "warn", "UDI_NOT_PUBLISHED"],
    ["CN", "I", null, "2028-12-31", "draft", "ok", "UDI_NOT_YET"],
    ["CN", null, null, "2026-08-20", null, "ok", "NOT_A_DEVICE"],
    ["EU", "II", null, "2026-05-27", "draft", "ok", "UDI_NOT_YET"],
    ["EU", "II", null, "2026-05-28", "draft", "block", "UDI_NOT_PUBLISHED"],
    ["EU", "II", "before", "2026-11-27", "draft", "ok", "UDI_NOT_YET"],
    ["EU", "II", "before", "2026-11-28", "draft", "block", "UDI_NOT_PUBLISHED"],
    ["US", "III", null, "2026-08-20", "changed", "warn", "UDI_NOT_PUBLISHED"],
  ];

  it.each(vectors)("%s class %s, list %s, made %s, %s: %s", (market, deviceClass, list, madeOn, status, outcome, code) => {
    const verdict = publicationCheck({ market, deviceClass, list, madeOn, status }, rules);
    expect([verdict.outcome, verdict.reasons.map((reason) => reason.code)]).toEqual([outcome, [code]]);
  });

  it("without a policy for the market nothing is let through", () => {
    const asked = { market: "CN", deviceClass: "III", list: null, madeOn: "2026-08-20", status: "submitted" } as const;
    expect(publicationCheck(asked, { ...rules, publication: new Map() }).outcome).toBe("block");
    expect(publicationCheck(asked, { ...rules, applicability: new Map() }).reasons[0]?.code).toBe("UDI_NO_RULE");
  });
});

describe("the unified fields", () => {
  it("are sixty, each named once", () => {
    expect(deviceFields).toHaveLength(60);
    expect(new Set(deviceFields.map(({ key }) => key)).size).toBe(60);
  });

  it("a conditional one is missing when its condition is met, and only then", () => {
    const names = (record: object) => missingFields({ ...record }, "CN").map(({ field }) => field);
    expect(names({ singleUse: "yes" })).not.toContain("maxReuse");
    expect(names({ singleUse: "no" })).toContain("maxReuse");
    expect(names({ singleUse: "no", maxReuse: 5 })).not.toContain("maxReuse");
    expect(names({ unitsOfUse: 1 })).not.toContain("unitOfUseDi");
    expect(names({ unitsOfUse: 50 })).toContain("unitOfUseDi");
    expect(names({ deviceKind: "ivd" })).not.toContain("mrSafety");
    expect(names({ deviceKind: "device" })).toContain("mrSafety");
  });

  it("a carrier is one of four, a name in EUDAMED one of two", () => {
    const names = (record: object, market: "CN" | "EU") => missingFields({ ...record }, market).map(({ field }) => field);
    expect(names({}, "CN")).toContain("carrier");
    expect(names({ carrierRfid: true }, "CN")).not.toContain("carrier");
    expect(names({}, "EU")).toContain("productName");
    expect(names({ modelSpec: "X" }, "EU")).not.toContain("productName");
  });

  it("an agency that a database does not take is as good as none", () => {
    const names = (issuingAgency: string, market: "CN" | "US" | "EU") =>
      missingFields({ issuingAgency }, market).some(({ field }) => field === "issuingAgency");
    expect(["GS1", "MA", "AHM", "HIBCC", "ICCBBA"].map((agency) => names(agency, "CN"))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    expect(["GS1", "MA", "AHM", "HIBCC", "ICCBBA"].map((agency) => names(agency, "US"))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(["GS1", "MA", "AHM", "HIBCC", "ICCBBA"].map((agency) => names(agency, "EU"))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it("EUDAMED asks for exactly one country of first placing", () => {
    const names = (euMarkets: readonly object[]) => missingFields({ euMarkets }, "EU").map(({ field }) => field);
    expect(names([{ country: "DE", isFirst: true }, { country: "FR" }])).not.toContain("euMarkets");
    expect(names([{ country: "DE" }])).toContain("euMarkets");
    expect(names([])).toContain("euMarkets");
  });
});

describe("what asks for a new DI", () => {
  const triggers = rulesOf<DiTrigger>("di-trigger");
  it("is a changed field that a rule names, with those who ask; the same number in another writing is no change", () => {
    expect(touchedTriggers({ modelSpec: "A", unitsOfUse: 1 }, { modelSpec: "B", unitsOfUse: "1" }, triggers)).toEqual([
      { field: "modelSpec", by: ["CN", "EU", "US"] },
    ]);
    expect(touchedTriggers({ sterile: "yes" }, { sterile: "no" }, triggers)).toEqual([{ field: "sterile", by: ["EU"] }]);
    expect(touchedTriggers({ infoUrl: "a", storageNote: "x" }, { infoUrl: "b", storageNote: "y" }, triggers)).toEqual([]);
  });
});

describe("[REQ-TRC-06] the packaging tree", () => {
  const codes = (rows: Parameters<typeof packTree>[1]) => packTree("P", rows).faults.map(({ row, code }) => `${row} ${code}`);
  const row = (di: string, containedDi: string, quantity = 2, level = di) => ({ di, containedDi, quantity, level });

  it("names every fault of every row at once", () => {
    expect(codes([row("P", "P", 0), row("A", "B"), row("C", "C"), row("A", "P", 1.5)])).toEqual([
      "0 PACK_QUANTITY",
      "0 PACK_DI_PRIMARY",
      "0 PACK_OF_ITSELF",
      "1 PACK_CONTAINED_UNKNOWN",
      "2 PACK_OF_ITSELF",
      "3 PACK_QUANTITY",
      "3 PACK_DI_TWICE",
    ]);
    expect(codes([row("A", "P", 5, "box"), row("B", "P", 5, "box")])).toEqual(["1 PACK_LEVEL_TWICE"]);
    expect(codes([row("A", "P", 5, "box"), row("B", "P", 10, "box"), row("C", "P", 5, "sleeve")])).toEqual([]);
    expect(codes([row("A", "P", 1_000_000), row("B", "A", 1_000_000)])).toEqual(["1 PACK_TOO_MANY"]);
  });

  it("base units are the product of the quantities down to the sales unit, whatever the order of the rows", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        (quantities, order) => {
          const rows = quantities.map((quantity, at) => row(`L${at}`, at === 0 ? "P" : `L${at - 1}`, quantity));
          const keyed = rows.map((one) => ({ one, key: order.next().value as number })).sort((a, b) => a.key - b.key);
          const { levels, faults } = packTree(
            "P",
            keyed.map(({ one }) => one),
          );
          expect(faults).toEqual([]);
          expect(levels.map(({ di, depth }) => [di, depth])).toEqual(rows.map(({ di }, at) => [di, at + 1]));
          expect(levels.map(({ baseUnits }) => baseUnits)).toEqual(
            quantities.map((_, at) => quantities.slice(0, at + 1).reduce((a, b) => a * b, 1)),
          );
        },
      ),
    );
  });

  it("any ring is found, and nothing in it has base units", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), (n) => {
        const rows = Array.from({ length: n }, (_, at) => row(`L${at}`, `L${(at + 1) % n}`));
        const tree = packTree("P", rows);
        expect(tree.levels).toEqual([]);
        expect(tree.faults.map(({ code }) => code)).toEqual(rows.map(() => "PACK_CYCLE"));
      }),
    );
  });
});
