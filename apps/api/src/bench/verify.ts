/** How fast the trail is sealed, and how fast it is verified from its leaves. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type VerifyResult, verify } from "@lotline/verifier";
import { type Client, Pool } from "pg";
import { asClient } from "../database/client.ts";
import { createSealer, type Sealer } from "../evidence/seal.ts";
import type { Company } from "./company.ts";
import { actAsSystem, copyRow } from "./mass.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground, rowsOf, untilSealable } from "./scratch.ts";
import { median, quantile, rounded, spreadOf } from "./statistics.ts";

/** How long the trail is. */
export interface VerifySize {
  /** Lots written and changed, and as many rows of an append-only table. */
  readonly lots: number;
  /** Seals over a few rows each, as one waits for before a signature. */
  readonly smallSeals: number;
  readonly rounds: number;
}

/** Writes a trail with its triggers on, seals it and verifies it; a finding is a failure. */
export async function verifyPart(ground: Ground, company: Company, size: VerifySize): Promise<PartReport> {
  const scratch = await copyDatabase(ground, "bench_verify");
  const headsFile = join(ground.directory, "heads.jsonl");
  const pool = new Pool({ connectionString: scratch.urls.sealer, max: 1 });
  const sealer = createSealer({ pool, key: ground.keys.key, headsFile });
  try {
    await asClient(scratch.urls.owner, async (client) => {
      await writeTrail(client, company, size.lots);
      await untilSealable(client);
    });
    ground.say("verify: sealing");
    const begun = performance.now();
    const head = await sealer.sealNow();
    const sealMs = performance.now() - begun;
    const sealed = Number(head?.rows ?? 0);
    const small = await asClient(scratch.urls.owner, (client) => sealFew(client, sealer, company, size.smallSeals));
    ground.say("verify: verifying");
    const options = { url: scratch.urls.reader, publicKeys: ground.keys.publicKeys, headsFile };
    const runs: number[] = [];
    let result: VerifyResult | undefined;
    for (let round = 0; round < size.rounds; round++) {
      const before = performance.now();
      result = await verify(options);
      runs.push((performance.now() - before) / 1000);
    }
    if (!result?.ok) throw new Error(`the verifier found ${JSON.stringify(result?.first)}`);
    const rows = sealed + small.rows;
    const figures = {
      size,
      trail: { rows, events: result.events, seals: result.seals, records: result.records },
      seal: { rows: sealed, seconds: rounded(sealMs / 1000), rowsPerSecond: rounded(sealed / (sealMs / 1000)) },
      smallSeal: { rows: smallRows, ms: { median: rounded(median(small.ms)), p95: rounded(quantile(small.ms, 0.95)) } },
      verify: { seconds: spreadOf(runs), rowsPerSecond: spreadOf(runs.map((seconds) => rows / seconds)) },
    };
    return { figures, tables: [tableOf(figures)] };
  } finally {
    await sealer.stop();
    await pool.end();
    await scratch.drop();
    for (const file of readdirSync(ground.directory).filter((name) => name.startsWith("heads.jsonl")))
      rmSync(join(ground.directory, file));
  }
}

/** Each lot is an event when it is written and one when it is changed; the links are rows that are sealed as they stand. */
async function writeTrail(client: Client, { hotLot }: Company, lots: number): Promise<void> {
  await actAsSystem(client);
  await copyRow(client, "lot", hotLot, lots, { number: "'T-' || n" });
  await client.query("update lot set supplier_lot = 'changed' where number like 'T-%'");
  await client.query(
    "insert into record_link (from_type, from_id, to_type, to_id, kind) select 'Lot', id, 'Lot', id, 'bench' from lot where number like 'T-%'",
  );
}

const smallRows = 10;

async function sealFew(
  client: Client,
  sealer: Sealer,
  { hotLot }: Company,
  times: number,
): Promise<{ rows: number; ms: number[] }> {
  const ms: number[] = [];
  let rows = 0;
  await actAsSystem(client);
  for (let n = 0; n < times; n++) {
    await rowsOf(
      client,
      "insert into record_link (from_type, from_id, to_type, to_id, kind) select 'Lot', $1, 'Lot', $1, 'bench' from generate_series(1, $2)",
      [hotLot, smallRows],
    );
    await untilSealable(client);
    const begun = performance.now();
    rows += Number((await sealer.sealNow())?.rows ?? 0);
    ms.push(performance.now() - begun);
  }
  return { rows, ms };
}

function tableOf(figures: {
  trail: { rows: number; events: number; records: number };
  seal: { rows: number; seconds: number; rowsPerSecond: number };
  smallSeal: { rows: number; ms: { median: number } };
  verify: { seconds: { median: number }; rowsPerSecond: { median: number } };
}): PartReport["tables"][number] {
  const { trail, seal, smallSeal, verify: verified } = figures;
  return {
    title: `Seal and verify: ${trail.events.toLocaleString("en")} events and ${trail.records.toLocaleString("en")} records in ${trail.rows.toLocaleString("en")} sealed rows`,
    head: ["what", "rows", "seconds", "rows/s"],
    rows: [
      ["one seal over all", seal.rows, seal.seconds, seal.rowsPerSecond],
      [
        "a seal over a few",
        smallSeal.rows,
        rounded(smallSeal.ms.median / 1000),
        rounded(smallSeal.rows / (smallSeal.ms.median / 1000)),
      ],
      ["verifying all", trail.rows, verified.seconds.median, verified.rowsPerSecond.median],
    ],
  };
}
