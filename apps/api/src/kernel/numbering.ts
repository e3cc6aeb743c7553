import type { EntityManager } from "@mikro-orm/postgresql";
import { runSql } from "../base/sqltext.ts";

/**
 * The next number of a document series, e.g. NCR-{yy}-{seq:3} → NCR-26-041. The counter row is updated in the command's own
 * transaction, so a rolled-back command leaves no gap; it is taken right before the flush, because others wait for its row.
 */
export async function takeNumber(em: EntityManager, pattern: string, at: Date, zone: string): Promise<string> {
  const year = new Intl.DateTimeFormat("en", { timeZone: zone, year: "2-digit" }).format(at);
  const series = pattern.replace("{yy}", year);
  const [row] = await runSql<{ last_value: number }>(
    em,
    `insert into number_series (id, last_value) values (?, 1)
     on conflict (id) do update set last_value = number_series.last_value + 1 returning last_value`,
    [series],
  );
  return series.replace(/\{seq:(\d+)\}/, (_, width: string) => String(row?.last_value ?? 0).padStart(Number(width), "0"));
}
