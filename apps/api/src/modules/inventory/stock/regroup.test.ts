import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "../../../../test/house.ts";
import { document, openStage, type Stage } from "../../../../test/stock-stage.ts";
import { merge, placeSystemHold, reverse, split, stockOf, traceSummary, usability } from "../index.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const source = () => document("Lot");
const parts = (...given: readonly (readonly [string, string])[]) => given.map(([number, quantity]) => ({ number, quantity }));
const standing = async (...lots: readonly string[]) =>
  (await stage.run((tx) => stockOf(tx, lots))).map((row) => `${row.type} ${Number(row.quantity)}`);
const splitOf = (lot: string, ...given: readonly (readonly [string, string])[]) =>
  stage.run((tx) => split(tx, { lot, location: stage.place.quarantine, parts: parts(...given), source: source() }));

describe("split", () => {
  it("[REQ-TRC-11] 24,000 in two parts: quantities add up, status, dates and supplier go with them, genealogy leads both ways", async () => {
    const lot = await stage.lot({ number: "PK-1", quantity: "24000", item: stage.item.part, expiresOn: "2029-06-30" });
    await stage.run((tx) => tx.act("Lot", lot, "startTest", {}));
    const [rest, part] = await splitOf(lot, ["PK-1-A", "15000"], ["PK-1-B", "9000"]);
    expect([rest, part]).toMatchObject([
      { number: "PK-1-A", state: "underTest", supplierLot: "S-1", expiresOn: "2029-06-30", isFinishedDevice: false },
      { number: "PK-1-B", state: "underTest" },
    ]);
    expect(await standing(lot, rest?.id ?? "", part?.id ?? "")).toEqual(["quarantine 15000", "quarantine 9000"]);
    const back = await stage.run((tx) => traceSummary(tx, { text: "PK-1-B" }, "BACKWARD"));
    expect(back.sides[0]?.lots).toEqual(expect.arrayContaining([lot]));
    const forward = await stage.run((tx) => traceSummary(tx, { text: "PK-1" }, "FORWARD"));
    expect(forward.sides[0]?.lots).toHaveLength(3);
  });

  it("[REQ-GATE-02] holds go with each part, and who made the lot author cannot release a part of it", async () => {
    const lot = await stage.lot({ quantity: "10", item: stage.item.part });
    await stage.run((tx) =>
      placeSystemHold(tx, lot, { kind: "investigation", explanation: "dust", source: document("Nonconformity") }),
    );
    const [part] = await stage.run(
      (tx) => split(tx, { lot, location: stage.place.quarantine, parts: parts(["H-1", "4"]), source: source() }),
      "songwei",
    );
    const reasons = (await stage.run((tx) => usability(tx, [part?.id ?? ""]))).get(part?.id ?? "");
    expect(reasons?.map((reason) => reason.code)).toEqual(["LOT_NOT_RELEASED", "LOT_ON_HOLD"]);
    const duties = await stage.house.sql<{ duty: string }>(
      `select d.duty from duty d join person p on p.id = d.person_id where d.record_type = 'Lot' and d.record_id = $1 and p.login = 'gaolang' order by 1`,
      [part?.id],
    );
    expect(duties.map((row) => row.duty)).toEqual(["author", "receiver"]);
  });

  it("a part of a released lot is released, of a rejected lot rejected", async () => {
    const released = await stage.releasedLot({ quantity: "10" });
    const [part] = await stage.run((tx) =>
      split(tx, { lot: released, location: stage.place.storage, parts: parts(["REL-1", "4.5"]), source: source() }),
    );
    expect(part?.state).toBe("released");
    expect((await stage.run((tx) => usability(tx, [part?.id ?? ""]))).get(part?.id ?? "")).toEqual([]);
    const rejected = await stage.lot();
    await stage.run((tx) => tx.act("Lot", rejected, "reject", {}));
    expect((await splitOf(rejected, ["REJ-1", "4"]))[0]?.state).toBe("rejected");
  });

  it("refuses more than there is, no part, a taken number; then nothing was made", async () => {
    const lot = await stage.lot({ number: "SPL", quantity: "10" });
    const before = await stage.house.sql("select count(*) from lot");
    expect(await refusalOf(splitOf(lot, ["SPL-A", "6"], ["SPL-B", "5"]))).toEqual(["INSUFFICIENT_STOCK"]);
    expect(await refusalOf(splitOf(lot))).toEqual(["SPLIT_PARTS"]);
    expect(await refusalOf(splitOf(lot, ["SPL", "1"]))).toEqual(["number:DUPLICATE"]);
    expect(await stage.house.sql("select count(*) from lot")).toEqual(before);
  });

  it("is reversed by a counter-posting: the edges stay, the quantity comes back", async () => {
    const lot = await stage.lot({ quantity: "10" });
    const [part] = await splitOf(lot, ["BACK-1", "4"]);
    const [posting] = await stage.house.sql<{ id: string }>("select posting_id as id from lot_edge where lot_id = $1", [
      part?.id,
    ]);
    await stage.run((tx) => reverse(tx, { posting: posting?.id ?? "", source: source(), remark: "split the wrong lot" }));
    expect(await standing(lot, part?.id ?? "")).toEqual(["quarantine 10"]);
    expect(
      await stage.house.sql("select sum(quantity)::float as net, count(*)::int as rows from lot_edge where lot_id = $1", [
        part?.id,
      ]),
    ).toEqual([{ net: 0, rows: 2 }]);
  });
});

describe("merge", () => {
  const mergeOf = (number: string, ...given: readonly (readonly [string, string])[]) =>
    stage.run((tx) =>
      merge(tx, {
        number,
        lines: given.map(([lot, quantity]) => ({ lot, location: stage.place.quarantine, quantity })),
        to: stage.place.quarantine,
        source: source(),
      }),
    );

  it("[REQ-TRC-11] keeps what is common, the earliest expiry and every hold", async () => {
    const a = await stage.lot({ quantity: "10", expiresOn: "2029-06-30", supplierLot: "V-1" });
    const b = await stage.lot({ quantity: "20", expiresOn: "2028-01-31", supplierLot: "V-2" });
    await stage.run((tx) =>
      placeSystemHold(tx, b, { kind: "excursion", explanation: "9.4 °C", source: document("Nonconformity") }),
    );
    const made = await mergeOf("M-1", [a, "10"], [b, "5"]);
    expect(made).toMatchObject({
      state: "quarantine",
      expiresOn: "2028-01-31",
      supplier: stage.supplier,
      supplierLot: "V-1 + V-2",
    });
    expect(await standing(a, b, made.id)).toEqual(["quarantine 15", "quarantine 15"]);
    expect((await stage.run((tx) => usability(tx, [made.id]))).get(made.id)?.map((reason) => reason.code)).toEqual([
      "LOT_NOT_RELEASED",
      "LOT_ON_HOLD",
    ]);
  });

  it("refuses lots of two items or two states, and one lot alone, all reasons at once", async () => {
    const raw = await stage.lot({ quantity: "10" });
    const part = await stage.lot({ quantity: "10", item: stage.item.part });
    await stage.run((tx) => tx.act("Lot", part, "reject", {}));
    expect(await refusalOf(mergeOf("M-2", [raw, "1"], [part, "1"]))).toEqual(["ITEMS_DIFFER", "STATES_DIFFER"]);
    expect(await refusalOf(mergeOf("M-2", [raw, "1"]))).toEqual(["MERGE_ONE"]);
  });
});
