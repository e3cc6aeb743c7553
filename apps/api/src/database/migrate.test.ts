import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type House, openHouse } from "../../test/house.ts";
import { asClient } from "./client.ts";
import { migrate } from "./migrate.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

interface Lock {
  readonly pid: number;
  readonly name: string;
  readonly granted: boolean;
}

/** Locks on tables that keep everybody else out: held by who migrates, or waited for. */
const exclusive = () =>
  house.sql<Lock>(
    `select l.pid, n.nspname || '.' || quote_ident(c.relname) as name, l.granted from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
     where l.database = (select oid from pg_database where datname = current_database()) and l.mode = 'AccessExclusiveLock' and c.relkind = 'r'`,
  );

// The last transaction of an app that was killed goes on in the database while the next app starts.
it("[REQ-REC-01] a start that meets a transaction of an app before it, each waiting for the other, tries again and comes up", async () => {
  await asClient(house.database.superUrl, async (before) => {
    // It waits for long, so that it is the start that notices.
    await before.query("set deadlock_timeout = '1min'");
    await before.query("begin");
    await before.query("select 1 from public.posting limit 1");
    const starting = migrate(house.database);
    let held: Lock | undefined;
    for (let round = 0; round < 500 && !held; round += 1) {
      await sleep(20);
      const locks = await exclusive();
      const waiting = locks.find(({ granted }) => !granted);
      held = waiting && locks.find(({ pid, granted }) => granted && pid === waiting.pid);
    }
    if (!held) throw new Error("the start never waited");
    await before.query(`select 1 from ${held.name} limit 1`);
    await before.query("commit");
    await starting;
  });
  expect(await exclusive()).toEqual([]);
});
