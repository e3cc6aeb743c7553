/** One statement on a connection of its own, for tests. */
import { asClient } from "../src/database/client.ts";

/** Runs one statement as the role in the connection string and returns its rows. */
export function query(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return asClient(
    url,
    async (client) => (await client.query<Record<string, unknown>>(sql, values.length > 0 ? values : undefined)).rows,
  );
}
