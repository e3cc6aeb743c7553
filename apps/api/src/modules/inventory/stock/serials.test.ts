import { readSerials } from "@lotline/schema";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { reasonsOf, refusalOf } from "../../../../test/house.ts";
import { document, openStage, type PlaceType, type Stage } from "../../../../test/stock-stage.ts";
import type { Tx } from "../../../kernel/tx.ts";
import {
  deliver,
  issue,
  merge,
  move,
  namedReasons,
  produceLot,
  receiveLot,
  returnFrom,
  reverse,
  sample,
  scrap,
  ship,
  split,
} from "../index.ts";

let stage: Stage;
let board: string;
beforeAll(async () => {
  stage = await openStage();
  const units = await stage.house.sql<{ id: string }>("select id from unit where symbol = 'ea'");
  const made = await (await stage.house.hands.as("luoan")).create("Item", {
    number: "MB-401",
    nameEn: "Board",
    nameZh: "主板",
    itemClass: "component",
    source: "bought",
    unit: units[0]?.id,
    inspectionRequired: true,
    serialTracked: true,
  });
  board = made.id;
});
afterAll(() => stage.close());
afterEach(() => vi.restoreAllMocks());

const receive = (tx: Tx, number: string, quantity: string, serials: string | null, more: object = {}) =>
  receiveLot(tx, {
    number,
    item: board,
    supplier: stage.supplier,
    supplierLot: "S",
    quantity,
    serials,
    location: stage.place.quarantine,
    source: document("Receipt"),
    ...more,
  });
const released = (number: string, quantity: string, serials: string) =>
  stage.run(async (tx) => {
    const { id } = await receive(tx, number, quantity, serials);
    await tx.act("Lot", id, "carryRelease", {});
    await move(tx, { lot: id, from: stage.place.quarantine, to: stage.place.storage, quantity, serials, source: document() });
    return id;
  });
/** Serial numbers of a lot by where they are. */
const where = async (lot: string) =>
  Object.fromEntries(
    (
      await stage.house.sql<{ at: string; serials: string }>(
        "select whereabouts as at, string_agg(serial_number, ' ' order by serial_number) as serials from serial where lot_id = $1 group by 1",
        [lot],
      )
    ).map((row) => [row.at, row.serials]),
  );
const everything = () =>
  stage.house.sql(
    "select (select count(*) from lot) as lots, (select count(*) from posting) as postings, (select count(*) from serial) as serials, (select count(*) from serial_move) as moves",
  );
const line = (lot: string, quantity: string, serials: string | null, at: PlaceType = "storage") => ({
  lot,
  location: stage.place[at],
  quantity,
  serials,
});

describe("serial numbers at receipt", () => {
  it("[REQ-TRC-01] come as a range; each stands where the lot stands, with its item and source", async () => {
    const lot = await stage.run(async (tx) => (await receive(tx, "MB-1", "70", "MB1-001…070")).id);
    const rows = await stage.house.sql<{ number: string }>(
      "select s.number, s.serial_number as serial, s.whereabouts, p.number as place from serial s join location p on p.id = s.location_id where s.lot_id = $1 order by 1",
      [lot],
    );
    expect([rows.length, rows[0], rows[69]]).toEqual([
      70,
      { number: "MB-401:MB1-001", serial: "MB1-001", whereabouts: "quarantine", place: "SZ1-QUARANTINE" },
      { number: "MB-401:MB1-070", serial: "MB1-070", whereabouts: "quarantine", place: "SZ1-QUARANTINE" },
    ]);
  });

  const refused: readonly (readonly [string, string, string | null, string[]])[] = [
    ["without them", "2", null, ["SERIALS_REQUIRED"]],
    ["fewer than the quantity", "3", "N1…N2", ["SERIALS_COUNT"]],
    ["more than the quantity", "1", "N1…N2", ["SERIALS_COUNT"]],
    ["one named twice", "2", "N1, N1", ["SERIALS_UNREADABLE"]],
    ["a range downwards", "2", "N2…N1", ["SERIALS_UNREADABLE"]],
    ["one that the item has already", "2", "N1, MB1-070", ["SERIAL_DUPLICATE"]],
  ];
  it.each(refused)("[REQ-TRC-01] a receipt %s is refused, and nothing changes", async (_name, quantity, serials, codes) => {
    const before = await everything();
    expect(await refusalOf(stage.run((tx) => receive(tx, "MB-X", quantity, serials)))).toEqual(codes);
    expect(await everything()).toEqual(before);
  });

  it("[REQ-TRC-01] a duplicate leads to the unit that has the number; another item may have it too", async () => {
    const [reason] = await reasonsOf(stage.run((tx) => receive(tx, "MB-Y", "1", "MB1-070")));
    expect(reason).toMatchObject({ code: "SERIAL_DUPLICATE", record: "Serial", number: "MB-401:MB1-070" });
    const other = await (await stage.house.hands.as("luoan")).create("Item", {
      number: "MB-402",
      nameEn: "Board",
      nameZh: "主板",
      itemClass: "component",
      source: "bought",
      unit: (await stage.house.sql<{ id: string }>("select id from unit where symbol = 'ea'"))[0]?.id,
      inspectionRequired: true,
      serialTracked: true,
    });
    await stage.run((tx) => receive(tx, "MB-Z", "1", "MB1-070", { item: other.id }));
  });

  it("[REQ-TRC-01] items that are not serial-tracked take none", async () => {
    const work = stage.run((tx) => receive(tx, "MB-W", "1", "N1", { item: stage.item.part }));
    expect(await refusalOf(work)).toEqual(["SERIALS_NOT_TRACKED"]);
  });
});

describe("serial numbers that move", () => {
  it("[REQ-TRC-01][REQ-TRC-05] each unit is found where it went: store, order, test, scrap, customer and back", async () => {
    const lot = await released("MB-2", "20", "MB2-001…020");
    const customer = stage.customers[0] ?? "";
    const source = document();
    await stage.run((tx) => issue(tx, { source, lines: [line(lot, "3", "MB2-001…003")] }));
    await stage.run((tx) => sample(tx, { source, ...line(lot, "1", "MB2-004") }));
    await stage.run((tx) => scrap(tx, { source, ...line(lot, "1", "MB2-005") }));
    await stage.run((tx) => ship(tx, { source, customer, lines: [line(lot, "5", "MB2-006…010")], into: "transit" }));
    await stage.run((tx) => deliver(tx, { source, customer, lines: [{ lot, quantity: "2", serials: "MB2-006, MB2-007" }] }));
    await stage.run((tx) => deliver(tx, { source, customer, lines: [{ lot, quantity: "3" }] }));
    await stage.run((tx) => returnFrom(tx, { source, customer, lines: [line(lot, "1", "MB2-007", "quarantine")] }));
    expect(await where(lot)).toEqual({
      consumed: "MB2-001 MB2-002 MB2-003",
      sample: "MB2-004",
      scrap: "MB2-005",
      customer: "MB2-006 MB2-008 MB2-009 MB2-010",
      quarantine: "MB2-007",
      storage: "MB2-011 MB2-012 MB2-013 MB2-014 MB2-015 MB2-016 MB2-017 MB2-018 MB2-019 MB2-020",
    });
    const who = await stage.house.sql("select serial_number as serial from serial where customer_id = $1 order by 1", [customer]);
    expect(who.map((row) => Object.values(row)[0])).toEqual(["MB2-006", "MB2-008", "MB2-009", "MB2-010"]);
  });

  it("[REQ-TRC-01] a unit that is elsewhere, or not named, is refused by name, and nothing changes", async () => {
    const lot = await released("MB-3", "5", "MB3-001…005");
    const take = (quantity: string, serials: string | null) =>
      stage.run((tx) => issue(tx, { source: document(), lines: [line(lot, quantity, serials)] }));
    await take("2", "MB3-001…002");
    const before = await everything();
    expect(await refusalOf(take("1", null))).toEqual(["SERIALS_REQUIRED"]);
    const [reason] = await reasonsOf(take("3", "MB3-001…003"));
    expect([reason?.code, reason?.text.en]).toEqual([
      "SERIAL_NOT_THERE",
      "Of MB-3 these are not at SZ1-STORAGE: MB3-001, MB3-002.",
    ]);
    expect(await everything()).toEqual(before);
  });

  it("[REQ-TRC-04] a reversed posting takes its units back", async () => {
    const lot = await released("MB-4", "4", "MB4-1…4");
    const posting = await stage.run((tx) => issue(tx, { source: document(), lines: [line(lot, "2", "MB4-1…2")] }));
    await stage.run((tx) => reverse(tx, { posting, source: document() }));
    expect(await where(lot)).toEqual({ storage: "MB4-1 MB4-2 MB4-3 MB4-4" });
  });

  it("[REQ-TRC-01] what is named of another lot, or of none, is refused as that, all at once", async () => {
    const lot = await released("MB-10", "3", "MB10-1…3");
    await released("MB-11", "2", "MB11-1…2");
    const before = await everything();
    const work = stage.run((tx) => issue(tx, { source: document(), lines: [line(lot, "3", "MB10-1, MB11-1, MB99-1")] }));
    expect((await reasonsOf(work)).map(({ code, text }) => [code, text.en])).toEqual([
      ["SERIAL_OTHER_LOT", "MB11-1: of lot MB-11, not of MB-10."],
      ["SERIAL_UNKNOWN", "MB-401 has no serial number MB99-1."],
    ]);
    expect(await everything()).toEqual(before);
  });

  it("[REQ-TRC-11] a split takes the units named with each part, and its reversal brings them back", async () => {
    const lot = await released("MB-5", "5", "MB5-1…5");
    const other = await released("MB-12", "1", "MB12-1");
    const at = stage.place.storage;
    const parts = (first: string | null, second: string | null) => [
      { number: "MB-5-A", quantity: "2", serials: first },
      { number: "MB-5-B", quantity: "1", serials: second },
    ];
    const go = (given: ReturnType<typeof parts>) =>
      stage.run(async (tx) => (await split(tx, { lot, location: at, parts: given, source: document() })).map(({ id }) => id));
    const before = await everything();
    const wrong: readonly (readonly [string | null, string | null, string])[] = [
      [null, null, "SERIALS_REQUIRED"],
      ["MB5-1…2", null, "SERIALS_REQUIRED"],
      ["MB5-1…3", "MB5-4", "SERIALS_COUNT"],
      ["MB5-1…2", "MB12-1", "SERIAL_OTHER_LOT"],
      ["MB5-1…2", "MB5-9", "SERIAL_UNKNOWN"],
    ];
    for (const [first, second, code] of wrong) expect(await refusalOf(go(parts(first, second)))).toEqual([code]);
    // Every part says what is wrong with it.
    expect(await refusalOf(go(parts("MB5-1…3", null)))).toEqual(["SERIALS_COUNT", "SERIALS_REQUIRED"]);
    // One unit cannot go with two parts.
    expect(await refusalOf(go(parts("MB5-1…2", "MB5-2")))).toEqual(["SERIALS_UNREADABLE"]);
    expect(await everything()).toEqual(before);

    const [a = "", b = ""] = await go(parts("MB5-2, MB5-4", "MB5-5"));
    expect([await where(lot), await where(a), await where(b)]).toEqual([
      { storage: "MB5-1 MB5-3" },
      { storage: "MB5-2 MB5-4" },
      { storage: "MB5-5" },
    ]);
    expect(await refusalOf(stage.run((tx) => issue(tx, { source: document(), lines: [line(lot, "1", "MB5-2")] })))).toEqual([
      "SERIAL_OTHER_LOT",
    ]);
    const [posting] = await stage.house.sql<{ id: string }>(
      "select p.id from posting p join movement m on m.posting_id = p.id where m.lot_id = $1 and p.kind = 'split'",
      [a],
    );
    await stage.run((tx) => reverse(tx, { posting: posting?.id ?? "", source: document() }));
    expect([await where(lot), await where(a), await where(b), await where(other)]).toEqual([
      { storage: "MB5-1 MB5-2 MB5-3 MB5-4 MB5-5" },
      {},
      {},
      { storage: "MB12-1" },
    ]);
  });

  it("[REQ-TRC-11] serial-tracked lots are not merged", async () => {
    const [lot, other] = [await released("MB-13", "2", "MB13-1…2"), await released("MB-14", "2", "MB14-1…2")];
    const lines = [lot, other].map((one) => ({ lot: one, location: stage.place.storage, quantity: "1" }));
    const work = stage.run((tx) => merge(tx, { number: "MB-M", lines, to: stage.place.storage, source: document() }));
    expect(await refusalOf(work)).toEqual(["SERIALS_KEEP_LOT", "SERIALS_KEEP_LOT"]);
  });

  it("[REQ-TRC-01] what is made is named unit by unit", async () => {
    const make = (serials: string | null) =>
      stage.run(async (tx) => {
        const given = { source: document(), number: "MB-MADE", item: board, quantity: "2", location: stage.place.quarantine };
        return (await produceLot(tx, { ...given, serials })).id;
      });
    expect(await refusalOf(make(null))).toEqual(["SERIALS_REQUIRED"]);
    expect(await where(await make("MADE-1…2"))).toEqual({ quarantine: "MADE-1 MADE-2" });
  });

  it("[REQ-TRC-01] before anything moves every reason against the units named is told at once", async () => {
    const id = await released("MB-15", "3", "MB15-1…3");
    const lot = { id, number: "MB-15", item: "MB-401", unit: "ea", serialTracked: true };
    const place = { id: stage.place.storage, number: "SZ1-STORAGE" };
    const reasons = await stage.run((tx) =>
      namedReasons(tx, [
        { lot, place, quantity: "1", serials: null },
        { lot, place, quantity: "2", serials: "MB15-1" },
        { lot, place, quantity: "1", serials: "MB15-2" },
        { lot, place: { id: stage.place.dispatch, number: "SZ1-DISPATCH" }, quantity: "1", serials: "MB15-2" },
      ]),
    );
    expect(reasons.map(({ code }) => code)).toEqual([
      "SERIALS_REQUIRED",
      "SERIALS_COUNT",
      "SERIALS_UNREADABLE",
      "SERIAL_NOT_THERE",
    ]);
    expect(await stage.run((tx) => namedReasons(tx, [{ lot, place, quantity: "2", serials: "MB15-1…2" }]))).toEqual([]);
  });

  it("[REQ-TRC-01] two at once for one unit: one has it, the other is told that it is gone", async () => {
    const lot = await released("MB-7", "9", "MB7-1…9");
    const take = () => stage.run((tx) => issue(tx, { source: document(), lines: [line(lot, "1", "MB7-5")] }));
    const ends = await Promise.allSettled([take(), take(), take()]);
    expect(ends.filter((end) => end.status === "fulfilled")).toHaveLength(1);
    expect(await where(lot)).toMatchObject({ consumed: "MB7-5" });
  });

  it("[REQ-TRC-01] the units at each place are as many as the balance says, whatever moved", async () => {
    const rows = await stage.house.sql(
      `select b.lot_id from balance b join lot l on l.id = b.lot_id and l.item_id = $1 and b.location_type not in ('supplier', 'output')
       where b.quantity <> (select count(*) from serial s where s.lot_id = b.lot_id and s.location_id = b.location_id)`,
      [board],
    );
    expect(rows).toEqual([]);
  });
});

describe("a thousand serial numbers", () => {
  /** Statements that one piece of work sends. */
  async function statements(work: (serials: string) => Promise<unknown>, serials: string): Promise<number> {
    const spy = vi.spyOn(Client.prototype, "query");
    await work(serials);
    const sent = spy.mock.calls.length;
    spy.mockRestore();
    return sent;
  }

  it("[REQ-TRC-01] cost as many statements to receive and to move as two", async () => {
    const receiving = (number: string) => (serials: string) => {
      const read = readSerials(serials);
      const quantity = String(read.ok ? read.serials.length : 0);
      return stage.run((tx) => receive(tx, number, quantity, serials));
    };
    const [few, many] = [
      await statements(receiving("MB-8"), "MB8-0001…0002"),
      await statements(receiving("MB-9"), "MB9-0001…1000"),
    ];
    expect(many).toBe(few);
    const moving = (lot: string, quantity: string) => (serials: string) =>
      stage.run((tx) =>
        move(tx, { lot, from: stage.place.quarantine, to: stage.place.blocked, quantity, serials, source: document() }),
      );
    const ids = await stage.house.sql<{ id: string }>("select id from lot where number in ('MB-8', 'MB-9') order by number");
    const [two, thousand] = [
      await statements(moving(ids[0]?.id ?? "", "2"), "MB8-0001…0002"),
      await statements(moving(ids[1]?.id ?? "", "1000"), "MB9-0001…1000"),
    ];
    expect([thousand, thousand <= 12]).toEqual([two, true]);
  });
});
