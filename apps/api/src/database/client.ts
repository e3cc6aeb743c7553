/** One connection to a database for as long as some work lasts. */
import { Client, type ClientConfig } from "pg";

/**
 * Connects, works and closes, however the work ends.
 * @param settings more than the address, e.g. how long to wait for the connection
 * @throws what connecting or the work throws
 */
export async function asClient<T>(
  url: string,
  work: (client: Client) => Promise<T>,
  settings: Pick<ClientConfig, "connectionTimeoutMillis" | "application_name"> = {},
): Promise<T> {
  const client = new Client({ ...settings, connectionString: url });
  // A server that goes away fails the statement that waits for it; without a listener it would end the process besides.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The same as one transaction: all of the work or nothing of it. @throws what connecting or the work throws */
export function inTransaction<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  return asClient(url, async (client) => {
    await client.query("begin");
    try {
      const result = await work(client);
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      throw error;
    }
  });
}
