import { appendFileSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { verify } from "@lotline/verifier";
import { Client } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { act, auditCase, type Keeper, keeper, sealing, settled, tables } from "../../test/audit-case.ts";
import { type ClonedDatabase, cloneDatabase } from "../../test/database.ts";
import { asClient } from "../database/client.ts";
import { loadOrCreateKey, prepareNextKey, readPublicKeys, replaceKey } from "./keys.ts";

let database: ClonedDatabase;
let own: Keeper;

beforeEach(async () => {
  database = await cloneDatabase();
  own = keeper();
  await asClient(database.owner, (client) => client.query(tables));
});

afterEach(async () => {
  await database.drop();
  own.remove();
});

const reading = (gauge: number) => `insert into gauge_reading (gauge_id) values (${gauge})`;
const read = (url: string, sql: string) =>
  asClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
const verified = (url = database.reader) => verify({ url, publicKeys: readPublicKeys(own.keyFile), headsFile: own.headsFile });
const heads = () =>
  readFileSync(own.headsFile, "utf8")
    .trim()
    .split("\n")
    .map((line) => Number(JSON.parse(line).sequence));

describe("the sealer", () => {
  test("[REQ-REC-03] seals a row with a low id whose transaction ended late, once", async () => {
    const slow = new Client({ connectionString: database.app });
    await slow.connect();
    await sealing(database.sealer, own, async (sealer) => {
      await settled(database.owner);
      await sealer.sealNow();
      await slow.query("begin; select set_config('app.actor', '7', true)");
      await slow.query(reading(1));
      await asClient(database.app, (quick) => act(quick, reading(2)));
      // The slow transaction holds a lower id; everything from it on waits for it.
      expect(await sealer.sealNow()).toBeNull();
      await slow.query("commit");
      await settled(database.owner);
      expect(await sealer.sealNow()).toMatchObject({ rows: "2" });
      expect(await sealer.sealNow()).toBeNull();
    });
    await slow.end();
    expect(await read(database.reader, "select ids::text from audit.seal_source where table_name = 'gauge_reading'")).toEqual([
      { ids: "{[1,3)}" },
    ]);
    expect(await verified()).toMatchObject({ ok: true });
  });

  test("a refused transaction leaves a hole in the ids and none in the seals", async () => {
    await asClient(database.app, async (client) => {
      await act(client, reading(1));
      await client.query("begin; select set_config('app.actor', '7', true)");
      await client.query(reading(2));
      await client.query("rollback");
      await act(client, reading(3));
    });
    await settled(database.owner);
    await sealing(database.sealer, own, (sealer) => sealer.sealNow());
    expect(await read(database.reader, "select ids::text from audit.seal_source where table_name = 'gauge_reading'")).toEqual([
      { ids: "{[1,2),[3,4)}" },
    ]);
    expect(await verified()).toMatchObject({ ok: true });
  });

  test("works by itself, and two servers do not get in each other's way", async () => {
    await sealing(database.sealer, own, (one) =>
      sealing(database.sealer, own, async (two) => {
        one.start();
        two.start();
        await asClient(database.app, (client) => act(client, reading(1)));
        const sealed = async () => (await read(database.reader, "select * from audit.sealed('gauge_reading', 1)")).length;
        // Nobody asks it to; that it never does is ended by the limit of every test.
        while ((await sealed()) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
        await Promise.all([one.sealNow(), two.sealNow(), one.sealNow()]);
      }),
    );
    expect(await verified()).toMatchObject({ ok: true });
    expect(
      await read(database.app, "select sequence is not null as is_sealed, lag = '0' as is_current from audit.seal_state()"),
    ).toEqual([{ is_sealed: true, is_current: true }]);
  });

  test("copes with more rows than fit a page", async () => {
    await asClient(database.app, (client) =>
      act(client, "insert into gauge_reading (gauge_id, value) select g, g from generate_series(1, 5000) g"),
    );
    await settled(database.owner);
    await sealing(database.sealer, own, async (sealer) => expect(Number((await sealer.sealNow())?.rows)).toBeGreaterThan(5_000));
    expect(await verified()).toMatchObject({ ok: true, seals: 1 });
  });

  test("completes the exported heads after a crash", async () => {
    const sealOne = (n: number) =>
      sealing(database.sealer, own, async (sealer) => {
        await asClient(database.app, (client) => act(client, reading(n)));
        await settled(database.owner);
        await sealer.sealNow();
      });
    for (const n of [1, 2, 3]) await sealOne(n);
    // Two heads were committed but not yet written, and the last line is torn.
    const [first = ""] = readFileSync(own.headsFile, "utf8").split("\n");
    writeFileSync(own.headsFile, `${first}\n`);
    appendFileSync(own.headsFile, '{"sequence":"2","epo');
    expect(await verified()).toMatchObject({ ok: true });
    await sealOne(4);
    expect(heads()).toEqual([1, 2, 3, 4]);
    expect(await verified()).toMatchObject({ ok: true, seals: 4 });
  });

  test("[REQ-REC-03] goes on behind half a line that a full disk left, while it runs", async () => {
    await sealing(database.sealer, own, async (sealer) => {
      const sealOne = async (n: number) => {
        await asClient(database.app, (client) => act(client, reading(n)));
        await settled(database.owner);
        return sealer.sealNow();
      };
      await sealOne(1);
      const whole = readFileSync(own.headsFile, "utf8");
      // Where the file should be nothing can be written.
      rmSync(own.headsFile);
      mkdirSync(own.headsFile);
      await expect(sealOne(2)).rejects.toThrow("EISDIR");
      rmdirSync(own.headsFile);
      writeFileSync(own.headsFile, `${whole}{"sequence":"2","epo`);
      await sealOne(3);
    });
    expect(heads()).toEqual([1, 2, 3]);
    expect(await verified()).toMatchObject({ ok: true, seals: 3 });
  });

  test("old seals hold after the key was changed, and not when the old key is forgotten", async () => {
    const sealWith = (key: Keeper["key"], n: number) =>
      sealing(database.sealer, { key, headsFile: own.headsFile }, async (sealer) => {
        await asClient(database.app, (client) => act(client, reading(n)));
        await settled(database.owner);
        await sealer.sealNow();
      });
    await sealWith(own.key, 1);
    expect(replaceKey(own.keyFile, own.key.id, prepareNextKey(own.keyFile).id)).toBe(true);
    const next = loadOrCreateKey(own.keyFile);
    expect(next.id).not.toBe(own.key.id);
    expect(loadOrCreateKey(own.keyFile).id).toBe(next.id);
    await sealWith(next, 2);
    expect(await verified()).toMatchObject({ ok: true, seals: 2 });
    expect(await verify({ url: database.reader, publicKeys: [next.publicKey] })).toMatchObject({
      ok: false,
      first: { kind: "SEAL_KEY_UNKNOWN", id: 1 },
    });
  });
});

describe("loading a trail into another database", () => {
  /** Copies a table as text, without the columns that mean nothing elsewhere. */
  async function copyTable(source: Client, target: Client, table: string, keepsXid: boolean): Promise<void> {
    const { rows } = await source.query<{ list: string }>(
      `select string_agg(quote_ident(attname), ', ') as list from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and ($2 or attname <> 'xid')`,
      [table, keepsXid],
    );
    const columns = rows[0]?.list ?? "";
    await pipeline(
      source.query(copyTo(`copy ${table} (${columns}) to stdout`)),
      target.query(copyFrom(`copy ${table} (${columns}) from stdin`)),
    );
  }

  test.each([
    ["a copy without transaction numbers", false],
    ["a dump whose transaction numbers lie in this server's future", true],
  ])("[REQ-REC-03] %s verifies, and sealing goes on", async (_name, keepsXid) => {
    const plant = await auditCase();
    const copied = [
      "gauge",
      "gauge_reading",
      "signature",
      "domain_clock",
      "audit.event",
      "audit.seal",
      "audit.seal_source",
      "audit.seal_page",
      "audit.epoch",
    ];
    await asClient(plant.database.superUrl, (source) =>
      asClient(database.owner, async (target) => {
        await target.query("begin; select audit.begin_load()");
        for (const table of copied) await copyTable(source, target, table, keepsXid);
        if (keepsXid)
          for (const table of ["audit.event", "gauge_reading", "signature"])
            await target.query(`update ${table} set xid = (xid::text::bigint + 1000000)::text::xid8`);
        await target.query("select audit.end_load('a test'); commit");
      }),
    );
    const publicKeys = readPublicKeys(plant.keeper.keyFile);
    const check = () => verify({ url: database.reader, publicKeys, headsFile: plant.keeper.headsFile });
    expect(await check()).toMatchObject({ ok: true, seals: 3, signatures: 3 });
    await asClient(database.app, (client) => act(client, reading(1)));
    await sealing(database.sealer, plant.keeper, async (sealer) => {
      await settled(database.owner);
      // The two rows that were not sealed yet, and the new one.
      expect(await sealer.sealNow()).toMatchObject({ sequence: "4", epoch: "2", rows: "3" });
      await asClient(database.app, (client) => act(client, reading(2)));
      await settled(database.owner);
      expect(await sealer.sealNow()).toMatchObject({ sequence: "5", rows: "1" });
    });
    expect(await check()).toMatchObject({ ok: true, seals: 5 });
    await expect(asClient(database.owner, (client) => client.query("select audit.begin_load()"))).rejects.toMatchObject({
      code: "AU005",
    });
    await plant.drop();
  });
});
