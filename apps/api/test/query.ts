/** One statement on a connection of its own, for tests. */
import { Client } from "pg";

/** Runs one statement as the role in the connection string and returns its rows. */
export async function query(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values.length > 0 ? values : undefined)).rows;
  } finally {
    await client.end();
  }
}
