/** Counts what is sent to the database, at the driver, where nothing can be left out. */
import { Client } from "pg";

/** What one piece of work sent. */
export interface Statements {
  /** Reads of what was asked for. */
  readonly reads: number;
  /** The frame of every request: begin, who asks, rollback. */
  readonly frame: number;
}

const frame = /^\s*(begin|start transaction|commit|rollback|set )|set_config|actor_of\(/i;

/** Listens at the driver from its making until it is closed; connections that were open before are not heard. */
export class StatementCounter {
  readonly #original = Client.prototype.query;
  #sent: string[] | null = null;

  constructor() {
    const original = this.#original;
    const note = (text: string) => this.#sent?.push(text);
    // The same function with the same overloads.
    Client.prototype.query = function counted(this: Client, ...args: unknown[]): unknown {
      const [first] = args;
      if (typeof first === "string") note(first);
      else if (typeof first === "object" && first !== null && "text" in first) note(String(first.text));
      return Reflect.apply(original, this, args);
    } as Client["query"];
  }

  /** How many statements the work sends, as long as nothing else is at work. */
  async of(work: () => Promise<unknown>): Promise<Statements> {
    const sent: string[] = [];
    this.#sent = sent;
    try {
      await work();
    } finally {
      this.#sent = null;
    }
    const framing = sent.filter((text) => frame.test(text)).length;
    return { reads: sent.length - framing, frame: framing };
  }

  /** Lets the driver be as it was. */
  close(): void {
    Client.prototype.query = this.#original;
  }
}
