import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { query } from "../../test/query.ts";
import { SetupError } from "../setup-error.ts";
import { canEnter } from "./binaries.ts";
import { type EmbeddedDatabase, startEmbedded } from "./embedded.ts";

const program = new URL("../../test/start-embedded.ts", import.meta.url).pathname;

describe("the embedded database", () => {
  let dataDir: string;
  let open: EmbeddedDatabase[];
  let programs: ChildProcess[];
  let progress: string[];

  const start = async (options: { test?: boolean } = { test: true }) => {
    const database = await startEmbedded({ dataDir, ...options, onProgress: (message) => progress.push(message) });
    open.push(database);
    return database;
  };
  const startProgram = (...args: string[]) => {
    const child = spawn(process.execPath, [program, dataDir, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    programs.push(child);
    return child;
  };
  const kill = async (child: ChildProcess) => {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  const serverPid = () => Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "lotline-embedded-"));
    open = [];
    programs = [];
    progress = [];
  });
  afterEach(async () => {
    for (const child of programs) if (child.exitCode === null && child.signalCode === null) await kill(child);
    // A server orphaned by a killed program is joined and stopped.
    if (existsSync(join(dataDir, "postgres", "postmaster.pid")) && open.length === 0) await start();
    for (const database of open) await database.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it("is durable, checksummed, asks for a password and listens on the loopback address only", async () => {
    const database = await start({});
    const settings = await query(
      database.superUrl,
      `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums',
        'listen_addresses', 'unix_socket_directories', 'server_encoding', 'TimeZone', 'password_encryption')`,
    );
    expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
      TimeZone: "UTC",
      data_checksums: "on",
      fsync: "on",
      full_page_writes: "on",
      listen_addresses: "127.0.0.1",
      password_encryption: "scram-sha-256",
      server_encoding: "UTF8",
      synchronous_commit: "on",
      unix_socket_directories: "",
    });
    const [locale] = await query(
      database.superUrl,
      "select datlocprovider, datlocale from pg_database where datname = 'postgres'",
    );
    expect(locale).toEqual({ datlocprovider: "b", datlocale: "C.UTF-8" });
    await expect(query(database.superUrl.replace(/:[^:@]+@/, ":wrong@"), "select 1")).rejects.toThrow(
      'password authentication failed for user "postgres"',
    );
    expect(statSync(join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("gives up durability only for a test server", async () => {
    const database = await start({ test: true });
    expect(await query(database.superUrl, "show fsync")).toEqual([{ fsync: "off" }]);
  });

  it("keeps its data over a stop and a start", async () => {
    const first = await start();
    await query(first.superUrl, "create table kept as select 7 as value");
    await first.stop();
    const second = await start();
    expect(second.reused).toBe(false);
    expect(await query(second.superUrl, "select value from kept")).toEqual([{ value: 7 }]);
  });

  it("is joined by a second start, which says where it runs, and stops with its last user", async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ reused: true, port: first.port });
    expect(progress.at(-1)).toBe(`the database runs already on 127.0.0.1:${first.port} (process ${serverPid()})`);
    await first.stop();
    expect(await query(second.superUrl, "select 1 as answer")).toEqual([{ answer: 1 }]);
    await second.stop();
    await expect(query(second.superUrl, "select 1")).rejects.toThrow("ECONNREFUSED");
  });

  it("is made once when two programs start at the same moment", async () => {
    const answers = await Promise.all([startProgram(), startProgram()].map(firstLine));
    expect(answers.map((answer) => answer.reused).sort()).toEqual([false, true]);
    expect(answers[0]?.port).toBe(answers[1]?.port);
  });

  it("heals after a kill during initialisation", async () => {
    const child = startProgram();
    // Something lies in the draft: initdb is at work. One that has not begun would make the draft anew after it was cleared away.
    const isBegun = (name: string) => /\.init-[0-9a-f-]+$/.test(name) && readdirSync(join(dataDir, name)).length > 0;
    while (!readdirSync(dataDir).some(isBegun)) await sleep(2);
    await kill(child);
    expect(existsSync(join(dataDir, "postgres"))).toBe(false);

    const database = await start();
    expect(await query(database.superUrl, "select 1 as answer")).toEqual([{ answer: 1 }]);
    expect(readdirSync(dataDir).sort()).toEqual(["postgres", "postgres.log", "secrets.json", "users"]);
  });

  it("moves an incomplete directory away, deletes nothing and starts", async () => {
    mkdirSync(join(dataDir, "postgres", "base", "1"), { recursive: true });
    writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "18\n");
    await start();
    const aside = readdirSync(dataDir).filter((name) => name.startsWith("postgres.incomplete-"));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(dataDir, aside[0] ?? "", "PG_VERSION"), "utf8")).toBe("18\n");
    expect(progress[0]).toBe(`an incomplete database directory was moved to ${join(dataDir, aside[0] ?? "")}`);
  });

  it("refuses a damaged directory that holds databases and says what to do", async () => {
    mkdirSync(join(dataDir, "postgres", "base", "16384"), { recursive: true });
    const refusal = await start().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SetupError);
    expect(refusal).toMatchObject({ code: "CLUSTER_DAMAGED" });
    expect(readdirSync(join(dataDir, "postgres", "base"))).toEqual(["16384"]);
  });

  it("refuses a cluster of another major version and one whose password is lost", async () => {
    const database = await start();
    await database.stop();
    open = [];
    rmSync(join(dataDir, "secrets.json"));
    await expect(start()).rejects.toMatchObject({ code: "PASSWORD_LOST" });
    writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "17\n");
    await expect(start()).rejects.toMatchObject({ code: "CLUSTER_VERSION" });
  });

  it("finds the server of a killed program and takes it over", async () => {
    const child = startProgram();
    const { port } = await firstLine(child);
    await kill(child);
    const database = await start();
    expect(database).toMatchObject({ port, reused: true });
    await database.stop();
    await expect(query(database.superUrl, "select 1")).rejects.toThrow("ECONNREFUSED");
  });

  it("is not left behind by a program that ends in an error", async () => {
    const child = startProgram("fail");
    const [code] = await once(child, "exit");
    expect(code).toBe(1);
    while (existsSync(join(dataDir, "postgres", "postmaster.pid"))) await sleep(10);
    expect(readdirSync(join(dataDir, "users"))).toEqual([]);
  });

  it("recovers after a kill of the server itself", async () => {
    const child = startProgram();
    await firstLine(child);
    const pid = serverPid();
    await kill(child);
    process.kill(pid, "SIGKILL");
    while (existsSync(`/proc/${pid}`)) await sleep(10);
    const database = await start();
    expect(database.reused).toBe(false);
    expect(await query(database.superUrl, "select 1 as answer")).toEqual([{ answer: 1 }]);
  });

  it("starts although another program has got the pid in a stale pid file", async () => {
    const first = await start();
    const file = join(dataDir, "postgres", "postmaster.pid");
    const lines = readFileSync(file, "utf8").split("\n");
    await first.stop();
    writeFileSync(file, [String(process.pid), ...lines.slice(1)].join("\n"), { mode: 0o644 });
    const second = await start();
    expect(await query(second.superUrl, "select 1 as answer")).toEqual([{ answer: 1 }]);
  });

  it("knows which directories the server's user cannot enter", () => {
    const closed = join(dataDir, "closed");
    mkdirSync(join(closed, "inside"), { recursive: true });
    chmodSync(dataDir, 0o711);
    chmodSync(closed, 0o700);
    const nobody = { uid: 65534, gid: 65534 };
    expect(canEnter(join(closed, "inside"), nobody)).toBe(false);
    chmodSync(closed, 0o711);
    expect(canEnter(join(closed, "inside"), nobody)).toBe(true);
  });
});

async function firstLine(child: ChildProcess): Promise<{ port: number; reused: boolean }> {
  let output = "";
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      // The program prints exactly this one line.
      if (output.includes("\n")) resolve(JSON.parse(output) as { port: number; reused: boolean });
    });
    child.on("exit", (code) => reject(new Error(`ended with ${code}: ${complaint}`)));
  });
}
