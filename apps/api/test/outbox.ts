import { deliver } from "../src/outbox/relay.ts";
import type { Demo } from "./demo.ts";

/** Brings everything that waits in the outbox to its consumers, as the relay does, but at once and in order. */
export async function deliverAll({ kernel, sql }: Pick<Demo, "kernel" | "sql">): Promise<void> {
  const consumers = kernel.house.areas.flatMap((area) => area.consumers ?? []);
  const rows = await sql<{ id: string; name: string; version: number; payload: object; by: string }>(
    "select o.id, o.name, o.version, o.payload, c.person_id as by from outbox o join command_log c on c.id = o.command_id where o.sent_at is null order by o.id",
  );
  for (const { id, name, version, payload, by } of rows)
    for (const consumer of consumers.filter(({ message }) => message === name))
      await deliver(kernel, consumer, { message: id, name: consumer.message, version, payload, by });
  await sql("update outbox set sent_at = now() where sent_at is null");
}
