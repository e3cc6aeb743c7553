/** The app and its database are killed while eight clients post and retry (reliability.md T4, T5). */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { verify } from "@lotline/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedDatabase, startEmbedded } from "../../src/database/embedded.ts";
import { readSecrets } from "../../src/database/secrets.ts";
import { withParts } from "../../src/database/urls.ts";
import { readPublicKeys } from "../../src/evidence/keys.ts";
import { query } from "../query.ts";
import { type AppProcess, ensureProgram, postmasterOf, readiness, startApp, untilReadiness } from "./app-process.ts";
import { type Posters, type Shelf, signIn, startPosters } from "./posters.ts";
import { diceFor, isSoak } from "./seed.ts";

const killsOfApp = isSoak ? 200 : 10;
const killsOfDatabase = isSoak ? 20 : 2;
const port = 20_000 + (process.pid % 20_000);

let dataDir: string;
let app: AppProcess;
let url: string;
let database: EmbeddedDatabase;
let superUrl: string;
let shelves: Shelf[];
let cookies: string[];

const sql = <T>(text: string, values: unknown[] = []) => query(superUrl, text, values) as Promise<T[]>;

const startAgain = async (): Promise<void> => {
  app = startApp(dataDir, { PORT: String(port) });
  url = await app.url();
};

beforeAll(async () => {
  await ensureProgram();
  dataDir = mkdtempSync(join(tmpdir(), "lotline-kills-"));
  await startAgain();
  // Joined, so that the server is still there when the app is not.
  database = await startEmbedded({ dataDir, onProgress: () => undefined });
  superUrl = withParts(database.superUrl, { database: "lotline" });
  // A session for each client, as on eight machines.
  cookies = await Promise.all(Array.from({ length: 8 }, (_, i) => signIn(url, i % 2 === 0 ? "gaolang" : "dingkai")));
  shelves = await sql<Shelf>(
    `select b.lot_id as lot, b.location_id as "from", (select id from location o where o.type = 'storage' and o.site_id = f.site_id and o.id <> f.id order by id limit 1) as "to"
     from balance b join lot l on l.id = b.lot_id join location f on f.id = b.location_id
     where l.state = 'released' and f.type = 'storage' and b.quantity > 100 and l.expires_on > '2027-01-01'
       and not exists (select from hold h where h.lot_id = l.id and h.state = 'open') order by b.lot_id limit 4`,
  );
}, 120_000);

afterAll(async () => {
  await app?.stop();
  await database?.stop();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

/** What must be true of the books after everything the clients did and were told. */
async function expectTrueBooks({ told }: Posters): Promise<void> {
  expect(told.wrong).toEqual([]);
  expect(told.acknowledged.length).toBeGreaterThan(20);
  expect(new Set(told.acknowledged).size).toBe(told.acknowledged.length);
  // Every command that is there: once, with both lines of its posting, which even out.
  const done = await sql<{ id: string; logged: number; lines: number; sum: string; postings: number }>(
    `select c.id, count(distinct c.id)::int as logged, count(m.id)::int as lines, count(distinct m.posting_id)::int as postings, sum(m.quantity)::float8::text as sum
     from command_log c left join movement m on m.command_id = c.id where c.operation = 'moveLot' group by c.id`,
  );
  expect(done.filter((d) => d.lines !== 2 || d.postings !== 1 || d.sum !== "0")).toEqual([]);
  const there = new Set(done.map((d) => d.id));
  expect(told.acknowledged.filter((id) => !there.has(id))).toEqual([]);
  expect(told.refused.filter((id) => there.has(id))).toEqual([]);
  // Nothing is there that nobody was told of, because every client has insisted on an answer.
  const heard = new Set(told.acknowledged);
  expect(done.filter((d) => !heard.has(d.id) && knownBefore.has(d.id) === false)).toEqual([]);
  for (const id of there) knownBefore.add(id);
  expect(
    await sql(
      "select b.lot_id from balance b where b.quantity <> (select sum(m.quantity) from movement m where m.lot_id = b.lot_id and m.location_id = b.location_id)",
    ),
  ).toEqual([]);
  expect(
    await sql(
      "select c.id from command_log c where c.operation = 'moveLot' and c.id = any($1) and not exists (select from audit.event e where e.command_id = c.id and e.table_name = 'lot')",
      [told.acknowledged],
    ),
  ).toEqual([]);
  await expectVerified();
}

const knownBefore = new Set<string>();

async function expectVerified(): Promise<void> {
  const password = readSecrets(dataDir).lotline_reader ?? "";
  const result = await verify({
    url: withParts(superUrl, { user: "lotline_reader", password }),
    publicKeys: readPublicKeys(join(dataDir, "keys", "seal.pem")),
    headsFile: join(dataDir, "seals.log"),
  });
  expect(result).toMatchObject({ ok: true, first: null });
}

describe("[REQ-REC-01][REQ-REC-03] while eight clients post and retry under the same ids", () => {
  it(`T4: ${killsOfApp} kills of the app leave no half posting, each acknowledged command once, and every change in the trail`, async () => {
    const dice = diceFor("kills of the app");
    const posters = startPosters(() => url, cookies, shelves);
    const slowest = { ready: 0 };
    for (let kill = 0; kill < killsOfApp; kill++) {
      await sleep(30 + dice.below(isSoak ? 400 : 150));
      await app.kill();
      await startAgain();
      slowest.ready = Math.max(slowest.ready, await untilReadiness(url, 200, 15_000));
    }
    await posters.end();
    console.log(
      `kills of the app: ${killsOfApp}, acknowledged ${posters.told.acknowledged.length}, unanswered ${posters.told.unanswered}`,
    );
    await expectTrueBooks(posters);
  }, 1_800_000);

  it(`T5: after each of ${killsOfDatabase} kills of the database it comes back by itself within 15 s, and nothing acknowledged is lost`, async () => {
    const dice = diceFor("kills of the database");
    const posters = startPosters(() => url, cookies, shelves);
    const gaps: number[] = [];
    for (let kill = 0; kill < killsOfDatabase; kill++) {
      await sleep(200 + dice.below(500));
      process.kill(postmasterOf(dataDir), "SIGKILL");
      await untilReadiness(url, 503, 5_000);
      gaps.push(await untilReadiness(url, 200, 15_000));
    }
    await sleep(300);
    await posters.end();
    console.log(`kills of the database: ${killsOfDatabase}, gaps ${gaps.join(", ")} ms, unanswered ${posters.told.unanswered}`);
    expect(await readiness(url)).toBe(200);
    expect(app.child.exitCode).toBeNull();
    await expectTrueBooks(posters);
  }, 600_000);
});
