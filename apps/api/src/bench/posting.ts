/** How fast stock is posted: the real command with and without the audit, and hand-written SQL of the same effect. */
import { assemble } from "../assemble.ts";
import type { Kernel } from "../kernel/command.ts";
import { issue } from "../modules/inventory/index.ts";
import { type Company, nextDocument, run } from "./company.ts";
import { openHand, withoutAudit } from "./posting-sql.ts";
import type { PartReport } from "./report.ts";
import { asClient, copyDatabase, type Ground, rowsOf, type Scratch } from "./scratch.ts";
import { type Burst, burst, median, quantile, ratioOf, rounded, roundRobin, type Spread, spreadOf } from "./statistics.ts";

/** How many work side by side, and for how long. */
export interface PostingSize {
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly warmups: number;
  /** Length of one burst. */
  readonly seconds: number;
}

/** What is compared: how the posting is written, and whether the database audits it. */
const about = {
  command: "the real command: context, idempotency, checks, posting.ts, as the app role, audited",
  commandUnaudited: "the same with the audit triggers off",
  sql: "hand-written prepared statements of the same rows, audited",
  sqlUnaudited: "the same with the audit triggers off",
} as const;
const ways = ["command", "commandUnaudited", "sql", "sqlUnaudited"] as const;
type Way = (typeof ways)[number];
const spreads = ["hotLot", "manyLots"] as const;
type SpreadOfLots = (typeof spreads)[number];

interface Figure {
  readonly perSecond: Spread;
  readonly ms: { readonly median: number; readonly p95: number; readonly p99: number };
  /** Processor time of the Node process for one posting. */
  readonly ownCpuMs: number;
  readonly postings: number;
}

interface Comparison {
  readonly lots: SpreadOfLots;
  readonly connections: number;
  readonly ways: { readonly [W in Way]: Figure };
  readonly ratios: { readonly [ratio: string]: Spread };
}

/** What one way needs to post, and where. */
interface Poster {
  readonly database: Scratch;
  post(lot: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Measures on two copies of the ground's database: an audited and an unaudited one, from which both ways begin alike. */
export async function postingPart(ground: Ground, company: Company, size: PostingSize): Promise<PartReport> {
  const audited = await copyDatabase(ground, "bench_audited");
  const unaudited = await copyDatabase(ground, "bench_unaudited");
  await withoutAudit(unaudited.urls.owner);
  const connections = Math.max(...size.connections);
  const posters: { readonly [W in Way]: Poster } = {
    command: await byCommand(ground, audited, company, connections),
    commandUnaudited: await byCommand(ground, unaudited, company, connections),
    sql: byHand(audited, company, connections),
    sqlUnaudited: byHand(unaudited, company, connections),
  };
  try {
    const comparisons: Comparison[] = [];
    for (const clients of size.connections)
      for (const lots of spreads) comparisons.push(await compare(ground, posters, company, { ...size, clients, lots }));
    for (const [database, isAudited] of [
      [audited, true],
      [unaudited, false],
    ] as const)
      await assertEffect(database, isAudited);
    return { figures: { size: { ...size, lots: company.lots.length }, about, comparisons }, tables: comparisons.map(tableOf) };
  } finally {
    for (const way of ways) await posters[way].close();
    await audited.drop();
    await unaudited.drop();
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
  ground: Ground,
  posters: { readonly [W in Way]: Poster },
  company: Company,
  setting: Setting,
): Promise<Comparison> {
  const { clients, seconds, rounds, warmups } = setting;
  ground.say(`posting: ${clients} connections, ${setting.lots}`);
  const chosen = chooser(company, setting.lots);
  const variants = ways.map((name) => ({ name, run: () => burst(clients, seconds, () => posters[name].post(chosen())) }));
  const bursts = await roundRobin<Way, Burst>(variants, { rounds, warmups });
  const rates = (way: Way) => (bursts.get(way) ?? []).map(({ perSecond }) => perSecond);
  return {
    lots: setting.lots,
    connections: clients,
    ways: {
      command: figureOf(bursts.get("command")),
      commandUnaudited: figureOf(bursts.get("commandUnaudited")),
      sql: figureOf(bursts.get("sql")),
      sqlUnaudited: figureOf(bursts.get("sqlUnaudited")),
    },
    ratios: {
      "command / commandUnaudited": ratioOf(rates("command"), rates("commandUnaudited")),
      "sql / sqlUnaudited": ratioOf(rates("sql"), rates("sqlUnaudited")),
      "command / sql": ratioOf(rates("command"), rates("sql")),
      "commandUnaudited / sqlUnaudited": ratioOf(rates("commandUnaudited"), rates("sqlUnaudited")),
      "command / sqlUnaudited": ratioOf(rates("command"), rates("sqlUnaudited")),
    },
  };
}

/** The lot of the next posting; lots are taken in a fixed order that looks like none. */
function chooser(company: Company, lots: SpreadOfLots): () => string {
  let turn = 0;
  return () => {
    turn += 1;
    return lots === "hotLot" ? company.hotLot : (company.lots[(turn * 7919) % company.lots.length] ?? company.hotLot);
  };
}

function figureOf(bursts: readonly Burst[] | undefined): Figure {
  const all = bursts ?? [];
  const ms = all.flatMap((one) => one.ms);
  return {
    perSecond: spreadOf(all.map(({ perSecond }) => perSecond)),
    ms: { median: rounded(median(ms)), p95: rounded(quantile(ms, 0.95)), p99: rounded(quantile(ms, 0.99)) },
    ownCpuMs: rounded(median(all.map(({ ownCpuMs }) => ownCpuMs))),
    postings: ms.length,
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

function tableOf({ lots, connections, ways: figures, ratios }: Comparison): PartReport["tables"][number] {
  const of = (ratio: string) => ratios[ratio]?.median ?? "";
  return {
    title: `Posting, ${connections} connection${connections === 1 ? "" : "s"}, ${lots === "hotLot" ? "one hot lot" : "many lots"}: audited/unaudited ${of("command / commandUnaudited")} (by hand ${of("sql / sqlUnaudited")}), command/SQL ${of("command / sql")}, command/bare SQL ${of("command / sqlUnaudited")}`,
    head: ["way", "postings/s", "min", "max", "median ms", "p95 ms", "p99 ms", "Node CPU ms"],
    rows: ways.map((way) => {
      const { perSecond, ms, ownCpuMs } = figures[way];
      return [way, perSecond.median, perSecond.min, perSecond.max, ms.median, ms.p95, ms.p99, ownCpuMs];
    }),
  };
}
