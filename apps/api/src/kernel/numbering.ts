import type { EntityManager } from "@mikro-orm/postgresql";
import { runSql } from "../base/sqltext.ts";

/** What a number is made from: the type of record, the pattern of its record file, the day at its site and the site's code. */
export interface Numbered {
  readonly record: string;
  readonly pattern: string;
  readonly day: string;
  readonly site: string;
}

/**
 * The next number of a document series, e.g. NCR-{yy}-{seq:3} → NCR-26-041. The counter row is updated in the command's own
 * transaction, so a rolled-back command leaves no gap; it is taken right before the flush, because others wait for its row.
 */
export async function takeNumber(em: EntityManager, { record, pattern, day, site }: Numbered): Promise<string> {
  const [row] = await runSql<{ id: string; last_value: number }>(
    em,
    `insert into number_series (id, last_value) values (public.number_series_of(?, ?, ?, ?), 1)
     on conflict (id) do update set last_value = number_series.last_value + 1 returning id, last_value`,
    [record, pattern, day, site],
  );
  return (row?.id ?? "").replace(/\{seq:(\d+)\}/, (_, width: string) =>
    String(row?.last_value ?? 0).padStart(Number(width), "0"),
  );
}
