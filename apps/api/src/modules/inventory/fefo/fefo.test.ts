import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { document, openStage, type Stage } from "../../../../test/stock-stage.ts";
import { fefo, fefoReasons, issuable, move, placeSystemHold, usability } from "../index.ts";
import { type Pick, passedOver } from "./fefo.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.house.sql("select public.set_domain_clock(0, '2026-07-06T08:00:00+08:00')");
});
afterAll(() => stage.close());

/** A new item with lots on the shelf: number, quantity, expiry. */
async function shelf(number: string, lots: readonly (readonly [string, string, string | null])[]): Promise<string> {
  const item = await stage.newItem(number, "raw", "kg");
  for (const [lot, quantity, expiresOn] of lots) await stage.releasedLot({ number: lot, item, quantity, expiresOn });
  return item;
}
const ask = (item: string, quantity: string, goodOn?: string) =>
  stage.run(async (tx) => (await fefo(tx, { site: stage.site, from: issuable, demands: [{ item, quantity, goodOn }] }))[0]);
const picked = (picks: readonly Pick[] | undefined) => picks?.map(({ number, quantity }) => `${number} ${quantity}`);
const idOf = async (lot: string) =>
  (await stage.house.sql<{ id: string }>("select id from lot where number = $1", [lot]))[0]?.id ?? "";

describe("first expired, first out", () => {
  it("[REQ-GATE-19] splits over lots by expiry, of equal expiry the lower lot number, those without expiry last", async () => {
    const item = await shelf("FEFO-1", [
      ["F1-D", "10", null],
      ["F1-C", "10", "2027-01-31"],
      ["F1-B", "10", "2026-12-31"],
      ["F1-A", "10", "2027-01-31"],
    ]);
    expect(picked((await ask(item, "5"))?.picks)).toEqual(["F1-B 5"]);
    const all = await ask(item, "32.5");
    expect(picked(all?.picks)).toEqual(["F1-B 10", "F1-A 10", "F1-C 10", "F1-D 2.5"]);
    expect([all?.short, all?.obstacles]).toEqual(["0", []]);
  });

  it("[REQ-GATE-19] several demands are answered in their order by one statement", async () => {
    const [one, other] = [
      await shelf("FEFO-2", [["F2-A", "10", "2027-01-31"]]),
      await shelf("FEFO-3", [["F3-A", "4", "2027-02-28"]]),
    ];
    const demands = [
      { item: other, quantity: "6" },
      { item: one, quantity: "1" },
      { item: other, quantity: "1" },
    ];
    const answers = await stage.run((tx) => fefo(tx, { site: stage.site, from: issuable, demands }));
    expect(answers.map(({ picks, short }) => [picked(picks), short])).toEqual([
      [["F3-A 4"], "2"],
      [["F2-A 1"], "0"],
      [["F3-A 1"], "0"],
    ]);
  });

  it("[REQ-GATE-19] tells what is short and what stands in the way: waiting, held, expired, too short a life, other places", async () => {
    const item = await shelf("FEFO-4", [
      ["F4-USABLE", "10", "2027-12-31"],
      ["F4-SHORT", "20", "2027-01-31"],
      ["F4-HELD", "30", "2027-12-31"],
      ["F4-EXPIRED", "40", "2026-07-06"],
      ["F4-ELSEWHERE", "50", "2027-12-31"],
    ]);
    await stage.lot({ number: "F4-WAITING", item, quantity: "60" });
    await stage.run(async (tx) =>
      placeSystemHold(tx, await idOf("F4-HELD"), { kind: "investigation", explanation: "x", source: document("Nonconformity") }),
    );
    await stage.run(async (tx) => {
      const lot = await idOf("F4-ELSEWHERE");
      return move(tx, { lot, from: stage.place.storage, to: stage.place.blocked, quantity: "50", source: document() });
    });
    await stage.house.sql("select public.set_domain_clock(0, '2026-07-07T08:00:00+08:00')");
    const answer = await ask(item, "100", "2027-06-30");
    await stage.house.sql("select public.set_domain_clock(0, '2026-07-06T08:00:00+08:00')");
    expect([picked(answer?.picks), answer?.short]).toEqual([["F4-USABLE 10"], "90"]);
    expect(answer?.obstacles.map(({ why, quantity, lots, numbers }) => [why, quantity, lots, ...numbers])).toEqual([
      ["elsewhere", "50", 1, "F4-ELSEWHERE"],
      ["expired", "40", 1, "F4-EXPIRED"],
      ["held", "30", 1, "F4-HELD"],
      ["tooShort", "20", 1, "F4-SHORT"],
      ["waiting", "60", 1, "F4-WAITING"],
    ]);
  });

  it("[REQ-GATE-19] a lot that expires later is not taken first unless a reason is given; equal expiry may be taken in any order", async () => {
    await shelf("FEFO-5", [
      ["F5-A", "10", "2026-12-31"],
      ["F5-B", "10", "2026-12-31"],
      ["F5-C", "10", "2027-12-31"],
      ["F5-D", "10", null],
    ]);
    const turn = (...lines: readonly (readonly [string, string])[]) =>
      stage.run(async (tx) => {
        const taken: { lot: string; quantity: string }[] = [];
        for (const [lot, quantity] of lines) taken.push({ lot: await idOf(lot), quantity });
        return (await fefoReasons(tx, { site: stage.site, from: issuable, lines: taken })).map(({ code, number }) => [
          code,
          number,
        ]);
      });
    expect(await turn(["F5-B", "10"])).toEqual([]);
    expect(await turn(["F5-C", "1"])).toEqual([["FEFO_NOT_FIRST", "F5-A"]]);
    expect(await turn(["F5-D", "1"])).toEqual([["FEFO_NOT_FIRST", "F5-A"]]);
    expect(await turn(["F5-B", "10"], ["F5-C", "5"])).toEqual([["FEFO_NOT_FIRST", "F5-A"]]);
    expect(await turn(["F5-B", "10"], ["F5-A", "10"], ["F5-C", "5"])).toEqual([]);
  });
});

describe("what is passed over", () => {
  const pick = (number: string, expiresOn: string | null, quantity: string): Pick => ({
    lot: number,
    number,
    expiresOn,
    location: "1",
    quantity,
  });
  const proposal = { item: "1", wanted: "15", short: "0", obstacles: [] };

  it("is every proposed lot of which less is taken than its day and the days before it would give", () => {
    const picks = [pick("A", "2026-01-31", "10"), pick("B", "2026-02-28", "5")];
    const over = (...taken: { expiresOn: string | null; quantity: string }[]) =>
      passedOver({ ...proposal, picks }, taken).map(({ number }) => number);
    expect(over({ expiresOn: "2026-01-31", quantity: "10" }, { expiresOn: "2026-02-28", quantity: "5" })).toEqual([]);
    expect(over({ expiresOn: "2026-01-31", quantity: "15" })).toEqual([]);
    expect(over({ expiresOn: "2026-01-31", quantity: "9" }, { expiresOn: "2026-02-28", quantity: "6" })).toEqual(["A"]);
    expect(over({ expiresOn: null, quantity: "15" })).toEqual(["A", "B"]);
    expect(passedOver({ ...proposal, picks: [pick("N", null, "15")] }, [{ expiresOn: null, quantity: "15" }])).toEqual([]);
  });
});

describe("the predicate in SQL", () => {
  it("[REQ-GATE-02] says usable of exactly the lots of which the one predicate does", async () => {
    const [steady, blocked] = [await stage.newItem("USE-1", "raw", "kg"), await stage.newItem("USE-2", "raw", "kg")];
    const lots: string[] = [];
    for (const item of [steady, blocked])
      for (const expiresOn of [null, "2026-07-05", "2026-07-06", "2026-07-07"])
        for (const action of [null, "startTest", "reject", "carryRelease"] as const)
          for (const held of [false, true])
            lots.push(
              await stage.run(async (tx) => {
                const lot = await tx.create("Lot", {
                  number: `USE-${lots.length}`,
                  item,
                  isFinishedDevice: false,
                  quantityMade: "1",
                  expiresOn,
                  site: stage.site,
                });
                const id = await tx.idOf(lot);
                if (action) await tx.act("Lot", id, action, {});
                if (held)
                  await placeSystemHold(tx, id, { kind: "investigation", explanation: "x", source: document("Nonconformity") });
                return id;
              }),
            );
    await (await stage.house.hands.as("linjing")).act("Item", { id: blocked }, "block", {}, "blocked for the test");
    const one = await stage.run((tx) => usability(tx, lots));
    const sql = await stage.run((tx) =>
      tx.sql<{ id: string; usable: boolean }>(
        "select id, is_usable as usable from lot_use where id = any(?::bigint[]) order by id",
        [lots],
      ),
    );
    expect(sql.map(({ id, usable }) => [id, usable])).toEqual(lots.map((id) => [id, one.get(id)?.length === 0]));
    expect(sql.filter(({ usable }) => usable)).toHaveLength(3);
  });
});

describe("near expiry", () => {
  it("[REQ-GATE-19] begins as many days before the last good day as the rule says, and ends with that day", async () => {
    const item = await stage.newItem("NEAR-1", "raw", "kg");
    const days: readonly (readonly [string, string])[] = [
      ["N-PAST", "2026-07-05"],
      ["N-TODAY", "2026-07-06"],
      ["N-LAST", "2026-10-04"],
      ["N-AFTER", "2026-10-05"],
    ];
    for (const [number, expiresOn] of days) await stage.lot({ number, item, expiresOn });
    await stage.lot({ number: "N-NONE", item });
    const near = async () =>
      (
        await stage.house.sql<{ number: string }>(
          "select l.number from lot_is_near_expiry n join lot l on l.id = n.id where l.item_id = $1 order by l.expires_on",
          [item],
        )
      ).map((row) => row.number);
    expect(await near()).toEqual(["N-TODAY", "N-LAST"]);
    const draft = await (await stage.house.hands.as("linjing")).create("Rule", {
      ruleName: "near-expiry",
      key: "default",
      content: { days: 91 },
      validFrom: "2026-07-06",
      citation: "QP-11",
    });
    await (await stage.house.hands.as("xuheng")).act("Rule", draft, "approve");
    expect(await near()).toEqual(["N-TODAY", "N-LAST", "N-AFTER"]);
  });
});
