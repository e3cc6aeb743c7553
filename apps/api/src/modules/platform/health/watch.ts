/** Alerts: what turned amber or red is told to the administrators once, and cleared when it is good again. */
import { randomUUID } from "node:crypto";
import { healthLevel, healthSubject, type Rec } from "@lotline/schema";
import { systemPersonId } from "../../../base/context.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { notify } from "../notice.ts";
import type { HealthLine } from "./judge.ts";

type Alert = Rec<"SystemAlert">;
const ctx = { personId: systemPersonId, sessionId: null, source: "job", request: "health", language: "en" } as const;
const rank = { off: 0, good: 0, amber: 1, red: 2 } as const;

const isOf =
  (line: HealthLine) =>
  (alert: Alert): boolean =>
    alert.subject === line.subject && (alert.node ?? null) === line.node;

/** Whether a line differs from what is told of it. Pure. */
const isNews = (line: HealthLine, alert: Alert | undefined): boolean =>
  alert ? rank[line.level] !== rank[alert.level] : rank[line.level] > 0;

/**
 * Opens, worsens and clears alerts to match the lines. Several servers may look at once: the alerts are read again under a lock, so
 * each change is made and told once.
 */
export async function tellChanges(kernel: Kernel, lines: readonly HealthLine[]): Promise<void> {
  const em = kernel.orm.em.fork();
  const open = await em
    .getConnection()
    .execute<Pick<Alert, "subject" | "level" | "node">[]>("select subject, level, node from system_alert where state = 'open'");
  // Almost always nothing has changed: then nothing is locked and nothing written.
  if (!lines.some((line) => isNews(line, open.find((alert) => isOf(line)(alert as Alert)) as Alert | undefined))) return;
  await command(kernel, ctx, { id: randomUUID(), operation: "tellHealth", input: {} }, async (tx) => {
    await tx.sql("lock table system_alert in share row exclusive mode");
    const now = await tx.find("SystemAlert", { state: "open" });
    for (const line of lines) await follow(tx, line, now.find(isOf(line)));
    return null;
  });
}

async function follow(tx: Tx, line: HealthLine, alert: Alert | undefined): Promise<void> {
  if (!isNews(line, alert)) return;
  const found = { level: line.level, foundEn: line.value.en.slice(0, 500), foundZh: line.value.zh.slice(0, 500) };
  if (!alert) return tell(tx, line, await tx.create("SystemAlert", { subject: line.subject, node: line.node, ...found }));
  if (rank[line.level] === 0) {
    await tx.act("SystemAlert", alert.id, "clear", {});
    return;
  }
  const isWorse = rank[line.level] > rank[alert.level];
  tx.update("SystemAlert", alert, found);
  if (isWorse) await tell(tx, line, alert);
}

async function tell(tx: Tx, line: HealthLine, alert: Alert): Promise<void> {
  // The number is given by the flush.
  await tx.flush();
  const people = await tx.sql<{ id: string }>("select r.id from public.readers_of('operations.run', null) r (id)");
  const subject = healthSubject.values[line.subject];
  const level = healthLevel.values[line.level];
  await notify(
    tx,
    "health.worse",
    systemPersonId,
    people.map(({ id }) => id),
    {
      record: "SystemAlert",
      id: alert.id,
      number: alert.number,
      text: {
        en: `${level.en}: ${subject.en}: ${line.value.en}`.slice(0, 480),
        zh: `${level.zh}：${subject.zh}：${line.value.zh}`.slice(0, 480),
      },
    },
  );
}
