import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reasonsOf, refusalOf } from "../../../../test/house.ts";
import { document, openStage, type Stage } from "../../../../test/stock-stage.ts";
import { issue, partNumbers, placeSystemHold, stockOf, traceSummary } from "../index.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.house.sql("select public.set_domain_clock(0, '2026-07-06T08:00:00+08:00')");
});
afterAll(() => stage.close());

const hand = (login = "gaolang") => stage.house.hands.as(login);
const why = "asked for by the line";
const standing = async (lot: string) =>
  (await stage.run((tx) => stockOf(tx, [lot]))).map((row) => `${row.type} ${Number(row.quantity)}`);
const lotOf = async (number: string) =>
  (
    await stage.house.sql<{
      id: string;
      state: string;
      supplierLot: string | null;
      expiresOn: string | null;
      revision: string | null;
    }>(
      `select id, state, supplier_lot as "supplierLot", expires_on::text as "expiresOn", item_revision_id as revision from lot where number = $1`,
      [number],
    )
  )[0];
const at = (place: keyof Stage["place"]) => stage.place[place];
const counts = () =>
  stage.house.sql(
    "select (select count(*) from posting) as postings, (select count(*) from lot) as lots, (select count(*) from hold) as holds",
  );

describe("split", () => {
  it("[REQ-TRC-11] numbers its parts after the lot, takes numbers that are given, and the trace finds them both ways", async () => {
    const lot = await stage.releasedLot({ number: "SPLIT-1", quantity: "100", expiresOn: "2027-06-30" });
    const parts = [{ quantity: "40" }, { quantity: "10", number: "SPLIT-1-B" }, { quantity: "5", to: at("dispatch") }];
    await (await hand()).act("Lot", { id: lot }, "split", { from: at("storage"), parts }, why);
    const made = [await lotOf("SPLIT-1-01"), await lotOf("SPLIT-1-B"), await lotOf("SPLIT-1-02")];
    expect(made).toMatchObject(made.map(() => ({ state: "released", supplierLot: "S-1", expiresOn: "2027-06-30" })));
    expect([await standing(lot), await standing(made[0]?.id ?? ""), await standing(made[2]?.id ?? "")]).toEqual([
      ["storage 45"],
      ["storage 40"],
      ["dispatch 5"],
    ]);
    const [forward, back] = await stage.run(async (tx) => {
      const ahead = await traceSummary(tx, { text: "SPLIT-1" }, "FORWARD");
      return [ahead, await traceSummary(tx, { text: "SPLIT-1-02" }, "BACKWARD")];
    });
    expect(forward?.sides[0]?.lots).toHaveLength(4);
    expect(back?.sides[0]?.lots).toContain(lot);
    expect(await stage.run((tx) => partNumbers(tx, { number: "SPLIT-1" }, 2))).toEqual(["SPLIT-1-03", "SPLIT-1-04"]);
  });

  it("[REQ-TRC-01] a part with the number of another lot is refused at its box, and nothing changes", async () => {
    const lot = await stage.releasedLot({ number: "SPLIT-2", quantity: "100" });
    const before = await counts();
    const parts = [{ quantity: "1" }, { quantity: "1", number: "SPLIT-1" }];
    const work = (await hand()).act("Lot", { id: lot }, "split", { from: at("storage"), parts }, why);
    expect(await refusalOf(work)).toEqual(["parts.1.number:DUPLICATE"]);
    expect(await counts()).toEqual(before);
  });

  it("[REQ-GATE-02] the parts of a held lot are held", async () => {
    const lot = await stage.lot({ number: "SPLIT-3", quantity: "10" });
    const hold = { kind: "investigation", explanation: "dust", source: document("Nonconformity") } as const;
    await stage.run((tx) => placeSystemHold(tx, lot, hold));
    await (await hand()).act("Lot", { id: lot }, "split", { from: at("quarantine"), parts: [{ quantity: "4" }] }, why);
    const part = await lotOf("SPLIT-3-01");
    const held = await stage.house.sql("select kind from hold where lot_id = $1 and state = 'active'", [part?.id]);
    expect(held).toEqual([{ kind: "investigation" }]);
  });
});

describe("merge", () => {
  const merged = async (first: string, second: string, more: object = {}) =>
    (await hand("linjing")).act(
      "Lot",
      { id: first },
      "merge",
      {
        from: at("storage"),
        quantity: "10",
        to: at("storage"),
        others: [{ lot: second, from: at("storage"), quantity: "5" }],
        ...more,
      },
      why,
    );

  it("[REQ-TRC-11] the earliest expiry counts, supplier lots are kept, and the trace leads back to each", async () => {
    const [first, second] = [
      await stage.releasedLot({ number: "MERGE-1", quantity: "10", expiresOn: "2027-06-30", supplierLot: "PV-1" }),
      await stage.releasedLot({ number: "MERGE-2", quantity: "10", expiresOn: "2027-03-31", supplierLot: "PV-2" }),
    ];
    await merged(first, second);
    const whole = await lotOf("MERGE-1-01");
    expect(whole).toMatchObject({ state: "released", expiresOn: "2027-03-31", supplierLot: "PV-1 + PV-2" });
    expect([await standing(whole?.id ?? ""), await standing(first), await standing(second)]).toEqual([
      ["storage 15"],
      [],
      ["storage 5"],
    ]);
    const trace = await stage.run((tx) => traceSummary(tx, { text: "PV-2" }, "FORWARD"));
    expect(trace.sides[0]?.lots).toContain(whole?.id);
  });

  it("[REQ-GATE-02] lots of another item, status or revision are refused with all reasons, and nothing changes", async () => {
    const first = await stage.releasedLot({ number: "MERGE-3" });
    const other = await stage.lot({ item: stage.item.part });
    const steward = await hand("luoan");
    const revision = await steward.create("ItemRevision", {
      item: stage.item.raw,
      revision: "R",
      changeReason: "first",
      specification: "x",
    });
    await stage.house.sql(
      "with actor as (select set_config('app.actor', '1', false)) update lot set item_revision_id = $1 from actor where lot.id = $2",
      [revision.id, first],
    );
    const before = await counts();
    expect(await refusalOf(merged(first, other))).toEqual(["ITEMS_DIFFER", "REVISIONS_DIFFER", "STATES_DIFFER"]);
    expect(await refusalOf(merged(first, first))).toEqual(["MERGE_SELF"]);
    expect(await counts()).toEqual(before);
  });
});

describe("a move", () => {
  it("[REQ-TRC-01] needs neither place nor quantity where a lot stands at one place, and asks which where it stands at two", async () => {
    const lot = await stage.releasedLot({ number: "MOVE-1", quantity: "12.5" });
    await (await hand()).act("Lot", { id: lot }, "move", { to: at("dispatch") });
    expect(await standing(lot)).toEqual(["dispatch 12.5"]);
    await (await hand()).act("Lot", { id: lot }, "move", { to: at("storage"), quantity: "2.5" });
    const [reason] = await reasonsOf((await hand()).act("Lot", { id: lot }, "move", { to: at("production") }));
    expect([reason?.code, reason?.text.en]).toEqual([
      "MOVE_FROM_WHICH",
      "MOVE-1 stands at SZ1-DISPATCH, SZ1-STORAGE; say from which.",
    ]);
    await (await hand()).act("Lot", { id: lot }, "move", { from: at("storage"), to: at("dispatch") });
    expect(await standing(lot)).toEqual(["dispatch 12.5"]);
    expect(await refusalOf((await hand()).act("Lot", { id: lot }, "move", { to: at("dispatch") }))).toEqual(["NOTHING_TO_MOVE"]);
  });
});

describe("samples", () => {
  it("[REQ-TRC-04] come back unused, never more than were taken", async () => {
    const lot = await stage.releasedLot({ quantity: "100" });
    const inspector = await hand("chenhe");
    await inspector.act("Lot", { id: lot }, "sample", { from: at("storage"), quantity: "5" });
    expect(await refusalOf(inspector.act("Lot", { id: lot }, "returnSample", { to: at("storage"), quantity: "6" }, why))).toEqual(
      ["INSUFFICIENT_STOCK"],
    );
    await inspector.act("Lot", { id: lot }, "returnSample", { to: at("storage"), quantity: "2" }, why);
    expect(await standing(lot)).toEqual(["storage 97"]);
    const waiting = await stage.lot();
    await inspector.act("Lot", { id: waiting }, "sample", { from: at("quarantine"), quantity: "5" });
    const toStore = inspector.act("Lot", { id: waiting }, "returnSample", { to: at("storage"), quantity: "1" }, why);
    expect(await refusalOf(toStore)).toEqual(["LOCATION_NOT_APART"]);
  });

  it("[REQ-TRC-04] retained ones are registered until a year after expiry, used for tests, and disposed of only then", async () => {
    const lot = await stage.releasedLot({ number: "KEEP-1", quantity: "100", expiresOn: "2027-06-30" });
    const keeper = await hand();
    const elsewhere = keeper.act("Lot", { id: lot }, "retain", { from: at("storage"), to: at("dispatch"), quantity: "20" });
    expect(await refusalOf(elsewhere)).toEqual(["LOCATION_NOT_RETAINED"]);
    await keeper.act("Lot", { id: lot }, "retain", { from: at("storage"), to: at("retained"), quantity: "20" });
    const [entry] = await stage.house.sql<{ id: string; number: string }>(
      `select id, number, trim_scale(quantity)::text as quantity, taken_on::text as "takenOn", keep_until::text as "keepUntil" from retained_sample where lot_id = $1`,
      [lot],
    );
    expect(entry).toMatchObject({ number: "RS-26-0001", quantity: "20", takenOn: "2026-07-06", keepUntil: "2028-06-30" });
    const { id } = entry ?? { id: "" };
    const analyst = await hand("chenhe");
    expect(await refusalOf(analyst.act("RetainedSample", { id }, "use", { quantity: "21", purpose: "complaint" }))).toEqual([
      "RETAINED_SHORT",
    ]);
    await analyst.act("RetainedSample", { id }, "use", { quantity: "8", purpose: "complaint" });
    const dispose = async () => (await hand("linjing")).act("RetainedSample", { id }, "dispose", {}, "its time is over");
    expect(await refusalOf(dispose())).toEqual(["RETAINED_NOT_DUE"]);
    await stage.house.sql("select public.set_domain_clock(0, '2028-07-01T08:00:00+08:00')");
    expect((await dispose()).state).toBe("disposed");
    expect(await standing(lot)).toEqual(["storage 80"]);
    const used = await stage.run((tx) =>
      tx.sql(
        "select location_type as type, trim_scale(quantity)::text as quantity from balance where lot_id = ? and location_type in ('sample', 'scrap') order by 1",
        [lot],
      ),
    );
    expect(used).toEqual([
      { type: "sample", quantity: "8" },
      { type: "scrap", quantity: "12" },
    ]);
    await stage.house.sql("select public.set_domain_clock(0, '2026-07-06T08:00:00+08:00')");
  });

  it("[REQ-GATE-02] what is retained is not issued from where it is kept", async () => {
    const lot = await stage.releasedLot({ quantity: "100" });
    await (await hand()).act("Lot", { id: lot }, "retain", { from: at("storage"), to: at("retained"), quantity: "20" });
    const lines = [{ lot, location: at("retained"), quantity: "1" }];
    expect(await refusalOf(stage.run((tx) => issue(tx, { source: document(), lines })))).toEqual(["LOCATION_NOT_FOR_USE"]);
  });
});
