import { Pool, type PoolConfig } from "pg";

/**
 * A pool whose connections may break at any time, lent or idle: whoever uses one meets the error at the next statement. Without
 * a listener on the connection itself, one that breaks between two statements of a transaction would end the process.
 */
export function openPool(config: PoolConfig, onError: (error: unknown) => void = () => undefined): Pool {
  const pool = new Pool(config);
  pool.on("error", onError);
  pool.on("connect", (client) => void client.on("error", onError));
  return pool;
}
