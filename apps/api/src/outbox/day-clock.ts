/**
 * Tells the house that a day has begun: the message `day.begun`, once for each calendar day of the firm, by domain time. The
 * command's id follows from the day, so several servers, a restart or a clock that is set back tell it once.
 */
import { uuidOf } from "../base/canonical.ts";
import { type Ctx, systemPersonId } from "../base/context.ts";
import { command, type Kernel } from "../kernel/command.ts";

const ctx: Ctx = { personId: systemPersonId, sessionId: null, source: "job", request: "day clock", language: "en" };

/** Tells today, unless somebody has. @param known the day that was told last @returns today, YYYY-MM-DD */
export async function tellDay(kernel: Kernel, known?: string): Promise<string> {
  const em = kernel.orm.em.fork();
  const [row] = await em.getConnection().execute<{ day: string }[]>("select public.company_day()::text as day");
  if (!row) throw new Error("the database names no day");
  const { day } = row;
  if (day === known) return day;
  const what = { id: uuidOf(`day.begun ${day}`), operation: "dayBegun", input: { day } };
  await command(kernel, ctx, what, async (tx) => {
    tx.emit("day.begun", { day });
    return null;
  });
  return day;
}

export interface DayClock {
  stop(): Promise<void>;
}

/** Looks at the day now and every so often; what fails is told and tried again at the next look. */
export function startDayClock(
  kernel: Kernel,
  { onError = () => undefined, intervalMs = 60_000 }: { onError?: (error: unknown) => void; intervalMs?: number } = {},
): DayClock {
  let told: string | undefined;
  let look: Promise<unknown> = Promise.resolve();
  const tick = (): void => {
    look = tellDay(kernel, told)
      .then((day) => {
        told = day;
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
