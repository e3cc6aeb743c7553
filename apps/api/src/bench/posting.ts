/** How fast stock is posted: the real command with and without the audit and in one hash chain, and hand-written SQL of the same effect. */
import type { Client } from "pg";
import { assemble } from "../assemble.ts";
import { asClient } from "../database/client.ts";
import type { Kernel } from "../kernel/command.ts";
import { issue } from "../modules/inventory/index.ts";
import { type Company, nextDocument, run } from "./company.ts";
import {
  about,
  type Comparison,
  comparisonOf,
  type PostingBurst,
  type SpreadOfLots,
  spreads,
  tablesOf,
  type Way,
  ways,
} from "./posting-figures.ts";
import { openHand, withGlobalChain, withoutAudit } from "./posting-sql.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground, rowsOf, type Scratch } from "./scratch.ts";
import { serverCpu, spent } from "./server-cpu.ts";
import { burst, roundRobin } from "./statistics.ts";

/** How many work side by side, and for how long. */
export interface PostingSize {
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly warmups: number;
  /** Length of one burst. */
  readonly seconds: number;
}

/** What one way needs to post, and where. */
interface Poster {
  readonly database: Scratch;
  post(lot: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Measures on three copies of the ground's database: an audited one, an unaudited one, and one with a hash chain over everything. */
export async function postingPart(ground: Ground, company: Company, size: PostingSize): Promise<PartReport> {
  const audited = await copyDatabase(ground, "bench_audited");
  const unaudited = await copyDatabase(ground, "bench_unaudited");
  const chained = await copyDatabase(ground, "bench_chained");
  await withoutAudit(unaudited.urls.owner);
  await withoutAudit(chained.urls.owner);
  await withGlobalChain(chained.superUrl);
  const connections = Math.max(...size.connections);
  const posters: { readonly [W in Way]: Poster } = {
    command: await byCommand(ground, audited, company, connections),
    commandUnaudited: await byCommand(ground, unaudited, company, connections),
    sql: byHand(audited, company, connections),
    sqlUnaudited: byHand(unaudited, company, connections),
    commandChained: await byCommand(ground, chained, company, connections),
    sqlChained: byHand(chained, company, connections),
  };
  try {
    const comparisons: Comparison[] = [];
    await asClient(ground.superUrl, async (client) => {
      for (const clients of size.connections)
        for (const lots of spreads) {
          ground.say(`posting: ${clients} connections, ${lots}`);
          comparisons.push(await compare({ posters, company, client }, { ...size, clients, lots }));
        }
    });
    for (const [database, isAudited] of [
      [audited, true],
      [unaudited, false],
      [chained, false],
    ] as const)
      await assertEffect(database, isAudited);
    return { figures: { size: { ...size, lots: company.lots.length }, about, comparisons }, tables: tablesOf(comparisons) };
  } finally {
    for (const way of ways) await posters[way].close();
    await audited.drop();
    await unaudited.drop();
    await chained.drop();
  }
}

async function byCommand(ground: Ground, database: Scratch, company: Company, pool: number): Promise<Poster> {
  const kernel: Kernel = await assemble(database.urls.app, ground.keys, { pool });
  const post = (lot: string) =>
    run(kernel, company.ctx, (tx) =>
      issue(tx, { source: nextDocument(), lines: [{ lot, location: company.place.storage, quantity: "1" }] }),
    );
  return { database, post, close: () => kernel.orm.close(true) };
}

const byHand = (database: Scratch, company: Company, connections: number): Poster => ({
  database,
  ...openHand(database.urls.app, company, connections),
});

interface Setting extends PostingSize {
  readonly clients: number;
  readonly lots: SpreadOfLots;
}

async function compare(
  { posters, company, client }: { posters: { readonly [W in Way]: Poster }; company: Company; client: Client },
  setting: Setting,
): Promise<Comparison> {
  const { clients, seconds, rounds, warmups } = setting;
  const chosen = chooser(company, setting.lots);
  const measured = async (way: Way): Promise<PostingBurst> => {
    const before = await serverCpu(client);
    const done = await burst(clients, seconds, () => posters[way].post(chosen()));
    const used = spent(before, await serverCpu(client));
    return { ...done, serverCpuMs: used === null ? null : used / done.done };
  };
  const variants = ways.map((name) => ({ name, run: () => measured(name) }));
  return comparisonOf(setting, await roundRobin<Way, PostingBurst>(variants, { rounds, warmups }));
}

/** The lot of the next posting; lots are taken in a fixed order that looks like none. */
function chooser(company: Company, lots: SpreadOfLots): () => string {
  let turn = 0;
  return () => {
    turn += 1;
    return lots === "hotLot" ? company.hotLot : (company.lots[(turn * 7919) % company.lots.length] ?? company.hotLot);
  };
}

/** Books that do not agree, or rows without the leaf that makes them evidence, would make every figure worthless. */
async function assertEffect(database: Scratch, isAudited: boolean): Promise<void> {
  const wrong = await asClient(database.superUrl, (client) =>
    rowsOf<{ what: string }>(
      client,
      `select 'the balance of lot ' || lot_id as what from balance b where quantity <>
         (select sum(m.quantity) from movement m where m.lot_id = b.lot_id and m.location_id = b.location_id) and location_type = 'consumed'
       union all
       select 'the leaf of movement ' || id from (select id, leaf from movement order by id desc limit 1) m where (length(leaf) = 32) <> $1`,
      [isAudited],
    ),
  );
  if (wrong[0]) throw new Error(`after the postings ${wrong[0].what} is not as it must be`);
}
