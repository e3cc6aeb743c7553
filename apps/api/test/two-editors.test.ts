/** Two people change the same records in every order: nobody's change is lost, and whoever is second is told of it with both values. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../src/base/error.ts";
import { type Browser, doneOf, type Reply } from "./browser.ts";
import { type House, openHouse } from "./house.ts";

const rounds = process.env.LOTLINE_SOAK ? 1000 : 50;
const fields = ["contact", "address"] as const;
type Field = (typeof fields)[number];

/** Numbers that follow from a seed (mulberry32), so that a failing round can be played again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

let house: House;
let editors: readonly [Browser, Browser];
let record: { id: string; version: number };

beforeAll(async () => {
  house = await openHouse();
  // The steward in two windows is two editors as well; the rule is about versions, not about people.
  editors = [await house.browser("luoan"), await house.browser("luoan")];
  record = doneOf(
    await editors[0].create("Customer", {
      number: "TWO",
      nameEn: "Two",
      nameZh: "二",
      kind: "hospital",
      address: "1 Road",
      contact: "Ms A",
    }),
  );
});
afterAll(() => house.close());

const now = async (): Promise<{ [field in Field]: string } & { version: number }> => {
  const [row] = await house.sql<{ contact: string; address: string; version: number }>(
    "select contact, address, version from customer where id = $1",
    [record.id],
  );
  if (!row) throw new Error("the customer is gone");
  return row;
};

/** What a refused edit says of the fields that differ: theirs and mine. */
const differences = (reply: Reply): unknown => {
  const [error] = reply.errors;
  return error?.originalError instanceof AppError ? error.originalError.details.fields : undefined;
};

describe("[U08] two editors of one record", () => {
  it(`in ${rounds} seeded orders lose no change, and the second one is told both values of its fields`, {
    timeout: 600_000,
  }, async () => {
    let conflicts = 0;
    for (let seed = 1; seed <= rounds; seed++) {
      const next = random(seed);
      const pick = (): Field => fields[Math.floor(next() * fields.length)] ?? "contact";
      const before = await now();
      // Each reads at a moment of its own: the second one before or after the first has saved.
      const plans = [0, 1].map((of) => ({ of, field: pick(), value: `${seed}-${of}-${randomUUID().slice(0, 4)}` }));
      const readsLate = next() < 0.3;
      const atOnce = !readsLate && next() < 0.5;
      const send = (plan: (typeof plans)[number], version: number) =>
        (editors[plan.of] ?? editors[0]).edit(
          "Customer",
          { id: record.id, version },
          { [plan.field]: plan.value },
          "one of two who change it",
        );
      const [first, second] = plans as [(typeof plans)[number], (typeof plans)[number]];
      const replies: Reply[] = atOnce
        ? await Promise.all(plans.map((plan) => send(plan, before.version)))
        : [await send(first, before.version), await send(second, readsLate ? before.version + 1 : before.version)];
      const after = await now();
      const done = plans.filter((_, index) => replies[index]?.code === null);
      expect([seed, done.length, after.version], `round ${seed}`).toEqual([
        seed,
        readsLate ? 2 : 1,
        before.version + (readsLate ? 2 : 1),
      ]);
      // What was answered as saved is there, unless the other one, having seen it, wrote over it; nothing else moved.
      const expected = {
        ...before,
        ...Object.fromEntries(done.map(({ field, value }) => [field, value])),
        version: after.version,
      };
      expect(after, `round ${seed}`).toEqual(expected);
      for (const [index, reply] of replies.entries()) {
        const plan = plans[index];
        if (reply.code === null || !plan) continue;
        conflicts++;
        expect([reply.code, reply.reasons], `round ${seed}`).toEqual(["CONFLICT", ["STALE_RECORD"]]);
        expect(differences(reply), `round ${seed}`).toEqual([{ field: plan.field, theirs: after[plan.field], mine: plan.value }]);
      }
    }
    expect(conflicts).toBeGreaterThan(rounds / 2);
  });
});
