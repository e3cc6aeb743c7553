import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Company, openCompany, usableLot } from "../../test/company.ts";
import { type Consumer, consumer } from "../kernel/behaviour.ts";
import { command, type Kernel } from "../kernel/command.ts";
import { House } from "../kernel/house.ts";
import type { Tx } from "../kernel/tx.ts";
import { createRelay, deadQueue, deliver, type Relay } from "./relay.ts";

let company: Company;
let relay: Relay | undefined;
beforeAll(async () => {
  company = await openCompany();
});
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
});
afterAll(() => company.close());

/** The house with listeners of the test's own. */
const kernelWith = (...consumers: Consumer[]): Kernel => {
  const { house, orm } = company.kernel;
  const area = { name: "test", behaviours: [], conditions: [], consumers };
  return { orm, house: new House([area], house.key, house.publicKeys) };
};

const waiting = async (): Promise<number> =>
  (await company.sql<{ n: number }>("select count(*)::int as n from outbox where sent_at is null"))[0]?.n ?? -1;

/** A command that tells something, and does what else is given. */
const tell = async (lot: string, more: (tx: Tx) => void = () => undefined): Promise<void> => {
  const { ctx } = await company.as("zhouqiming");
  await command(company.kernel, ctx, { id: randomUUID(), operation: "tell", input: { lot } }, async (tx) => {
    tx.emit("lot.released", { lot });
    more(tx);
    return null;
  });
};

const jobs = (queue: string) =>
  company.sql<{ state: string; data: object }>("select state, data from pgboss.job where name = $1", [queue]);

const until = async (ready: () => boolean | Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 200; i++) {
    if (await ready()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("it did not happen within 20 s");
};

describe("messages", () => {
  it("reach every listener once, after the commit; a refused command says nothing", async () => {
    const heard: string[] = [];
    const listener = (name: string) =>
      consumer({ name, message: "lot.released", handle: async (_tx, { lot }) => void heard.push(`${name} ${lot}`) });
    const other = consumer({ name: "test.other", message: "lot.rejected", handle: async () => void heard.push("other") });
    const kernel = kernelWith(listener("test.one"), listener("test.two"), other);
    await company.sql("update outbox set sent_at = now()");
    await tell("101");
    await expect(
      tell("102", () => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await waiting()).toBe(1);
    relay = createRelay({ kernel, url: company.database.app });
    await relay.start();
    await until(() => heard.length >= 2);
    expect(heard.sort()).toEqual(["test.one 101", "test.two 101"]);
    expect(await waiting()).toBe(0);
  });

  it("delivered twice are done once, as a command of the system that the trail names", async () => {
    const kernel = kernelWith();
    let count = 0;
    const one = consumer({ name: "test.once", message: "lot.released", handle: async () => void count++ });
    const delivery = { message: "77", name: "lot.released", version: 1, payload: { lot: "5" }, by: "1" } as const;
    await deliver(kernel, one, delivery);
    await deliver(kernel, one, delivery);
    expect(count).toBe(1);
    expect(await company.sql("select person_id, operation, replays from command_log where operation = 'test.once'")).toEqual([
      { person_id: "1", operation: "test.once", replays: 1 },
    ]);
  });

  it("that fail are tried again until they work", async () => {
    let tries = 0;
    const shaky = consumer({
      name: "test.shaky",
      message: "lot.released",
      handle: async () => {
        if (++tries < 3) throw new Error("not yet");
      },
    });
    relay = createRelay({ kernel: kernelWith(shaky), url: company.database.app, retryDelay: 0 });
    await relay.start();
    await tell("103");
    await until(async () => (await jobs("test.shaky")).some((job) => job.state === "completed"));
    expect([tries, await jobs(deadQueue)]).toEqual([3, []]);
  });

  it("that never work are put aside whole, and the others go on", async () => {
    const heard: string[] = [];
    const broken = consumer({
      name: "test.broken",
      message: "lot.rejected",
      handle: async () => {
        throw new Error("never");
      },
    });
    const other = consumer({ name: "test.well", message: "lot.released", handle: async (_tx, { lot }) => void heard.push(lot) });
    relay = createRelay({ kernel: kernelWith(broken, other), url: company.database.app, retryDelay: 0, retryLimit: 1 });
    await relay.start();
    await tell("104", (tx) => tx.emit("lot.rejected", { lot: "105" }));
    await until(async () => (await jobs(deadQueue)).length > 0);
    expect((await jobs(deadQueue)).map((job) => job.data)).toMatchObject([
      { name: "lot.rejected", version: 1, payload: { lot: "105" } },
    ]);
    expect(heard).toEqual(["104"]);
  });
});

describe("notices", () => {
  it("tell the buyer what became of the delivery", async () => {
    await company.sql("update outbox set sent_at = now()");
    await usableLot(company, "SUP-01", "RM-201", "R201-2607", "1200");
    relay = createRelay({ kernel: company.kernel, url: company.database.app });
    await relay.start();
    const told = () =>
      company.sql<{ login: string; text_en: string }>(
        // That the order was approved is told too, which has its own test.
        "select p.login, n.message, n.record_type, n.record_number, n.text_en, n.read_at from notice n join person p on p.id = n.person_id where n.message = 'lot.released' order by n.id",
      );
    await until(async () => (await told()).length > 0);
    const [order] = await company.sql<{ number: string }>("select number from purchase_order");
    expect(await told()).toEqual([
      {
        login: "shenyue",
        message: "lot.released",
        record_type: "Lot",
        record_number: "R201-2607",
        text_en: `R201-2607 of your order ${order?.number} was released.`,
        read_at: null,
      },
    ]);
    // Whoever did it knows already.
    const consumers = company.kernel.house.areas.flatMap((area) => area.consumers ?? []);
    const toBuyer = consumers.find(({ name }) => name === "procurement.tell-buyer-of-release");
    if (!toBuyer) throw new Error("there is no such consumer");
    const [row] = await company.sql<{ lot: string; buyer: string }>(
      "select l.id as lot, o.created_by_id as buyer from lot l, purchase_order o where l.number = 'R201-2607'",
    );
    const delivery = { name: "lot.released", version: 1, payload: { lot: row?.lot } } as const;
    await deliver(company.kernel, toBuyer, { ...delivery, message: "9001", by: row?.buyer ?? "" });
    expect((await told()).length).toBe(1);
    await deliver(company.kernel, toBuyer, { ...delivery, message: "9002", by: "1" });
    expect((await told()).length).toBe(2);
  });
});
