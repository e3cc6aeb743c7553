/**
 * Tells the house that a day or an hour has begun: the messages `day.begun` and `hour.begun`, once for each calendar day of the firm
 * and each hour, by domain time. The command's id follows from it, so several servers, a restart or a clock that is set back tell
 * it once.
 */
import { uuidOf } from "../base/canonical.ts";
import { type Ctx, systemPersonId } from "../base/context.ts";
import { command, type Kernel } from "../kernel/command.ts";

const ctx: Ctx = { personId: systemPersonId, sessionId: null, source: "job", request: "day clock", language: "en" };

/** What has begun: the firm's day (YYYY-MM-DD) and the hour (YYYY-MM-DDTHH, UTC). */
export interface Begun {
  readonly day: string;
  readonly hour: string;
}

/** Tells the day and the hour it is, unless somebody has. @param known what was told last */
export async function tellTime(kernel: Kernel, known?: Begun): Promise<Begun> {
  const em = kernel.orm.em.fork();
  const [row] = await em
    .getConnection()
    .execute<Begun[]>(
      `select public.company_day()::text as day, to_char(public.domain_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24') as hour`,
    );
  if (!row) throw new Error("the database names no day");
  const { day, hour } = row;
  if (day !== known?.day)
    await command(kernel, ctx, { id: uuidOf(`day.begun ${day}`), operation: "dayBegun", input: { day } }, async (tx) => {
      tx.emit("day.begun", { day });
      return null;
    });
  if (hour !== known?.hour)
    await command(kernel, ctx, { id: uuidOf(`hour.begun ${hour}`), operation: "hourBegun", input: { hour } }, async (tx) => {
      tx.emit("hour.begun", { hour });
      return null;
    });
  return { day, hour };
}

export interface DayClock {
  stop(): Promise<void>;
}

/** Looks at the time now and every so often; what fails is told and tried again at the next look. */
export function startDayClock(
  kernel: Kernel,
  { onError = () => undefined, intervalMs = 60_000 }: { onError?: (error: unknown) => void; intervalMs?: number } = {},
): DayClock {
  let told: Begun | undefined;
  let look: Promise<unknown> = Promise.resolve();
  const tick = (): void => {
    look = tellTime(kernel, told)
      .then((begun) => {
        told = begun;
      })
      .catch(onError);
  };
  tick();
  const timer = setInterval(tick, intervalMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await look;
    },
  };
}
