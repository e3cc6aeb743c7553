/**
 * What a server does for its own health beside its work: looks every minute and tells the administrators once when something turns
 * amber or red; checks the whole chain once a day (compliance.md §D); answers the page and the readiness check.
 */
import { randomUUID } from "node:crypto";
import { uuidOf } from "../../../base/canonical.ts";
import { type HousePlace, verifyHouse } from "../../../evidence/verify-house.ts";
import type { Kernel } from "../../../kernel/command.ts";
import { event, secure } from "../session.ts";
import { type DatabaseFacts, databaseFacts, type Shown, wentBack } from "./facts.ts";
import { type HealthLine, judge } from "./judge.ts";
import { type MachineFacts, type MachinePlace, machineFacts } from "./machine.ts";
import { recordRun, verified } from "./runs.ts";
import { tellChanges } from "./watch.ts";

export interface Operations {
  machine(): Promise<MachineFacts>;
  /** Whether this server may be given work; every reason why not, in plain English for a load balancer's log. */
  readiness(): Promise<readonly string[]>;
  /** Begins to check the chain unless that is going on. @returns whether it was begun */
  checkChain(): boolean;
  /** Begins to look by itself. */
  start(): void;
  stop(): Promise<void>;
}

export interface OperationsOptions {
  readonly kernel: Kernel;
  readonly place: MachinePlace & HousePlace;
  readonly onError?: (error: unknown) => void;
  readonly intervalMs?: number;
}

/** Asks the database as the app, in no transaction of a person: these facts are nobody's. */
export async function askHealth(kernel: Kernel): Promise<DatabaseFacts> {
  const connection = kernel.orm.em.fork().getConnection();
  return databaseFacts((text) => connection.execute(text));
}

/** The server's own health. */
export function createOperations({
  kernel,
  place,
  onError = () => undefined,
  intervalMs = 60_000,
}: OperationsOptions): Operations {
  let timer: NodeJS.Timeout | undefined;
  let look: Promise<unknown> = Promise.resolve();
  let check: Promise<unknown> | undefined;
  let before: readonly HealthLine[] = [];
  let clock: Shown | undefined;
  const machine = () => machineFacts(place);
  const begin = (id: string): boolean => {
    if (check) return false;
    check = checkOnce(kernel, place, id)
      .catch(onError)
      .finally(() => {
        check = undefined;
      });
    return true;
  };
  const lookOnce = async (): Promise<void> => {
    const database = await askHealth(kernel);
    clock = await watchClock(kernel, clock, database.clockMs);
    const lines = judge(database, await machine());
    await tellChanges(kernel, steady(before, lines));
    before = lines;
    const last = database.runs.find((run) => run.kind === "verification");
    if (!last || last.ageSeconds > checkEverySeconds) begin(uuidOf(`daily check after ${last?.number ?? "none"}`));
  };
  const tick = (): void => {
    look = lookOnce().catch(onError);
  };
  return {
    machine,
    readiness: async () => unready(judge(await askHealth(kernel), await machine())),
    checkChain: () => begin(randomUUID()),
    start() {
      // The first look comes after the start: until then the sealer has caught up.
      timer ??= setInterval(tick, intervalMs).unref();
    },
    async stop() {
      clearInterval(timer);
      await look;
      await check;
    },
  };
}

const checkEverySeconds = 24 * 3_600;

/** Only what stood so at two looks in a row is told: a lag of a second is no news. Pure. */
const steady = (before: readonly HealthLine[], now: readonly HealthLine[]): HealthLine[] =>
  now.filter(({ subject, level }) => before.some((line) => line.subject === subject && line.level === level));

/** Without these the server takes no work: what it wrote could not be sealed, kept or told (reliability.md §11). Pure. */
export const unready = (lines: readonly HealthLine[]): string[] =>
  lines.flatMap(({ subject, level, value }) => (level === "red" && needed.has(subject) ? [`${subject}: ${value.en}`] : []));

const needed: ReadonlySet<HealthLine["subject"]> = new Set(["database", "migrations", "sealer", "disk", "messages", "key"]);

/** A clock that was set back is written down: times around that moment do not tell what came first (compliance.md §D). */
async function watchClock(kernel: Kernel, before: Shown | undefined, clockMs: number): Promise<Shown> {
  const now = { clockMs, steadyMs: performance.now() };
  const back = before ? wentBack(before, now) : 0;
  if (back > 0)
    await secure(kernel.orm, null, "watchClock", (sql) => sql(...event("clockWentBack", null, null, { milliseconds: back })));
  return now;
}

async function checkOnce(kernel: Kernel, place: HousePlace, id: string): Promise<void> {
  const startedAt = new Date();
  const result = await verifyHouse(place);
  const seconds = Math.round((Date.now() - startedAt.getTime()) / 1000);
  await recordRun(kernel, "server", id, { kind: "verification", startedAt, seconds, ...verified(result) });
}
