/** The app as a process: killed, its database killed, started twice, its port taken, its clock moved (reliability.md T4, T5, T9, T22). */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
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
import { type AppProcess, ensureProgram, postmasterOf, readiness, startApp, untilReady } from "./app-process.ts";
import { asked, moving, type Posters, type Shelf, shelvesQuery, signIn, startPosters } from "./posters.ts";
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
  shelves = await sql<Shelf>(shelvesQuery);
});

afterAll(async () => {
  await app?.stop();
  await database?.stop();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

/** What must be true of the books after everything the clients did and were told. */
async function expectTrueBooks({ told }: Posters): Promise<void> {
  const defects = app
    .said()
    .split("\n")
    .filter((line) => line.includes("internal error"));
  expect(told.wrong, defects.join("\n").slice(-3000)).toEqual([]);
  expect(told.acknowledged.length).toBeGreaterThan(1);
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

/**
 * Kills the database's server and waits until that has been noticed: the app says that it is not ready, or, where that was over
 * before we could ask, another server runs.
 */
async function killDatabase(): Promise<void> {
  const killed = postmasterOf(dataDir);
  process.kill(killed, "SIGKILL");
  const runs = (): number | null => {
    try {
      return postmasterOf(dataDir);
    } catch {
      // The file of the one is gone and that of the other not there yet.
      return null;
    }
  };
  const began = Date.now();
  while ((await readiness(url)) === 200 && runs() === killed) {
    if (Date.now() - began > 15_000) throw new Error("nobody has noticed for 15 s that the database is gone");
    await sleep(20);
  }
}

/** Somebody has been told of something since now: the clients are at work again. */
async function untilHeard({ told }: Posters): Promise<void> {
  const before = told.acknowledged.length;
  while (told.acknowledged.length === before) await sleep(5);
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
      await untilHeard(posters);
      await sleep(dice.below(150));
      await app.kill();
      await startAgain();
      slowest.ready = Math.max(slowest.ready, await untilReady(url, 15_000));
    }
    await posters.end();
    console.log(
      `kills of the app: ${killsOfApp}, acknowledged ${posters.told.acknowledged.length}, unanswered ${posters.told.unanswered}`,
    );
    await expectTrueBooks(posters);
  }, 3_600_000);

  it(`T5: after each of ${killsOfDatabase} kills of the database it comes back by itself within 15 s, and nothing acknowledged is lost`, async () => {
    const dice = diceFor("kills of the database");
    const posters = startPosters(() => url, cookies, shelves);
    const gaps: number[] = [];
    for (let kill = 0; kill < killsOfDatabase; kill++) {
      await untilHeard(posters);
      await sleep(dice.below(300));
      await killDatabase();
      gaps.push(await untilReady(url, 15_000));
    }
    await untilHeard(posters);
    await posters.end();
    console.log(`kills of the database: ${killsOfDatabase}, gaps ${gaps.join(", ")} ms, unanswered ${posters.told.unanswered}`);
    expect(await readiness(url)).toBe(200);
    expect(app.child.exitCode).toBeNull();
    await expectTrueBooks(posters);
  }, 1_800_000);
});

describe("T22 starting", () => {
  it("a second start on the same data directory says where the first one runs, ends, and leaves it alone", async () => {
    const second = startApp(dataDir);
    expect(await second.ended()).toBe(0);
    expect(second.said()).toBe(
      `Lotline is already running (process ${app.child.pid}): ${url}\nLotline 已在运行（进程 ${app.child.pid}）：${url}\n`,
    );
    expect(await readiness(url)).toBe(200);
  });

  it("a taken port is left for the next free one, and said; in production the start is refused instead", async () => {
    await app.stop();
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    try {
      app = startApp(dataDir, { PORT: String(port) });
      url = await app.url();
      expect(new URL(url).port).not.toBe(String(port));
      expect(app.said()).toContain(
        `Port ${port} is taken; using ${new URL(url).port}.\n端口 ${port} 已被占用，改用 ${new URL(url).port}。`,
      );
      // Told to stop while it still takes up its work, it ends in order all the same.
      await app.stop();
      expect(app.child.exitCode).toBe(0);
      expect(app.said()).not.toContain("Error");
      const empty = mkdtempSync(join(tmpdir(), "lotline-port-"));
      // The roles on the server are those of this data directory.
      copyFileSync(join(dataDir, "secrets.json"), join(empty, "secrets.json"));
      const strict = startApp(empty, {
        PORT: String(port),
        NODE_ENV: "production",
        DATABASE_URL: superUrl.replace("/lotline", "/strict"),
      });
      expect(await strict.ended()).toBe(1);
      expect(strict.said()).toContain(`Port ${port} on 127.0.0.1 is taken by another program. Set PORT to a free one.`);
      rmSync(empty, { recursive: true, force: true });
    } finally {
      other.close();
    }
  });
});

describe("[REQ-REC-10] T9 the app's clock is wrong", () => {
  it.each([-1, 1, 400 * 24])(
    "by %i hours: nobody signs; postings, trail and sessions bear the database's time",
    async (hours) => {
      await app.stop();
      const shift = new URL("./shift-clock.mjs", import.meta.url).href;
      app = startApp(dataDir, { PORT: String(port), NODE_OPTIONS: `--import=${shift}`, SHIFT_HOURS: String(hours) });
      url = await app.url();
      const [before] = await sql<{ now: Date; real: Date }>("select public.domain_now() as now, now() as real");
      const cookie = await signIn(url, "linjing");
      const [lot] = await sql<{ id: string; version: number }>("select id, version from lot where id = $1", [shelves[0]?.lot]);
      const about = { i: lot?.id, v: lot?.version, g: { kind: "investigation", explanation: "the clock is wrong" } };
      const opened = await asked(
        url,
        cookie,
        'mutation ($i: ID!, $v: Int!, $g: JSON) { done: signatureIntent(record: "Lot", id: $i, version: $v, action: "placeHold", input: $g) { id } }',
        about,
      );
      // Nobody signs while the clocks are a minute apart (compliance.md §D); what is not signed goes on, by the database's time.
      expect(opened?.errors?.[0]?.extensions?.reasons?.map(({ code }) => code)).toEqual(["CLOCK_APART"]);
      const keeper = await signIn(url, "gaolang");
      // Not every other shelf suits every lot.
      const moved: unknown[] = [];
      for (const { lot: id, from, to } of shelves) {
        const [{ version } = { version: 0 }] = await sql<{ version: number }>("select version from lot where id = $1", [id]);
        const answer = await asked(url, keeper, moving, { c: randomUUID(), id, v: version, i: { from, to, quantity: "1" } });
        if (answer?.data?.done) moved.push(answer.data.done.id);
      }
      expect(moved.length).toBeGreaterThan(0);
      const stamps = await sql<{ what: string; domain: number; real: number }>(
        `select 'event' as what, extract(epoch from at - $1)::float8 as domain, extract(epoch from recorded_at - $2)::float8 as real from audit.event where id = (select max(id) from audit.event)
       union all select 'session', extract(epoch from created_at - $1), 0 from session where id = (select max(id) from session)`,
        [before?.now, before?.real],
      );
      expect(stamps.map(({ what }) => what)).toEqual(["event", "session"]);
      for (const { domain, real } of stamps) {
        expect(domain).toBeGreaterThanOrEqual(0);
        expect(domain).toBeLessThan(60);
        expect(real).toBeLessThan(60);
      }
    },
    120_000,
  );
});
