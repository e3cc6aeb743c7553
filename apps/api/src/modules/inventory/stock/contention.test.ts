import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testKeys } from "../../../../test/house.ts";
import { document, openStage, type PlaceType, type Stage } from "../../../../test/stock-stage.ts";
import { assemble } from "../../../assemble.ts";
import { AppError } from "../../../base/error.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { issue, merge, move, placeSystemHold, ship } from "../index.ts";

const soak = process.env.LOTLINE_SOAK !== undefined;
const clients = 32;

let stage: Stage;
let kernel: Kernel;
beforeAll(async () => {
  stage = await openStage();
  kernel = await assemble(stage.house.database.app, testKeys, { pool: clients });
});
afterAll(async () => {
  await kernel.orm.close(true);
  await stage.close();
});

let attempts = 0;
let commands = 0;
/** A command on a connection of its own; false when it was refused. Counts how often the kernel had to try. */
async function attempt(work: (tx: Tx) => Promise<unknown>): Promise<boolean> {
  const { ctx } = await stage.house.hands.as("gaolang");
  commands += 1;
  try {
    await command(kernel, ctx, { id: randomUUID(), operation: "test", input: null }, async (tx) => {
      attempts += 1;
      await work(tx);
      return null;
    });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "REFUSED") return false;
    throw error;
  }
}

const takeOf = (lot: string, quantity: number, type: PlaceType = "storage") => ({
  lot,
  location: stage.place[type],
  quantity: String(quantity),
});
const held = async (lot: string) =>
  Object.fromEntries(
    (
      await stage.house.sql<{ type: string; book: string; ledger: string }>(
        `select b.location_type as type, b.quantity::float as book, (select sum(m.quantity)::float from movement m where m.lot_id = b.lot_id and m.location_id = b.location_id) as ledger
         from balance b where b.lot_id = $1 order by 1`,
        [lot],
      )
    ).map((row) => [row.type, [Number(row.book), Number(row.ledger)]]),
  );

describe("many at one lot", () => {
  it(
    "[REQ-TRC-04] 32 clients take from one lot of 10,000 in odd sizes: never negative, the sum exact, nobody gets what is not there",
    async () => {
      const lot = await stage.releasedLot({ quantity: "10000", item: stage.item.part });
      let taken = 0;
      let postings = 0;
      const begun = Date.now();
      // Odd sizes that differ from client to client; each goes on until it has been refused three times.
      const client = async (n: number) => {
        for (let refusals = 0, turn = 0; refusals < 3; turn++) {
          const quantity = (soak ? 1 : 301) + ((n * 37 + turn * 14) % (soak ? 40 : 400));
          const work = (tx: Tx) => issue(tx, { source: document(), lines: [takeOf(lot, quantity | 1)] });
          if (await attempt(work)) {
            taken += quantity | 1;
            postings += 1;
          } else refusals += 1;
        }
      };
      await Promise.all(Array.from({ length: clients }, (_, n) => client(n)));
      const rest = 10_000 - taken;
      expect(rest).toBeGreaterThanOrEqual(0);
      expect(await held(lot)).toMatchObject({ storage: [rest, rest], consumed: [taken, taken] });
      if (soak)
        console.info(
          `${postings} postings of one lot by ${clients} clients: ${Math.round(postings / ((Date.now() - begun) / 1000))}/s`,
        );
    },
    soak ? 120_000 : 30_000,
  );

  it("commands that want the same lots in opposite order neither wait for each other in a ring nor are tried twice", async () => {
    const a = await stage.releasedLot({ quantity: "100000", item: stage.item.part });
    const b = await stage.releasedLot({ quantity: "100000", item: stage.item.part });
    const customer = stage.customers[0] ?? "";
    const issueBoth = (first: string, second: string) => (tx: Tx) =>
      issue(tx, { source: document(), lines: [takeOf(first, 3), takeOf(second, 5)] });
    const shipBoth = (first: string, second: string) => (tx: Tx) =>
      ship(tx, { source: document("Shipment"), customer, lines: [takeOf(first, 1), takeOf(second, 1)] });
    const goes = (lot: string, from: PlaceType, to: PlaceType) => (tx: Tx) =>
      move(tx, { lot, from: stage.place[from], to: stage.place[to], quantity: "1", source: document("Lot") });
    await attempt((tx) =>
      move(tx, { lot: a, from: stage.place.storage, to: stage.place.dispatch, quantity: "1000", source: document("Lot") }),
    );
    const before = { attempts, commands };
    const works = [
      issueBoth(a, b),
      issueBoth(b, a),
      shipBoth(a, b),
      shipBoth(b, a),
      goes(a, "storage", "dispatch"),
      goes(a, "dispatch", "storage"),
    ];
    const rounds = soak ? 100 : 5;
    await Promise.all(Array.from({ length: rounds }, () => works.map(attempt)).flat());
    expect(attempts - before.attempts).toBe(commands - before.commands);
    expect(await held(b)).toMatchObject({ storage: [100_000 - rounds * (3 + 5 + 2), 100_000 - rounds * (3 + 5 + 2)] });
  });

  it("[REQ-GATE-02] an issue that meets a hold being placed waits for it and is refused", async () => {
    const lot = await stage.releasedLot({ quantity: "10" });
    let placed = () => {};
    let commit = () => {};
    const isPlaced = new Promise<void>((resolve) => (placed = resolve));
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    const source = document("Nonconformity");
    const holding = attempt(async (tx) => {
      await placeSystemHold(tx, lot, { kind: "investigation", explanation: "found on the shelf", source });
      placed();
      await mayCommit;
    });
    await isPlaced;
    const issuing = attempt((tx) => issue(tx, { source: document(), lines: [takeOf(lot, 1)] }));
    // Long enough for the issue to reach the lock; without the lock it would be done by now.
    await new Promise((resolve) => setTimeout(resolve, 200));
    commit();
    expect([await holding, await issuing]).toEqual([true, false]);
    expect(await held(lot)).toMatchObject({ storage: [10, 10] });
  });

  it("exclusive and shared work on the same lots ends too: merges, holds and issues", async () => {
    const a = await stage.releasedLot({ quantity: "1000", item: stage.item.part });
    const b = await stage.releasedLot({ quantity: "1000", item: stage.item.part });
    let made = 0;
    const mergeBoth = (first: string, second: string) => (tx: Tx) =>
      merge(tx, {
        number: `MX-${++made}`,
        lines: [takeOf(first, 1), takeOf(second, 1)],
        to: stage.place.storage,
        source: document("Lot"),
      });
    const source = document("Nonconformity");
    const done = await Promise.all([
      ...Array.from({ length: 6 }, (_, i) => attempt(i % 2 ? mergeBoth(a, b) : mergeBoth(b, a))),
      ...Array.from({ length: 6 }, (_, i) =>
        attempt((tx) => issue(tx, { source: document(), lines: [takeOf(i % 2 ? a : b, 1), takeOf(i % 2 ? b : a, 1)] })),
      ),
      attempt((tx) => placeSystemHold(tx, a, { kind: "investigation", explanation: "found while working", source })),
    ]);
    expect(done.filter((ok) => ok).length).toBeGreaterThanOrEqual(7);
    for (const lot of [a, b]) {
      const places = await held(lot);
      for (const [book, ledger] of Object.values(places)) expect(book).toBe(ledger);
    }
  });
});
