/** How long it takes to save a large inspection in one command, against hand-written SQL of the same rows and one command a column. */
import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { assemble } from "../assemble.ts";
import { receiveLot } from "../modules/inventory/index.ts";
import { siteDay } from "../modules/master/index.ts";
import { openInspection } from "../modules/quality/index.ts";
import { type Hand, Hands } from "../seed/hands.ts";
import { type Company, nextDocument, otherLogin, run } from "./company.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground } from "./scratch.ts";
import { median, quantile, ratioOf, rounded, roundRobin } from "./statistics.ts";

/** How many samples of how many characteristics, and how often they are saved. */
export interface InspectionSize {
  readonly samples: number;
  readonly characteristics: number;
  readonly rounds: number;
}

interface Reading {
  readonly characteristic: number;
  readonly sample: number;
  readonly value: string;
}

const ways = ["command", "columnByColumn", "sql"] as const;
type Way = (typeof ways)[number];

/** Measures on a copy of the ground's database; every round inspects a lot of its own. */
export async function measureInspection(ground: Ground, company: Company, size: InspectionSize): Promise<PartReport> {
  ground.say(`inspection: ${size.samples} samples of ${size.characteristics} characteristics`);
  const scratch = await copyDatabase(ground, "bench_inspection");
  const kernel = await assemble(scratch.urls.app, ground.keys, { pool: 2 });
  const pool = new Pool({ connectionString: scratch.urls.app, max: 1 });
  const hands = new Hands(kernel, { name: "bench inspection" });
  const inspector = await hands.as(otherLogin);
  await plan(hands, company, size);
  const readings = Array.from({ length: size.characteristics }, (_, c) =>
    Array.from({ length: size.samples }, (_, s) => ({
      characteristic: c + 1,
      sample: s + 1,
      value: (120 + (s % 5) / 10).toFixed(1),
    })),
  );
  const save: { readonly [W in Way]: (inspection: string) => Promise<unknown> } = {
    command: (id) => inspector.act("Inspection", { id }, "record", { readings: readings.flat() }),
    columnByColumn: async (id) => {
      for (const column of readings) await inspector.act("Inspection", { id }, "record", { readings: column });
    },
    sql: (id) => byHand(pool, company, id, readings.flat()),
  };
  let lots = 0;
  const measured = (way: Way) => async () => {
    lots += 1;
    const inspection = await arrived(inspector, company, `INS-${lots}`);
    const begun = performance.now();
    await save[way](inspection);
    const took = performance.now() - begun;
    await assertSaved(pool, company, inspection, readings.flat().length);
    return took;
  };
  try {
    const variants = ways.map((name) => ({ name, run: measured(name) }));
    return reportOf(size, await roundRobin<Way, number>(variants, { rounds: size.rounds, warmups: 1 }));
  } finally {
    await pool.end();
    await kernel.orm.close(true);
    await scratch.drop();
  }

  async function arrived(hand: Hand, { item, supplier, place }: Company, number: string): Promise<string> {
    const receive = {
      item,
      supplier,
      supplierLot: number,
      number,
      quantity: "60000",
      location: place.quarantine,
      source: nextDocument(),
    };
    return run(kernel, hand.ctx, async (tx) => {
      const inspection = await openInspection(tx, await receiveLot(tx, receive));
      if (!inspection) throw new Error("the item is not inspected");
      return tx.idOf(inspection);
    });
  }
}

/** A plan by one person, approved by the other. */
async function plan(hands: Hands, { item, site }: Company, { samples, characteristics }: InspectionSize): Promise<void> {
  const [author, approver] = [await hands.as("bench"), await hands.as(otherLogin)];
  const line = {
    kind: "variable",
    lower: "119.5",
    upper: "120.5",
    unit: "mm",
    decimals: 1,
    samplingRule: "fixed",
    sampleSize: samples,
  };
  const made = await author.create("InspectionPlan", {
    item,
    revision: "A",
    changeReason: "first issue",
    nameEn: "Bench",
    nameZh: "基准",
    characteristics: Array.from({ length: characteristics }, (_, n) => ({
      ...line,
      nameEn: `Dimension ${n + 1}`,
      nameZh: `尺寸 ${n + 1}`,
      acceptUpTo: 5,
    })),
  });
  let today = "";
  await approver.read(async (tx) => {
    today = await siteDay(tx, site);
  });
  await approver.act("InspectionPlan", made, "approve", { effectiveOn: today });
}

/** The readings as bare rows, in two statements and one transaction, by the app's own role under audit. */
async function byHand(pool: Pool, { site, ctx }: Company, inspection: string, readings: readonly Reading[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(
      `select set_config('app.actor', $1, true), set_config('app.sites', $2, true), set_config('app.command', $3, true),
         set_config('app.operation', 'bench', true)`,
      [ctx.personId, site, randomUUID()],
    );
    await client.query("select id from inspection where id = $1 for update", [inspection]);
    await client.query(
      `insert into reading (inspection_id, characteristic, sample, value, conforms)
       select $1, c, s, v, v::numeric between 119.5 and 120.5 from unnest($2::int[], $3::int[], $4::text[]) x (c, s, v)`,
      [inspection, readings.map((r) => r.characteristic), readings.map((r) => r.sample), readings.map((r) => r.value)],
    );
    await client.query("update inspection set state = 'started', version = version + 1 where id = $1", [inspection]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function assertSaved(pool: Pool, { site, ctx }: Company, inspection: string, count: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select set_config('app.actor', $1, false), set_config('app.sites', $2, false)", [ctx.personId, site]);
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from reading where inspection_id = $1 and conforms",
      [inspection],
    );
    if (rows[0]?.n !== count) throw new Error(`${rows[0]?.n} of ${count} readings were saved`);
  } finally {
    client.release();
  }
}

function reportOf(size: InspectionSize, times: ReadonlyMap<Way, number[]>): PartReport {
  const ms = (way: Way) => times.get(way) ?? [];
  const figure = (way: Way) => ({ median: rounded(median(ms(way))), p95: rounded(quantile(ms(way), 0.95)) });
  const figures = {
    size,
    ms: { command: figure("command"), columnByColumn: figure("columnByColumn"), sql: figure("sql") },
    ratios: {
      "command / sql": ratioOf(ms("command"), ms("sql")),
      "columnByColumn / command": ratioOf(ms("columnByColumn"), ms("command")),
    },
  };
  const { ms: shown, ratios } = figures;
  return {
    figures,
    tables: [
      {
        title: `Saving ${size.samples} samples of ${size.characteristics} characteristics, ms`,
        head: ["way", "median", "p95", "to one command"],
        rows: [
          ["one command", shown.command.median, shown.command.p95, 1],
          [
            "a command for each characteristic",
            shown.columnByColumn.median,
            shown.columnByColumn.p95,
            ratios["columnByColumn / command"].median,
          ],
          ["rows by hand, under audit", shown.sql.median, shown.sql.p95, rounded(1 / ratios["command / sql"].median)],
        ],
      },
    ],
  };
}
