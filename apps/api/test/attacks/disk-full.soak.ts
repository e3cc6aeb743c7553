/** The disk of the data directory fills up while clients post (reliability.md T8): a small volume in a mount space of the app's own. */

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { verify } from "@lotline/verifier";
import { afterAll, expect, it } from "vitest";
import { readSecrets } from "../../src/database/secrets.ts";
import { readPublicKeys } from "../../src/evidence/keys.ts";
import { query } from "../query.ts";
import { type AppProcess, ensureProgram, readiness, startApp, untilReady } from "./app-process.ts";
import { type Shelf, shelvesQuery, signIn, startPosters } from "./posters.ts";

// The database's own user has to come through.
const here = mkdtempSync(join(tmpdir(), "lotline-full-"));
chmodSync(here, 0o711);
const prepared = join(here, "prepared");
const volume = join(here, "volume");
let app: AppProcess | undefined;

afterAll(async () => {
  await app?.stop();
  rmSync(here, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

/** In a mount space of its own the volume goes with the process; an ordinary user gets a user space too. */
const mounting = (megabytes: number): string[] => [
  "unshare",
  process.getuid?.() === 0 ? "--mount" : "--map-root-user",
  ...(process.getuid?.() === 0 ? [] : ["--mount"]),
  "sh",
  "-c",
  `mount -t tmpfs -o size=${megabytes}m,mode=0711 tmpfs '${volume}' && cp -a '${prepared}/.' '${volume}/' && exec "$@"`,
  "sh",
];

const superUrlOf = (dataDir: string): string => {
  const port = readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3];
  return `postgres://postgres:${encodeURIComponent(readSecrets(dataDir).superuser ?? "")}@127.0.0.1:${port}/lotline`;
};

it("[REQ-REC-01][REQ-REC-03] T8: a full disk is answered with 503 and leaves no half posting; with space again it works and verifies", async () => {
  await ensureProgram();
  mkdirSync(prepared);
  mkdirSync(volume);
  const first = startApp(prepared);
  app = first;
  await first.url();
  const shelves = (await query(superUrlOf(prepared), shelvesQuery)) as unknown as Shelf[];
  await first.stop();

  const used = Number(execFileSync("du", ["-sm", prepared], { encoding: "utf8" }).split("\t")[0]);
  const second = startApp(volume, {}, mounting(used + 48));
  app = second;
  const url = await second.url();
  // The volume as the app sees it.
  const inside = join(`/proc/${second.child.pid}/root`, volume);
  const cookies = await Promise.all(Array.from({ length: 8 }, (_, i) => signIn(url, i % 2 === 0 ? "gaolang" : "dingkai")));
  const posters = startPosters(() => url, cookies, shelves);
  const { told } = posters;
  const until = async (what: () => boolean): Promise<void> => {
    for (const end = Date.now() + 120_000; !what(); await sleep(20))
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  };
  await until(() => told.acknowledged.length > 20);
  expect(told.unanswered).toBe(0);

  const filler = join(inside, "filler");
  const { bavail, bsize } = statfsSync(inside);
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 1_000_000)));
  await until(() => told.unanswered > 50);
  const file = await fetch(`${url}/files?record=Lot&id=${shelves[0]?.lot}&name=big.txt&commandId=${crypto.randomUUID()}`, {
    method: "PUT",
    body: "x".repeat(5_000_000),
    headers: { cookie: cookies[0] ?? "", "content-type": "application/octet-stream" },
  });
  expect(file.status).toBe(503);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const whenFull = told.acknowledged.length;

  rmSync(filler);
  const back = await untilReady(url, 60_000);
  await until(() => told.acknowledged.length > whenFull + 20);
  await posters.end();
  console.log(
    `disk full: ${told.acknowledged.length} acknowledged, ${told.unanswered} told to come again, back after ${back} ms`,
  );
  expect(told.wrong).toEqual([]);
  expect(await readiness(url)).toBe(200);
  const superUrl = superUrlOf(inside);
  const halves = await query(
    superUrl,
    `select c.id from command_log c left join movement m on m.command_id = c.id where c.operation = 'moveLot'
     group by c.id having count(m.id) <> 2 or sum(m.quantity) <> 0`,
  );
  expect(halves).toEqual([]);
  const there = new Set((await query(superUrl, "select id from command_log where operation = 'moveLot'")).map((row) => row.id));
  expect(told.acknowledged.filter((id) => !there.has(id))).toEqual([]);
  const result = await verify({
    url: superUrl,
    publicKeys: readPublicKeys(join(inside, "keys", "seal.pem")),
    headsFile: join(inside, "seals.log"),
    filesDir: join(inside, "files"),
  });
  expect(result).toMatchObject({ ok: true, first: null });
}, 600_000);
