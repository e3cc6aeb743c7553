/** How fast a proposal by first expired, first out comes, against what reads the lots and sorts them in the program. */
import { Client } from "pg";
import { assemble } from "../assemble.ts";
import { asClient } from "../database/client.ts";
import { fefo, issuable } from "../modules/inventory/index.ts";
import type { Company } from "./company.ts";
import { actAsSystem, copyRow } from "./mass.ts";
import { reading } from "./reading.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground, rowsOf } from "./scratch.ts";
import { median, quantile, ratioOf, rounded, roundRobin, type Spread } from "./statistics.ts";

/** How many lots of one item stand on the shelf, and how often they are proposed. */
export interface FefoSize {
  readonly lots: readonly number[];
  readonly rounds: number;
}

const ways = ["proposal", "inTheProgram"] as const;
type Way = (typeof ways)[number];

interface Figure {
  readonly lots: number;
  readonly picks: number;
  readonly ms: { readonly [W in Way]: { readonly median: number; readonly p95: number } };
  readonly ratios: { readonly "proposal / inTheProgram": Spread };
}

// Each lot has 100; the demand ends within the 26th lot.
const demand = "2550";

/** Measures on a copy of the ground's database for each number of lots. */
export async function measureFefo(ground: Ground, company: Company, size: FefoSize): Promise<PartReport> {
  const figures: Figure[] = [];
  for (const lots of size.lots) figures.push(await measure(ground, company, lots, size.rounds));
  return {
    figures: { size, byLots: figures },
    tables: [
      {
        title: "FEFO proposal that splits over 26 lots, ms",
        head: ["lots on the shelf", "picks", "proposal", "p95", "in the program", "ratio"],
        rows: figures.map(({ lots, picks, ms, ratios }) => [
          lots,
          picks,
          ms.proposal.median,
          ms.proposal.p95,
          ms.inTheProgram.median,
          ratios["proposal / inTheProgram"].median,
        ]),
      },
    ],
  };
}

async function measure(ground: Ground, company: Company, lots: number, rounds: number): Promise<Figure> {
  ground.say(`fefo: ${lots} lots`);
  const scratch = await copyDatabase(ground, "bench_fefo");
  await asClient(scratch.urls.owner, (client) => fillShelf(client, company, lots));
  const kernel = await assemble(scratch.urls.app, ground.keys, { pool: 2 });
  // Hand SQL pays for no row-level security.
  const client = new Client({ connectionString: scratch.superUrl });
  await client.connect();
  const ask = { site: company.site, from: issuable, demands: [{ item: company.item, quantity: demand }] };
  const work: { readonly [W in Way]: () => Promise<string> } = {
    proposal: async () => {
      const [found] = await reading({ kernel, company }, (reader) => fefo(reader, ask));
      return shown(found?.picks ?? []);
    },
    inTheProgram: () => byProgram(client, company),
  };
  try {
    const expected = await work.inTheProgram();
    if ((await work.proposal()) !== expected)
      throw new Error(`the proposal ${await work.proposal()} is not what the program finds: ${expected}`);
    const variants = ways.map((name) => ({ name, run: () => timedOnce(work[name]) }));
    const times = await roundRobin<Way, number>(variants, { rounds, warmups: 1 });
    const ms = (way: Way) => times.get(way) ?? [];
    const figure = (way: Way) => ({ median: rounded(median(ms(way))), p95: rounded(quantile(ms(way), 0.95)) });
    return {
      lots,
      picks: expected.split(",").length,
      ms: { proposal: figure("proposal"), inTheProgram: figure("inTheProgram") },
      ratios: { "proposal / inTheProgram": ratioOf(ms("proposal"), ms("inTheProgram")) },
    };
  } finally {
    await client.end();
    await kernel.orm.close(true);
    await scratch.drop();
  }
}

async function timedOnce(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const shown = (picks: readonly { lot: string; quantity: string }[]): string =>
  picks.map(({ lot, quantity }) => `${lot} ${quantity}`).join(",");

/** Lots of one item with 100 each, expiring in an order that looks like none. The firm's other lots have no expiry and come last. */
async function fillShelf(client: Client, company: Company, lots: number): Promise<void> {
  await actAsSystem(client);
  await copyRow(client, "lot", company.hotLot, lots, {
    number: "'F-' || lpad(n::text, 6, '0')",
    expires_on: "current_date + 30 + (n * 7919 % 1500)::int",
  });
  const where = "select id from balance where lot_id = $1 and location_id = $2";
  const [shelf] = await rowsOf<{ id: string }>(client, where, [company.hotLot, company.place.storage]);
  const [first] = await rowsOf<{ id: string }>(client, "select id from lot where number = 'F-000001'");
  if (!shelf || !first) throw new Error("no stock to copy");
  await copyRow(client, "balance", shelf.id, lots, { lot_id: `${first.id} + n - 1`, quantity: "100" });
  await client.query("analyze lot, balance");
}

/** The plain way: every usable lot of the item is fetched, and the program sorts and takes. */
async function byProgram(client: Client, { item, site, place }: Company): Promise<string> {
  const { rows } = await client.query<{ lot: string; number: string; expires: string | null; quantity: string }>({
    name: "shelf",
    text: `select l.id as lot, l.number, l.expires_on::text as expires, b.quantity::text from lot l join item i on i.id = l.item_id
        join balance b on b.lot_id = l.id and b.quantity > 0 and b.location_id = $3
      where l.item_id = $1 and l.site_id = $2 and l.state = 'released' and i.state = 'active'
        and (l.expires_on is null or l.expires_on >= current_date)
        and not exists (select from hold h where h.lot_id = l.id and h.state = 'active')`,
    values: [item, site, place.storage],
  });
  const last = "9999-12-31";
  rows.sort((a, b) => compare(a.expires ?? last, b.expires ?? last) || compare(a.number, b.number));
  let open = Number(demand);
  const picks: { lot: string; quantity: string }[] = [];
  for (const { lot, quantity } of rows) {
    if (open <= 0) break;
    const taken = Math.min(open, Number(quantity));
    picks.push({ lot, quantity: String(taken) });
    open -= taken;
  }
  return shown(picks);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
