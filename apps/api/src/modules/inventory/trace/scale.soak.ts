import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "../../../../test/stock-stage.ts";
import { closureOf, closureQuery, totalsQuery, traceSummary } from "../index.ts";

// Six levels of lots, three inputs into each event: some 420,000 edges, as of ten million with serials (performance.md §1).
const levels = 6;
const perLevel = 17_500;

/** Fills the tables as the superuser, past the ledger's triggers: only the shape matters here. */
const fill = (item: string, site: string, storage: string, source: string) => `
  alter table lot disable trigger all; alter table lot_event disable trigger all; alter table posting disable trigger all;
  alter table lot_edge disable trigger all; alter table balance disable trigger all;
  insert into lot (id, number, state, version, created_by_id, site_id, item_id, is_finished_device, quantity_made)
    select 1000000 + g, 'BIG-' || g, 'released', 1, 1, ${site}, ${item}, false, 1 from generate_series(1, ${levels * perLevel}) g;
  insert into lot_event (id, kind, record_type, record_id, record_number, site_id, actor_id, at, leaf, xid)
    select 1000000 + g, 'production', 'WorkOrder', 5000000 + g, 'BIG', ${site}, 1, now(), '\\x00', pg_current_xact_id() from generate_series(1, ${levels * perLevel}) g;
  insert into posting (id, kind, record_type, record_id, record_number, site_id, actor_id, at, leaf, xid)
    values (1000000, 'issue', 'WorkOrder', 1, 'BIG', ${site}, 1, now(), '\\x00', pg_current_xact_id());
  insert into lot_edge (src_id, dst_id, lot_id, event_id, posting_id, quantity, actor_id, at, leaf, xid)
    select -(1000000 + g), 1000000 + g, 1000000 + g, 1000000 + g, 1000000, 1, 1, now(), '\\x00', pg_current_xact_id()
    from generate_series(${perLevel} + 1, ${levels * perLevel}) g;
  insert into lot_edge (src_id, dst_id, lot_id, event_id, posting_id, quantity, actor_id, at, leaf, xid)
    select l, -(1000000 + g), l, 1000000 + g, 1000000, 1, 1, now(), '\\x00', pg_current_xact_id()
    from generate_series(${perLevel} + 1, ${levels * perLevel}) g, generate_series(0, 2) k,
      lateral (select 1000000 + ((g - 1) / ${perLevel} - 1) * ${perLevel} + 1 + (g * (k * 7919 + 1) + k * 104729) % ${perLevel} as l) x;
  insert into balance (lot_id, location_id, location_type, site_id, quantity)
    select 1000000 + g, ${source}, 'output', ${site}, -1 from generate_series(1, ${levels * perLevel}) g
    union all select 1000000 + g, ${storage}, 'storage', ${site}, 1 from generate_series(1, ${levels * perLevel}) g;
  analyze lot; analyze lot_event; analyze lot_edge; analyze balance;`;

describe("the trace on a large genealogy", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    const { item, site, place } = stage;
    await stage.house.sql(fill(item.part, site, place.storage, place.output));
  }, 120_000);
  afterAll(() => stage.close());

  it("walks by index alone: no sequential scan of edges, lots or balances, whatever the planner believes", async () => {
    const plan = async (query: string, root: readonly string[]) => {
      let n = 0;
      const rows = await stage.house.sql<{ "QUERY PLAN": string }>(`explain ${query.replace(/\?/g, () => `$${++n}`)}`, [root]);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    };
    for (const query of [closureQuery("forward", false), closureQuery("backward", false), totalsQuery(false)]) {
      const text = await plan(query, ["1000001"]);
      expect(text).toMatch(/Index/);
      expect(text).not.toMatch(/Seq Scan/);
    }
  });

  // How fast it is, `npm run bench` says.
  it("[REQ-TRC-03] answers thousands of lots, none hidden", async () => {
    let reached = 0;
    await stage.run(async (tx) => {
      for (let i = 0; i < 20; i++) {
        const found = await traceSummary(tx, { record: "Lot", id: String(1_000_001 + i) }, "FORWARD");
        reached = Math.max(reached, found.visited);
        expect(found.hidden).toBe(0);
      }
      expect((await closureOf(tx, ["1105000"], "backward")).lots.length).toBeGreaterThan(100);
    });
    expect(reached).toBeGreaterThan(4_000);
  });
});
