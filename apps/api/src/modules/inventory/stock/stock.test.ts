import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "../../../../test/house.ts";
import { document, openStage, type PlaceType, type Stage } from "../../../../test/stock-stage.ts";
import { count, deliver, issue, move, produceLot, returnFrom, reverse, rework, sample, scrap, ship, stockOf } from "../index.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Where a lot stands, by type of place. */
const stands = async (lot: string) =>
  Object.fromEntries((await stage.run((tx) => stockOf(tx, [lot]))).map((row) => [row.type, row.quantity.replace(/\.?0+$/, "")]));

/** The ledger's own sums per place of a lot, with the outside world. */
const ledger = async (lot: string) =>
  Object.fromEntries(
    (
      await stage.house.sql<{ type: string; quantity: string }>(
        `select p.type, trim_scale(sum(m.quantity))::text as quantity from movement m join location p on p.id = m.location_id
         where m.lot_id = $1 group by 1 having sum(m.quantity) <> 0 order by 1`,
        [lot],
      )
    ).map((row) => [row.type, row.quantity]),
  );

const lineOf = (lot: string, quantity: string, type: PlaceType = "storage") => ({ lot, location: stage.place[type], quantity });

describe("the stock ledger", () => {
  it("[REQ-GATE-01] a received lot stands in quarantine and an issue of it is refused by name; nothing changes", async () => {
    const lot = await stage.lot({ quantity: "1200" });
    const before = await stage.house.sql("select count(*) from movement");
    expect(
      await refusalOf(stage.run((tx) => issue(tx, { source: document(), lines: [lineOf(lot, "1", "quarantine")] }))),
    ).toEqual(["LOT_NOT_RELEASED", "LOCATION_NOT_FOR_USE"]);
    expect(await stands(lot)).toEqual({ quarantine: "1200" });
    expect(await stage.house.sql("select count(*) from movement")).toEqual(before);
  });

  it("[REQ-TRC-04] keeps the balance of a lot through issue, scrap, sample, count and reversal, to the gram", async () => {
    const lot = await stage.releasedLot({ quantity: "1200" });
    const source = document();
    await stage.run((tx) => issue(tx, { source, lines: [lineOf(lot, "868.001")] }));
    await stage.run((tx) => issue(tx, { source, lines: [lineOf(lot, "194.999")] }));
    const spill = await stage.run((tx) => scrap(tx, { source, ...lineOf(lot, "2.4"), remark: "spilt" }));
    await stage.run((tx) => sample(tx, { source, ...lineOf(lot, "3") }));
    expect(
      await stage.run((tx) => count(tx, { source, lines: [{ lot, location: stage.place.storage, difference: "0" }] })),
    ).toBeNull();
    await stage.run((tx) => count(tx, { source, lines: [{ lot, location: stage.place.storage, difference: "-5.6" }] }));
    expect(await ledger(lot)).toEqual({
      supplier: "-1200",
      consumed: "1063",
      scrap: "2.4",
      sample: "3",
      adjustment: "5.6",
      storage: "126",
    });
    await stage.run((tx) => reverse(tx, { posting: spill, source, remark: "swept up again" }));
    expect(await stands(lot)).toEqual({ storage: "128.4" });
    expect(await refusalOf(stage.run((tx) => reverse(tx, { posting: spill, source })))).toEqual(["ALREADY_REVERSED"]);
  });

  it("[REQ-TRC-04] refuses more than a shelf has, naming what is there, and half a piece", async () => {
    const lot = await stage.releasedLot({ quantity: "100" });
    const made = await stage.releasedLot({ quantity: "10", item: stage.item.part });
    const asked = (quantity: string, of = lot) =>
      stage.run((tx) => issue(tx, { source: document(), lines: [lineOf(of, quantity)] }));
    expect(await refusalOf(asked("100.001"))).toEqual(["INSUFFICIENT_STOCK"]);
    await expect(asked("100.001")).rejects.toThrow(/has 100 kg at SZ1-STORAGE; 100\.001 kg are asked for/);
    expect(await refusalOf(asked("0.5", made))).toEqual(["QUANTITY_DECIMALS"]);
    expect(await refusalOf(asked("0"))).toEqual(["QUANTITY_NOT_POSITIVE"]);
    expect(
      await refusalOf(stage.run((tx) => issue(tx, { source: document(), lines: [lineOf(lot, "60"), lineOf(lot, "60")] }))),
    ).toEqual(["INSUFFICIENT_STOCK"]);
    expect(await stands(lot)).toEqual({ storage: "100" });
  });

  it("keeps a customer's shipment, transit and return apart from another's", async () => {
    const [first = "", second = ""] = stage.customers;
    const lot = await stage.releasedLot({ quantity: "50", item: stage.item.device });
    const source = document("Shipment");
    await stage.run((tx) => ship(tx, { source, customer: first, lines: [lineOf(lot, "20")] }));
    await stage.run((tx) => ship(tx, { source, customer: second, lines: [lineOf(lot, "10")], into: "transit" }));
    expect(await refusalOf(stage.run((tx) => deliver(tx, { source, customer: first, lines: [{ lot, quantity: "1" }] })))).toEqual(
      ["NOT_IN_TRANSIT"],
    );
    await stage.run((tx) => deliver(tx, { source, customer: second, lines: [{ lot, quantity: "4" }] }));
    const back = (customer: string, quantity: string) =>
      stage.run((tx) => returnFrom(tx, { source, customer, lines: [lineOf(lot, quantity, "quarantine")] }));
    expect(await refusalOf(back(second, "5"))).toEqual(["NOT_AT_CUSTOMER"]);
    await back(first, "3");
    expect(await ledger(lot)).toEqual({ supplier: "-50", customer: "21", transit: "6", quarantine: "3", storage: "20" });
    // What came back is not shipped again from where it stands, though its lot is released.
    expect(
      await refusalOf(stage.run((tx) => ship(tx, { source, customer: second, lines: [lineOf(lot, "1", "quarantine")] }))),
    ).toEqual(["LOCATION_NOT_FOR_USE"]);
  });

  it("[REQ-TRC-04] a shipment of which something came back is not reversed whole; one of which nothing did is", async () => {
    const [customer = ""] = stage.customers;
    const lot = await stage.releasedLot({ quantity: "50", item: stage.item.device });
    const source = document("Shipment");
    const shipped = await stage.run((tx) => ship(tx, { source, customer, lines: [lineOf(lot, "20")] }));
    const back = await stage.run((tx) => returnFrom(tx, { source, customer, lines: [lineOf(lot, "3", "quarantine")] }));
    expect(await refusalOf(stage.run((tx) => reverse(tx, { posting: shipped, source })))).toEqual(["NOT_AT_CUSTOMER"]);
    await stage.run((tx) => reverse(tx, { posting: back, source }));
    await stage.run((tx) => reverse(tx, { posting: shipped, source }));
    expect(await ledger(lot)).toEqual({ supplier: "-50", storage: "50" });
  });

  it("[REQ-TRC-11] rework is a posting of the lot onto itself: a loop in the genealogy, the same quantity", async () => {
    const lot = await stage.lot({ quantity: "40", item: stage.item.part });
    await stage.run((tx) => rework(tx, { source: document(), ...lineOf(lot, "40", "quarantine") }));
    expect(await refusalOf(stage.run((tx) => rework(tx, { source: document(), ...lineOf(lot, "41", "quarantine") })))).toEqual([
      "INSUFFICIENT_STOCK",
    ]);
    expect(await stands(lot)).toEqual({ quarantine: "40" });
    const edges = await stage.house.sql(
      "select src_id > 0 as into, trim_scale(quantity)::text as quantity from lot_edge where lot_id = $1 order by id",
      [lot],
    );
    expect(edges).toEqual([
      { into: true, quantity: "40" },
      { into: false, quantity: "40" },
    ]);
  });

  it("[REQ-TRC-03] all issues of a work order and its output meet in one event", async () => {
    const order = document();
    const inputs = [await stage.releasedLot(), await stage.releasedLot(), await stage.releasedLot()];
    for (const lot of inputs) await stage.run((tx) => issue(tx, { source: order, lines: [lineOf(lot, "5")] }));
    const made = await stage.run((tx) =>
      produceLot(tx, {
        source: order,
        number: "MADE-1",
        item: stage.item.part,
        quantity: "12",
        location: stage.place.quarantine,
      }),
    );
    expect(made).toMatchObject({ number: "MADE-1", state: "quarantine", isFinishedDevice: false });
    const rows = await stage.house.sql<{ events: string; edges: string }>(
      "select count(distinct event_id) as events, count(*) as edges from lot_edge where lot_id = any($1)",
      [[...inputs, made.id]],
    );
    expect(rows).toEqual([{ events: "1", edges: "4" }]);
  });

  it("[REQ-TRC-01] refuses a lot number that is taken anywhere in the company", async () => {
    await stage.lot({ number: "R201-2607" });
    expect(await refusalOf(stage.lot({ number: "R201-2607" }))).toEqual(["number:DUPLICATE"]);
  });
});

describe("what the database keeps by itself", () => {
  const asActor = "select set_config('app.actor', '1', true)";
  const posting =
    "insert into posting (kind, record_type, record_id, record_number, site_id) select 'move', 'Lot', 1, 'X', id from site limit 1 returning id";

  const refused = async (statements: (id: string) => string[]): Promise<string> => {
    try {
      await stage.house.sql("begin");
      await stage.house.sql(asActor);
      const [row] = await stage.house.sql<{ id: string }>(posting);
      for (const statement of statements(row?.id ?? "")) await stage.house.sql(statement);
      await stage.house.sql("commit");
      return "nothing";
    } catch (error) {
      await stage.house.sql("rollback");
      return error instanceof Error ? error.message : String(error);
    }
  };
  const line = (id: string, lot: string, place: PlaceType, quantity: string) =>
    `insert into movement (posting_id, lot_id, location_id, site_id, quantity) values (${id}, ${lot}, ${stage.place[place]}, ${stage.site}, ${quantity})`;

  it("refuses a posting that does not sum to zero for each lot, at commit", async () => {
    const lots = [await stage.lot(), await stage.lot()];
    const [a = "", b = ""] = lots;
    expect(await refused((id) => [line(id, a, "quarantine", "-1"), line(id, a, "storage", "2")])).toMatch(
      /does not sum to zero: L-\d+ 1/,
    );
    expect(await refused((id) => [line(id, a, "quarantine", "-1"), line(id, b, "storage", "1")])).toMatch(/does not sum to zero/);
    expect(await refused(() => [])).toMatch(/no lines/);
  });

  it("refuses further lines of a posting that stands, and every change of the ledger", async () => {
    const lot = await stage.lot();
    const [first] = await stage.house.sql<{ id: string }>("select posting_id as id from movement where lot_id = $1 limit 1", [
      lot,
    ]);
    expect(
      await refused(() => [line(first?.id ?? "", lot, "quarantine", "1"), line(first?.id ?? "", lot, "storage", "-1")]),
    ).toMatch(/a posting that stands gets no further lines/);
    for (const table of ["posting", "movement", "lot_edge", "lot_event"])
      expect(await refused(() => [`delete from ${table}`])).toMatch(/AUDIT_APPEND_ONLY/);
  });

  it("refuses a negative shelf whoever writes it, and allows the outside world below zero", async () => {
    const lot = await stage.lot();
    expect(
      await refused(() => [`update balance set quantity = -0.000001 where lot_id = ${lot} and location_type = 'quarantine'`]),
    ).toMatch(/balance_not_negative/);
    const [outside] = await stage.house.sql<{ quantity: string }>(
      "select trim_scale(quantity)::text as quantity from balance where lot_id = $1 and location_type = 'supplier'",
      [lot],
    );
    expect(outside).toEqual({ quantity: "-100" });
  });
});

describe("moves by type of place", () => {
  const places: PlaceType[] = ["quarantine", "storage", "production", "blocked", "retained", "dispatch", "transit", "customer"];
  const goesTo = async (lot: string, from: PlaceType) => {
    const allowed: PlaceType[] = [];
    for (const to of places.filter((type) => type !== from)) {
      const asked = { lot, from: stage.place[from], to: stage.place[to], quantity: "1", source: document() };
      const done = await stage
        .run((tx) => move(tx, asked))
        .then(
          () => true,
          () => false,
        );
      if (done) allowed.push(to);
    }
    return allowed;
  };

  it("[REQ-GATE-02] an unreleased lot goes to places that stand apart only, a usable one to every shelf, none outside", async () => {
    expect(await goesTo(await stage.lot(), "quarantine")).toEqual(["blocked", "retained"]);
    expect(await goesTo(await stage.releasedLot(), "storage")).toEqual([
      "quarantine",
      "production",
      "blocked",
      "retained",
      "dispatch",
    ]);
  });
});
