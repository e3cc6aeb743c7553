/** Two database nodes, one command, a crash between them: is it ever acknowledged before the standby has it? (reliability.md 0.1, T7) */
import { randomUUID } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { assemble } from "../../src/assemble.ts";
import { systemPersonId } from "../../src/base/context.ts";
import { AppError } from "../../src/base/error.ts";
import { serverUser } from "../../src/database/binaries.ts";
import { type EmbeddedDatabase, startEmbedded } from "../../src/database/embedded.ts";
import { install } from "../../src/database/install.ts";
import { migrate } from "../../src/database/migrate.ts";
import { provision } from "../../src/database/provision.ts";
import { readSecrets } from "../../src/database/secrets.ts";
import { withParts } from "../../src/database/urls.ts";
import { command, type Kernel, type Outcome } from "../../src/kernel/command.ts";
import { testKeys } from "../house.ts";
import { query } from "../query.ts";
import { clusterOf, postmasterOf } from "./app-process.ts";

const here = mkdtempSync(join(tmpdir(), "lotline-nodes-"));
// The server's user has to come through.
chmodSync(here, 0o711);
const [first, second] = [join(here, "a"), join(here, "b")];
const open: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const close of open.reverse()) await close().catch(() => undefined);
  rmSync(here, { recursive: true, force: true, maxRetries: 5 });
});

const start = async (dataDir: string): Promise<EmbeddedDatabase> => {
  const node = await startEmbedded({ dataDir, onProgress: () => undefined });
  open.push(() => node.stop());
  return node;
};

/** The superuser's connection string to the business database of a node. */
const inside = (node: EmbeddedDatabase): string => withParts(node.superUrl, { database: "lotline" });

const kernelOn = async (node: EmbeddedDatabase): Promise<Kernel> => {
  const password = readSecrets(first).lotline_app ?? "";
  const kernel = await assemble(withParts(inside(node), { user: "lotline_app", password }), testKeys, { pool: 4 });
  open.push(() => kernel.orm.close(true));
  return kernel;
};

/** A first node with the house's tables, and a second one that follows it: a copy of its files, which needs no tool. */
async function twoNodes(): Promise<{ primary: EmbeddedDatabase; standby: EmbeddedDatabase }> {
  const alone = await start(first);
  const urls = await provision({ adminUrl: alone.superUrl, dataDir: first, database: "lotline" });
  await migrate(urls);
  await install(urls);
  await query(alone.superUrl, "alter system set synchronous_standby_names = '*'");
  await alone.stop();
  cpSync(first, second, { recursive: true, preserveTimestamps: true });
  const files = clusterOf(second);
  // The copy of a database outside the data directory would be the same files.
  if (!files.startsWith(second)) throw new Error(`the cluster lies in ${files}`);
  const primary = await start(first);
  const at = new URL(primary.superUrl);
  const conninfo = `host=127.0.0.1 port=${primary.port} user=postgres password=${decodeURIComponent(at.password)}`;
  const settings = join(files, "postgresql.auto.conf");
  writeFileSync(settings, `${readFileSync(settings, "utf8")}primary_conninfo = '${conninfo}'\n`);
  writeFileSync(join(files, "standby.signal"), "");
  // cpSync gives directories the mode of a new one.
  chmodSync(files, 0o700);
  ownedByServer(files);
  const standby = await start(second);
  await untilTrue(
    async () => (await query(primary.superUrl, "select sync_state from pg_stat_replication"))[0]?.sync_state === "sync",
  );
  return { primary, standby };
}

/** A copy made by root belongs to root; the server runs as another user. */
function ownedByServer(path: string): void {
  const user = serverUser();
  if (!user) return;
  chownSync(path, user.uid, user.gid);
  for (const name of readdirSync(path, { recursive: true })) chownSync(join(path, String(name)), user.uid, user.gid);
}

async function untilTrue(what: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await what().catch(() => false)); waited += 20) {
    if (waited > 30_000) throw new Error(`waited in vain for ${what}`);
    await sleep(20);
  }
}

const ctx = { personId: systemPersonId, sessionId: null, source: "job", request: "replay", language: "en" } as const;

/** One command that leaves a row with its id in the trail's tables. */
const send = (kernel: Kernel, id: string): Promise<Outcome | null> =>
  command(kernel, ctx, { id, operation: "attach", input: id }, async (tx) => {
    await tx.insert(
      "attachment",
      ["record_type", "record_id", "name", "media_type", "size", "sha256"],
      [["Person", systemPersonId, id, "text/plain", 1, "0".repeat(64)]],
    );
    return { record: "Person", id: systemPersonId };
  });

const has = async (node: EmbeddedDatabase, id: string): Promise<boolean> =>
  (await query(inside(node), "select from attachment where name = $1", [id])).length > 0;

const waiting = async (node: EmbeddedDatabase): Promise<number[]> =>
  (await query(node.superUrl, "select pid from pg_stat_activity where wait_event = 'SyncRep'")).map((row) => Number(row.pid));

const codeOf = (error: unknown): unknown => (error instanceof AppError ? error.code : error);

/** Sends a command while nobody follows, and kills the server while its commit waits: done here, told to nobody. */
async function lostAnswer(kernel: Kernel, primary: EmbeddedDatabase, id: string): Promise<unknown> {
  const told = send(kernel, id).catch(codeOf);
  await untilTrue(async () => (await waiting(primary)).length > 0);
  const killed = postmasterOf(first);
  process.kill(killed, "SIGKILL");
  await untilTrue(async () => existsSync(join(clusterOf(first), "postmaster.pid")) && postmasterOf(first) !== killed);
  await untilTrue(() => has(primary, id));
  // Tries of the same call that meet the new server wait there too, the last one perhaps a moment from now.
  const stillAsks = Symbol("still asks");
  for (;;) {
    for (const pid of await waiting(primary)) await query(primary.superUrl, "select pg_cancel_backend($1)", [pid]);
    const answer = await Promise.race([told, sleep(50).then(() => stillAsks)]);
    if (answer !== stillAsks) return answer;
  }
}

describe("[REQ-REC-01] a primary and a standby", () => {
  it("T7: a retry is not acknowledged before the standby has the command; without the replay's write it would be, and be lost", async () => {
    const { primary, standby } = await twoNodes();
    const kernel = await kernelOn(primary);
    expect(await send(kernel, randomUUID())).toMatchObject({ replayed: false });
    await standby.stop();

    const id = randomUUID();
    expect(await lostAnswer(kernel, primary, id)).toBe("OUTCOME_UNKNOWN");
    // What a replay that only reads would do: it finds the command done and says so at once, though the standby has not got it.
    const onlyReading = await query(inside(primary), "select record_id from command_log where id = $1", [id]);
    expect(onlyReading).toEqual([{ record_id: systemPersonId }]);

    // The product's replay writes, and so waits; a wait that is broken off is not an acknowledgement either.
    const retry = send(kernel, id).then((outcome) => ({ outcome }), codeOf);
    await untilTrue(async () => (await waiting(primary)).length > 0);
    const early = await Promise.race([retry, sleep(300).then(() => "still waiting")]);
    expect(early).toBe("still waiting");
    await query(primary.superUrl, "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
    expect(await retry).toBe("OUTCOME_UNKNOWN");

    // The standby comes back and gets it; now it may be said.
    const again = await start(second);
    expect(await send(kernel, id)).toMatchObject({ replayed: true });
    await untilTrue(() => has(again, id));

    // The same once more, but the first node does not come back: what nobody was told is gone, and can be done again.
    await again.stop();
    const gone = randomUUID();
    expect(await lostAnswer(kernel, primary, gone)).toBe("OUTCOME_UNKNOWN");
    expect(await query(inside(primary), "select record_id from command_log where id = $1", [gone])).toHaveLength(1);
    await kernel.orm.close(true);
    await primary.stop();
    const promoted = await start(second);
    await query(promoted.superUrl, "alter system reset synchronous_standby_names");
    await query(promoted.superUrl, "select pg_promote(), pg_reload_conf()");
    expect(await has(promoted, gone)).toBe(false);
    expect(await has(promoted, id)).toBe(true);
    expect(await send(await kernelOn(promoted), gone)).toMatchObject({ replayed: false });
    expect(await has(promoted, gone)).toBe(true);
  }, 180_000);
});
