/** The named moments of the demo company's story (scenarios.md §1): each begins where the scenarios say. */
import { verify } from "@lotline/verifier";
import { describe, expect, it } from "vitest";
import { loadSnapshot, snapshotDir } from "../src/seed/snapshot.ts";
import { cloneDatabase } from "./database.ts";
import { demoKeys } from "./demo.ts";
import { query } from "./query.ts";

/** Loads a checkpoint into a database of its own and asks what stands there. */
async function openAt<T>(name: string, ask: (reader: string) => Promise<T>): Promise<T> {
  const database = await cloneDatabase();
  try {
    const { at } = await loadSnapshot(database.owner, snapshotDir, "demo company loaded", name);
    expect(new Date(at).toISOString()).toBe(startOf[name]);
    const { ok, first } = await verify({ url: database.reader, publicKeys: demoKeys() });
    expect([ok, first]).toEqual([true, null]);
    return await ask(database.owner);
  } finally {
    await database.drop();
  }
}

const startOf: Readonly<Record<string, string>> = {
  T0: "2026-07-05T23:00:00.000Z",
  T1: "2026-07-21T00:00:00.000Z",
  T2: "2026-07-27T00:00:00.000Z",
  T3: "2026-08-08T00:00:00.000Z",
  T4: "2026-08-12T00:00:00.000Z",
};

const standing = async (url: string, lot: string) =>
  Object.fromEntries(
    (
      await query(
        url,
        `select p.type, sum(b.quantity)::float8::text as n from balance b join lot l on l.id = b.lot_id join location p on p.id = b.location_id
         where l.number = $1 and p.type <> 'output' group by 1 having sum(b.quantity) <> 0`,
        [lot],
      )
    ).map(({ type, n }) => [type, Number(n)]),
  );

const statesOf = async (url: string, numbers: readonly string[]) =>
  (await query(url, "select number, state from lot where number = any($1) order by number", [numbers])).map(
    ({ number, state }) => `${number} ${state}`,
  );

describe("the checkpoints of the demo company", () => {
  it("T0: 1,200 kg of RM-201 are ordered from SUP-01, and nothing of R201-2607 is there yet", async () => {
    await openAt("T0", async (url) => {
      expect(await statesOf(url, ["R201-2606", "R201-2607"])).toEqual(["R201-2606 released"]);
      expect(
        await query(
          url,
          `select o.state, trim_scale(l.stock_quantity)::text as quantity from purchase_order o join purchase_order_line l on l.head_id = o.id
           join item i on i.id = l.item_id join supplier s on s.id = o.supplier_id
           where i.number = 'RM-201' and s.number = 'SUP-01' and o.state = 'approved'`,
        ),
      ).toEqual([{ state: "approved", quantity: "1200" }]);
    });
  });

  it("T1: the material of July is in, 126 kg of R201-2607 are left, no order of IS2607A has begun", async () => {
    await openAt("T1", async (url) => {
      expect((await standing(url, "R201-2607")).storage).toBe(126);
      expect(await statesOf(url, ["SA110-2607A", "TB-075"])).toEqual(["TB-075 released"]);
    });
  });

  it("T1: PK-301 of SUP-05 stands on normal inspection with one lot not accepted among its last four", async () => {
    await openAt("T1", async (url) => {
      expect(
        await query(url, "select state, right(recent, 4) as last from sampling_state where number = 'SW-PK-301-SUP-05'"),
      ).toEqual([{ state: "normal", last: "++-+" }]);
    });
  });

  it("T2: the parts of IS2607A are made, its assembly is not", async () => {
    await openAt("T2", async (url) => {
      expect(await statesOf(url, ["SA110-2607A", "SA120-2607A", "AS-2607A"])).toEqual([
        "SA110-2607A released",
        "SA120-2607A released",
      ]);
    });
  });

  it("T3: IS2607A is packed and waits for its release", async () => {
    await openAt("T3", async (url) => {
      expect(await statesOf(url, ["IS2607A"])).toEqual(["IS2607A quarantine"]);
      expect(await standing(url, "IS2607A")).toEqual({ quarantine: 23_640 });
    });
  });

  it("T4: of IS2607A 18,000 are shipped or on their way and 5,200 in stock", async () => {
    await openAt("T4", async (url) => {
      const { customer = 0, transit = 0, ...own } = await standing(url, "IS2607A");
      expect([customer + transit, own]).toEqual([18_000, { storage: 5_200, retained: 120, sample: 320 }]);
    });
  });
});
