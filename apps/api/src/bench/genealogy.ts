/** A large genealogy: levels of lots, each made in an event of its own from a few lots of the level below, some used far more than others. */
import type { Client } from "pg";
import { asClient } from "../database/client.ts";
import type { Company } from "./company.ts";
import { actAsSystem, copyRow, inBulk } from "./mass.ts";
import { rowsOf, type Scratch } from "./scratch.ts";

/** The shape of the graph. */
export interface GenealogySize {
  readonly levels: number;
  readonly lotsPerLevel: number;
  /** Lots that go into each event. */
  readonly inputs: number;
}

/** What was made. */
export interface Genealogy {
  readonly lots: number;
  readonly edges: number;
  /** Some lots of the first level and some of the last, evenly spread. */
  readonly raw: readonly string[];
  readonly finished: readonly string[];
}

/** Ids of the generated lots and events are above these of the commands. */
const base = 1_000_000;

/** Fills a scratch database past the ledger's rules: only the shape of the graph matters to a trace. The same size, the same graph. */
export const fillGenealogy = (scratch: Scratch, company: Company, size: GenealogySize, samples: number): Promise<Genealogy> =>
  asClient(scratch.superUrl, async (client) => {
    const { levels, lotsPerLevel } = size;
    const lots = levels * lotsPerLevel;
    await actAsSystem(client);
    const items = await itemsOf(client, company, levels);
    await inBulk(client, ["lot", "lot_event", "lot_edge", "balance"], async () => {
      const shared = { id: `${base} + n`, number: "'G-' || n" };
      await copyRow(client, "lot", company.hotLot, lots, { ...shared, item_id: `${items} + (n - 1) / ${lotsPerLevel}` });
      await copyRow(client, "lot_event", company.made.event, lots, {
        id: shared.id,
        record_id: "5000000 + n",
        record_number: "'G-' || n",
      });
      await fillEdges(client, company, size);
      await fillBalances(client, company, lots);
    });
    const [edges] = await rowsOf<{ n: number }>(client, "select count(*)::int as n from lot_edge");
    const spread = (level: number) =>
      Array.from({ length: samples }, (_, i) =>
        String(base + level * lotsPerLevel + 1 + Math.floor((i * lotsPerLevel) / samples)),
      );
    return { lots, edges: edges?.n ?? 0, raw: spread(0), finished: spread(levels - 1) };
  });

async function itemsOf(client: Client, company: Company, levels: number): Promise<string> {
  await copyRow(client, "item", company.item, levels, { number: "'GEN-' || n" });
  const [first] = await rowsOf<{ id: string }>(client, "select id from item where number = 'GEN-1'");
  if (!first) throw new Error("no item");
  return first.id;
}

/** A number between 0 and 1 that follows from the lot and its input, the same on every server. */
const chance = "(('x' || substr(md5(g || '/' || k), 1, 8))::bit(32)::bigint / 4294967296.0)";

// The cube draws most inputs from few lots: the first of a level goes into hundreds of events, the last into one or none.
const fillEdges = (client: Client, { made }: Company, { levels, lotsPerLevel, inputs }: GenealogySize): Promise<unknown> =>
  client.query(
    `with links as (
       select g, null::bigint as input from generate_series(${lotsPerLevel + 1}::bigint, ${levels * lotsPerLevel}) g
       union
       select g, ((g - 1) / ${lotsPerLevel} - 1) * ${lotsPerLevel} + 1 + floor(${lotsPerLevel} * power(${chance}, 3))::bigint
       from generate_series(${lotsPerLevel + 1}::bigint, ${levels * lotsPerLevel}) g, generate_series(1, ${inputs}) k)
     insert into lot_edge (src_id, dst_id, lot_id, event_id, posting_id, quantity, actor_id, at, leaf, xid)
     select case when input is null then - (${base} + g) else ${base} + input end, case when input is null then ${base} + g else - (${base} + g) end,
       ${base} + coalesce(input, g), ${base} + g, ${BigInt(made.posting)}, 1, 1, now(), '\\x00', pg_current_xact_id() from links`,
  );

/** Each lot came from somewhere and lies on the shelf, so that its totals are read like those of a real one. */
const fillBalances = (client: Client, { site, place }: Company, lots: number): Promise<unknown> =>
  client.query(
    `insert into balance (lot_id, location_id, location_type, site_id, quantity)
     select ${base} + n, p.id, p.type, $1, p.quantity from generate_series(1, ${lots}) n,
       (values ($2::bigint, 'output', -1), ($3::bigint, 'storage', 1)) p (id, type, quantity)`,
    [site, place.output, place.storage],
  );
