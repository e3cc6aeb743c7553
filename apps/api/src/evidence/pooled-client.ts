import { Client, type ClientConfig } from "pg";

const frame = /^(begin|start transaction|rollback)\b/i;
const commit = /^commit\b/i;

/**
 * A connection that goes back to its pool when its transaction cannot be begun or rolled back, because the server or the network
 * is gone. The query builder keeps such a connection for ever, so that ten lost ones would be the end of a pool of ten.
 * A COMMIT whose wait for the standby was broken off (a timeout, a cancel) is a success to PostgreSQL, with a warning; here it
 * fails with 08007, transaction resolution unknown: the standby may not have it (reliability.md 6.2).
 */
export class PooledClient extends Client {
  /** Put here by the pool for as long as the connection is lent. */
  declare release?: (destroy: boolean) => void;

  constructor(config?: ClientConfig) {
    super(config);
    // Between two statements of a transaction nobody waits for an answer; the next statement meets the error.
    this.on("error", () => undefined);
    let isReplicated = true;
    // The function's name in the server is the one part of the warning that is never translated.
    this.on("notice", ({ routine }) => {
      if (routine === "SyncRepWaitForLSN") isReplicated = false;
    });
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    const watched = (...args: unknown[]): unknown => {
      const [text] = args;
      isReplicated = true;
      const running = query(...args);
      if (typeof text !== "string" || !(running instanceof Promise)) return running;
      if (commit.test(text))
        return running.then((result: unknown) => {
          if (isReplicated) return result;
          throw Object.assign(new Error("the commit did not wait for the standby"), { code: "08007" });
        });
      if (!frame.test(text)) return running;
      return running.catch((error: unknown) => {
        this.release?.(true);
        throw error;
      });
    };
    // The same function with the same overloads.
    this.query = watched as Client["query"];
  }
}
