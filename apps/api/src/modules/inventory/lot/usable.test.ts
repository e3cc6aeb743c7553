import { addDays } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "../../../../test/house.ts";
import { document, openStage, type PlaceType, type Stage } from "../../../../test/stock-stage.ts";
import { issue, move, placeSystemHold, ship, stockOf, usability } from "../index.ts";
import { type UseFacts, unusable } from "./usable.ts";

const good: UseFacts = {
  number: "R201-2607",
  state: "released",
  expiresOn: "2026-07-31",
  today: "2026-07-31",
  holds: [],
  item: { number: "RM-201", state: "active" },
};

describe("usable, the pure predicate", () => {
  it("[REQ-GATE-02] is true for released, without hold, on the last good day, item active; false when one of these is not", () => {
    const codes = (change: Partial<UseFacts>) => unusable({ ...good, ...change }).map((reason) => reason.code);
    expect(codes({})).toEqual([]);
    expect(codes({ expiresOn: null })).toEqual([]);
    for (const state of ["quarantine", "underTest", "rejected"] as const) expect(codes({ state })).toEqual(["LOT_NOT_RELEASED"]);
    expect(codes({ holds: ["HLD-26-0001"] })).toEqual(["LOT_ON_HOLD"]);
    expect(codes({ today: "2026-08-01" })).toEqual(["LOT_EXPIRED"]);
    expect(codes({ item: { number: "RM-201", state: "blocked" } })).toEqual(["ITEM_BLOCKED"]);
  });

  it("[REQ-GATE-18] tells every blocker at once, each with the record that clears it, in both languages", () => {
    const reasons = unusable({
      ...good,
      state: "underTest",
      today: "2027-01-01",
      holds: ["HLD-26-0001", "HLD-26-0002"],
      item: { number: "RM-201", state: "blocked" },
    });
    expect(reasons.map(({ code, record, number }) => [code, record, number])).toEqual([
      ["LOT_NOT_RELEASED", "Lot", "R201-2607"],
      ["LOT_ON_HOLD", "Hold", "HLD-26-0001"],
      ["LOT_ON_HOLD", "Hold", "HLD-26-0002"],
      ["LOT_EXPIRED", "Lot", "R201-2607"],
      ["ITEM_BLOCKED", "Item", "RM-201"],
    ]);
    for (const { text } of reasons) expect(text.zh).toMatch(/\p{Script=Han}/u);
  });
});

describe("usable, asked of the database", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await at(begin);
  });
  afterAll(() => stage.close());

  const begin = "2026-07-06T08:00:00+08:00";
  const at = (moment: string) => stage.house.sql("select public.set_domain_clock(0, $1::timestamptz)", [moment]);
  const asked = async (lot: string) => (await stage.run((tx) => usability(tx, [lot]))).get(lot)?.map((reason) => reason.code);

  it("[REQ-GATE-02] the last good day counts until 24:00 in the site's zone, not in the server's", async () => {
    await at("2026-07-31T12:00:00+08:00");
    const lot = await stage.releasedLot({ expiresOn: "2026-07-31" });
    await at("2026-07-31T23:59:59.999+08:00");
    expect(await asked(lot)).toEqual([]);
    await at("2026-08-01T00:00:00+08:00");
    expect(await asked(lot)).toEqual(["LOT_EXPIRED"]);
    // In UTC it is still the last good day; the site has its own calendar.
    await at(begin);
  });

  /** Zone of the site, the last good day, and its last millisecond: days of 23 and 25 hours, without a midnight, ends of years, leap days. */
  const lastMoments: readonly (readonly [zone: string, day: string, last: string])[] = [
    ["Asia/Shanghai", "2026-12-31", "2026-12-31T15:59:59.999Z"],
    ["Asia/Shanghai", "2027-01-01", "2027-01-01T15:59:59.999Z"],
    ["Asia/Shanghai", "2028-02-29", "2028-02-29T15:59:59.999Z"],
    ["Asia/Shanghai", "2027-02-28", "2027-02-28T15:59:59.999Z"],
    ["America/New_York", "2026-11-01", "2026-11-02T04:59:59.999Z"],
    ["America/New_York", "2027-03-13", "2027-03-14T04:59:59.999Z"],
    ["America/New_York", "2027-03-14", "2027-03-15T03:59:59.999Z"],
    ["America/New_York", "2026-12-31", "2027-01-01T04:59:59.999Z"],
    ["America/Santiago", "2026-09-05", "2026-09-06T03:59:59.999Z"],
    ["Pacific/Kiritimati", "2026-12-31", "2026-12-31T09:59:59.999Z"],
    ["Europe/Berlin", "2026-10-25", "2026-10-25T22:59:59.999Z"],
  ];
  it.each(lastMoments)(
    "[REQ-GATE-02] where the clocks are those of %s a lot that expires on %s is good until %s and not a millisecond longer",
    async (zone, day, last) => {
      const zoned = (name: string) =>
        stage.house.sql(
          "with actor as (select set_config('app.actor', '1', false)) update site set zone = $1 from actor where site.id = $2",
          [name, stage.site],
        );
      const lot = await stage.releasedLot({ expiresOn: day });
      await zoned(zone);
      const companyDay = async () => (await stage.house.sql<{ day: string }>("select public.company_day()::text as day"))[0]?.day;
      await at(last);
      expect([await asked(lot), await companyDay()]).toEqual([[], day]);
      await at(new Date(Date.parse(last) + 1).toISOString());
      expect([await asked(lot), await companyDay()]).toEqual([["LOT_EXPIRED"], addDays(day, 1)]);
      await zoned("Asia/Shanghai");
      await at(begin);
    },
  );

  it("[REQ-REC-09] is kept for full years from the firm's day, also on the last night of the year and after a leap day", async () => {
    const keptUntil = async (moment: string) => {
      await at(moment);
      const id = await stage.lot();
      return (await stage.house.sql<{ day: string }>("select retain_until::text as day from lot where id = $1", [id]))[0]?.day;
    };
    expect([
      await keptUntil("2026-12-31T15:59:59.999Z"),
      await keptUntil("2026-12-31T16:00:00.000Z"),
      await keptUntil("2028-02-29T04:00:00.000Z"),
      await keptUntil("2028-02-29T17:00:00.000Z"),
    ]).toEqual(["2041-12-31", "2042-01-01", "2043-03-01", "2043-03-01"]);
    await at(begin);
  });

  const unusableLots: readonly (readonly [string, (lot: string) => Promise<unknown>, string])[] = [
    [
      "on hold",
      (lot) =>
        stage.run((tx) =>
          placeSystemHold(tx, lot, { kind: "investigation", explanation: "x", source: document("Nonconformity") }),
        ),
      "LOT_ON_HOLD",
    ],
    ["expired", () => at("2027-07-01T00:00:00+08:00"), "LOT_EXPIRED"],
    [
      "of a blocked item",
      async () =>
        (await stage.house.hands.as("linjing")).act("Item", { id: stage.item.raw }, "block", {}, "blocked for the test"),
      "ITEM_BLOCKED",
    ],
  ];
  const released = () => stage.releasedLot({ expiresOn: "2027-06-30" });
  const movements = (lot: string, from: PlaceType): readonly (readonly [string, () => Promise<unknown>])[] => {
    const line = { lot, location: stage.place[from], quantity: "1" };
    const go = (to: PlaceType) => () =>
      stage.run((tx) => move(tx, { lot, from: stage.place[from], to: stage.place[to], quantity: "1", source: document() }));
    const out = (into: "customer" | "transit") => () =>
      stage.run((tx) => ship(tx, { source: document("Shipment"), customer: stage.customers[0] ?? "", lines: [line], into }));
    return [
      ["issue", () => stage.run((tx) => issue(tx, { source: document(), lines: [line] }))],
      ["ship", out("customer")],
      ["ship into transit", out("transit")],
      ["move to storage", go(from === "storage" ? "dispatch" : "storage")],
      ["move to production", go("production")],
      ["move to dispatch", go("dispatch")],
    ];
  };

  const state = async (lot: string) => ({
    stock: await stage.run((tx) => stockOf(tx, [lot])),
    postings: await stage.house.sql("select count(*) from posting"),
  });

  it("[REQ-GATE-02] quarantined, under test and rejected lots are refused by each of six movements, and nothing changes", async () => {
    for (const action of [null, "startTest", "reject"] as const) {
      const lot = await stage.lot();
      if (action) await stage.run((tx) => tx.act("Lot", lot, action, {}));
      const before = await state(lot);
      for (const [name, go] of movements(lot, "quarantine"))
        expect([name, await refusalOf(go())]).toEqual([name, expect.arrayContaining(["LOT_NOT_RELEASED"])]);
      expect(await state(lot)).toEqual(before);
    }
  });

  it.each(unusableLots)(
    "[REQ-GATE-02] a released lot %s is refused by each of six movements, and nothing changes",
    async (_name, spoil, code) => {
      const lot = await released();
      for (const [, go] of movements(lot, "storage")) await go();
      await spoil(lot);
      const before = await state(lot);
      for (const [name, go] of movements(lot, "storage"))
        expect([name, await refusalOf(go())]).toEqual([name, expect.arrayContaining([code])]);
      expect(await state(lot)).toEqual(before);
      await at(begin);
    },
  );
});
