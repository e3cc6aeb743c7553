/**
 * Brings messages from the outbox to whoever listens. A command writes its messages with its change, in one transaction (0.1 ms);
 * the relay moves them by batch into the queues of pg-boss (one for each consumer) in one transaction of its own, so a message is
 * in all queues or still waiting. Each consumer works in a command whose id follows from message and consumer: delivered twice, done once.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { MessageName } from "@lotline/schema";
import type { Pool } from "pg";
import { PgBoss } from "pg-boss";
import { uuidOf } from "../base/canonical.ts";
import { systemPersonId } from "../base/context.ts";
import { openPool } from "../base/pool.ts";
import type { Consumer } from "../kernel/behaviour.ts";
import { command, type Kernel } from "../kernel/command.ts";

/** A message on its way to one consumer. */
export interface Delivery {
  readonly message: string;
  readonly name: MessageName;
  readonly version: number;
  readonly payload: object;
  /** The person whose command sent it. */
  readonly by: string;
}

export interface RelayOptions {
  readonly kernel: Kernel;
  /** Consumers that need more than the house: they know what lies outside the database. */
  readonly outside?: readonly Consumer[];
  /** As lotline_app. */
  readonly url: string;
  readonly onError?: (error: unknown) => void;
  /** Pause between two looks. */
  readonly intervalMs?: number;
  /** Seconds before the first repetition; it doubles each time. */
  readonly retryDelay?: number;
  /** How often a failing delivery is tried again before it is put aside. */
  readonly retryLimit?: number;
}

export interface Relay {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const batch = 500;

/** Where a delivery lands that failed every time; a person looks at it, and `status` counts it. */
export const deadQueue = "dead";

/** Makes the relay and its workers; several servers may each run one. */
export function createRelay(options: RelayOptions): Relay {
  const { kernel, url, onError = () => undefined } = options;
  const consumers = [...kernel.house.areas.flatMap((area) => area.consumers ?? []), ...(options.outside ?? [])];
  const pool = openPool({ connectionString: url, max: 1, application_name: "lotline relay" }, onError);
  const boss = new PgBoss({
    connectionString: url,
    application_name: "lotline queues",
    max: 2,
    schema: "pgboss",
    migrate: false,
    createSchema: false,
    schedule: false,
    // Both need the owner of the tables.
    reindex: false,
    monitorVacuum: false,
  });
  boss.on("error", onError);
  const workers = new Map<string, string>();
  // A worker of this server is told at once; those of others look by themselves, once a second.
  const wake = (name: string): void => {
    const worker = workers.get(name);
    if (worker) boss.notifyWorker(worker);
  };
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let isRunning = false;
  let isStopped = false;
  const tick = (): void => {
    const next = (): void => {
      if (isRunning) timer = setTimeout(tick, options.intervalMs ?? 500).unref();
    };
    turn = moveOnce(pool, boss, consumers)
      .then((names) => names.forEach(wake))
      .catch(onError)
      .finally(next);
  };
  let started: Promise<void> = Promise.resolve();
  const begin = async (): Promise<void> => {
    await boss.start();
    await boss.createQueue(deadQueue, { retentionSeconds: 90 * 86_400 });
    // A second try does not listen twice.
    for (const consumer of consumers.filter(({ name }) => !workers.has(name)))
      workers.set(consumer.name, await listen(boss, kernel, consumer, options));
  };
  const start = async (): Promise<void> => {
    await untilBegun(begin, () => isStopped, onError);
    if (isStopped) return;
    isRunning = true;
    tick();
  };
  return {
    start: () => {
      started = start();
      return started;
    },
    async stop() {
      isStopped = true;
      await started;
      isRunning = false;
      clearTimeout(timer);
      await turn;
      await boss.stop({ graceful: true, timeout: 10_000 });
      await pool.end();
    },
  };
}

/** Seconds after which what a consumer began counts as lost, with its server, and is given to another one. */
const lostAfter = 60;

/** Tries until it works: the database may be away just now; the app answers meanwhile, and the messages wait in their table. */
async function untilBegun(
  begin: () => Promise<void>,
  isStopped: () => boolean,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!isStopped()) {
    const error = await begin().then(
      () => null,
      (why: unknown) => why,
    );
    if (!error) return;
    onError(error);
    await sleep(1_000);
  }
}

/** The queue of a consumer and its worker. @returns the worker's id */
async function listen(boss: PgBoss, kernel: Kernel, consumer: Consumer, options: RelayOptions): Promise<string> {
  const { limit, delaySeconds } = ("retry" in consumer ? consumer.retry : undefined) ?? { limit: 8, delaySeconds: 2 };
  await boss.createQueue(consumer.name, {
    retryLimit: options.retryLimit ?? limit,
    retryDelay: options.retryDelay ?? delaySeconds,
    retryBackoff: true,
    deadLetter: deadQueue,
    expireInSeconds: lostAfter,
  });
  return boss.work<Delivery>(consumer.name, { pollingIntervalSeconds: 1, batchSize: 1 }, async ([job]) => {
    if (job) await deliver(kernel, consumer, job.data, options.onError);
  });
}

/** One batch; other servers skip the rows that are being moved. @returns whose queues got something */
async function moveOnce(pool: Pool, boss: PgBoss, consumers: readonly Consumer[]): Promise<string[]> {
  const client = await pool.connect();
  const filled: string[] = [];
  try {
    await client.query("begin");
    const { rows } = await client.query<{ id: string; name: MessageName; version: number; payload: object; by: string }>(
      `select o.id, o.name, o.version, o.payload, c.person_id as by from outbox o join command_log c on c.id = o.command_id
       where o.sent_at is null order by o.id limit ${batch} for update of o skip locked`,
    );
    if (rows.length > 0) {
      const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
      for (const { name, message } of consumers) {
        const jobs = rows.filter((row) => row.name === message).map(({ id, ...row }) => ({ data: { message: id, ...row } }));
        if (jobs.length === 0) continue;
        await boss.insert(name, jobs, { db });
        filled.push(name);
      }
      await client.query("update outbox set sent_at = domain_now() where id = any($1)", [rows.map((row) => row.id)]);
    }
    await client.query("commit");
    client.release();
    return filled;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

/** One consumer's part: long work in commands of its own, anything else as a command of the system, which a second delivery finds done. */
export async function deliver(
  kernel: Kernel,
  consumer: Consumer,
  { message, payload, by }: Delivery,
  report: (error: unknown) => void = () => undefined,
): Promise<void> {
  // The relay gives each consumer the messages it named, so the payload is of its type.
  if ("work" in consumer) return consumer.work(kernel, payload as never, report);
  const ctx = {
    personId: systemPersonId,
    sessionId: null,
    source: "job",
    request: `message ${message}`,
    language: "en",
  } as const;
  const what = { id: uuidOf(`${consumer.name} ${message}`), operation: consumer.name, input: { message, payload } };
  await command(kernel, ctx, what, async (tx) => {
    await consumer.handle(tx, payload as never, by);
    return null;
  });
}
