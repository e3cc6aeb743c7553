import { Client, type ClientConfig } from "pg";

const frame = /^(begin|start transaction|rollback)\b/i;

/**
 * A connection that goes back to its pool when its transaction cannot be begun or rolled back, because the server or the network
 * is gone. The query builder keeps such a connection for ever, so that ten lost ones would be the end of a pool of ten.
 */
export class PooledClient extends Client {
  /** Put here by the pool for as long as the connection is lent. */
  declare release?: (destroy: boolean) => void;

  constructor(config?: ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    const watched = (...args: unknown[]): unknown => {
      const [text] = args;
      const running = query(...args);
      if (typeof text !== "string" || !frame.test(text) || !(running instanceof Promise)) return running;
      return running.catch((error: unknown) => {
        this.release?.(true);
        throw error;
      });
    };
    // The same function with the same overloads.
    this.query = watched as Client["query"];
  }
}
