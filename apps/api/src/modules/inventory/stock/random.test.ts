import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ModelLot, StockModel } from "../../../../test/stock-model.ts";
import { document, openStage, type Stage } from "../../../../test/stock-stage.ts";
import { AppError } from "../../../base/error.ts";
import {
  closureOf,
  customersOf,
  deliver,
  issue,
  merge,
  move,
  produceLot,
  receiveLot,
  returnFrom,
  returnSample,
  returnToSupplier,
  reverse,
  rework,
  sample,
  scrap,
  ship,
  split,
  totalsByLot,
  totalsOf,
} from "../index.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const kinds = [
  "receive",
  "receive",
  "make",
  "make",
  "split",
  "merge",
  "rework",
  "scrap",
  "sample",
  "sampleReturn",
  "ship",
  "ship",
  "deliver",
  "return",
  "returnToSupplier",
  "store",
  "reverse",
] as const;
const step = fc.record({
  kind: fc.constantFrom(...kinds),
  a: fc.nat(1000),
  b: fc.nat(1000),
  c: fc.nat(1000),
  q: fc.integer({ min: 1, max: 20 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Lines = Parameters<StockModel["post"]>[1];

let numbers = 0;
const number = () => `X-${++numbers}`;

/** One run: every step is tried on the ledger and on the model; both refuse or both do it. */
class Run {
  readonly model = new StockModel();

  async step(given: Step): Promise<void> {
    if (given.kind === "receive") return this.#receive(given);
    const lot = this.#pick(given.a);
    if (lot) await this.#steps[given.kind](given, lot);
  }

  #pick(n: number): ModelLot | undefined {
    return this.model.lots[n % Math.max(this.model.lots.length, 1)];
  }

  readonly #home = (lot: ModelLot) => (lot.released ? ("storage" as const) : ("quarantine" as const));

  /** Does the work when the model allows it; expects a refusal otherwise. */
  async #try(allowed: boolean, lines: Lines, work: () => Promise<string>): Promise<boolean> {
    const expected = allowed && this.model.allows(lines);
    const done = await work().catch((error: unknown) => {
      if (error instanceof AppError && error.code === "REFUSED") return null;
      throw error;
    });
    expect(done !== null).toBe(expected);
    if (done !== null) this.model.post(done, lines);
    return done !== null;
  }

  async #receive({ b, q }: Step): Promise<void> {
    const released = b % 4 !== 0;
    const quantity = q * 10;
    const id = await stage.run(async (tx) => {
      const lot = await receiveLot(tx, {
        number: number(),
        item: stage.item.part,
        supplier: stage.supplier,
        supplierLot: "S",
        quantity: String(quantity),
        location: stage.place.quarantine,
        source: document("Receipt"),
      });
      if (released) await this.#release(tx, lot.id, quantity);
      return lot.id;
    });
    this.model.lots.push({ id, released, bought: true });
    this.model.post(await this.#postingOf(id, "receive"), [
      { lot: id, place: "supplier", quantity: -quantity },
      { lot: id, place: "quarantine", quantity },
    ]);
    if (released) this.#moved(id, quantity, await this.#postingOf(id, "move"));
  }

  async #release(tx: Parameters<typeof move>[0], lot: string, quantity: number): Promise<void> {
    await tx.act("Lot", lot, "carryRelease", {});
    await move(tx, {
      lot,
      from: stage.place.quarantine,
      to: stage.place.storage,
      quantity: String(quantity),
      source: document(),
    });
  }

  #moved(lot: string, quantity: number, posting: string): void {
    this.model.post(posting, [
      { lot, place: "quarantine", quantity: -quantity },
      { lot, place: "storage", quantity },
    ]);
  }

  async #postingOf(lot: string, kind: string): Promise<string> {
    const [row] = await stage.house.sql<{ id: string }>(
      "select p.id from posting p join movement m on m.posting_id = p.id where m.lot_id = $1 and p.kind = $2 order by p.id desc limit 1",
      [lot, kind],
    );
    return row?.id ?? "";
  }

  readonly #steps = {
    make: async ({ b, c, q }: Step, first: ModelLot) => {
      const source = document();
      const event = this.model.event();
      const inputs = [first, this.#pick(b), this.#pick(c)].slice(0, 1 + (c % 3)).flatMap((lot) => lot ?? []);
      let used = 0;
      for (const { id, released } of inputs) {
        const lines: Lines = [
          { lot: id, place: "storage", quantity: -q },
          { lot: id, place: "consumed", quantity: q },
        ];
        const asked = { source, lines: [{ lot: id, location: stage.place.storage, quantity: String(q) }] };
        if (await this.#try(released, lines, () => stage.run((tx) => issue(tx, asked)))) {
          this.model.edge(id, event);
          used += q;
        }
      }
      if (used === 0) return;
      const released = b % 2 === 0;
      const id = await stage.run(async (tx) => {
        const asked = {
          source,
          number: number(),
          item: stage.item.part,
          quantity: String(used),
          location: stage.place.quarantine,
        };
        const made = await produceLot(tx, asked);
        if (released) await this.#release(tx, made.id, used);
        return made.id;
      });
      this.model.lots.push({ id, released, bought: false });
      this.model.edge(event, id);
      this.model.post(await this.#postingOf(id, "output"), [
        { lot: id, place: "output", quantity: -used },
        { lot: id, place: "quarantine", quantity: used },
      ]);
      if (released) this.#moved(id, used, await this.#postingOf(id, "move"));
    },

    split: async ({ b, q }: Step, lot: ModelLot) => {
      const place = this.#home(lot);
      const quantities = [q, 1 + (b % 10)];
      const total = quantities.reduce((x, y) => x + y, 0);
      const ids: string[] = [];
      const parts = quantities.map((quantity) => ({ number: number(), quantity: String(quantity) }));
      const work = async () => {
        const made = await stage.run((tx) =>
          split(tx, { lot: lot.id, location: stage.place[place], parts, source: document("Lot") }),
        );
        ids.push(...made.map((part) => part.id));
        return this.#postingOf(ids[0] ?? "", "split");
      };
      const lines: Lines = [
        { lot: lot.id, place, quantity: -total },
        { lot: lot.id, place: "regroup", quantity: total },
      ];
      if (!(await this.#try(true, lines, work))) return;
      const event = this.model.event();
      this.model.edge(lot.id, event);
      const arrived = ids.flatMap((id, i): Lines[number][] => [
        { lot: id, place: "regroup", quantity: -(quantities[i] ?? 0) },
        { lot: id, place, quantity: quantities[i] ?? 0 },
      ]);
      this.#complete(arrived);
      for (const id of ids) {
        this.model.lots.push({ id, released: lot.released, bought: lot.bought });
        this.model.edge(event, id);
      }
    },

    merge: async ({ b, q }: Step, lot: ModelLot) => {
      const other = this.#pick(b);
      if (!other || other.id === lot.id) return;
      const place = this.#home(lot);
      const lines: Lines = [lot, other].flatMap(({ id }): Lines[number][] => [
        { lot: id, place, quantity: -q },
        { lot: id, place: "regroup", quantity: q },
      ]);
      let made = "";
      const asked = [lot, other].map(({ id }) => ({ lot: id, location: stage.place[place], quantity: String(q) }));
      const work = async () => {
        made = (
          await stage.run((tx) => merge(tx, { number: number(), lines: asked, to: stage.place[place], source: document("Lot") }))
        ).id;
        return this.#postingOf(made, "merge");
      };
      if (!(await this.#try(lot.released === other.released, lines, work))) return;
      const event = this.model.event();
      for (const { id } of [lot, other]) this.model.edge(id, event);
      this.model.edge(event, made);
      this.#complete([
        { lot: made, place: "regroup", quantity: -2 * q },
        { lot: made, place, quantity: 2 * q },
      ]);
      this.model.lots.push({ id: made, released: lot.released, bought: lot.bought && other.bought });
    },

    rework: async ({ q }: Step, lot: ModelLot) => {
      const place = this.#home(lot);
      const lines: Lines = [
        { lot: lot.id, place, quantity: -q },
        { lot: lot.id, place, quantity: q },
      ];
      const asked = { lot: lot.id, location: stage.place[place], quantity: String(q), source: document() };
      if (!(await this.#try(true, lines, () => stage.run((tx) => rework(tx, asked))))) return;
      const event = this.model.event();
      this.model.edge(lot.id, event);
      this.model.edge(event, lot.id);
    },

    scrap: ({ q }: Step, lot: ModelLot) => this.#leaves(lot, q, "scrap", scrap),
    sample: ({ q }: Step, lot: ModelLot) => this.#leaves(lot, q, "sample", sample),
    returnToSupplier: ({ q }: Step, lot: ModelLot) => this.#leaves(lot, q, "supplier", returnToSupplier, lot.bought),

    sampleReturn: async ({ q }: Step, lot: ModelLot) => {
      const place = this.#home(lot);
      const asked = { lot: lot.id, location: stage.place[place], quantity: String(q), source: document("Lot") };
      await this.#try(true, out(lot.id, "sample", place, q), () => stage.run((tx) => returnSample(tx, asked)));
    },

    ship: async ({ b, c, q }: Step, lot: ModelLot) => {
      const into = b % 2 === 0 ? ("transit" as const) : ("customer" as const);
      const customer = stage.customers[c % 3] ?? "";
      const lines = [{ lot: lot.id, location: stage.place.storage, quantity: String(q) }];
      await this.#try(lot.released, out(lot.id, "storage", into, q, customer), () =>
        stage.run((tx) => ship(tx, { customer, lines, into, source: document("Shipment") })),
      );
    },

    deliver: async ({ c, q }: Step, lot: ModelLot) => {
      const customer = stage.customers[c % 3] ?? "";
      const lines: Lines = [
        { lot: lot.id, place: "transit", quantity: -q, customer },
        { lot: lot.id, place: "customer", quantity: q, customer },
      ];
      await this.#try(true, lines, () =>
        stage.run((tx) => deliver(tx, { customer, lines: [{ lot: lot.id, quantity: String(q) }], source: document("Shipment") })),
      );
    },

    return: async ({ c, q }: Step, lot: ModelLot) => {
      const customer = stage.customers[c % 3] ?? "";
      const lines: Lines = [
        { lot: lot.id, place: "customer", quantity: -q, customer },
        { lot: lot.id, place: "quarantine", quantity: q },
      ];
      const asked = [{ lot: lot.id, location: stage.place.quarantine, quantity: String(q) }];
      await this.#try(true, lines, () =>
        stage.run((tx) => returnFrom(tx, { customer, lines: asked, source: document("Shipment") })),
      );
    },

    store: async ({ q }: Step, lot: ModelLot) => {
      const asked = {
        lot: lot.id,
        from: stage.place.quarantine,
        to: stage.place.storage,
        quantity: String(q),
        source: document("Lot"),
      };
      await this.#try(lot.released, out(lot.id, "quarantine", "storage", q), () => stage.run((tx) => move(tx, asked)));
    },

    reverse: async ({ b }: Step) => {
      const posting = this.model.postings[b % this.model.postings.length];
      if (!posting) return;
      const lines = posting.lines.map((line) => ({ ...line, quantity: -line.quantity }));
      const asked = { posting: posting.id, source: document() };
      const known = this.model.postings.length;
      if (await this.#try(!posting.reversed, lines, () => stage.run((tx) => reverse(tx, asked)))) {
        // A reversal is not reversed again, so the model forgets it.
        this.model.postings.splice(known);
        posting.reversed = true;
      }
    },
  };

  // Whatever its status, from where it stands.
  async #leaves(
    lot: ModelLot,
    q: number,
    to: "scrap" | "sample" | "supplier",
    leave: typeof scrap,
    allowed = true,
  ): Promise<void> {
    const place = this.#home(lot);
    const asked = { lot: lot.id, location: stage.place[place], quantity: String(q), source: document("Lot") };
    await this.#try(allowed, out(lot.id, place, to, q), () => stage.run((tx) => leave(tx, asked)));
  }

  // The other half of a posting whose lots have no keys before it is done.
  #complete(lines: Lines): void {
    const last = this.model.postings.pop();
    if (!last) return;
    this.model.post(last.id, lines, true);
    this.model.postings.push({ id: last.id, lines: [...last.lines, ...lines], reversed: false });
  }
}

const out = (
  lot: string,
  from: "quarantine" | "storage" | "sample",
  to: Lines[number]["place"],
  quantity: number,
  customer?: string,
): Lines => [
  { lot, place: from, quantity: -quantity },
  { lot, place: to, quantity, customer },
];

/** Balances, the sums of the ledger, customers, the trace of every lot both ways, and each lot's balance equation. */
async function compare(model: StockModel): Promise<void> {
  const ids = model.lots.map((lot) => lot.id);
  const asMap = (rows: readonly { key: string; quantity: string }[]) =>
    Object.fromEntries(rows.map((row) => [row.key, Number(row.quantity)] as const).sort());
  const balances = await stage.house.sql<{ key: string; quantity: string }>(
    "select lot_id || ' ' || location_type as key, quantity from balance where lot_id = any($1) and quantity <> 0",
    [ids],
  );
  expect(asMap(balances)).toEqual(model.balances());
  const ledger = await stage.house.sql<{ key: string; quantity: string }>(
    `select m.lot_id || ' ' || p.type as key, sum(m.quantity) as quantity from movement m join location p on p.id = m.location_id
     where m.lot_id = any($1) group by 1 having sum(m.quantity) <> 0`,
    [ids],
  );
  expect(asMap(ledger)).toEqual(model.balances());
  await stage.run(async (tx) => {
    for (const { id } of model.lots)
      for (const side of ["forward", "backward"] as const)
        expect([...(await closureOf(tx, [id], side)).lots].sort()).toEqual(model.reach(id, side === "backward"));
    for (const { byType } of await totalsByLot(tx, ids, { limit: ids.length }))
      expect(totalsOf(byType).unaccounted.toFixed()).toBe("0");
    for (const id of ids) {
      const rows = await customersOf(tx, [id], null);
      const got = rows.flatMap((row): [string, number][] => [
        [`${id} ${row.customer} customer`, Number(row.shipped) - Number(row.returned)],
        [`${id} ${row.customer} transit`, Number(row.inTransit)],
      ]);
      const wanted = Object.entries(model.customers()).filter(([key]) => key.startsWith(`${id} `));
      expect(Object.fromEntries(got.filter(([, quantity]) => quantity !== 0).sort())).toEqual(Object.fromEntries(wanted));
    }
  });
}

const runs = process.env.LOTLINE_SOAK ? 150 : 6;

it("[REQ-TRC-04][REQ-TRC-11] random receipts, orders, splits, merges, rework, samples, shipments, returns both ways and reversals equal brute force", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 45 }), async (steps) => {
      const run = new Run();
      for (const given of steps) await run.step(given);
      await compare(run.model);
    }),
    { numRuns: runs, endOnFailure: true },
  );
});
