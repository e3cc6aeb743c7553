/** Every status of a lot against every movement, from one table: what may happen, what may not, and by which codes (REQ-GATE-02). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "../../../../test/house.ts";
import { document, openStage, type PlaceType, type Stage } from "../../../../test/stock-stage.ts";
import {
  issue,
  merge,
  move,
  placeSystemHold,
  produceLot,
  returnFrom,
  returnSample,
  returnToSupplier,
  sample,
  scrap,
  ship,
  split,
  stockOf,
} from "../index.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await at(begin);
});
afterAll(() => stage.close());

const begin = "2026-07-06T08:00:00+08:00";
const at = (moment: string) => stage.house.sql("select public.set_domain_clock(0, $1::timestamptz)", [moment]);

/** A status: how a lot comes to it, where it stands then, and the code by which its use is refused; null when it is usable. */
interface Status {
  readonly name: string;
  readonly code: string | null;
  readonly stands: PlaceType;
  readonly make: () => Promise<string>;
}

const waiting = async (action: "startTest" | "reject" | null) => {
  const lot = await stage.lot();
  if (action) await stage.run((tx) => tx.act("Lot", lot, action, {}));
  return lot;
};
const held = (kind: "investigation" | "recall") => async () => {
  const lot = await stage.releasedLot();
  await stage.run((tx) => placeSystemHold(tx, lot, { kind, explanation: "x", source: document("Nonconformity") }));
  return lot;
};
let items = 0;
const ofBlockedItem = async () => {
  const item = await stage.newItem(`BLOCKED-${++items}`, "raw", "kg");
  const lot = await stage.releasedLot({ item });
  await (await stage.house.hands.as("linjing")).act("Item", { id: item }, "block", {}, "blocked for the test");
  return lot;
};
const expired = async () => {
  await at(begin);
  const lot = await stage.releasedLot({ expiresOn: "2026-07-06" });
  await at("2026-07-07T00:00:00+08:00");
  return lot;
};

const statuses: readonly Status[] = [
  { name: "released", code: null, stands: "storage", make: () => stage.releasedLot() },
  { name: "in quarantine", code: "LOT_NOT_RELEASED", stands: "quarantine", make: () => waiting(null) },
  { name: "under test", code: "LOT_NOT_RELEASED", stands: "quarantine", make: () => waiting("startTest") },
  { name: "rejected", code: "LOT_NOT_RELEASED", stands: "quarantine", make: () => waiting("reject") },
  { name: "on hold", code: "LOT_ON_HOLD", stands: "storage", make: held("investigation") },
  { name: "recalled", code: "LOT_ON_HOLD", stands: "storage", make: held("recall") },
  { name: "expired", code: "LOT_EXPIRED", stands: "storage", make: expired },
  { name: "of a blocked item", code: "ITEM_BLOCKED", stands: "storage", make: ofBlockedItem },
];

/** A movement of one kilogram from where the lot stands; `uses`: only a usable lot may do it. */
interface Movement {
  readonly name: string;
  readonly uses: boolean;
  readonly go: (lot: string, from: PlaceType) => Promise<unknown>;
}

const line = (lot: string, from: PlaceType) => ({ lot, location: stage.place[from], quantity: "1" });
const transfer = (to: PlaceType) => (lot: string, from: PlaceType) =>
  stage.run((tx) => move(tx, { lot, from: stage.place[from], to: stage.place[to], quantity: "1", source: document("Lot") }));
const shipped = (into: "customer" | "transit") => (lot: string, from: PlaceType) =>
  stage.run((tx) =>
    ship(tx, { source: document("Shipment"), customer: stage.customers[0] ?? "", lines: [line(lot, from)], into }),
  );
let parts = 0;

const movements: readonly Movement[] = [
  {
    name: "issue to a work order",
    uses: true,
    go: (lot, from) => stage.run((tx) => issue(tx, { source: document(), lines: [line(lot, from)] })),
  },
  { name: "shipment handed over", uses: true, go: shipped("customer") },
  { name: "shipment into transit", uses: true, go: shipped("transit") },
  { name: "transfer to production", uses: true, go: transfer("production") },
  { name: "transfer to dispatch, to be packed", uses: true, go: transfer("dispatch") },
  {
    name: "split onto a shelf for use",
    uses: true,
    go: (lot, from) =>
      stage.run((tx) =>
        split(tx, {
          lot,
          location: stage.place[from],
          parts: [{ number: `GATE-${++parts}`, quantity: "1", to: stage.place.dispatch }],
          source: document("Lot"),
        }),
      ),
  },
  { name: "transfer to blocked stock", uses: false, go: transfer("blocked") },
  { name: "transfer to retained samples", uses: false, go: transfer("retained") },
  {
    name: "sampling",
    uses: false,
    go: (lot, from) => stage.run((tx) => sample(tx, { source: document("Lot"), ...line(lot, from) })),
  },
  {
    name: "return of the sample to where lots stand apart",
    uses: false,
    go: (lot) => stage.run((tx) => returnSample(tx, { source: document("Lot"), ...line(lot, "quarantine") })),
  },
  {
    name: "scrapping",
    uses: false,
    go: (lot, from) => stage.run((tx) => scrap(tx, { source: document("Lot"), ...line(lot, from) })),
  },
  {
    name: "return to the supplier",
    uses: false,
    go: (lot, from) => stage.run((tx) => returnToSupplier(tx, { source: document("Nonconformity"), ...line(lot, from) })),
  },
];

const state = async (lot: string) => ({
  stock: await stage.run((tx) => stockOf(tx, [lot])),
  postings: await stage.house.sql("select (select count(*) from posting) as postings, (select count(*) from lot) as lots"),
});

describe.each(statuses)("[REQ-GATE-02] a lot $name", ({ code, stands, make }) => {
  let lot: string;
  beforeAll(async () => {
    lot = await make();
  });
  afterAll(() => at(begin));

  it.each(movements)("$name", async ({ uses, go }) => {
    if (!uses || code === null) return void (await go(lot, stands));
    const before = await state(lot);
    expect(await refusalOf(go(lot, stands))).toContain(code);
    expect(await state(lot)).toEqual(before);
  });

  it("merge with a lot of its status onto a shelf for use", async () => {
    const other = await make();
    const lines = [line(lot, stands), line(other, stands)];
    const work = stage.run((tx) =>
      merge(tx, { number: `GATE-${++parts}`, lines, to: stage.place.dispatch, source: document("Lot") }),
    );
    // Lots of a blocked item are of two items here, which is refused first; so nothing of them is used either.
    if (code === null) await work;
    else expect(await refusalOf(work)).toContain(code === "ITEM_BLOCKED" ? "ITEMS_DIFFER" : code);
  });

  it("return from a customer comes to quarantine only", async () => {
    if (code !== null) return;
    await shipped("customer")(lot, stands);
    const back = (to: PlaceType) =>
      stage.run((tx) =>
        returnFrom(tx, { source: document("Shipment"), customer: stage.customers[0] ?? "", lines: [line(lot, to)] }),
      );
    expect(await refusalOf(back("storage"))).toEqual(["LOCATION_NOT_QUARANTINE"]);
    await back("quarantine");
  });
});

describe("[REQ-GATE-02] return to the supplier", () => {
  it("is of what was purchased, from one of our shelves, and never more than stands there", async () => {
    const bought = await stage.releasedLot();
    const go = (lot: string, location: string, quantity: string) =>
      refusalOf(stage.run((tx) => returnToSupplier(tx, { source: document("Nonconformity"), lot, location, quantity })));
    await shipped("customer")(bought, "storage");
    const made = await stage.run((tx) =>
      produceLot(tx, {
        source: document(),
        number: `GATE-${++parts}`,
        item: stage.item.part,
        quantity: "5",
        location: stage.place.quarantine,
      }),
    );
    const before = [await state(bought), await state(made.id)];
    expect(await go(made.id, stage.place.quarantine, "1")).toEqual(["NO_SUPPLIER"]);
    expect(await go(bought, stage.place.customer, "1")).toEqual(["LOCATION_NOT_A_SHELF"]);
    expect(await go(bought, stage.place.storage, "99.001")).toEqual(["INSUFFICIENT_STOCK"]);
    expect([await state(bought), await state(made.id)]).toEqual(before);
  });
});
