import { Client, type ClientConfig } from "pg";
import { steadyMark } from "./sqltext.ts";

const begin = /^(begin|start transaction)\b/i;
const readOnly = /\bread only\b/i;
const rollback = /^rollback\b/i;
const commit = /^commit\b/i;

/** Names of steady statements; what is steady is written in the code, so that they are few. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `steady_${names.size + 1}`;
  names.set(text, name);
  return name;
}

type Answer = Promise<unknown>;

/**
 * A connection that wastes no journey: statements do not wait for the answers to those before them, those of one turn leave in one
 * packet, and the BEGIN of a transaction that only reads leaves with its first statement, whose answer then stands for both.
 *
 * It goes back to its pool when its transaction cannot be begun or rolled back, because the server or the network is gone. The query
 * builder keeps such a connection for ever, so that ten lost ones would be the end of a pool of ten.
 *
 * A COMMIT whose wait for the standby was broken off (a timeout, a cancel) is a success to PostgreSQL, with a warning; here it fails
 * with 08007, transaction resolution unknown: the standby may not have it (reliability.md 6.2).
 */
export class PooledClient extends Client {
  /** Put here by the pool for as long as the connection is lent. */
  declare release?: (destroy: boolean) => void;
  /** The driver's own setting, which its types do not know yet. */
  declare pipeline: boolean;
  #isReplicated = true;
  /** The BEGIN that is under way. */
  #begun: Answer | null = null;

  constructor(config?: ClientConfig) {
    super(config);
    this.pipeline = true;
    // Between two statements of a transaction nobody waits for an answer; the next statement meets the error.
    this.on("error", () => undefined);
    // The function's name in the server is the one part of the warning that is never translated.
    this.on("notice", ({ routine }) => {
      if (routine === "SyncRepWaitForLSN") this.#isReplicated = false;
    });
    const send = this.query.bind(this) as (...args: unknown[]) => unknown;
    // The same function with the same overloads.
    this.query = ((...args: unknown[]) => this.#watched(send, args)) as Client["query"];
  }

  #watched(send: (...args: unknown[]) => unknown, args: unknown[]): unknown {
    const [text, values] = args;
    this.#isReplicated = true;
    this.#holdPacket();
    const running =
      typeof text === "string" && text.endsWith(steadyMark) ? send({ name: nameOf(text), text, values }) : send(...args);
    if (typeof text !== "string" || !(running instanceof Promise)) return running;
    // A write would take effect alone if BEGIN failed before it.
    if (begin.test(text)) return readOnly.test(text) ? this.#beginning(running) : this.#orGone(running);
    const answer = this.#behindBegin(running);
    if (commit.test(text)) return answer.then((result) => this.#replicated(result));
    return rollback.test(text) ? this.#orGone(answer) : answer;
  }

  /** What is sent in one turn of the event loop leaves in one packet. */
  #holdPacket(): void {
    const { stream } = (this as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  /** Told as done at once; what is sent before it is really done fails with it. */
  #beginning(running: Answer): Answer {
    this.#begun = running;
    const settled = () => {
      if (this.#begun === running) this.#begun = null;
    };
    running.then(settled, settled);
    return Promise.resolve({ command: "BEGIN", rowCount: null, rows: [], fields: [] });
  }

  #behindBegin(running: Answer): Answer {
    if (!this.#begun) return running;
    return Promise.all([this.#begun, running]).then(([, result]) => result);
  }

  #orGone(running: Answer): Answer {
    return running.catch((error: unknown) => {
      this.release?.(true);
      throw error;
    });
  }

  #replicated(result: unknown): unknown {
    if (this.#isReplicated) return result;
    throw Object.assign(new Error("the commit did not wait for the standby"), { code: "08007" });
  }
}
