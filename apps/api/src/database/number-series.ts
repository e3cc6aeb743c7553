import type { Client } from "pg";

/**
 * Takes the next numbers of a series (`P-{seq:4}`) in the caller's transaction, where there is no command that would do it:
 * rules and people of a new system.
 */
export async function takeNumbers(client: Client, series: string, count: number): Promise<string[]> {
  const { rows } = await client.query<{ last: number }>(
    `insert into number_series (id, last_value) values ($1, $2)
     on conflict (id) do update set last_value = number_series.last_value + $2 returning last_value as last`,
    [series, count],
  );
  const first = Number(rows[0]?.last ?? count) - count + 1;
  return Array.from({ length: count }, (_, index) =>
    series.replace(/\{seq:(\d+)\}/, (_match, width: string) => String(first + index).padStart(Number(width), "0")),
  );
}
